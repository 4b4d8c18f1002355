"""Told at once to everybody who spoke about a gathering: it has moved, from when to when, or it does not take place.

Moved twice before the first word has left, people hear of one move, from the time they knew; moved back, of none.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import Attendance, Gathering, Going
from models.events.customs import Customs
from models.events.reminders import about
from models.outbox import batches
from models.outbox.planning import Draft, People, plan
from models.outbox.tables import Batch, BatchState, Delivery, Lane, State

MOVED, CANCELLED = "event_moved", "event_cancelled"
SUPERSEDED = "superseded"
TOLD = (Going.YES, Going.MAYBE, Going.WAITING, Going.OFFERED)
LATE = timedelta(days=1)  # a move into the past is told for so long


def concerned(gathering: Gathering) -> People:
    """Who is to hear of it."""
    return select(col(Attendance.person_id)).where(
        col(Attendance.gathering_id) == gathering.id, col(Attendance.state).in_(TOLD)
    )


async def tell_moved(session: Session, gathering: Gathering, was: datetime, now: datetime, customs: Customs) -> int:
    """Told from `was` to when it is now; how many. Call it when the gathering has its new time."""
    told = 0
    for group, known in await _by_what_they_know(session, gathering, was, now):
        if known != gathering.starts_at:
            told += await plan(session, _draft(MOVED, gathering, known, now), group, now, customs.manners)
    return told


async def tell_cancelled(session: Session, gathering: Gathering, note: str, now: datetime, customs: Customs) -> int:
    told = 0
    for group, known in await _by_what_they_know(session, gathering, gathering.starts_at, now):
        told += await plan(session, _draft(CANCELLED, gathering, known, now, note), group, now, customs.manners)
    return told


async def _by_what_they_know(
    session: Session, gathering: Gathering, was: datetime, now: datetime
) -> Sequence[tuple[People, datetime]]:
    """The people in groups, each with the time it knows of; news that has not left is taken back."""
    groups: list[tuple[People, datetime]] = []
    rest = concerned(gathering)
    older = select(Batch).where(col(Batch.id).startswith(f"moved:{gathering.id.hex}:"))
    for batch in (await session.exec(older.where(col(Batch.state) == BatchState.RUNNING))).all():
        await batches.cancel(session, batch.id, SUPERSEDED, now)
        unheard = select(col(Delivery.person_id)).where(
            col(Delivery.batch) == batch.id, col(Delivery.state) == State.CANCELLED, col(Delivery.reason) == SUPERSEDED
        )
        known = datetime.fromisoformat(str((batch.message or {}).get("values", {})["was"]))
        groups.append((concerned(gathering).where(col(Attendance.person_id).in_(unheard)), known))
        rest = rest.where(col(Attendance.person_id).not_in(unheard))
    return [*groups, (rest, was)]


def _draft(kind: str, gathering: Gathering, was: datetime, now: datetime, note: str = "") -> Draft:
    name = "moved" if kind == MOVED else "cancelled"
    key = f"{name}:{gathering.id.hex}:{gathering.version}:{was:%Y%m%dT%H%MZ}"
    values: dict[str, object] = {
        "gathering": gathering.id.hex,
        "version": gathering.version,
        "was": was.astimezone(UTC).isoformat(),
        "note": note,
    }
    return Draft(
        key=key,
        kind=kind,
        about=about(gathering.source_id),
        lane=Lane.URGENT,
        due_at=now,
        message={"template": kind, "values": values},
        expires_at=max(gathering.starts_at, now + LATE) if kind == MOVED else max(was, now + LATE),
        batch=key,
    )
