"""After a month a delivery is a number: who got what is forgotten, how many got it is kept."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import SQLColumnExpression, delete, func, literal, or_, update
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.db import Session, insert
from models.outbox.batches import changed
from models.outbox.tables import Delivery, DeliveryCount

KEPT = timedelta(days=30)
A_DAY = timedelta(days=1)

_ENDS: tuple[SQLColumnExpression[Any], ...] = (
    func.coalesce(col(Delivery.batch), ""),
    col(Delivery.kind),
    col(Delivery.state),
    func.coalesce(col(Delivery.reason), ""),
)


async def count_away(session: Session, now: datetime) -> int:
    """Turn whole days older than a month into counts; how many rows went. A key kept for good stays, without words."""
    limit = _midnight(now - KEPT)
    gone = 0
    day = await _oldest(session)
    while day is not None and day < limit:
        gone += await _count_day(session, day)
        day = await _oldest(session, after=day + A_DAY)
    return gone


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)


async def _oldest(session: Session, after: datetime | None = None) -> datetime | None:
    """The first day with something that ended on it; what is kept for good and has lost its words is done."""
    left = or_(col(Delivery.once).is_(False), col(Delivery.message).is_not(None))
    query = select(func.min(col(Delivery.ended_at))).where(col(Delivery.ended_at).is_not(None), left)
    if after:
        query = query.where(col(Delivery.ended_at) >= after)
    first = (await session.exec(query)).one()
    return _midnight(first) if first else None


async def _count_day(session: Session, day: datetime) -> int:
    ended = (col(Delivery.ended_at) >= day, col(Delivery.ended_at) < day + A_DAY)
    await changed(session, update(Delivery).where(*ended, col(Delivery.once)).values(message=None))
    counted = (*ended, col(Delivery.once).is_(False))
    rows = rows_of(literal(day.date()), *_ENDS, func.count()).where(*counted).group_by(*_ENDS)
    names = ["day", "batch", "kind", "state", "reason", "count"]
    adding = insert(session, DeliveryCount).from_select(names, rows)
    total = col(DeliveryCount.count) + adding.excluded.count
    await session.exec(adding.on_conflict_do_update(index_elements=names[:-1], set_={"count": total}))
    return (await session.exec(delete(Delivery).where(*counted))).rowcount
