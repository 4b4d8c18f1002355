"""A person's private calendar address: made, made anew, taken away, and known again by its token."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.events.address_tables import CalendarAddress
from models.people.tables import Person

BYTES = 24  # 192 bits: nobody guesses one


def _hash(token: str) -> str:
    """A plain hash is enough: the token is as random as a key."""
    return hashlib.sha256(token.encode()).hexdigest()


async def of(session: Session, person_id: UUID) -> CalendarAddress | None:
    return await session.get(CalendarAddress, person_id)


async def make(session: Session, person: Person, now: datetime) -> str:
    """A new token, said this once; the one before it opens nothing any more."""
    token = secrets.token_urlsafe(BYTES)
    await revoke(session, person.id)
    session.add(CalendarAddress(person_id=person.id, token_hash=_hash(token), made_at=now))
    await session.flush()
    return token


async def revoke(session: Session, person_id: UUID) -> None:
    found = await of(session, person_id)
    if found:
        await session.delete(found)
        await session.flush()


async def reader(session: Session, token: str) -> Person | None:
    """Whose calendar this token opens."""
    query = select(Person).join(CalendarAddress, col(CalendarAddress.person_id) == col(Person.id))
    return (await session.exec(query.where(CalendarAddress.token_hash == _hash(token)))).first()
