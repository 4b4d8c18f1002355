"""What the feeds hold: the town's events for anybody, and for one person what she has said yes or maybe to."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import Attendance, Gathering, Going, Happening
from models.events.recurrence import Occurrence, Override, key_of
from models.events.tables import Event, EventStatus

KEPT = timedelta(days=92)  # how long what is over stays in a calendar
AHEAD = timedelta(days=3 * 366)
STATUSES = {Going.YES: "CONFIRMED", Going.MAYBE: "TENTATIVE"}
Time = tuple[Event, Occurrence, str]


async def public_events(session: Session, now: datetime) -> list[Event]:
    """Those that take place or were to: cancelled ones stay, so that they are struck out where they were taken over."""
    shown = col(Event.status).in_([EventStatus.ACTIVE, EventStatus.CANCELLED])
    rows = (await session.exec(select(Event).where(shown).order_by(col(Event.source_id)))).all()
    return [row for row in rows if row.series.occurrences(now - KEPT, now + AHEAD)]


async def her_times(session: Session, person_id: UUID, now: datetime) -> list[Time]:
    """Each time she comes to, as it is now; what was cancelled since is marked so."""
    query = (
        select(Gathering, Attendance, Event)
        .join(Attendance, col(Attendance.gathering_id) == col(Gathering.id))
        .join(Event, col(Event.source_id) == col(Gathering.source_id))
        .where(Attendance.person_id == person_id, col(Gathering.ends_at) > now - KEPT)
        .where(col(Attendance.state).in_([*STATUSES]))
        .order_by(col(Gathering.starts_at), col(Gathering.id))
    )
    return list(_times((await session.exec(query)).all()))


def _times(found: Sequence[tuple[Gathering, Attendance, Event]]) -> Iterator[Time]:
    for gathering, attendance, event in found:
        yield event, _occurrence(gathering, event), STATUSES[Going(attendance.state)]


def _occurrence(gathering: Gathering, event: Event) -> Occurrence:
    """As the event says it is; one that the event no longer has was cancelled where the gathering says it was."""
    found = event.series.find(gathering.key)
    if found and gathering.state == Happening.ACTIVE:
        return found
    gone = Override(starts=key_of(gathering.starts_local), cancelled=True)
    return Occurrence(gathering.key, gathering.starts_at, gathering.ends_at, gone)
