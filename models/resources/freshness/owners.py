"""The owners of listed things: who they are, and what they say when they are asked whether it is still right."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from models.db import Session, insert
from models.resources.freshness.tables import Owner

LONGEST = 1_000  # letters of what should change


async def claim(session: Session, person_id: UUID, source_id: str, link: str, now: datetime) -> bool:
    """She came by this link: from now on she is asked. False where somebody else has used it."""
    row = insert(session, Owner).values(
        person_id=person_id, source_id=source_id, link=link, since=now, heard_at=now, unanswered=0
    )
    await session.exec(row.on_conflict_do_nothing())
    return await owns(session, person_id, source_id)


async def owns(session: Session, person_id: UUID, source_id: str) -> bool:
    """Asked again behind every button: a right may have gone since it was shown."""
    mine = select(Owner.source_id).where(col(Owner.person_id) == person_id, col(Owner.source_id) == source_id)
    return (await session.exec(mine)).first() is not None


async def owned(session: Session, person_id: UUID) -> Sequence[str]:
    """What she is asked about."""
    return (await session.exec(select(Owner.source_id).where(Owner.person_id == person_id))).all()


async def heard(session: Session, person_id: UUID, source_id: str, now: datetime, change: str | None = None) -> None:
    """She has said something about it; `change` are her words for the coordinators."""
    said: dict[str, object] = {"heard_at": now, "unanswered": 0}
    if change is not None:
        said["change"] = change[:LONGEST]
    hers = (col(Owner.person_id) == person_id, col(Owner.source_id) == source_id)
    await session.exec(update(Owner).where(*hers).values(**said))


async def let_go(session: Session, source_id: str, person_id: UUID | None = None) -> None:
    """She is not asked about it any more; without a name, nobody is. A new link makes another its owner."""
    theirs = delete(Owner).where(col(Owner.source_id) == source_id)
    await session.exec(theirs.where(col(Owner.person_id) == person_id) if person_id else theirs)


async def to_ask(session: Session, before: datetime, most: int) -> Sequence[tuple[UUID, str]]:
    """Whom to ask about what: neither heard of nor asked since then, and fewer than `most` questions unanswered."""
    query = (
        select(Owner.person_id, Owner.source_id)
        .where(col(Owner.heard_at) <= before, col(Owner.unanswered) < most)
        .where(or_(col(Owner.asked_at).is_(None), col(Owner.asked_at) <= before))
        .order_by(col(Owner.person_id), col(Owner.source_id))
    )
    return (await session.exec(query)).all()


async def note_asked(session: Session, person_id: UUID, source_id: str, now: datetime) -> None:
    hers = (col(Owner.person_id) == person_id, col(Owner.source_id) == source_id)
    await session.exec(update(Owner).where(*hers).values(asked_at=now, unanswered=col(Owner.unanswered) + 1))
