"""Leaving: everything about a person goes at once."""

from models.db import Session
from models.people.tables import Person


async def erase(session: Session, person: Person) -> None:
    """Delete the person; what hangs on them (answers, marks) goes with the row, by the tables' own ON DELETE."""
    await session.delete(person)
