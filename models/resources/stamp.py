"""The stamp that tells every process that its picture of the town is old."""

from uuid import UUID, uuid4

from sqlmodel import select

from models.db import Session, insert
from models.resources.tables import CatalogueVersion

STAMP = select(CatalogueVersion.stamp)


async def bump(session: Session) -> None:
    """Tell every process that the town has changed. Called by whatever changes it, in the same transaction.

    A stamp, not a count: a count that was rolled back would come again for another change.
    """
    statement = insert(session, CatalogueVersion).values(id=1, stamp=uuid4())
    await session.exec(statement.on_conflict_do_update(index_elements=["id"], set_={"stamp": statement.excluded.stamp}))


async def stamp(session: Session) -> UUID | None:
    return (await (await session.connection()).execute(STAMP)).scalar()
