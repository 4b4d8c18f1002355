"""The line of deliveries: taken into hand, marked before the call, finished after it, freed when their holder is gone.

Every step is one statement that runs on SQLite and PostgreSQL alike, and none believes a lease without its token.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, or_, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import col, select

from models.db import Session, UtcDateTime
from models.outbox import batches, rate
from models.outbox.batches import changed, skipping
from models.outbox.judging import Claimed
from models.outbox.outcomes import Broken, Change, Gone, Moved, Outcome, Sent, TooFast, Tried, after
from models.outbox.planning import Manners
from models.outbox.rate import Slots
from models.outbox.recheck import Ready, recheck
from models.outbox.states import is_state
from models.outbox.tables import Batch, Delivery, Lane, Policy, RateBucket, State
from models.people.tables import Person

LEASE = timedelta(seconds=15)
SOON = 0.05  # seconds: what leaves within them is one group, marked and finished together
NO_LEASE_IS_LONGER = 4 * LEASE  # further ahead than this, the clock was set back

# Put together once: these run for every handful that leaves, and building them took longer than asking the database.
_CLAIMED = (
    col(Delivery.id), col(Delivery.lane), col(Delivery.kind), col(Delivery.about), col(Delivery.batch),
    col(Delivery.person_id), col(Delivery.chat_id), col(Delivery.policy), col(Delivery.due_at),
    col(Delivery.expires_at), col(Delivery.message), col(Delivery.attempts), col(Delivery.doubts), col(Delivery.target),
)  # fmt: skip
_OURS = (
    col(Delivery.id).in_(bindparam("these", expanding=True)),
    col(Delivery.lease_token).in_(bindparam("tokens", expanding=True)),
)


def _waiting(lane: Lane) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return is_state(State.PENDING), col(Delivery.lane) == literal(int(lane), literal_execute=True)


def _claim(lane: Lane) -> ReturningUpdate[*tuple[Any, ...]]:
    first = (
        select(col(Delivery.id))
        .where(*_waiting(lane), col(Delivery.due_at) <= bindparam("now"))
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(Delivery)
        .where(col(Delivery.id).in_(first))
        .values(state=State.LEASED.value, lease_token=bindparam("token"), lease_until=bindparam("until"))
        .returning(*_CLAIMED)
        .execution_options(synchronize_session=False)
    )


_DUE = select(*(select(func.min(col(Delivery.due_at))).where(*_waiting(lane)).scalar_subquery() for lane in Lane))
_CLAIM = {lane: _claim(lane) for lane in Lane}
_HOLDS = select(col(RateBucket.holds)).where(col(RateBucket.name) == bindparam("bucket")).scalar_subquery()
_FREE = (
    select(col(Delivery.id))
    .where(*_OURS, col(Delivery.state) == State.LEASED, col(Delivery.lease_until) > bindparam("now"))
    .where(bindparam("holds") == _HOLDS)
    .with_for_update(skip_locked=True)  # whoever pauses or cancels holds them now: then they do not go
)
_MARK = (
    update(Delivery)
    .where(col(Delivery.id).in_(_FREE))
    .values(state=State.SENDING.value, attempts=col(Delivery.attempts) + 1, lease_until=bindparam("until"))
    .returning(col(Delivery.id))
    .execution_options(synchronize_session=False)
)
_IN_TURN = select(col(Delivery.id)).where(_OURS[0]).order_by(col(Delivery.id)).with_for_update()
# Believed even when the lease ran out meanwhile, as long as nobody else has taken it up.
_ARRIVED = (
    update(Delivery)
    .where(col(Delivery.id) == bindparam("which"), col(Delivery.lease_token) == bindparam("token"))
    .where(or_(*(col(Delivery.state) == state for state in (State.SENDING, State.PENDING, State.UNCERTAIN))))
    .values(state=State.SENT.value, message_id=bindparam("number"), ended_at=bindparam("now"), reason=None)
)


async def moment(session: Session, now: datetime) -> datetime:
    """The clock that counts: PostgreSQL's own, which all workers share; on SQLite the machine's, which is given."""
    if session.get_bind().dialect.name == "sqlite":
        return now
    return (await session.exec(select(func.clock_timestamp(type_=UtcDateTime)))).one()


async def due_lanes(session: Session, now: datetime) -> list[Lane]:
    """The lanes in which something waits, the most urgent first. Four looks into an index, however long the line."""
    moments = (await session.exec(_DUE)).one()
    return [lane for lane, due in zip(Lane, moments, strict=True) if due is not None and due <= now]


async def next_due(session: Session) -> datetime | None:
    """When the next one of all that wait is due."""
    moments = (await session.exec(_DUE)).one()
    return min((due for due in moments if due is not None), default=None)


async def claim(session: Session, limit: int, now: datetime) -> list[Claimed]:
    """Take up to so many that are due, the most urgent lane and the longest due first. Two never get the same."""
    token = uuid4().hex
    rows: list[Claimed] = []
    for lane in await due_lanes(session, now):
        rows += await _claim_lane(session, lane, limit - len(rows), token, now)
        if len(rows) >= limit:
            break
    return rows


async def _claim_lane(session: Session, lane: Lane, limit: int, token: str, now: datetime) -> list[Claimed]:
    values = {"now": now, "most": limit, "token": token, "until": now + LEASE}
    rows = await session.exec(_CLAIM[lane], params=values)
    found = [Claimed(number, token, lane, *rest) for number, _, *rest in rows]
    return sorted(found, key=lambda row: (row.due_at, row.id))


@dataclass(frozen=True)
class Taken:
    """What one reach into the line brought: some marked and to be sent at once, some whose turn comes in a moment."""

    marked: list[Ready] = field(default_factory=list)
    later: list[tuple[float, Ready]] = field(default_factory=list)  # seconds from now; mark them when the time has come
    slots: Slots = field(default_factory=Slots)
    claimed: int = 0  # 0: nothing is due


async def take(
    session: Session, limit: int, per_second: float, now: datetime, manners: Manners, bucket: str = rate.BOT
) -> Taken:
    """Claim, look at each, stand in line with those that may leave, and mark those whose turn is now.

    Never more than half a second's work: what is in hand when the process dies waits for its lease to end.
    """
    rows = await claim(session, min(limit, max(1, int(per_second / 2))), now)
    ready = await recheck(session, rows, now, manners)
    slots = await rate.reserve(session, len(ready), per_second, now, bucket) if ready else Slots()
    if len(slots.waits) < len(ready):
        await hand_back(session, {row.token for row in rows})
        return Taken(slots=slots, claimed=len(rows))
    soon = [one for wait, one in zip(slots.waits, ready, strict=True) if wait <= SOON]
    later = [(wait, one) for wait, one in zip(slots.waits, ready, strict=True) if wait > SOON]
    return Taken(await _mark(session, soon, slots, now), later, slots, len(rows))


async def mark(session: Session, ready: Sequence[Ready], slots: Slots, now: datetime, manners: Manners) -> list[Ready]:
    """Write down that these are about to be sent. Only what comes back may be sent: looked at a last time, still ours,

    and Telegram has not told us to wait since the slots were reserved.
    """
    return await _mark(session, await recheck(session, [one.row for one in ready], now, manners), slots, now)


async def _mark(session: Session, ready: Sequence[Ready], slots: Slots, now: datetime) -> list[Ready]:
    if not ready:
        return []
    values = {
        "these": [one.row.id for one in ready],
        "tokens": list({one.row.token for one in ready}),
        "now": now,
        "until": now + LEASE,
        "bucket": slots.bucket,
        "holds": slots.holds,
    }
    ids = {row.id for row in await session.exec(_MARK, params=values)}
    return [one for one in ready if one.row.id in ids]


@dataclass
class Finished:
    """What the calls came to, for whoever counts and whoever must be told."""

    states: dict[str, int] = field(default_factory=dict)
    paused: list[str] = field(default_factory=list)  # batches whose words Telegram refuses


async def finish(
    session: Session,
    results: Iterable[tuple[Ready, Outcome]],
    now: datetime,
    luck: random.Random,
) -> Finished:
    """Write down what became of the calls, many in one transaction, and let the rest of the house feel it."""
    pairs = sorted(results, key=lambda pair: pair[0].row.id)
    await _wait_for(session, [one.row.id for one, _ in pairs])
    done = Finished()
    arrived = [(one, outcome.message_id) for one, outcome in pairs if isinstance(outcome, Sent)]
    await _arrived(session, arrived, now)
    for one, outcome in pairs:
        change = after(_tried(one.row), outcome, now, luck)
        done.states[change.state] = done.states.get(change.state, 0) + 1
        if not isinstance(outcome, Sent):
            await _change(session, one.row, change, now)
    await _spread(session, pairs, now, done)
    return done


async def _wait_for(session: Session, ids: Sequence[int]) -> None:
    """Whoever cancels or withdraws waits in this order too, so we never wait for each other. SQLite has one writer."""
    if session.get_bind().dialect.name != "sqlite":
        await session.exec(_IN_TURN, params={"these": list(ids)})


def _tried(row: Claimed) -> Tried:
    return Tried(row.policy, row.attempts + 1, row.doubts, row.expires_at)


async def _arrived(session: Session, pairs: Sequence[tuple[Ready, int]], now: datetime) -> None:
    if not pairs:
        return
    rows = [{"which": one.row.id, "token": one.row.token, "number": number, "now": now} for one, number in pairs]
    await (await session.connection()).execute(_ARRIVED, rows)
    new = {one.row.batch for one, _ in pairs if not one.proved}
    if new:
        await session.exec(update(Batch).where(col(Batch.id).in_(new)).values(proved=True))


async def _change(session: Session, row: Claimed, change: Change, now: datetime) -> None:
    values: dict[str, object] = {
        "state": change.state.value,
        "reason": change.reason,
        "attempts": col(Delivery.attempts) + change.attempts,
        "doubts": col(Delivery.doubts) + change.doubts,
        **({"due_at": change.due_at} if change.due_at else {"ended_at": now}),
    }
    ours = (col(Delivery.id) == row.id, col(Delivery.lease_token) == row.token, col(Delivery.state) == State.SENDING)
    await changed(session, update(Delivery).where(*ours).values(**values))


async def _spread(session: Session, pairs: Sequence[tuple[Ready, Outcome]], now: datetime, done: Finished) -> None:
    """What one call teaches about the others: wait, nobody home, a new number, words that do not go."""
    waits = [outcome.after for _, outcome in pairs if isinstance(outcome, TooFast)]
    if waits:
        await rate.hold(session, max(waits), now)
    gone = [one.row.person_id for one, outcome in pairs if isinstance(outcome, Gone) and one.row.person_id]
    if gone:
        # Whose row is in use just now is writing to us at this moment: she is not gone.
        absent = select(col(Person.id)).where(col(Person.id).in_(gone)).with_for_update(skip_locked=True)
        await session.exec(update(Person).where(col(Person.id).in_(absent)).values(blocked_at=now))
    for one, outcome in pairs:
        if isinstance(outcome, Moved):
            await move(session, one.row.chat_id, outcome.chat_id)
        if isinstance(outcome, Broken) and one.row.batch and one.row.batch not in done.paused:
            await batches.pause(session, one.row.batch, outcome.reason)
            done.paused.append(one.row.batch)


async def move(session: Session, old: int, new: int) -> None:
    """Whatever still waits for the group goes to its new number."""
    waiting = skipping(is_state(State.PENDING, State.HELD, State.LEASED), col(Delivery.chat_id) == old)
    await changed(session, update(Delivery).where(waiting).values(chat_id=new))


async def hand_back(session: Session, tokens: Collection[str]) -> int:
    """Give back what is in hand and was not sent: at the end of the process, or while Telegram lets us wait."""
    ours = (is_state(State.LEASED), col(Delivery.lease_token).in_(list(tokens)))
    return await changed(
        session, update(Delivery).where(skipping(*ours)).values(state=State.PENDING.value, lease_until=None)
    )


async def reap(session: Session, now: datetime, *, mine: Collection[str] = (), everything: bool = False) -> int:
    """Free what a dead process left in its hands. `mine`: tokens this process still holds, whatever the clock says.

    `everything`: nobody else works on this database, so whatever is in hand at the start was lost with the last run.
    """
    over = or_(col(Delivery.lease_until) <= now, col(Delivery.lease_until) > now + NO_LEASE_IS_LONGER)
    lost = [is_state(State.LEASED, State.SENDING), col(Delivery.lease_token).not_in(list(mine))]
    sending = col(Delivery.state) == State.SENDING
    again = and_(col(Delivery.policy) == Policy.RESEND, col(Delivery.doubts) == 0)
    uncertain = and_(sending, ~again)
    return await changed(
        session,
        update(Delivery)
        .where(skipping(*lost, *([] if everything else [over])))
        .values(
            state=case((uncertain, State.UNCERTAIN.value), else_=State.PENDING.value),
            doubts=col(Delivery.doubts) + case((sending, 1), else_=0),
            reason=case((sending, "interrupted"), else_=col(Delivery.reason)),
            ended_at=case((uncertain, literal(now, UtcDateTime)), else_=None),
            lease_until=None,
        ),
    )
