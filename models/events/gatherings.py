"""The row of one gathering: made when the first person speaks about it, locked while somebody's word is taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.db import Session, insert
from models.events.attendance_tables import Gathering, Happening
from models.events.recurrence import Occurrence
from models.events.tables import Event, EventStatus

USUAL_LENGTH = timedelta(hours=2)  # of an event whose file names no end


def end_of(event: Event, occurrence: Occurrence) -> datetime:
    usual = timedelta(days=1) if event.all_day else USUAL_LENGTH
    return occurrence.ends_at or occurrence.starts_at + usual


def takes_place(event: Event, occurrence: Occurrence | None) -> bool:
    return event.status == EventStatus.ACTIVE and occurrence is not None and not occurrence.cancelled


async def event_of(session: Session, source_id: str) -> Event | None:
    query = select(Event).where(Event.source_id == source_id).execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def found(session: Session, gathering_id: UUID, *, lock: bool = False) -> Gathering | None:
    query = select(Gathering).where(Gathering.id == gathering_id).execution_options(populate_existing=True)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def standing(session: Session, source_id: str, key: str, *, lock: bool = False) -> Gathering | None:
    """The one of this key, if anybody has spoken about it; None for a cancelled one."""
    query = select(Gathering).where(Gathering.source_id == source_id, Gathering.key == key)
    query = query.where(col(Gathering.state) == Happening.ACTIVE).execution_options(populate_existing=True)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def opened(session: Session, event: Event, occurrence: Occurrence) -> Gathering:
    """The row, made if there was none, and ours until the transaction ends: seats are given to one at a time."""
    there = await standing(session, event.source_id, occurrence.key, lock=True)
    if there:
        return there
    new = {
        **Gathering(
            source_id=event.source_id,
            key=occurrence.key,
            starts_at=occurrence.starts_at,
            ends_at=end_of(event, occurrence),
            starts_local=wall_of(occurrence),
            timezone=event.timezone,
            version=event.version,
            capacity=event.capacity,
        ).model_dump(),
        "id": uuid4(),
    }
    await session.exec(insert(session, Gathering).values(new).on_conflict_do_nothing())
    made = await standing(session, event.source_id, occurrence.key, lock=True)
    if made is None:
        raise LookupError("a gathering was written and is not there")
    return made


def wall_of(occurrence: Occurrence) -> datetime:
    """What the clock on the wall shows at its start, as it was written down: an hour that does not exist included."""
    return datetime.fromisoformat(occurrence.override.get("starts", occurrence.key))


async def coming_up(session: Session, source_id: str, now: datetime) -> Sequence[Gathering]:
    """Those of an event that are not over, in the order of their ids: whoever locks several does it so."""
    query = select(Gathering).where(Gathering.source_id == source_id, col(Gathering.ends_at) > now)
    query = query.where(col(Gathering.state) == Happening.ACTIVE).order_by(col(Gathering.id)).with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).all()


async def best_attended(session: Session, after: datetime, *, full: bool = False) -> Gathering | None:
    """Of those to come the one most seats are taken of; `full`: with none left."""
    query = select(Gathering).where(col(Gathering.starts_at) > after, col(Gathering.state) == Happening.ACTIVE)
    if full:
        query = query.where(col(Gathering.taken) >= col(Gathering.capacity))
    order = col(Gathering.taken).desc(), col(Gathering.starts_at), col(Gathering.source_id)
    return (await session.exec(query.where(col(Gathering.taken) > 0).order_by(*order))).first()
