"""Writes down what was not found, one row a person and need, and reads it for those who look after the town."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from models.db import Session, insert
from models.demand.tables import Unmet
from models.demand.wishes import Wish

COUNTS_FOR = timedelta(days=180)  # what was looked for longer ago may have been found elsewhere
MOST = 5_000  # rows looked at, the newest


async def note(session: Session, person_id: UUID, wishes: Sequence[Wish], now: datetime) -> None:
    """Looked for again, the row is brought up to date. Never commits."""
    for wish in wishes:
        told = {**asdict(wish), "features": list(wish.features), "at": now}
        row = insert(session, Unmet).values(person_id=person_id, **told)
        changed = {name: value for name, value in told.items() if name != "need"}
        await session.exec(row.on_conflict_do_update(index_elements=["person_id", "need"], set_=changed))


async def lately(session: Session, now: datetime) -> list[Wish]:
    """What has not been found lately, each person once for each need."""
    query = select(Unmet).where(col(Unmet.at) > now - COUNTS_FOR).order_by(col(Unmet.at).desc()).limit(MOST)
    return [
        Wish(row.need, row.trade, tuple(row.features), row.area_min, row.area_max, row.rent_max, row.neighborhood)
        for row in await session.exec(query)
    ]
