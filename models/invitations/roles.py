"""Links that give a role: made by administrators, opened once by the person they were meant for."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from models.db import Session
from models.invitations.codes import digest_of, new_code
from models.invitations.tables import RoleLink
from models.outbox.batches import changed
from models.people.tables import Person, Role, reaches

GOOD_FOR = timedelta(days=7)


async def invite(session: Session, role: Role, person_id: UUID, now: datetime) -> str:
    """A new link's code. It is told once: the house keeps its digest."""
    code = new_code()
    link = RoleLink(digest=digest_of(code), role=role, created_by=person_id, expires_at=now + GOOD_FOR)
    session.add(link)
    await session.flush()
    return code


async def accept(session: Session, code: str, person: Person, now: datetime) -> Role | None:
    """The role this code gives her, which she has from now on; None for a code that is used, old or made up.

    Nobody loses by it: who may do more already keeps what she has, and the link is used all the same.
    """
    link = await session.get(RoleLink, digest_of(code))
    if link is None or link.expires_at <= now:
        return None
    mine = (col(RoleLink.digest) == link.digest, col(RoleLink.used_by).is_(None))
    if await changed(session, update(RoleLink).where(*mine).values(used_by=person.id)) != 1:
        return None
    role = Role(link.role)
    if not reaches(Role(person.role), role):
        person.role = role
        session.add(person)
    return role
