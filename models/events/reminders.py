"""Reminders of one gathering: each planned once, as a row of the outbox with its moment in UTC.

The key `rem:{event}:{start}:{version}:{offset}:{chat}` allows one reminder per person, offset and version; nothing
here is a job in a scheduler. Whether somebody still comes, and still wants this one, is asked when it leaves: nobody's
change of mind has to find and undo rows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import COMING, Attendance, Gathering, Happening
from models.events.customs import Customs
from models.events.offsets import due, read
from models.events.recurrence import to_utc
from models.events.tables import Event
from models.outbox import batches
from models.outbox.planning import Draft, People, plan
from models.outbox.states import is_state
from models.outbox.tables import Batch, BatchState, Delivery, Lane

KIND = "event_reminder"
JOINED_LATE = "joined_late"  # its moment had passed when she said yes: no reminder is better than a stale one
PASSED = "moved_too_near"  # its moment had passed when the event was moved


def about(source_id: str) -> str:
    """What all messages about an event belong to: muted together."""
    return f"event:{source_id}"


def prefix(gathering: Gathering) -> str:
    return f"rem:{gathering.source_id}:{gathering.starts_at:%Y%m%dT%H%MZ}:{gathering.version}:"


def offsets_of(choice: str | None, event: Event, customs: Customs) -> tuple[str, ...]:
    """What she chose; else what the event says; else what the town does."""
    if choice is not None:
        return read(choice)
    return customs.offsets if event.reminders is None else read(",".join(event.reminders))


def last_moment(gathering: Gathering, event: Event) -> datetime:
    """Nothing that announces it leaves from here on: its start, or the end of a day that has no hour."""
    if not event.all_day:
        return gathering.starts_at
    next_day = gathering.starts_local.replace(hour=0, minute=0) + timedelta(days=1)
    return to_utc(next_day, ZoneInfo(event.timezone))


async def remind(
    session: Session,
    event: Event,
    gathering: Gathering,
    person_id: UUID,
    now: datetime,
    customs: Customs,
) -> int:
    """Plan hers, after her word or her choice; how many are new. Planning again changes nothing."""
    hers = (col(Attendance.gathering_id) == gathering.id, col(Attendance.person_id) == person_id)
    choice = (await session.exec(select(col(Attendance.reminders)).where(*hers))).first()
    who = select(col(Attendance.person_id)).where(*hers)
    offsets = offsets_of(choice, event, customs)
    return await _plan(session, event, gathering, offsets, who, now, customs)


async def remind_all(session: Session, event: Event, gathering: Gathering, now: datetime, customs: Customs) -> int:
    """Plan those of everybody who comes, after the event has moved; how many are new."""
    chosen = select(col(Attendance.reminders)).where(*_coming(gathering)).distinct()
    planned = 0
    for choice in (await session.exec(chosen)).all():
        who = select(col(Attendance.person_id)).where(*_coming(gathering))
        who = who.where(col(Attendance.reminders).is_not_distinct_from(choice))
        offsets = offsets_of(choice, event, customs)
        planned += await _plan(session, event, gathering, offsets, who, now, customs, passed=PASSED)
    return planned


def _coming(gathering: Gathering) -> tuple[ColumnElement[bool], ...]:
    return col(Attendance.gathering_id) == gathering.id, col(Attendance.state).in_(COMING)


async def _plan(
    session: Session,
    event: Event,
    gathering: Gathering,
    offsets: Collection[str],
    who: People,
    now: datetime,
    customs: Customs,
    passed: str = JOINED_LATE,
) -> int:
    planned = 0
    for offset in offsets:
        draft = draft_of(event, gathering, offset, customs)
        if draft.due_at <= now:
            await plan(session, replace(draft, refused=passed), who, now, customs.manners)
        else:
            planned += await plan(session, draft, who, now, customs.manners)
    return planned


def draft_of(event: Event, gathering: Gathering, offset: str, customs: Customs) -> Draft:
    """One reminder, the same for all who are to have it."""
    key = f"{prefix(gathering)}{offset}"
    values: dict[str, object] = {
        "gathering": gathering.id.hex,
        "version": gathering.version,
        "offset": offset,
    }
    return Draft(
        key=key,
        kind=KIND,
        about=about(event.source_id),
        lane=Lane.REMINDER,
        due_at=due(offset, gathering.starts_at, event.timezone, customs.hours, all_day=event.all_day),
        message={"template": KIND, "values": values},
        expires_at=last_moment(gathering, event),
        batch=key,
    )


@dataclass(frozen=True)
class Spoken:
    """What a message about a gathering is about, as it stands when the message leaves."""

    event: Event
    gathering: Gathering
    mine: Attendance


# Put together once: it is asked for every message about an event that leaves.
_SPOKEN = (
    select(Event, Gathering, Attendance)
    .join(Gathering, col(Gathering.source_id) == col(Event.source_id))
    .join(Attendance, col(Attendance.gathering_id) == col(Gathering.id))
    .where(col(Gathering.id) == bindparam("gathering"), col(Attendance.person_id) == bindparam("person"))
    .execution_options(populate_existing=True)
)


async def spoken(session: Session, gathering_id: UUID, person_id: UUID) -> Spoken | None:
    """The event, its gathering and her word; None where one of them is no more."""
    found = (await session.exec(_SPOKEN, params={"gathering": gathering_id, "person": person_id})).first()
    return Spoken(*found) if found else None


async def still_wanted(
    session: Session, values: Mapping[str, object], person_id: UUID, customs: Customs
) -> Spoken | None:
    """Asked when a reminder leaves: she still comes, still wants this one, and it is still then."""
    one = await spoken(session, UUID(str(values["gathering"])), person_id)
    if one is None or one.mine.state not in COMING or one.gathering.state != Happening.ACTIVE:
        return None
    wanted = values["offset"] in offsets_of(one.mine.reminders, one.event, customs)
    return one if wanted and values["version"] == one.gathering.version else None


async def withdraw(session: Session, gathering: Gathering, reason: str, now: datetime) -> int:
    """Take back whatever still waits of this version; how many."""
    running = select(Batch.id).where(col(Batch.id).startswith(prefix(gathering), autoescape=True))
    running = running.where(col(Batch.state) != BatchState.CANCELLED)
    return sum([await batches.cancel(session, one, reason, now) for one in (await session.exec(running)).all()])


async def waiting(session: Session, gathering: Gathering) -> int:
    """How many reminders of it are in line."""
    query = select(func.count()).select_from(Delivery).where(is_state(*batches.WAITING))
    query = query.where(col(Delivery.dedupe_key).startswith(prefix(gathering), autoescape=True))
    return (await session.exec(query)).one()
