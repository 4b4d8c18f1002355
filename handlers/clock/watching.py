"""Sees that the line moves: frees what a dead process held, stops what fails, tells administrators, each thing once."""

from datetime import datetime, timedelta

import structlog

from handlers.chat.unasked import alarm
from handlers.clock.alarms import tell_of_pauses
from handlers.clock.sending import Outbox
from models.db import DBAPIError
from models.outbox import alarms, health, queue
from models.outbox.health import Health
from models.outbox.tables import Lane

log = structlog.get_logger()

PATIENCE = 5  # passes in a row that may fail before somebody is told: the database is away for so many seconds


async def watch(outbox: Outbox) -> None:
    """What another process left in its hands is freed; too many failures pause a batch; a standstill is told."""
    house = outbox.house
    try:
        async with house.database.transaction() as session:
            now = await outbox.moment(session, house.clock())
            freed = await queue.reap(session, now, mine=outbox.tokens)
            paused = await health.pause_failing(session)
            if paused:
                await tell_of_pauses(house, session, paused, now, await health.failing(session))
        async with house.database.reading() as session:
            seen = await health.look(session, now)
    except (DBAPIError, OSError):
        log.exception("the outbox could not be looked at")
    else:
        if freed:
            log.warning("deliveries of a process that is gone were freed", count=freed)
        await _standstill(outbox, seen, now)
    await _stumbling(outbox)


async def _standstill(outbox: Outbox, seen: Health, now: datetime) -> None:
    """Past the line, for it does not move. The oldest that waits names the incident: all processes see the same one."""
    if not seen.stalled:
        return
    async with outbox.house.database.transaction() as session:
        if not await alarms.first_to_see(session, "stalled", min(seen.oldest.values())):
            return
        people = await alarms.administrators(session)
    log.error("messages wait and nothing leaves", waiting=sum(seen.waiting.values()))
    for person in people:
        await outbox.messenger.tell(person.chat_id, alarm(outbox.house, person.language, seen, (), now))


async def _stumbling(outbox: Outbox) -> None:
    """The database takes no marks, so nothing more leaves and nothing can be noted there: told once by this process."""
    if outbox.tally.stumbling < PATIENCE:
        outbox.alarmed = False
        return
    if outbox.alarmed:
        return
    outbox.alarmed = True
    house, now = outbox.house, outbox.house.clock()
    since = now - timedelta(seconds=outbox.tally.stumbling)
    seen = Health({Lane.URGENT: outbox.in_hand}, {Lane.URGENT: since}, outbox.in_hand, 0.0, 0.0, stalled=True)
    for chat_id in sorted(house.administrators):
        await outbox.messenger.tell(chat_id, alarm(house, house.texts.languages[0], seen, (), now))
