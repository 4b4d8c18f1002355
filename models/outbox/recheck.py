"""The last look before messages leave: the rows behind the rule, read in bulk, and what the rule makes of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, case, false, func, true, update
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.db import Session
from models.outbox.batches import changed, skipping
from models.outbox.judging import DIGEST_KIND, WEEK, Claimed, Facts, Verdict, Who, judge
from models.outbox.planning import Manners
from models.outbox.states import is_state
from models.outbox.tables import Batch, Delivery, Lane, Message, Mute, Preference, State
from models.people.tables import Person


@dataclass(frozen=True)
class Ready:
    """A delivery that may leave now, with what its words need."""

    row: Claimed
    message: Message
    language: str | None = None  # None: a group's; the caller knows which it speaks
    first_name: str = ""
    paid: bool = False
    proved: bool = True


@dataclass
class _Seen:
    """What was read for a handful of deliveries at once."""

    people: dict[UUID, Who] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    mutes: dict[UUID, list[Mute]] = field(default_factory=dict)
    traffic: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    first_of_chat: dict[int, int] = field(default_factory=dict)
    first_of_batch: dict[str, int] = field(default_factory=dict)

    def facts(self, row: Claimed) -> Facts:
        batch = self.batches.get(row.batch) if row.batch else None
        last_sent, unasked = self.traffic.get(row.chat_id, (None, 0))
        return Facts(
            self.people.get(row.person_id) if row.person_id else None,
            batch,
            tuple(self.mutes.get(row.person_id, ())) if row.person_id else (),
            last_sent,
            unasked,
            self.first_of_chat.get(row.chat_id, row.id) != row.id,
            batch is not None and not batch.proved and self.first_of_batch.get(batch.id, row.id) != row.id,
        )


async def recheck(session: Session, rows: Sequence[Claimed], now: datetime, manners: Manners) -> list[Ready]:
    """Those that may leave, in their order; the others are settled with their reason."""
    if not rows:
        return []
    seen = await _look(session, rows, now)
    ready: list[Ready] = []
    verdicts: dict[Verdict, list[Claimed]] = {}
    for row in rows:
        facts = seen.facts(row)
        verdict = judge(row, facts, now, manners)
        if verdict is None:
            ready.append(_ready(row, facts))
        else:
            verdicts.setdefault(verdict, []).append(row)
    for verdict, refused in verdicts.items():
        await _settle(session, verdict, refused, now)
    return ready


def _ready(row: Claimed, facts: Facts) -> Ready:
    message = row.message or (facts.batch.message if facts.batch else None) or Message()
    paid, proved = (facts.batch.paid, facts.batch.proved) if facts.batch else (False, True)
    if facts.who is None:
        return Ready(row, message, paid=paid, proved=proved)
    return Ready(row, message, facts.who.language, facts.who.first_name, paid, proved)


async def _settle(session: Session, verdict: Verdict, rows: Sequence[Claimed], now: datetime) -> None:
    changes: dict[str, object] = {"state": verdict.state.value, "reason": verdict.reason}
    if verdict.due_at:
        changes["due_at"] = verdict.due_at
    elif verdict.state not in {State.HELD, State.DIGEST}:
        changes["ended_at"] = now
    ours = (col(Delivery.id).in_([row.id for row in rows]), col(Delivery.lease_token).in_({row.token for row in rows}))
    await changed(session, update(Delivery).where(skipping(*ours, is_state(State.LEASED))).values(**changes))


async def _look(session: Session, rows: Sequence[Claimed], now: datetime) -> _Seen:
    people = {row.person_id for row in rows if row.person_id}
    seen = _Seen(batches=await _batches(session, {row.batch for row in rows if row.batch}))
    if people:
        seen.people = await _people(session, people)
        seen.mutes = await _mutes(session, people)
    seen.traffic = await _traffic(session, {row.chat_id for row in rows}, now)
    seen.first_of_chat, seen.first_of_batch = await _in_hand(session)
    return seen


# Put together once: this runs for every handful that leaves, and building them took longer than asking the database.
_THESE: BindParameter[Any] = bindparam("these", expanding=True)
_BATCHES = select(Batch).where(col(Batch.id).in_(_THESE)).execution_options(populate_existing=True)
_MUTES = select(Mute).where(col(Mute.person_id).in_(_THESE)).execution_options(populate_existing=True)
_PEOPLE = (
    rows_of(
        col(Person.id),
        *(col(Person.language), col(Person.first_name), col(Person.blocked_at), col(Person.stopped_at)),
        *(func.coalesce(col(Preference.reminders), false()), func.coalesce(col(Preference.announcements), false())),
        func.coalesce(col(Preference.nudges), true()),
        *(col(Preference.paused_until), col(Preference.zone)),
        *(col(Preference.quiet_from), col(Preference.quiet_until), col(Person.with_staff_until)),
    )
    .select_from(Person)
    .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
    .where(col(Person.id).in_(_THESE))
)
_UNASKED = col(Delivery.lane).in_([Lane.ANNOUNCEMENT, Lane.NUDGE]) & (col(Delivery.kind) != DIGEST_KIND)
_TRAFFIC = (
    select(col(Delivery.chat_id), func.max(col(Delivery.ended_at)), func.sum(case((_UNASKED, 1), else_=0)))
    .where(is_state(State.SENT), col(Delivery.chat_id).in_(_THESE), col(Delivery.ended_at) > bindparam("since"))
    .group_by(col(Delivery.chat_id))
)
_IN_HAND = (
    select(col(Delivery.id), col(Delivery.chat_id), col(Delivery.batch))
    .where(is_state(State.LEASED, State.SENDING))
    .order_by(col(Delivery.state).desc(), col(Delivery.id))  # "sending" before "leased"
)


async def _batches(session: Session, ids: Collection[str]) -> dict[str, Batch]:
    return {batch.id: batch for batch in await session.exec(_BATCHES, params={"these": list(ids)})} if ids else {}


async def _people(session: Session, ids: Collection[UUID]) -> dict[UUID, Who]:
    rows = await (await session.connection()).execute(_PEOPLE, {"these": list(ids)})
    return {number: Who(*rest) for number, *rest in rows}


async def _mutes(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Mute]]:
    found: dict[UUID, list[Mute]] = {}
    for mute in await session.exec(_MUTES, params={"these": list(ids)}):
        found.setdefault(mute.person_id, []).append(mute)
    return found


async def _traffic(session: Session, chats: Collection[int], now: datetime) -> dict[int, tuple[datetime, int]]:
    """Each chat's last message, and how many of the week nobody had asked for."""
    rows = await session.exec(_TRAFFIC, params={"these": list(chats), "since": now - WEEK})
    return {chat: (last, int(count)) for chat, last, count in rows if last}


async def _in_hand(session: Session) -> tuple[dict[int, int], dict[str, int]]:
    """Which delivery goes first in each chat and each batch: the one on its way, else the oldest. Few rows, ever."""
    chats: dict[int, int] = {}
    batches: dict[str, int] = {}
    for number, chat, batch in await session.exec(_IN_HAND):
        chats.setdefault(chat, number)
        if batch:
            batches.setdefault(batch, number)
    return chats, batches
