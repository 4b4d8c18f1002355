"""A person's word about a gathering: she comes, perhaps, not; with whom; what she needs; when she wants to be reminded.

Every change of seats is made with the gathering's row locked, and a seat that frees goes to whoever waits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.events import offers
from models.events.attendance_tables import NEEDS, Attendance, Gathering, Going, Happening
from models.events.customs import Customs
from models.events.gatherings import event_of, opened
from models.events.offsets import is_offset, written
from models.events.recurrence import Occurrence
from models.events.reminders import remind
from models.events.tables import Event

MOST_GUESTS = 9


class Taken(StrEnum):
    """What became of her word."""

    NOTED = "noted"
    FULL = "full"  # no seat, or not so many: nothing has changed
    OVER = "over"  # it has begun


@dataclass(frozen=True)
class Place:
    """Where somebody's word is taken: an event's one time, in an open transaction, by the town's customs."""

    session: Session
    event: Event
    occurrence: Occurrence
    now: datetime
    customs: Customs


async def of(session: Session, gathering_id: UUID, person_id: UUID) -> Attendance | None:
    query = select(Attendance).where(Attendance.gathering_id == gathering_id, Attendance.person_id == person_id)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def answer(place: Place, person_id: UUID, going: Going, guests: int | None = None) -> Taken:
    """Her word: yes, maybe, no, or that she waits for a seat. `guests`: as before, where it is not said."""
    if place.occurrence.starts_at <= place.now:
        return Taken.OVER
    session = place.session
    gathering = await opened(session, place.event, place.occurrence)
    mine = await of(session, gathering.id, person_id)
    mine = mine or Attendance(gathering_id=gathering.id, person_id=person_id, state="", since=place.now)
    before = mine.seats
    party = 1 + _allowed(place.event, mine.guests if guests is None else guests)
    after = party if going in {Going.YES, Going.OFFERED} else 0
    if after > before and not await offers.take(session, gathering, after - before):
        return Taken.FULL
    if after < before:
        await offers.release(session, gathering, before - after)
    if mine.state != going:
        mine.state, mine.since = going, place.now
    mine.guests, mine.offered_until = party - 1, None
    session.add(mine)
    await session.flush()
    await _follow_up(place, gathering, mine)
    return Taken.NOTED


def _allowed(event: Event, guests: int) -> int:
    return max(0, min(guests, event.plus_ones, MOST_GUESTS))


async def _follow_up(place: Place, gathering: Gathering, mine: Attendance) -> None:
    """What her word sets in motion: reminders for her, and a free seat for somebody who waits."""
    if mine.state in {Going.YES, Going.MAYBE}:
        await remind(place.session, place.event, gathering, mine.person_id, place.now, place.customs)
    await offers.fill(place.session, gathering, place.now, place.customs)


async def need(session: Session, mine: Attendance, needs: Collection[str]) -> None:
    """What she needs to come."""
    mine.needs = [one for one in NEEDS if one in needs]
    session.add(mine)
    await session.flush()


async def choose_reminders(place: Place, gathering: Gathering, mine: Attendance, offsets: Collection[str]) -> None:
    """Her own times for this one; those she takes off are not said, though they may still stand in line."""
    mine.reminders = written(one for one in offsets if is_offset(one))
    place.session.add(mine)
    await place.session.flush()
    if mine.state in {Going.YES, Going.MAYBE}:
        await remind(place.session, place.event, gathering, mine.person_id, place.now, place.customs)


async def leave_all(session: Session, person_id: UUID, now: datetime, customs: Customs) -> None:
    """Before she is erased: what she held is free for others."""
    query = (
        select(col(Gathering.id))
        .join(Attendance, col(Attendance.gathering_id) == col(Gathering.id))
        .where(Attendance.person_id == person_id, col(Gathering.starts_at) > now)
        .where(col(Gathering.state) == Happening.ACTIVE)
        .order_by(col(Gathering.id))
    )
    for gathering_id in (await session.exec(query)).all():
        event = await event_of(session, (await session.get_one(Gathering, gathering_id)).source_id)
        gathering = await session.get_one(Gathering, gathering_id, with_for_update=True, populate_existing=True)
        mine = await of(session, gathering_id, person_id)
        if mine is None or event is None:
            continue
        if mine.seats:
            await offers.release(session, gathering, mine.seats)
        await session.delete(mine)
        await session.flush()
        await offers.fill(session, gathering, now, customs)


async def her_gatherings(session: Session, person_id: UUID, now: datetime) -> list[tuple[Gathering, Attendance]]:
    """What she has said a word about and is not over, the next one first."""
    query = (
        select(Gathering, Attendance)
        .join(Attendance, col(Attendance.gathering_id) == col(Gathering.id))
        .where(Attendance.person_id == person_id, col(Gathering.ends_at) > now)
        .where(col(Gathering.state) == Happening.ACTIVE)
        .where(col(Attendance.state).in_([Going.YES, Going.MAYBE, Going.WAITING, Going.OFFERED]))
        .order_by(col(Gathering.starts_at), col(Gathering.id))
    )
    return list((await session.exec(query)).all())


async def note_use(session: Session, mine: Attendance, word: str) -> None:
    """Her word afterwards: it was useful ("yes"), it was not ("no"), she was not there ("absent")."""
    mine.was_useful = word
    session.add(mine)
    await session.flush()
