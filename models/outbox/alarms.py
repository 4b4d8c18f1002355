"""Who is told when something is wrong with the line, and that each incident is told once, whoever sees it first."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from models.db import Session, insert
from models.outbox.planning import Draft, plan_for_chat
from models.outbox.rate import micros
from models.outbox.tables import Lane, RateBucket
from models.people.tables import Person, Role

KIND = "alarm"


async def administrators(session: Session) -> Sequence[Person]:
    """Those who can be told."""
    query = select(Person).where(Person.role == Role.ADMINISTRATOR, col(Person.blocked_at).is_(None))
    return (await session.exec(query.order_by(col(Person.chat_id)))).all()


async def first_to_see(session: Session, what: str, since: datetime) -> bool:
    """Whether nobody has told of this yet: one row for each kind of incident, with the moment it began."""
    began = micros(since)
    row = insert(session, RateBucket).values(name=f"{KIND}:{what}", free_at=began, held_until=0, holds=0)
    newer = row.on_conflict_do_update(
        index_elements=["name"], set_={"free_at": began}, where=col(RateBucket.free_at) != began
    )
    return (await session.exec(newer)).rowcount == 1


async def put_in_line(session: Session, what: str, person: Person, text: str, now: datetime) -> None:
    """Tell by the line itself, which still moves: in the transaction that found it, so that it is never forgotten."""
    key = f"{KIND}:{what}:{now:%Y-%m-%dT%H:%M}"
    draft = Draft(key, KIND, what, Lane.URGENT, now, {"texts": {person.language: text}})
    await plan_for_chat(session, draft, person.chat_id, now)
