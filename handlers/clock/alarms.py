"""Tells administrators what the house stopped by itself, by the line and in the transaction that stopped it."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from handlers.chat.unasked import alarm
from handlers.deps import House
from models.db import Session
from models.outbox import alarms
from models.outbox.health import Health

log = structlog.get_logger()


async def tell_of_pauses(
    house: House, session: Session, paused: Sequence[str], now: datetime, failing: float = 0.0
) -> None:
    """`failing`: the share of the last calls that failed, where that was the reason."""
    log.error("paused until somebody looks at it", batches=list(paused))
    seen = Health({}, {}, 0, 0.0, failing, stalled=False)
    for person in await alarms.administrators(session):
        text = alarm(house, person.language, seen, paused, now)
        await alarms.put_in_line(session, f"batch:{paused[0]}", person, text, now)
