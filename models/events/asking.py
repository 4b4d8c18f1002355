"""Two questions, each asked at most once: still coming, where seats are few, and afterwards whether it was useful."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import Attendance, Gathering, Going, Happening
from models.events.customs import Customs
from models.events.reminders import about
from models.outbox.planning import Draft, plan
from models.outbox.tables import Lane, Policy

STILL, AFTER = "event_still", "event_after"
BEFORE = timedelta(hours=48)
TOO_LATE = timedelta(hours=12)  # before the start: whoever could take the seat needs time, too
JUST_SAID = timedelta(hours=24)  # who said yes a moment ago is not asked whether she means it
FEW = 3  # seats left
LATER = timedelta(hours=1)  # after the end
FORGOTTEN = timedelta(days=3)


async def ask_whether_still(session: Session, now: datetime, customs: Customs) -> int:
    """Ask those who said yes, where somebody else could use the seat; how many."""
    soon = and_(col(Gathering.starts_at) > now + TOO_LATE, col(Gathering.starts_at) <= now + BEFORE)
    asked = 0
    for row in await _unasked(session, soon, col(Gathering.still_asked_at).is_(None), _few()):
        row.still_asked_at = now
        who = select(col(Attendance.person_id)).where(
            *_coming(row), col(Attendance.since) <= now - JUST_SAID, col(Attendance.was_useful).is_(None)
        )
        draft = _draft(STILL, row, now, Lane.REMINDER, row.starts_at - TOO_LATE / 2)
        asked += await plan(session, draft, who, now, customs.manners)
    return asked


async def ask_how_it_was(session: Session, now: datetime, customs: Customs) -> int:
    """Ask those who came, as far as we know; how many."""
    over = and_(col(Gathering.ends_at) <= now - LATER, col(Gathering.ends_at) > now - FORGOTTEN)
    asked = 0
    for row in await _unasked(session, over, col(Gathering.asked_after_at).is_(None)):
        row.asked_after_at = now
        who = select(col(Attendance.person_id)).where(*_coming(row), col(Attendance.was_useful).is_(None))
        draft = _draft(AFTER, row, now, Lane.NUDGE, row.ends_at + FORGOTTEN)
        asked += await plan(session, draft, who, now, customs.manners)
    return asked


async def _unasked(session: Session, *which: ColumnElement[bool]) -> list[Gathering]:
    query = select(Gathering).where(col(Gathering.state) == Happening.ACTIVE, *which).order_by(col(Gathering.id))
    query = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    rows = list((await session.exec(query)).all())
    session.add_all(rows)
    return rows


def _few() -> ColumnElement[bool]:
    waits = select(Attendance.id).where(
        col(Attendance.gathering_id) == col(Gathering.id), col(Attendance.state) == Going.WAITING
    )
    left = col(Gathering.capacity) - col(Gathering.taken)
    return and_(col(Gathering.capacity).is_not(None), or_(left <= FEW, waits.exists()))


def _coming(gathering: Gathering) -> tuple[ColumnElement[bool], ...]:
    return col(Attendance.gathering_id) == gathering.id, col(Attendance.state) == Going.YES


def _draft(kind: str, gathering: Gathering, now: datetime, lane: Lane, expires_at: datetime) -> Draft:
    # The key is kept for good: moved or not, nobody is asked about the same gathering twice.
    return Draft(
        key=f"{kind}:{gathering.id.hex}",
        kind=kind,
        about=about(gathering.source_id),
        lane=lane,
        due_at=now,
        message={"template": kind, "values": {"gathering": gathering.id.hex}},
        expires_at=expires_at,
        policy=Policy.NEVER_TWICE,
        once=True,
    )
