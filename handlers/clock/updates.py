"""The numbers of updates: which are answered, and which are old enough to forget."""

import structlog

from handlers.deps import House
from models.db import Session
from models.outbox import queue, rate
from models.people import meeting

log = structlog.get_logger()


async def note_answered(house: House) -> None:
    """Write down which updates have been answered, many in one go: it spares every answer a second transaction."""
    done = set(house.answered)
    if not done:
        return
    async with house.database.transaction() as session:
        await meeting.note_answered(session, done)
        await _make_room(house, session, len(done))
    house.answered.difference_update(done)


async def _make_room(house: House, session: Session, replies: int) -> None:
    """Telegram counts replies too. They never wait; what nobody asked for does, but is left half of the pace."""
    pace = house.messages_per_second
    now = await queue.moment(session, house.clock())
    await rate.make_room(session, min(replies, round(pace / 2)), pace, now)


async def forget_updates(house: House) -> None:
    """Drop the numbers of updates Telegram can no longer repeat."""
    async with house.database.transaction() as session:
        gone = await meeting.forget_updates(session, house.clock())
    log.info("old update numbers dropped", count=gone)
