"""Putting messages in line: for one person or a million in one statement, and never twice for the same key."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, literal, null, or_, text, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.db import Session, UtcDateTime, insert
from models.outbox.quiet import Quiet, place
from models.outbox.tables import Batch, Delivery, Lane, Message, Policy, Preference, State, Words
from models.people.tables import Person

People = SelectOfScalar[UUID] | SelectOfScalar[UUID | None]
MANY = 5_000  # from here on PostgreSQL counts its rows anew: it finds what is due twenty times quicker afterwards


@dataclass(frozen=True)
class Manners:
    """How the town treats people's time: its quiet hours, and how many messages a week nobody asked for."""

    quiet: Quiet
    a_week: int = 5
    cutoff: timedelta = timedelta(hours=1)  # later than this, what nobody asked for needs a coordinator's word


@dataclass(frozen=True)
class Draft:
    """One message for many. `key` names it ("rem:5:v2:24h"); with the chat's number it is the dedupe key."""

    key: str
    kind: str
    about: str
    lane: Lane
    due_at: datetime
    message: Message
    expires_at: datetime | None = None
    policy: Policy = Policy.RESEND
    batch: str | None = None  # with a batch the message is kept once, there
    once: bool = False
    paid: bool = False  # of the batch
    refused: str | None = None  # why it never leaves: it is written down, so that nobody wonders or plans it again


def dedupe_key(key: str, chat_id: int) -> str:
    return f"{key}:{chat_id}"


def reachable() -> ColumnElement[bool]:
    """People who can be written to at all."""
    return and_(col(Person.blocked_at).is_(None), col(Person.stopped_at).is_(None))


async def plan(session: Session, draft: Draft, people: People, now: datetime, manners: Manners) -> int:
    """A delivery for each of the people (a SELECT of ids) who can be reached; how many are new.

    Each gets it at the moment that suits her own quiet hours. Planning the same again changes nothing.
    """
    moment = await _due(session, draft, now, manners)
    who = (
        select(*_values(draft, col(Person.id), col(Person.chat_id), moment, now))
        .select_from(Person)
        .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
        .where(col(Person.id).in_(people), reachable())
    )
    statement = insert(session, Delivery).from_select(list(COLUMNS), who).on_conflict_do_nothing()
    added = max((await session.exec(statement)).rowcount, 0)
    await _count_in(session, draft, added, now)
    if added >= MANY and session.get_bind().dialect.name == "postgresql":
        await (await session.connection()).exec_driver_sql("ANALYZE delivery")
    return added


async def plan_for_chat(session: Session, draft: Draft, chat_id: int, now: datetime) -> bool:
    """One for a chat that is nobody's own: the staff's group. False when it was planned before."""
    moment = literal(draft.due_at, UtcDateTime)
    row = select(*_values(draft, null(), literal(chat_id), moment, now)).where(text("1 = 1"))
    statement = insert(session, Delivery).from_select(list(COLUMNS), row).on_conflict_do_nothing()
    added = max((await session.exec(statement)).rowcount, 0)
    await _count_in(session, draft, added, now)
    return added == 1


COLUMNS = (
    "dedupe_key", "lane", "kind", "about", "batch", "person_id", "chat_id", "state", "policy",
    "due_at", "expires_at", "message", "once", "attempts", "doubts", "reason", "ended_at",
)  # fmt: skip


def _values(
    draft: Draft, person_id: Any, chat_id: Any, moment: ColumnElement[datetime], now: datetime
) -> tuple[ColumnElement[Any], ...]:
    """What COLUMNS say, as SQL."""
    return (
        literal(f"{draft.key}:").concat(cast(chat_id, String)),
        literal(int(draft.lane)),
        literal(draft.kind),
        literal(draft.about),
        literal(draft.batch, String),
        person_id,
        chat_id,
        literal((State.SKIPPED if draft.refused else State.PENDING).value),
        literal(draft.policy.value),
        moment,
        literal(draft.expires_at, UtcDateTime),
        literal(None if draft.batch else draft.message, Words),
        literal(draft.once),
        literal(0),
        literal(0),
        literal(draft.refused, String),
        literal(now if draft.refused else None, UtcDateTime),
    )


async def _count_in(session: Session, draft: Draft, added: int, now: datetime) -> None:
    if draft.batch is None:
        return
    opening = insert(session, Batch).values(
        id=draft.batch, about=draft.about, kind=draft.kind, message=draft.message, paid=draft.paid, opened_at=now
    )
    await session.exec(opening.on_conflict_do_nothing())
    more = update(Batch).where(col(Batch.id) == draft.batch).values(recipients=col(Batch.recipients) + added)
    await session.exec(more)


async def _due(session: Session, draft: Draft, now: datetime, manners: Manners) -> ColumnElement[datetime]:
    """The moment as SQL. People share few habits (zone, quiet hours): each is reckoned once, not per person."""

    def suits(quiet: Quiet) -> datetime:
        found = place(draft.due_at, quiet, now=now, deadline=draft.expires_at, asked=draft.lane.asked)
        return found or draft.due_at  # nothing suits: it is looked at again when due, and ends with its reason

    usual = suits(manners.quiet)
    others: dict[datetime, list[ColumnElement[bool]]] = {}
    for zone, start, end in await _habits(session):
        moment = suits(own(zone, start, end, manners.quiet))
        others.setdefault(moment, []).append(_has(zone, start, end))
    others.pop(usual, None)
    if not others:
        return literal(usual, UtcDateTime)
    return case(
        *((or_(*habits), literal(moment, UtcDateTime)) for moment, habits in others.items()),
        else_=literal(usual, UtcDateTime),
    )


def own(zone: str | None, start: time | None, end: time | None, town: Quiet) -> Quiet:
    """A person's quiet hours; what she never chose is the town's."""
    return Quiet(zone or town.zone, town.start if start is None else start, town.end if end is None else end)


_HABIT = (col(Preference.zone), col(Preference.quiet_from), col(Preference.quiet_until))


async def _habits(session: Session) -> list[tuple[str | None, time | None, time | None]]:
    chosen = or_(*(part.is_not(None) for part in _HABIT))
    return [(zone, start, end) for zone, start, end in await session.exec(select(*_HABIT).where(chosen).distinct())]


def _has(*habit: object) -> ColumnElement[bool]:
    return and_(*(part.is_not_distinct_from(value) for part, value in zip(_HABIT, habit, strict=True)))
