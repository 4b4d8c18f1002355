"""An event that is being written or changed in the chat: its draft, and how it becomes true.

Nothing of a draft is true before `save`. What a save would mean for people is found out by doing it and taking it back.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlmodel import col, select

from models.db import Session
from models.events.changing import settle
from models.events.customs import Customs
from models.events.cutting import copy_of, cut, end_before, new_id
from models.events.draft_tables import EventDraft, Scope
from models.events.gatherings import event_of
from models.events.recurrence import Override, key_of, wall_of
from models.events.repeats import moved
from models.events.replanning import Replanned
from models.events.tables import Event, EventStatus
from models.people.tables import Person
from models.resources.catalogue import bump

PLAIN = (
    "title",
    "description",
    "venue",
    "online_url",
    "capacity",
    "plus_ones",
    "waiting",
    "languages",
    "trades",
    "needs",
    "rrule",
    "fold",
    "all_day",
)
OF_ONE: tuple[Literal["title", "description", "venue", "online_url"], ...] = (
    "title", "description", "venue", "online_url",
)  # fmt: skip


async def of(session: Session, person_id: UUID) -> EventDraft | None:
    return await session.get(EventDraft, person_id)


async def begin(
    session: Session, person_id: UUID, now: datetime, values: Mapping[str, Any], **about: Any
) -> EventDraft:
    """A fresh draft in place of any other of hers. `about`: source_id, scope, key."""
    await drop(session, person_id)
    draft = EventDraft(person_id=person_id, values=dict(values), changed_at=now, **about)
    session.add(draft)
    await session.flush()
    return draft


async def put(session: Session, draft: EventDraft, now: datetime, **values: Any) -> None:
    draft.values, draft.changed_at = {**draft.values, **values}, now
    session.add(draft)
    await session.flush()


async def drop(session: Session, person_id: UUID) -> None:
    if draft := await of(session, person_id):
        await session.delete(draft)
        await session.flush()


def values_of(event: Event, key: str | None = None) -> dict[str, Any]:
    """The event as a draft has it; with a key, as it is that one time."""
    values = {name: getattr(event, name) for name in PLAIN}
    starts, ends = event.starts_local, event.ends_local
    if key:
        override = event.overrides.get(key, Override())
        length = ends - starts if ends else None
        starts = wall_of(override.get("starts", key))
        usual = starts + length if length is not None else None
        ends = wall_of(override["ends"]) if "ends" in override else usual
        values |= {name: override[name] for name in OF_ONE if name in override}
    minutes = round((ends - starts).total_seconds() / 60) if ends else None
    return values | {
        "starts_local": key_of(starts),
        "minutes": minutes,
        "rrule_was": event.rrule,
        "timezone": event.timezone,
    }


@dataclass(frozen=True)
class Desk:
    """Where it is done: the transaction, the town's clock and zone, its way with people."""

    session: Session
    now: datetime
    timezone: str
    customs: Customs


@dataclass(frozen=True)
class Saved:
    event: Event
    done: Replanned


async def save(desk: Desk, draft: EventDraft) -> Saved:
    """Make it true, and tell whoever comes."""
    event = await event_of(desk.session, draft.source_id) if draft.source_id else None
    if event is None:
        saved = await _new(desk, draft)
    elif draft.scope == Scope.ONE and draft.key:
        saved = await _one(desk, event, draft)
    elif draft.scope == Scope.FOLLOWING and draft.key and draft.key > key_of(event.starts_local):
        rest = await cut(desk.session, event, draft.key, desk.now)
        before = await settle(desk.session, event, ["rrule"], desk.now, desk.customs)
        saved = await _all(desk, rest, draft)
        saved.done.told += before.told
    else:
        saved = await _all(desk, event, draft)
    await bump(desk.session)
    return saved


async def foresee(desk: Desk, draft: EventDraft, person: Person) -> Replanned:
    """What a save would come to, and nothing of it done."""
    async with _taken_back(desk, draft, person):
        return (await save(desk, draft)).done


async def foresee_cancel(desk: Desk, draft: EventDraft, person: Person) -> Replanned:
    async with _taken_back(desk, draft, person):
        saved = await cancel(desk, draft, "")
        return saved.done if saved else Replanned()


@asynccontextmanager
async def _taken_back(desk: Desk, draft: EventDraft, person: Person) -> AsyncIterator[None]:
    trial = await desk.session.begin_nested()
    try:
        yield
    finally:
        await trial.rollback()
        desk.session.expire_all()
        await desk.session.refresh(person)
        await desk.session.refresh(draft)


