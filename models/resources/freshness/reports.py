"""Makers say that a thing has closed, moved or is wrong. Two who say "closed" hide it until somebody has looked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from models.db import Session, insert
from models.resources.freshness.tables import IN_REVIEW, Report, Review, Wrong
from models.resources.stamp import bump
from models.resources.tables import Status

REPORTED = frozenset({"training", "space", "incentive"})  # kinds; events and people speak for themselves
ENOUGH = 2  # people, independent of each other
MOST_A_DAY = 10  # of one person: whoever reports more tells a person


class Taken(StrEnum):
    """What became of a report."""

    NOTED = "noted"
    HIDDEN = "hidden"  # with this one it is kept back
    TOO_MANY = "too_many"


async def report(session: Session, person_id: UUID, source_id: str, kind: Wrong, now: datetime) -> Taken:
    """One per person and thing. Never commits."""
    if await _today(session, person_id, source_id, now) >= MOST_A_DAY:
        return Taken.TOO_MANY
    new = insert(session, Report).values(person_id=person_id, source_id=source_id, kind=kind.value, at=now)
    changed = {"kind": kind.value, "at": now, "settled_at": None}
    await session.exec(new.on_conflict_do_update(index_elements=["person_id", "source_id"], set_=changed))
    if kind is not Wrong.CLOSED or await _say_closed(session, source_id) < ENOUGH:
        return Taken.NOTED
    return Taken.HIDDEN if await hide(session, source_id, now) else Taken.NOTED


async def _today(session: Session, person_id: UUID, source_id: str, now: datetime) -> int:
    """How many other things she has reported within a day."""
    query = select(func.count()).where(
        col(Report.person_id) == person_id,
        col(Report.source_id) != source_id,
        col(Report.at) > now - timedelta(days=1),
    )
    return (await session.exec(query)).one()


async def _say_closed(session: Session, source_id: str) -> int:
    query = select(func.count()).where(
        col(Report.source_id) == source_id, col(Report.kind) == Wrong.CLOSED.value, col(Report.settled_at).is_(None)
    )
    return (await session.exec(query)).one()


async def hide(session: Session, source_id: str, now: datetime) -> bool:
    """Keep it back until a coordinator has looked; False when it was hidden before."""
    row = insert(session, Review).values(source_id=source_id, since=now, closed=False).on_conflict_do_nothing()
    if (await session.exec(row)).rowcount != 1:
        return False
    await bump(session)
    return True


async def hidden(session: Session) -> Mapping[str, str]:
    """The status of everything that is not shown for one of these reasons, by source id."""
    found = await session.exec(select(Review.source_id, Review.closed))
    return {source_id: Status.DEFUNCT.value if closed else IN_REVIEW for source_id, closed in found}
