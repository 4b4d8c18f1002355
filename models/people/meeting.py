"""Meeting people: known or new, one update at a time, never the same update twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Executable, bindparam, delete, func, update
from sqlmodel import SQLModel, col, select

from models.db import Session, dialect_of, insert_in
from models.people.tables import Person, Role, SeenUpdate

SEEN_AFTER = timedelta(hours=1)  # "last seen" is true to the hour: one write an hour, not one per tap
REPEATS_END = timedelta(days=2)  # Telegram keeps an unheard update for 24 hours; twice that is safe to forget

# Built once: every update asks this, and building a question costs more than answering it.
BY_CHAT = select(Person).where(Person.chat_id == bindparam("chat"))
BY_CHAT_LOCKED = BY_CHAT.with_for_update()


@dataclass(frozen=True)
class Caller:
    """What Telegram tells of somebody who writes."""

    chat_id: int
    first_name: str
    language: str  # one the town speaks
    source: str | None = None


async def meet(session: Session, caller: Caller, now: datetime) -> tuple[Person, bool]:
    """The person and whether she is new. Her row stays locked until the transaction ends: one step at a time."""
    person = await by_chat(session, caller.chat_id, lock=True)
    if person is None:
        return await _welcome(session, caller, now), True
    if now - person.seen_at > SEEN_AFTER or person.blocked_at or person.first_name != caller.first_name:
        person.seen_at, person.blocked_at, person.first_name = now, None, caller.first_name
        session.add(person)
    return person, False


async def _welcome(session: Session, caller: Caller, now: datetime) -> Person:
    """Two first messages at the same instant, in two processes, still make one person."""
    new = Person(
        chat_id=caller.chat_id,
        first_name=caller.first_name,
        language=caller.language,
        source=caller.source,
        joined_at=now,
        seen_at=now,
    )
    await (await session.connection()).execute(_unless_there(dialect_of(session), Person), new.model_dump())
    person = await by_chat(session, caller.chat_id, lock=True)
    if person is None:
        raise LookupError("a person was written and is not there")
    return person


async def by_chat(session: Session, chat_id: int, *, lock: bool = False) -> Person | None:
    return (await session.exec(BY_CHAT_LOCKED if lock else BY_CHAT, params={"chat": chat_id})).first()


async def leave(session: Session, chat_id: int, now: datetime) -> None:
    """They blocked the bot: nothing more is sent until they write again."""
    await session.exec(update(Person).where(col(Person.chat_id) == chat_id).values(blocked_at=now))


async def appoint(session: Session, person: Person, role: Role) -> None:
    person.role = role
    session.add(person)


async def first_time(session: Session, update_id: int, now: datetime) -> bool:
    """Note the update; False when its effect is in the database already."""
    row = {"update_id": update_id, "seen_at": now, "answered": False}
    noted = await (await session.connection()).execute(_unless_there(dialect_of(session), SeenUpdate), row)
    return noted.rowcount == 1


@cache
def _unless_there(dialect: str, table: type[SQLModel]) -> Executable:
    return insert_in(dialect, table).on_conflict_do_nothing()


async def was_answered(session: Session, update_id: int) -> bool:
    seen = await session.get(SeenUpdate, update_id)
    return seen is not None and seen.answered


async def note_answered(session: Session, update_ids: Iterable[int]) -> None:
    await session.exec(update(SeenUpdate).where(col(SeenUpdate.update_id).in_(list(update_ids))).values(answered=True))


async def forget_updates(session: Session, now: datetime) -> int:
    """Drop the notes Telegram can no longer ask about; how many went."""
    return (await session.exec(delete(SeenUpdate).where(col(SeenUpdate.seen_at) < now - REPEATS_END))).rowcount


async def count(session: Session) -> int:
    return (await session.exec(select(func.count()).select_from(Person))).one()


async def with_roles(session: Session) -> Sequence[Person]:
    """Everybody who may do more than a maker, in the order of their names."""
    query = select(Person).where(Person.role != Role.MAKER.value).order_by(col(Person.first_name), col(Person.chat_id))
    return (await session.exec(query)).all()