async def cancel(desk: Desk, draft: EventDraft, note: str) -> Saved | None:
    """It, one time of it, or all from one time on does not take place."""
    event = await event_of(desk.session, draft.source_id or "")
    if event is None:
        return None
    if draft.scope == Scope.ONE and draft.key:
        gone = Override(**{**event.overrides.get(draft.key, {}), "cancelled": True})
        event.overrides = {**event.overrides, draft.key: gone}
    elif draft.scope == Scope.FOLLOWING and draft.key and draft.key > key_of(event.starts_local):
        end_before(event, draft.key)
    else:
        event.status = EventStatus.CANCELLED.value
    event.changed_at = desk.now
    done = await settle(desk.session, event, ["overrides", "rrule", "status"], desk.now, desk.customs, note)
    await bump(desk.session)
    return Saved(event, done)


async def clone(session: Session, person_id: UUID, event: Event, key: str | None, now: datetime) -> EventDraft:
    """A draft with all of it but the day."""
    values = values_of(event, key)
    rest = {name: value for name, value in values.items() if name not in {"starts_local", "rrule", "rrule_was", "fold"}}
    return await begin(session, person_id, now, {**rest, "rrule": None, "like": event.source_id})


async def usual_venues(session: Session, count: int = 4) -> Sequence[str]:
    """Where most events take place, the most used first."""
    often = func.count().desc()
    query = select(col(Event.venue)).where(col(Event.venue).is_not(None)).group_by(col(Event.venue))
    found = (await session.exec(query.order_by(often, col(Event.venue)).limit(count))).all()
    return [venue for venue in found if venue]


def _when(draft: EventDraft) -> tuple[datetime, datetime | None]:
    starts = wall_of(str(draft.values["starts_local"]))
    minutes = draft.values.get("minutes")
    return starts, starts + timedelta(minutes=minutes) if minutes else None


async def _new(desk: Desk, draft: EventDraft) -> Saved:
    like = await event_of(desk.session, str(draft.values.get("like", "")))
    starts, ends = _when(draft)
    if like:
        event = copy_of(like, desk.now)
        event.exdates, event.rdates, event.overrides, event.status = [], [], {}, EventStatus.ACTIVE.value
    else:
        event = Event(
            source_id=new_id(),
            uid=str(uuid4()),
            title="",
            starts_local=starts,
            timezone=desk.timezone,
            starts_at=desk.now,
            changed_at=desk.now,
        )
    event.starts_local, event.ends_local = starts, ends
    _take(event, draft.values)
    return Saved(event, await settle(desk.session, event, (), desk.now, desk.customs))


def _take(event: Event, values: Mapping[str, Any]) -> list[str]:
    """Put the draft's plain values in; the fields that are different now. Their translations are out of date."""
    changed = [name for name in PLAIN if name in values and values[name] != getattr(event, name)]
    for name in changed:
        setattr(event, name, values[name])
    event.translations = {
        language: {name: text for name, text in texts.items() if name not in changed}
        for language, texts in event.translations.items()
    }
    return changed


async def _all(desk: Desk, event: Event, draft: EventDraft) -> Saved:
    starts, ends = _when(draft)
    was = event.starts_local
    rule = draft.values.get("rrule")
    same_rule = rule == event.rrule or (draft.scope == Scope.FOLLOWING and rule is not None)
    values = {**draft.values, "rrule": moved(event.rrule, was, starts) if same_rule else rule}
    changed = _take(event, values)
    if (starts, ends) != (was, event.ends_local):
        event.starts_local, event.ends_local = starts, ends
        changed.append("starts_local")
    if starts != was or "rrule" in changed:  # single times were named by the hours they had
        event.overrides = {}
        event.exdates = [one for one in event.exdates if "T" not in one]
    event.changed_at = desk.now
    return Saved(event, await settle(desk.session, event, changed, desk.now, desk.customs))


async def _one(desk: Desk, event: Event, draft: EventDraft) -> Saved:
    key = draft.key or ""
    starts, ends = _when(draft)
    override = Override()
    if starts != wall_of(key):
        override["starts"] = key_of(starts)
    length = event.ends_local - event.starts_local if event.ends_local else None
    if ends is not None and ends - starts != length:
        override["ends"] = key_of(ends)
    for name in OF_ONE:
        if draft.values.get(name) and draft.values[name] != getattr(event, name):
            override[name] = str(draft.values[name])
    event.overrides = {**event.overrides, key: override}
    event.changed_at = desk.now
    return Saved(event, await settle(desk.session, event, ["overrides"], desk.now, desk.customs))
