"""How the line is doing: what waits, since when, and whether calls fail more than they should."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from models.db import Session
from models.outbox import batches, rate
from models.outbox.outcomes import UNREACHABLE
from models.outbox.states import is_state
from models.outbox.tables import Batch, BatchState, Delivery, Lane, State

LAST = 200  # calls that are looked at
TOO_MANY = 0.05  # of them
A_FEW = 20  # below, a share says nothing
STALLED = timedelta(minutes=5)
FAILING = "failing"  # why the house paused a batch by itself


@dataclass(frozen=True)
class Health:
    """`waiting` is what is due and has not left, by lane; `oldest` since when."""

    waiting: dict[Lane, int]
    oldest: dict[Lane, datetime]
    in_hand: int
    held_for: float  # seconds Telegram lets us wait still
    failing: float  # share of the last calls
    stalled: bool


async def look(session: Session, now: datetime) -> Health:
    due = (is_state(State.PENDING), col(Delivery.due_at) <= now)
    query = select(col(Delivery.lane), func.count(), func.min(col(Delivery.due_at))).where(*due)
    rows = (await session.exec(query.group_by(col(Delivery.lane)))).all()
    hands = select(func.count()).select_from(Delivery).where(is_state(State.LEASED, State.SENDING))
    held = await rate.held_for(session, now)
    return Health(
        {Lane(lane): count for lane, count, _ in rows},
        {Lane(lane): oldest for lane, _, oldest in rows},
        (await session.exec(hands)).one(),
        held,
        await failing(session),
        not held and await _stalled(session, now, any(rows)),
    )


async def _stalled(session: Session, now: datetime, waiting: bool) -> bool:
    """Something is due and for minutes nothing has ended, well or badly. A long line that moves is no stall."""
    if not waiting:
        return False
    last = (
        await session.exec(select(func.max(col(Delivery.ended_at))).where(col(Delivery.ended_at).is_not(None)))
    ).one()
    oldest = select(func.min(col(Delivery.due_at))).where(is_state(State.PENDING))
    since = max(filter(None, [last, (await session.exec(oldest)).one()]))
    return now - since > STALLED


async def failing(session: Session, batch: str | None = None) -> float:
    """The share of the last calls that failed for a reason that is not the person's; 0 when too few to tell."""
    called = select(col(Delivery.state), col(Delivery.reason)).where(col(Delivery.ended_at).is_not(None))
    called = called.where(is_state(State.SENT, State.FAILED), *([col(Delivery.batch) == batch] if batch else []))
    last = (await session.exec(called.order_by(col(Delivery.ended_at).desc(), col(Delivery.id)).limit(LAST))).all()
    failed = sum(state == State.FAILED and reason not in UNREACHABLE for state, reason in last)
    return failed / len(last) if len(last) >= A_FEW else 0.0


async def pause_failing(session: Session) -> list[str]:
    """Pause each running batch of whose last calls too many failed; which. Cheap as long as nothing fails."""
    if await failing(session) <= TOO_MANY:
        return []
    running = (await session.exec(select(Batch.id).where(Batch.state == BatchState.RUNNING, Batch.proved))).all()
    bad = [batch for batch in running if await failing(session, batch) > TOO_MANY]
    return [batch for batch in bad if await batches.pause(session, batch, FAILING)]
