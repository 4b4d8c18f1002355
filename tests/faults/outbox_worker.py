"""`python -m bot worker` with other measures than usual: `lease=3` (seconds), `clock=-300` (seconds off)."""

import asyncio
import sys
from datetime import datetime, timedelta
from functools import partial

from bot import app, serve
from bot.logs import start_logs
from bot.settings import read_settings
from models.outbox import queue


def with_lease(seconds: float) -> None:
    """The tests need not wait as long as a worker that is gone is waited for."""
    queue.LEASE = timedelta(seconds=seconds)


def with_clock(seconds: float) -> None:
    """The machine's clock is wrong: everything the process itself asks for the time is told this."""
    right = app.now

    def wrong() -> datetime:
        return right() + timedelta(seconds=seconds)

    app.now = wrong
    serve.opened = partial(app.opened, clock=wrong)


if __name__ == "__main__":
    ways = {"lease": with_lease, "clock": with_clock}
    for given in sys.argv[1:]:
        name, _, value = given.partition("=")
        ways[name](float(value))
    settings = read_settings()
    start_logs(settings.log_level, settings.log_format)
    asyncio.run(serve.worker(settings))
