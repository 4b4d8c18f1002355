"""A person and the messages to her: what she may ask about one, and the end of all that waits. Hers only, always."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session
from models.outbox.batches import WAITING, changed, in_order
from models.outbox.tables import Delivery, State


async def delivery(session: Session, number: int, person_id: UUID) -> Delivery | None:
    """The message with this number; None when it is somebody else's, or so old that it was counted away."""
    query = select(Delivery).where(Delivery.id == number, Delivery.person_id == person_id)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def silence(session: Session, person_id: UUID, now: datetime) -> int:
    """She said stop: whatever still waits for her is cancelled, and does not come later when she is back; how many."""
    waiting = (col(Delivery.person_id) == person_id, col(Delivery.state).in_(WAITING))
    ended = {"state": State.CANCELLED.value, "reason": "stopped", "ended_at": now}
    return await changed(session, update(Delivery).where(in_order(*waiting)).values(**ended))
