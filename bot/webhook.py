"""The way in when Telegram calls us: one door, a secret on it, and 200 only after the update's effect stands.

Telegram then keeps each chat's order for us and repeats what a dying process dropped.
"""

import hmac
import json
from collections.abc import Callable, Sequence

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.updates import Updates

log = structlog.get_logger()

LARGEST = 1_000_000  # bytes; Telegram's updates are some kilobytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 a header's name


def webhook(
    updates: Updates, secrets: list[str], path: str, ready: Callable[[], bool], more: Sequence[Route] = ()
) -> Starlette:
    """The web application, with `more` beside the way in. Two secrets: the new one and the one being retired."""

    async def receive(request: Request) -> Response:
        if not _knows(request.headers.get(SECRET_HEADER, ""), secrets):
            return PlainTextResponse("the secret is wrong or missing", 403)
        if not ready():
            return PlainTextResponse("stopping", 503, {"Retry-After": "2"})
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        return await _take(updates, body)

    return Starlette(routes=[Route(path, receive, methods=["POST"]), *more])


def _knows(given: str, secrets: list[str]) -> bool:
    """Every secret is compared, always whole: the time it takes tells nothing."""
    return any([hmac.compare_digest(given.encode(), secret.encode()) for secret in secrets])  # noqa: C419 no short cut


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too large: the rest is not even read."""
    if int(request.headers.get("Content-Length", "0") or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


async def _take(updates: Updates, body: bytes) -> Response:
    try:
        payload = json.loads(body)
    except ValueError:
        log.warning("an update that is not JSON", bytes=len(body))
        return PlainTextResponse("not JSON", 400)
    if not isinstance(payload, dict) or not isinstance(payload.get("update_id"), int):
        return PlainTextResponse("not an update", 400)
    try:
        await updates.take(payload)
    except Exception:
        # An error here would make Telegram repeat it for a day, with everything behind it waiting.
        log.exception("update could not be read", update_id=payload["update_id"])
    return Response(status_code=200)
