"""Calendar feeds over HTTP: who has the newest hears so in a line (ETag), and nobody on the way keeps a private one."""

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.calendars import Feeds
from handlers.deps import House

PUBLIC, PRIVATE = "public, max-age=900", "private, no-cache"
TYPE = "text/calendar; charset=utf-8"


def routes(house: House) -> list[Route]:
    feeds = Feeds(house)

    async def public(request: Request) -> Response:
        return _answer(request, await feeds.public(request.query_params.get("lang", "")), PUBLIC)

    async def private(request: Request) -> Response:
        data = await feeds.private(request.path_params["token"])
        if data is None:
            return PlainTextResponse("There is no calendar here (any more).", 404, {"Cache-Control": "no-store"})
        return _answer(request, data, PRIVATE)

    return [Route("/events.ics", public), Route("/calendar/{token:str}.ics", private)]


def _answer(request: Request, data: bytes, keeping: str) -> Response:
    tag = f'"{hashlib.blake2b(data, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": keeping, "X-Robots-Tag": "noindex"}
    if _has(request.headers.get("If-None-Match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=TYPE)


def _has(said: str, tag: str) -> bool:
    """RFC 9110: a list of tags, weak ones too, or a star for whatever there is."""
    tags = [one.strip().removeprefix("W/") for one in said.split(",")]
    return tag in tags or "*" in tags
