"""Coordinators are told when something waits for them: once for each thing and cause."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from models.db import Session
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane
from models.people.tables import Person, Role

KIND = "desk"
GOOD_FOR = timedelta(days=7)


async def call(session: Session, cause: str, source_id: str, now: datetime, manners: Manners) -> int:
    """`cause`: hidden, change. It names the thing only; whoever opens it sees how it stands by then."""
    draft = Draft(
        key=f"{KIND}:{cause}:{source_id}:{now:%Y-%m-%dT%H:%M}",
        kind=KIND,
        about=f"listing:{source_id}",
        lane=Lane.URGENT,
        due_at=now,
        message={"template": KIND, "values": {"source_id": source_id, "cause": cause}},
        expires_at=now + GOOD_FOR,
    )
    who = select(Person.id).where(col(Person.role).in_([Role.COORDINATOR.value, Role.ADMINISTRATOR.value]))
    return await plan(session, draft, who, now, manners)
