"""What a choice of people can be made of: where they came from, and choices that were kept under a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlmodel import col, select

from models.broadcasts.tables import SavedAudience
from models.db import Session, insert
from models.people.tables import Person

MOST_SOURCES = 60


async def sources(session: Session) -> list[str]:
    """The links people came with, the most used first."""
    query = select(col(Person.source)).where(col(Person.source).is_not(None)).group_by(col(Person.source))
    query = query.order_by(func.count().desc(), col(Person.source)).limit(MOST_SOURCES)
    return [source for source in await session.exec(query) if source]


async def kept(session: Session) -> Sequence[SavedAudience]:
    return (await session.exec(select(SavedAudience).order_by(col(SavedAudience.name)))).all()


async def keep(session: Session, name: str, audience: dict[str, Any], person_id: UUID, now: datetime) -> None:
    """Under this name; the same name again means this choice from now on."""
    row = {"id": uuid4(), "name": name, "audience": audience, "created_by": person_id, "created_at": now}
    statement = insert(session, SavedAudience).values(row)
    await session.exec(
        statement.on_conflict_do_update(index_elements=["name"], set_={"audience": statement.excluded.audience})
    )
