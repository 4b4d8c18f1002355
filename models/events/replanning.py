"""After an event was changed, and in the same transaction: every gathering follows it, and everybody is told once.

Whoever changes an event's row calls `replan`. What has not changed is left alone: its reminders stay in line.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session
from models.events import gatherings, notices, offers, reminders
from models.events.attendance_tables import Gathering, Happening
from models.events.customs import Customs
from models.events.recurrence import Occurrence
from models.events.tables import Event
from models.outbox.batches import changed

AROUND = timedelta(days=8)  # how far a gathering whose start has gone is looked for


@dataclass
class Replanned:
    """What came of it, in numbers a coordinator reads before she says yes."""

    told: int = 0  # people who hear of a move or of the end
    reminders: int = 0  # that are in line for the new time
    moved: int = 0
    cancelled: int = 0


async def replan(session: Session, event: Event, now: datetime, customs: Customs, note: str = "") -> Replanned:
    """Bring what people have spoken about in step with the event as it stands now. `note`: why it is cancelled."""
    await session.flush()
    done = Replanned()
    rows = await gatherings.coming_up(session, event.source_id, now)
    claimed = {row.key for row in rows}
    for row in rows:
        occurrence = _found_again(event, row, claimed)
        if occurrence is None or not gatherings.takes_place(event, occurrence):
            await _cancel(session, row, note, now, customs, done)
            continue
        claimed.add(occurrence.key)
        await _follow(session, event, row, occurrence, now, customs, done)
    return done


def _found_again(event: Event, row: Gathering, claimed: Collection[str]) -> Occurrence | None:
    """The time it has now: by its key; else the nearest new one, when the rule itself was changed."""
    known = event.series.find(row.key)
    if known or not (event.rrule or event.rdates):
        return known or event.series.find(event.starts_local.isoformat(timespec="minutes"))
    around = event.series.occurrences(row.starts_at - AROUND, row.starts_at + AROUND)
    near = [one for one in around if one.key not in claimed and abs(one.starts_at - row.starts_at) < _step(around) / 2]
    return min(near, key=lambda one: abs(one.starts_at - row.starts_at), default=None)


def _step(around: Iterable[Occurrence]) -> timedelta:
    starts = sorted(one.starts_at for one in around)
    return min((later - one for one, later in pairwise(starts)), default=2 * AROUND)


async def _follow(
    session: Session,
    event: Event,
    row: Gathering,
    occurrence: Occurrence,
    now: datetime,
    customs: Customs,
    done: Replanned,
) -> None:
    roomier = event.capacity is None or (row.capacity is not None and event.capacity > row.capacity)
    is_elsewhen = occurrence.starts_at != row.starts_at
    row.capacity, row.ends_at, row.key = event.capacity, gatherings.end_of(event, occurrence), occurrence.key
    if is_elsewhen:
        await _move(session, event, row, occurrence, now, customs, done)
    session.add(row)
    await session.flush()
    if roomier:
        await offers.fill(session, row, now, customs)


async def _move(
    session: Session,
    event: Event,
    row: Gathering,
    occurrence: Occurrence,
    now: datetime,
    customs: Customs,
    done: Replanned,
) -> None:
    """To another moment. When only the law of its zone has changed, the wall shows the same and nobody is told."""
    was, wall = row.starts_at, gatherings.wall_of(occurrence)
    by_law = wall == row.starts_local and event.timezone == row.timezone
    await reminders.withdraw(session, row, "moved", now)
    row.starts_at, row.starts_local, row.timezone = occurrence.starts_at, wall, event.timezone
    row.version = max(row.version + 1, event.version)
    session.add(row)
    await session.flush()
    done.moved += 1
    if not by_law:
        done.told += await notices.tell_moved(session, row, was, now, customs)
    done.reminders += await reminders.remind_all(session, event, row, now, customs)


async def _cancel(
    session: Session, row: Gathering, note: str, now: datetime, customs: Customs, done: Replanned
) -> None:
    await reminders.withdraw(session, row, "event_cancelled", now)
    row.state = Happening.CANCELLED
    session.add(row)
    await session.flush()
    done.cancelled += 1
    if row.starts_at > now:
        done.told += await notices.tell_cancelled(session, row, note, now, customs)


async def hand_over(session: Session, old: str, new: str, since: datetime) -> int:
    """A series was cut in two: whoever spoke about what comes from then on has spoken about the new one."""
    theirs = (col(Gathering.source_id) == old, col(Gathering.starts_at) >= since)
    return await changed(session, update(Gathering).where(*theirs).values(source_id=new))


async def replan_all(session: Session, now: datetime, customs: Customs) -> Replanned:
    """Every event people have spoken about: the law of a zone may have changed with a new release of its data."""
    done = Replanned()
    spoken = select(col(Gathering.source_id)).where(col(Gathering.starts_at) > now).distinct()
    query = select(Event).where(col(Event.source_id).in_(spoken)).order_by(Event.source_id)
    for event in (await session.exec(query)).all():
        one = await replan(session, event, now, customs)
        done.moved, done.told = done.moved + one.moved, done.told + one.told
    return done
