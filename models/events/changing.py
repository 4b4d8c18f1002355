"""After events were changed, by whatever hand: the counts calendars and reminders go by, the moments, the people told.

Called in the transaction of the change. What nobody needs to hear of counts for nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from models.db import Session
from models.events.customs import Customs
from models.events.deriving import derive
from models.events.replanning import Replanned, replan
from models.events.tables import Event
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.report import Report

Known = tuple[str, int]  # the id of an event that stands, and its SEQUENCE
AT_ONCE = 500
WHEN = frozenset(
    {"starts_local", "ends_local", "timezone", "fold", "all_day", "rrule", "rdates", "exdates", "overrides", "status"}
)
TOLD = WHEN | {"title", "description", "venue", "address", "online_url", "url"}  # what a calendar shows


def count(event: Event, fields: Collection[str]) -> None:
    """One more change, for calendars and, where it is about when, for reminders."""
    changed = set(fields)
    event.sequence += bool(changed & TOLD)
    event.version += bool(changed & WHEN)


async def settle(
    session: Session, event: Event, fields: Collection[str], now: datetime, customs: Customs, note: str = ""
) -> Replanned:
    """What follows from a change of these fields."""
    count(event, fields)
    derive(event, now)
    session.add(event)
    return await replan(session, event, now, customs, note)


async def settle_import(session: Session, report: Report, now: datetime, customs: Customs) -> Replanned:
    """The same for every event that a file has brought or changed."""
    done = Replanned()
    changed = {row.source_id: [one.field for one in row.differences] for row in report.changes if row.about == "event"}
    for event in await _rows(session, [row.source_id for row in report.new if row.about == "event"]):
        derive(event, now)
        session.add(event)
    for event in await _rows(session, [*changed]):
        one = await settle(session, event, changed[event.source_id], now, customs)
        done.told, done.moved = done.told + one.told, done.moved + one.moved
        done.reminders, done.cancelled = done.reminders + one.reminders, done.cancelled + one.cancelled
    await session.flush()
    return done


async def _rows(session: Session, ids: Sequence[str]) -> list[Event]:
    found: list[Event] = []
    for start in range(0, len(ids), AT_ONCE):
        query = select(Event).where(col(Event.source_id).in_(ids[start : start + AT_ONCE]))
        query = query.order_by(col(Event.source_id)).execution_options(populate_existing=True)
        found += (await session.exec(query)).all()
    return found


async def known_again(session: Session, found: Iterable[Draft | Problem]) -> list[Draft | Problem]:
    """The same, where an event that a calendar knows only by its UID has the id the town knows it by.

    A copy of ours that is older than what stands (RFC 5545: its SEQUENCE is lower) overwrites nothing.
    """
    outcomes = list(found)
    uids = [str(one.values["uid"]) for one in outcomes if isinstance(one, Draft) and "uid" in one.values]
    known: dict[str, Known] = {}
    for start in range(0, len(uids), AT_ONCE):
        query = select(Event.uid, Event.source_id, Event.sequence).where(
            col(Event.uid).in_(uids[start : start + AT_ONCE])
        )
        known.update({uid: (id_, count) for uid, id_, count in await session.exec(query)})
    return [_beside(one, known.get(str(one.values.get("uid")))) if isinstance(one, Draft) else one for one in outcomes]


def _beside(draft: Draft, standing: Known | None) -> Draft | Problem:
    """The draft as it is told of the event that stands; a problem where it is older."""
    if standing is None:
        return draft
    id_, now_at = standing
    says = draft.values.get("sequence")
    if isinstance(says, int) and says < now_at:
        return Problem("older_copy", draft.row, "SEQUENCE", {"found": says, "standing": now_at}, unit="event")
    return replace(draft, values={**draft.values, "source_id": id_})
