"""What is paused, cancelled, withdrawn, tried again and counted together."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Update, case, func, literal, update
from sqlmodel import col, select

from models.db import Session, UtcDateTime
from models.outbox.outcomes import UNREACHABLE
from models.outbox.states import is_state
from models.outbox.tables import Batch, BatchState, Delivery, DeliveryCount, State

WAITING = (State.PENDING, State.HELD, State.LEASED, State.DIGEST)  # a call that is out cannot be taken back


async def pause(session: Session, batch: str, reason: str) -> bool:
    """Nothing more of it leaves but the calls that are out. False when it was not running."""
    if not await _turn(session, batch, BatchState.PAUSED, {BatchState.RUNNING}, reason):
        return False
    waiting = (col(Delivery.batch) == batch, col(Delivery.state).in_([State.PENDING, State.LEASED]))
    # What somebody else writes at this instant is left to the last look, which reads the batch's state.
    await changed(session, update(Delivery).where(skipping(*waiting)).values(state=State.HELD.value))
    return True


async def resume(session: Session, batch: str, now: datetime) -> bool:
    """The rest goes on; a moment that has passed meanwhile becomes now. False when it was not paused."""
    if not await _turn(session, batch, BatchState.RUNNING, {BatchState.PAUSED}, None):
        return False
    due = case((col(Delivery.due_at) < now, literal(now, UtcDateTime)), else_=col(Delivery.due_at))
    held = (col(Delivery.batch) == batch, col(Delivery.state) == State.HELD)
    await changed(
        session, update(Delivery).where(in_order(*held)).values(state=State.PENDING.value, due_at=due, reason=None)
    )
    return True


async def cancel(session: Session, batch: str, reason: str, now: datetime) -> int:
    """For good; how many it still reached in time."""
    await _turn(session, batch, BatchState.CANCELLED, {BatchState.RUNNING, BatchState.PAUSED}, reason)
    waiting = (col(Delivery.batch) == batch, col(Delivery.state).in_(WAITING))
    return await changed(session, update(Delivery).where(in_order(*waiting)).values(**_cancelled(reason, now)))


async def withdraw(session: Session, about: str, reason: str, now: datetime) -> int:
    """Take back whatever still waits about a matter: the event moved, and its reminders are planned anew."""
    waiting = (is_state(*WAITING), col(Delivery.about) == about)
    return await changed(session, update(Delivery).where(in_order(*waiting)).values(**_cancelled(reason, now)))


def _cancelled(reason: str, now: datetime) -> dict[str, object]:
    return {"state": State.CANCELLED.value, "reason": reason, "ended_at": now}


async def retry(session: Session, batch: str, now: datetime) -> int:
    """Once more for those that failed, but not for people who cannot be reached; how many."""
    failed = (
        col(Delivery.batch) == batch,
        col(Delivery.state) == State.FAILED,
        col(Delivery.reason).not_in(UNREACHABLE),
    )
    again = {"state": State.PENDING.value, "attempts": 0, "due_at": now, "ended_at": None}
    return await changed(session, update(Delivery).where(in_order(*failed)).values(**again))


async def progress(session: Session, batch: str) -> dict[State, int]:
    """How many stand where. All together they are the batch's recipients, also after the rows were counted away."""
    rows = select(col(Delivery.state), func.count()).where(Delivery.batch == batch).group_by(col(Delivery.state))
    kept = select(col(DeliveryCount.state), func.sum(col(DeliveryCount.count)))
    kept = kept.where(DeliveryCount.batch == batch).group_by(col(DeliveryCount.state))
    found: Counter[State] = Counter()
    for query in (rows, kept):
        for state, count in await session.exec(query):
            found[State(state)] += int(count)
    return dict(found)


async def found(session: Session) -> Counter[str]:
    """How many deliveries each batch has, those counted away included."""
    rows = select(col(Delivery.batch), func.count()).where(col(Delivery.batch).is_not(None))
    kept = select(col(DeliveryCount.batch), func.sum(col(DeliveryCount.count)))
    total: Counter[str] = Counter()
    for query in (rows.group_by(col(Delivery.batch)), kept.group_by(col(DeliveryCount.batch))):
        for batch, count in await session.exec(query):
            total[str(batch)] += int(count)
    return total


async def reasons(session: Session, batch: str) -> dict[tuple[State, str], int]:
    """Why not, in numbers: what a coordinator reads beside "sent to 93 of 100"."""
    query = select(col(Delivery.state), col(Delivery.reason), func.count()).where(Delivery.batch == batch)
    query = query.where(col(Delivery.reason).is_not(None)).group_by(col(Delivery.state), col(Delivery.reason))
    return {(State(state), str(reason)): count for state, reason, count in await session.exec(query)}


async def _turn(
    session: Session, batch: str, state: BatchState, before: Collection[BatchState], reason: str | None
) -> bool:
    ours = (col(Batch.id) == batch, col(Batch.state).in_(list(before)))
    return await changed(session, update(Batch).where(*ours).values(state=state.value, reason=reason)) == 1


def in_order(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """These rows, waited for one after the other: two who wait in the same order never wait for each other."""
    return col(Delivery.id).in_(select(col(Delivery.id)).where(*which).order_by(col(Delivery.id)).with_for_update())


def skipping(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """These rows, but those somebody else is writing: they are not waited for."""
    return col(Delivery.id).in_(select(col(Delivery.id)).where(*which).with_for_update(skip_locked=True))


async def changed(session: Session, statement: Update) -> int:
    """How many rows it changed. What the session remembers of them is not asked: nobody here keeps it."""
    return max((await session.exec(statement.execution_options(synchronize_session=False))).rowcount, 0)


async def ended(session: Session) -> dict[tuple[str, str], int]:
    """How many of each kind stand where, the rows that were counted away included."""
    rows = select(col(Delivery.kind), col(Delivery.state), func.count()).group_by(
        col(Delivery.kind), col(Delivery.state)
    )
    kept = select(col(DeliveryCount.kind), col(DeliveryCount.state), func.sum(col(DeliveryCount.count)))
    found: Counter[tuple[str, str]] = Counter()
    for query in (rows, kept.group_by(col(DeliveryCount.kind), col(DeliveryCount.state))):
        for kind, state, count in await session.exec(query):
            found[kind, state] += int(count)
    return dict(found)
