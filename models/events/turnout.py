"""Who comes to a gathering, for the coordinator at the door: names, needs, languages, who waits, and who is there.

A code of four signs stands for a person's word about one gathering: said at the door, it finds her in the list.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.events.attendance_tables import Attendance, Gathering, Going
from models.people.tables import Person

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for another: no 0 and O, no 1, I and L
ORDER = (Going.YES, Going.MAYBE, Going.OFFERED, Going.WAITING)


@dataclass(frozen=True)
class Guest:
    """One person who spoke about it."""

    word: Attendance
    name: str
    language: str

    @property
    def is_there(self) -> bool:
        return self.word.checked_in_at is not None

    @property
    def code(self) -> str:
        return code_of(self.word)


@dataclass(frozen=True)
class Turnout:
    """All of them, those who come first, each group by name."""

    guests: Sequence[Guest]

    @property
    def coming(self) -> list[Guest]:
        return [one for one in self.guests if one.word.state == Going.YES]

    @property
    def heads(self) -> int:
        return sum(one.word.party for one in self.coming)

    @property
    def there(self) -> int:
        return sum(one.word.party for one in self.guests if one.is_there)

    @property
    def needs(self) -> dict[str, int]:
        return dict(Counter(need for one in self.coming for need in one.word.needs).most_common())

    @property
    def languages(self) -> dict[str, int]:
        return dict(Counter(one.language for one in self.coming).most_common())


def code_of(word: Attendance) -> str:
    number = int.from_bytes(blake2b(word.id.bytes, digest_size=8).digest())
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(4))


async def turnout(session: Session, gathering: Gathering | None) -> Turnout:
    if gathering is None:
        return Turnout(())
    query = (
        select(Attendance, Person)
        .join(Person, col(Person.id) == col(Attendance.person_id))
        .where(Attendance.gathering_id == gathering.id, col(Attendance.state).in_(ORDER))
    )
    found = [Guest(word, person.first_name, person.language) for word, person in (await session.exec(query)).all()]
    return Turnout(sorted(found, key=lambda one: (ORDER.index(Going(one.word.state)), one.name.casefold(), one.code)))


async def by_code(session: Session, gathering: Gathering, said: str) -> Guest | None:
    """Whoever has this code there; written small or with spaces, it is the same."""
    bare = "".join(sign for sign in said.upper() if sign in SIGNS)
    guests = (await turnout(session, gathering)).guests
    return next((one for one in guests if one.code == bare), None)


async def check_in(session: Session, gathering_id: UUID, code: str, now: datetime, *, there: bool) -> None:
    """She is there, or was ticked by mistake. A second tick keeps the first hour."""
    query = select(Attendance).where(Attendance.gathering_id == gathering_id)
    for word in (await session.exec(query)).all():
        if code_of(word) == code:
            word.checked_in_at = (word.checked_in_at or now) if there else None
            session.add(word)
    await session.flush()
