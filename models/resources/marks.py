"""What people said about what they were shown: saved, have it already, not for me."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from models.db import Session, insert
from models.resources.tables import Mark, MarkKind

# Built once: it is asked at nearly every answer, and building it costs more than carrying it out.
MARKS = (
    select(Mark.source_id, Mark.kind)
    .where(col(Mark.person_id) == bindparam("person"))
    .order_by(col(Mark.at).desc(), col(Mark.source_id))
)


async def mark(session: Session, person_id: UUID, source_id: str, kind: MarkKind, now: datetime) -> None:
    """One mark per person and thing: a new one replaces the old."""
    new = {"id": uuid4(), "person_id": person_id, "source_id": source_id, "kind": kind.value, "at": now}
    statement = insert(session, Mark).values(new)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["person_id", "source_id"],
            set_={"kind": statement.excluded.kind, "at": statement.excluded.at},
        )
    )


async def unmark(session: Session, person_id: UUID, source_id: str) -> None:
    await session.exec(delete(Mark).where(col(Mark.person_id) == person_id, col(Mark.source_id) == source_id))


async def marks_of(session: Session, person_id: UUID) -> dict[str, MarkKind]:
    """Everything she marked, by source id, the newest first."""
    rows = await (await session.connection()).execute(MARKS, {"person": person_id})
    return {source_id: MarkKind(kind) for source_id, kind in rows}
