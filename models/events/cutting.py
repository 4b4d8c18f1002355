"""A series cut in two: what was stays as it was, what comes from one time on is an event of its own.

Whoever has spoken about a time after the cut has spoken about the new event.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from models.db import Session
from models.events.recurrence import read_rrule, wall_of
from models.events.replanning import hand_over
from models.events.tables import Event

NOT_COPIED = frozenset({"id", "source_id", "uid", "sequence", "version"})


def new_id() -> str:
    return f"evt-{uuid4().hex[:12]}"


def copy_of(event: Event, now: datetime) -> Event:
    """The same event under an id of its own, with nobody on its list yet."""
    values: dict[str, Any] = {name: value for name, value in event.model_dump().items() if name not in NOT_COPIED}
    return Event(**{**values, "source_id": new_id(), "uid": str(uuid4()), "changed_at": now})


def end_before(event: Event, key: str) -> None:
    """The series without this time and all that follow."""
    parts = [part for part in (event.rrule or "").split(";") if part and not part.startswith(("UNTIL=", "COUNT="))]
    if parts:
        last = wall_of(key) - timedelta(seconds=1)
        until = f"UNTIL={last:%Y%m%d}" if event.all_day else f"UNTIL={last:%Y%m%dT%H%M%S}"
        place = 1 + any(part.startswith("INTERVAL=") for part in parts)
        event.rrule = ";".join([*parts[:place], until, *parts[place:]])
    event.rdates = [one for one in event.rdates if one < key]
    event.overrides = {one: different for one, different in event.overrides.items() if one < key}


async def cut(session: Session, event: Event, key: str, now: datetime) -> Event:
    """End it before this time, and begin the rest there. The rest is not settled yet."""
    rest = copy_of(event, now)
    wall = wall_of(key)
    length = event.ends_local - event.starts_local if event.ends_local else None
    rest.starts_local, rest.fold = wall, 0
    rest.ends_local = wall + length if length is not None else None
    rest.rrule = _remaining(event, wall)
    rest.rdates = [one for one in event.rdates if one > key]
    rest.overrides = {one: different for one, different in event.overrides.items() if one >= key}
    occurrence = event.series.find(key)
    end_before(event, key)
    session.add(rest)
    await session.flush()
    if occurrence:
        await hand_over(session, event.source_id, rest.source_id, occurrence.starts_at)
    return rest


def _remaining(event: Event, wall: datetime) -> str | None:
    """Its rule from here on: of ten times, those that are left."""
    parts = dict(part.split("=", 1) for part in (event.rrule or "").split(";") if part)
    if "COUNT" in parts:
        rule = read_rrule(event.rrule or "", event.starts_local, event.timezone)
        gone = len(rule.between(event.starts_local, wall - timedelta(seconds=1), inc=True))
        parts["COUNT"] = str(max(1, int(parts["COUNT"]) - gone))
    return ";".join(f"{name}={value}" for name, value in parts.items()) or None
