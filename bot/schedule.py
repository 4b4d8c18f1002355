"""Which tick runs how often. The scheduler keeps nothing: what is due stands in the database."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.memory import clear_out
from handlers.clock import attending, boards, desk, nudging, updates
from handlers.clock.nightly import Nights
from handlers.clock.sending import Outbox
from handlers.clock.watching import watch
from handlers.deps import House


def schedule(house: House, outbox: Outbox | None) -> AsyncIOScheduler:
    """All ticks, not started. Without an outbox nothing is sent from this process."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    _every(scheduler, updates.note_answered, house, seconds=1)
    _every(scheduler, updates.forget_updates, house, hours=6)
    _every(scheduler, clear_out, hours=24)
    if outbox:
        _every(scheduler, Outbox.tick, outbox, seconds=1)
        _every(scheduler, watch, outbox, seconds=5)
        _every(scheduler, Nights.look, Nights(outbox), hours=1)
        _every(scheduler, boards.redraw, outbox, seconds=3)
        _every(scheduler, boards.repeat, outbox, minutes=1)
        _every(scheduler, attending.pass_seats_on, house, seconds=20)
        _every(scheduler, attending.ask, house, minutes=10)
        _every(scheduler, attending.derive_anew, house, hours=6)
        _every(scheduler, desk.come_back, house, minutes=1)
        _every(scheduler, desk.remind, house, minutes=15)
        _every(scheduler, nudging.go_on, house, minutes=10)
        _every(scheduler, nudging.ask_owners, house, hours=1)
        _every(scheduler, nudging.notice_changes, house, minutes=1)
        _every(scheduler, nudging.tell_what_fits, house, hours=1)
    return scheduler


def _every(scheduler: AsyncIOScheduler, tick: Callable[..., Awaitable[None]], *what: object, **interval: int) -> None:
    """A tick that comes late still runs (once): APScheduler would skip it after a second."""
    scheduler.add_job(
        tick,
        IntervalTrigger(**interval),
        args=what,
        id=tick.__qualname__,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
