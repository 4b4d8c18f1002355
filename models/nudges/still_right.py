"""The monthly question to a listing's owner: is it still right? Three unanswered ones are enough."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane, Policy
from models.people.tables import Person
from models.resources.freshness import owners

KIND = "still_right"
APART = timedelta(days=30)  # since she was last asked, or said anything about it
MOST = 3  # questions without an answer
WORTH_ASKING = timedelta(days=14)  # what has not left by then is not said


async def ask_owners(session: Session, now: datetime, manners: Manners) -> int:
    """Put the question in line for everybody whose month is over; how many. Planning twice asks once."""
    planned = 0
    for person_id, source_id in await owners.to_ask(session, now - APART, MOST):
        who = select(Person.id).where(col(Person.id) == person_id)
        if await plan(session, _draft(person_id, source_id, now), who, now, manners):
            await owners.note_asked(session, person_id, source_id, now)
            planned += 1
    return planned


def _draft(person_id: UUID, source_id: str, now: datetime) -> Draft:
    return Draft(
        key=f"{KIND}:{source_id}:{now:%Y-%m-%d}:{person_id.hex}",
        kind=KIND,
        about=f"listing:{source_id}",
        lane=Lane.NUDGE,
        due_at=now,
        message={"template": KIND, "values": {"source_id": source_id}},
        expires_at=now + WORTH_ASKING,
        policy=Policy.NEVER_TWICE,
    )
