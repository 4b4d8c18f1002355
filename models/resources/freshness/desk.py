"""What coordinators look at: things reported, things an owner wants changed, things nobody has confirmed for long.

And what they decide: still right, closed, shown again. Never commits.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from models.db import Session, insert
from models.resources.freshness.tables import Owner, Report, Review
from models.resources.importing.tables import Action, FieldChange
from models.resources.stamp import bump
from models.resources.tables import Resource, Status
from models.resources.weights import STALE


class State(IntEnum):
    """Why a thing is on the list, the most urgent first."""

    IN_REVIEW = 0
    REPORTED = 1
    CHANGE = 2  # its owner has written what should change
    STALE = 3
    CLOSED = 4


@dataclass(frozen=True)
class Doubt:
    """One thing that may no longer be right."""

    source_id: str
    state: State
    assured_on: date | None = None
    reports: Mapping[str, int] = field(default_factory=dict)  # how many people say what
    change: str | None = None
    owned: bool = False


async def doubts(session: Session, today: date) -> list[Doubt]:
    """All of them, the most urgent first; of those unconfirmed, the oldest first and the unknown last."""
    known = dict(await _known(session))
    reviews = dict((await session.exec(select(Review.source_id, Review.closed))).all())
    reports, changes = await _reports(session), await _changes(session)
    stale = {one for one, assured in known.items() if assured is None or today - assured > STALE}
    found = [
        Doubt(one, _state(one, reviews, reports, changes), known[one], reports.get(one, {}), changes.get(one))
        for one in known
        if one in reviews or one in reports or one in changes or one in stale
    ]
    return sorted(found, key=lambda doubt: (doubt.state, doubt.assured_on or date.max, doubt.source_id))


def _state(one: str, reviews: Mapping[str, bool], reports: Mapping[str, object], changes: Mapping[str, str]) -> State:
    if one in reviews:
        return State.CLOSED if reviews[one] else State.IN_REVIEW
    return State.REPORTED if one in reports else State.CHANGE if one in changes else State.STALE


async def _known(session: Session) -> Sequence[tuple[str, date | None]]:
    query = select(Resource.source_id, col(Resource.assured_on)).where(Resource.status == Status.ACTIVE)
    return (await session.exec(query)).all()


async def _reports(session: Session) -> dict[str, Counter[str]]:
    query = (
        select(Report.source_id, Report.kind, func.count())
        .where(col(Report.settled_at).is_(None))
        .group_by(Report.source_id, Report.kind)
    )
    found: dict[str, Counter[str]] = {}
    for source_id, kind, count in await session.exec(query):
        found.setdefault(source_id, Counter())[kind] = count
    return found


async def _changes(session: Session) -> dict[str, str]:
    query = select(Owner.source_id, Owner.change).where(col(Owner.change).is_not(None))
    return {source_id: change for source_id, change in await session.exec(query) if change}


async def doubt(session: Session, source_id: str, today: date) -> Doubt | None:
    """One thing as the desk sees it, also one nobody doubts; None where there is no such thing."""
    there = await session.exec(
        select(Resource.source_id, col(Resource.assured_on)).where(Resource.source_id == source_id)
    )
    row = there.first()
    if row is None:
        return None
    listed = next((one for one in await doubts(session, today) if one.source_id == source_id), None)
    owned = (await session.exec(select(func.count()).where(col(Owner.source_id) == source_id))).one() > 0
    usual = Doubt(source_id, State.STALE, row[1])
    seen = listed or usual
    return Doubt(source_id, seen.state, seen.assured_on, seen.reports, seen.change, owned)


# --- decided


async def still_right(session: Session, source_id: str, by: str, today: date, now: datetime) -> None:
    """Somebody has looked: confirmed from today, shown, and what was said against it is settled.

    `changed_at` stays: nothing about the thing has changed.
    """
    query = select(col(Resource.assured_on)).where(Resource.source_id == source_id)
    before = (await session.exec(query)).first()
    assured = {"assured_on": today, "assured_by": by}
    await session.exec(update(Resource).where(col(Resource.source_id) == source_id).values(**assured))
    if before != today:
        session.add(_written_down(source_id, before, today, by, now))
    await show_again(session, source_id, now)


def _written_down(source_id: str, before: date | None, after: date, by: str, now: datetime) -> FieldChange:
    return FieldChange(
        about="resource",
        source_id=source_id,
        action=Action.UPDATE,
        field="assured_on",
        previous=before.isoformat() if before else None,
        replacement=after.isoformat(),
        by=by,
        at=now,
    )


async def closed(session: Session, source_id: str, now: datetime) -> None:
    """Shown to nobody from now on, whatever file is imported, until somebody shows it again."""
    row = insert(session, Review).values(source_id=source_id, since=now, closed=True)
    await session.exec(row.on_conflict_do_update(index_elements=["source_id"], set_={"closed": True}))
    await _settle(session, source_id, now)


async def show_again(session: Session, source_id: str, now: datetime) -> None:
    await session.exec(delete(Review).where(col(Review.source_id) == source_id))
    await _settle(session, source_id, now)


async def _settle(session: Session, source_id: str, now: datetime) -> None:
    waiting = (col(Report.source_id) == source_id, col(Report.settled_at).is_(None))
    await session.exec(update(Report).where(*waiting).values(settled_at=now))
    await session.exec(update(Owner).where(col(Owner.source_id) == source_id).values(change=None))
    await bump(session)
