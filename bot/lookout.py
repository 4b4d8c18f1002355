"""What an operator's machines ask over HTTP: is it alive, is it ready, how does the line stand. Nothing of people."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Running
from models import schema
from models.db import Database, DBAPIError
from models.outbox import health

TEXT = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' name for its format


def routes(running: Running, open_: Callable[[], bool], *, metrics: bool) -> list[Route]:
    """`open_`: false once the house is closing, so that a balancer sends nobody here any more."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive")

    async def ready(_request: Request) -> Response:
        reason = "closing" if not open_() else await _fault(running.house.database)
        return PlainTextResponse(reason or "ready", 503 if reason else 200)

    async def figures(_request: Request) -> Response:
        from bot.metrics import figures as written  # noqa: PLC0415 only where it is asked for

        outbox, house = running.outbox, running.house
        async with house.database.reading() as session:
            now = await outbox.moment(session, house.clock())
            seen = await health.look(session, now)
        return Response(written(outbox.tally, seen, now), media_type=TEXT)

    found = [Route("/healthz", alive), Route("/readyz", ready)]
    return [*found, Route("/metrics", figures)] if metrics else found


async def _fault(database: Database) -> str:
    """Why nobody can be served; empty when somebody can."""
    try:
        found = await schema.version(database)
    except (DBAPIError, OSError):
        return "the database cannot be reached"
    return "" if found == schema.NEWEST else f"the database is at {found}, and {schema.NEWEST} is needed"
