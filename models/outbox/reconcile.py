"""The nightly account: whoever was planned must stand somewhere. What fell through is put back in line and reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session
from models.outbox import batches, leaving, queue
from models.outbox.batches import changed
from models.outbox.states import is_state
from models.outbox.tables import Batch, BatchState, Delivery, State

FORGOTTEN = timedelta(days=15)  # a digest comes every week: what waited for two was overlooked


@dataclass(frozen=True)
class Hole:
    """A batch whose states do not add up to its recipients. Planning it again fills it: the keys forbid doubles."""

    batch: str
    recipients: int
    found: int


@dataclass(frozen=True)
class Account:
    """What the night found; all zero and no holes is a good night."""

    freed: int = 0  # in hand of nobody
    requeued: int = 0  # held without a paused batch, or overlooked by the digests
    cancelled: int = 0  # waiting in a batch that was cancelled
    nameless: int = 0  # of people who were erased
    holes: tuple[Hole, ...] = ()


async def reconcile(session: Session, now: datetime) -> Account:
    return Account(
        await queue.reap(session, now),
        await _requeue(session, now),
        await _cancel_rest(session, now),
        await leaving.tidy(session, now),
        tuple(await _holes(session)),
    )


async def _requeue(session: Session, now: datetime) -> int:
    paused = select(col(Batch.id)).where(col(Batch.state) != BatchState.RUNNING)
    batch = col(Delivery.batch)
    held = (col(Delivery.state) == State.HELD, batch.is_(None) | batch.not_in(paused))
    overlooked = (col(Delivery.state) == State.DIGEST, col(Delivery.due_at) < now - FORGOTTEN)
    back = {"state": State.PENDING.value, "due_at": now, "reason": "requeued"}
    return sum([await changed(session, update(Delivery).where(*which).values(**back)) for which in (held, overlooked)])


async def _cancel_rest(session: Session, now: datetime) -> int:
    waiting = select(col(Delivery.id)).where(Delivery.batch == Batch.id, is_state(*batches.WAITING))
    cancelled = select(Batch).where(Batch.state == BatchState.CANCELLED, waiting.exists())
    found = (await session.exec(cancelled)).all()
    return sum([await batches.cancel(session, batch.id, batch.reason or "", now) for batch in found])


async def _holes(session: Session) -> list[Hole]:
    """All batches at once: a town that reminds has one for each reminder of each event."""
    found = await batches.found(session)
    all_batches = select(col(Batch.id), col(Batch.recipients)).order_by(col(Batch.id))
    return [
        Hole(batch, recipients, found[batch])
        for batch, recipients in await session.exec(all_batches)
        if found[batch] != recipients
    ]
