"""After a long sleep (a stop, a restored backup) nothing stale leaves by itself: a coordinator is asked first."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session, insert
from models.outbox import batches
from models.outbox.batches import changed
from models.outbox.rate import micros
from models.outbox.states import is_state
from models.outbox.tables import Batch, BatchState, Delivery, Lane, RateBucket, State

BEAT = "beat"
A_BEAT = timedelta(seconds=10)  # one write in ten seconds says that we are awake
ASLEEP = "asleep"  # why the batch waits for a coordinator


async def wake(session: Session, now: datetime, cutoff: timedelta) -> list[str]:
    """To be called by every tick before it claims. The batches that were due more than `cutoff` ago, now paused.

    What a person asked for has its own end (`expires_at`) and still comes; what nobody asked for does not come late.
    """
    last = (await session.exec(select(col(RateBucket.free_at)).where(RateBucket.name == BEAT))).first()
    since = None if last is None else (micros(now) - last) / 1_000_000
    if since is not None and 0 <= since < A_BEAT.total_seconds():
        return []
    await _beat(session, now)
    if since is None or since < cutoff.total_seconds():
        return []
    return await _ask_first(session, now - cutoff, now)


async def _beat(session: Session, now: datetime) -> None:
    row = insert(session, RateBucket).values(name=BEAT, free_at=micros(now), held_until=0, holds=0)
    await session.exec(row.on_conflict_do_update(index_elements=["name"], set_={"free_at": micros(now)}))


async def _ask_first(session: Session, limit: datetime, now: datetime) -> list[str]:
    unasked = col(Delivery.lane).in_([Lane.ANNOUNCEMENT, Lane.NUDGE])
    stale = (is_state(State.PENDING), unasked, col(Delivery.due_at) < limit)
    late = select(col(Delivery.batch)).where(*stale)
    running = select(Batch.id).where(Batch.state == BatchState.RUNNING, col(Batch.id).in_(late)).order_by(Batch.id)
    paused = [one for one in (await session.exec(running)).all() if await batches.pause(session, one, ASLEEP)]
    ended = {"state": State.EXPIRED.value, "reason": ASLEEP, "ended_at": now}
    await changed(session, update(Delivery).where(*stale, col(Delivery.batch).is_(None)).values(**ended))
    return paused
