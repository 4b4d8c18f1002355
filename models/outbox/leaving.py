"""When a person is erased: what was planned for her stays as numbers, and nothing in it leads back to her."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, cast, literal, update
from sqlmodel import col, select

from models.db import Session, UtcDateTime
from models.outbox.batches import WAITING, changed, in_order
from models.outbox.tables import Delivery, State
from models.people.tables import Person


async def forget(session: Session, person_id: UUID, now: datetime) -> int:
    """To be called in the transaction that erases the person; how many deliveries she had."""
    return await _strip(session, col(Delivery.person_id) == person_id, now)


async def forget_matter(session: Session, about: str, now: datetime) -> int:
    """The same for all that is about one matter, to whatever chat: it was hers alone."""
    return await _strip(session, col(Delivery.about) == about, now)


async def tidy(session: Session, now: datetime) -> int:
    """The nightly net under `forget`: deliveries whose person is no more."""
    known = select(col(Person.id)).where(col(Person.id) == col(Delivery.person_id)).exists()
    return await _strip(session, col(Delivery.person_id).is_not(None) & ~known, now)


async def _strip(session: Session, whose: ColumnElement[bool], now: datetime) -> int:
    waiting = col(Delivery.state).in_(WAITING)
    empty = {
        "dedupe_key": literal("erased:").concat(cast(col(Delivery.id), String)),
        "person_id": None,
        "chat_id": 0,
        "message": None,
        "message_id": None,
        "lease_token": None,  # whoever has it in hand finds nothing to mark
        "state": case((waiting, State.SKIPPED.value), else_=col(Delivery.state)),
        "reason": case((waiting, "erased"), else_=col(Delivery.reason)),
        "ended_at": case((waiting, literal(now, UtcDateTime)), else_=col(Delivery.ended_at)),
    }
    return await changed(session, update(Delivery).where(in_order(whose)).values(**empty))
