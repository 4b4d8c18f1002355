"""The waiting list: a seat that frees, by whatever cause, is held for one of those who wait, for a while.

Whoever waits longest is asked first, or whoever the lot falls on, as the event says. At most one offer per person is
open for a gathering: it is her one row's state.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import Update, func, or_, update
from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import Attendance, Gathering, Going, Happening
from models.events.customs import Customs
from models.events.gatherings import event_of
from models.events.reminders import about
from models.events.tables import Event, Waiting
from models.outbox import preferences
from models.outbox.batches import changed
from models.outbox.planning import Draft, own, plan
from models.outbox.quiet import place
from models.outbox.tables import Lane
from models.people.tables import Person

OFFER, MISSED = "seat_offer", "seat_missed"
TOO_LATE = timedelta(minutes=30)  # before the start nobody is asked any more: the seat is for whoever comes first


async def take(session: Session, gathering: Gathering, seats: int) -> bool:
    """Take so many seats if there are so many: one statement, so that the last one is never given twice."""
    room = or_(col(Gathering.capacity).is_(None), col(Gathering.taken) + seats <= col(Gathering.capacity))
    taking = update(Gathering).where(col(Gathering.id) == gathering.id, room)
    return await _count(session, gathering, taking.values(taken=col(Gathering.taken) + seats))


async def release(session: Session, gathering: Gathering, seats: int) -> None:
    giving = update(Gathering).where(col(Gathering.id) == gathering.id)
    await _count(session, gathering, giving.values(taken=col(Gathering.taken) - seats))


async def _count(session: Session, gathering: Gathering, statement: Update) -> bool:
    done = await changed(session, statement) == 1
    await session.refresh(gathering, ["taken"])
    return done


def free(gathering: Gathering) -> int | None:
    """Seats nobody holds; None where there is no limit."""
    return None if gathering.capacity is None else max(0, gathering.capacity - gathering.taken)


async def fill(session: Session, gathering: Gathering, now: datetime, customs: Customs) -> int:
    """Offer what is free to those who wait, as long as both last; how many offers. The gathering is locked."""
    if gathering.state != Happening.ACTIVE or gathering.starts_at - now <= TOO_LATE:
        return 0
    event, made = await event_of(session, gathering.source_id), 0
    for one in await _in_turn(session, gathering, event):
        if free(gathering) == 0:
            break
        if await take(session, gathering, one.party):
            await _offer(session, gathering, one, now, customs)
            made += 1
    return made


async def _in_turn(session: Session, gathering: Gathering, event: Event | None) -> Sequence[Attendance]:
    """Those who wait and can be reached, first who is asked first. A party that does not fit is passed over."""
    query = (
        select(Attendance)
        .join(Person, col(Person.id) == col(Attendance.person_id))
        .where(Attendance.gathering_id == gathering.id, col(Attendance.state) == Going.WAITING)
        .where(col(Person.blocked_at).is_(None), col(Person.stopped_at).is_(None))
        .order_by(col(Attendance.since), col(Attendance.id))
    )
    waiting = (await session.exec(query)).all()
    if event is not None and event.waiting == Waiting.LOTTERY:
        return sorted(waiting, key=_lot)
    return waiting


def _lot(attendance: Attendance) -> bytes:
    """Nobody can choose hers: it is made of ids that are random, and fixed, so that a new look gives the same order."""
    return blake2b(
        attendance.gathering_id.bytes + attendance.person_id.bytes + bytes([attendance.offers % 256])
    ).digest()


async def _offer(session: Session, gathering: Gathering, one: Attendance, now: datetime, customs: Customs) -> None:
    said = await preferences.of(session, one.person_id)
    quiet = own(said.zone, said.quiet_from, said.quiet_until, customs.manners.quiet)
    heard = place(now, quiet, now=now, deadline=gathering.starts_at, asked=True) or now
    one.state, one.offers = Going.OFFERED, one.offers + 1
    one.offered_until = min(heard + customs.offer, gathering.starts_at)  # counted from when she can hear of it
    session.add(one)
    await session.flush()
    await _tell(session, OFFER, gathering, one, now, customs, until=one.offered_until)


async def _tell(
    session: Session,
    kind: str,
    gathering: Gathering,
    one: Attendance,
    now: datetime,
    customs: Customs,
    *,
    until: datetime,
) -> None:
    draft = Draft(
        key=f"{kind}:{gathering.id.hex}:{one.offers}",
        kind=kind,
        about=about(gathering.source_id),
        lane=Lane.URGENT,
        due_at=now,
        message={"template": kind, "values": {"gathering": gathering.id.hex, "offer": one.offers}},
        expires_at=until,
    )
    await plan(session, draft, select(Person.id).where(Person.id == one.person_id), now, customs.manners)


async def next_over(session: Session) -> datetime | None:
    """When the next open offer ends."""
    query = select(func.min(col(Attendance.offered_until))).where(col(Attendance.state) == Going.OFFERED)
    return (await session.exec(query)).one()


async def are_over(session: Session, now: datetime) -> bool:
    """Whether an offer's time has run out."""
    query = select(Attendance.id).where(col(Attendance.state) == Going.OFFERED, col(Attendance.offered_until) <= now)
    return (await session.exec(query.limit(1))).first() is not None


async def expire(session: Session, now: datetime, customs: Customs) -> int:
    """Offers that were not taken up go on to the next; how many. The clock calls it."""
    over = (col(Attendance.state) == Going.OFFERED, col(Attendance.offered_until) <= now)
    query = select(col(Attendance.gathering_id)).where(*over).distinct().order_by(col(Attendance.gathering_id))
    expired = 0
    for gathering_id in (await session.exec(query)).all():
        locked = select(Gathering).where(Gathering.id == gathering_id).with_for_update()
        gathering = (await session.exec(locked.execution_options(populate_existing=True))).one()
        late = select(Attendance).where(Attendance.gathering_id == gathering_id, *over)
        for one in (await session.exec(late.execution_options(populate_existing=True))).all():
            one.state, one.offered_until = Going.MISSED, None
            session.add(one)
            await release(session, gathering, one.party)
            if gathering.starts_at > now:
                await _tell(session, MISSED, gathering, one, now, customs, until=gathering.starts_at)
            expired += 1
        await session.flush()
        await fill(session, gathering, now, customs)
    return expired


async def counts(session: Session, gathering: Gathering) -> dict[Going, tuple[int, int]]:
    """How many words of each kind, and how many people that makes with those they bring."""
    query = select(col(Attendance.state), func.count(), func.sum(1 + col(Attendance.guests)))
    query = query.where(Attendance.gathering_id == gathering.id).group_by(col(Attendance.state))
    return {Going(state): (count, int(heads)) for state, count, heads in await session.exec(query)}
