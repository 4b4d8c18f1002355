"""Filling in for somebody who stands at the desk, and handing it over: she sees every value, and the helper none.

Her answers hang on a row of her own from the first one, so nothing is ever the helper's.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select

from models.db import Session
from models.intake.tables import Answer, Intake
from models.invitations.codes import digest_of, new_code
from models.invitations.tables import WalkIn
from models.outbox.batches import changed
from models.outbox.preferences import CONSENTS
from models.people.tables import Person

KEPT = timedelta(days=7)  # for so long somebody may come back with her code
NOBODY = -(1 << 51)  # no chat of Telegram's has a number like those below it


async def begin(session: Session, helper: Person, now: datetime) -> Person:
    """A row for somebody without the bot. Whatever the helper had open before is left as it stands."""
    await session.exec(update(WalkIn).where(col(WalkIn.helper_id) == helper.id).values(open=False))
    person = Person(
        chat_id=NOBODY - secrets.randbits(50),
        first_name="",
        language=helper.language,
        source="helper",
        joined_at=now,
        seen_at=now,
        stopped_at=now,  # nothing is ever sent to it
    )
    session.add(person)
    await session.flush()
    session.add(WalkIn(person_id=person.id, helper_id=helper.id, expires_at=now + KEPT))
    await session.flush()
    return person


async def filling_in_for(session: Session, helper_id: UUID) -> Person | None:
    """For whom a helper fills in at this moment."""
    query = select(Person).join(WalkIn, col(WalkIn.person_id) == col(Person.id))
    return (await session.exec(query.where(WalkIn.helper_id == helper_id, col(WalkIn.open).is_(True)))).first()


async def hand_over(session: Session, helper_id: UUID, now: datetime) -> str | None:
    """The code that gives her what was filled in; from here on the helper no longer sees it. None: nothing is open."""
    code = new_code()
    mine = (col(WalkIn.helper_id) == helper_id, col(WalkIn.open).is_(True))
    closed = update(WalkIn).where(*mine).values(open=False, digest=digest_of(code), expires_at=now + KEPT)
    return code if await changed(session, closed) == 1 else None


async def give_up(session: Session, helper_id: UUID) -> bool:
    """She changed her mind: everything that was filled in goes at once."""
    person = await filling_in_for(session, helper_id)
    if person:
        await session.delete(person)
        await session.flush()
    return person is not None


async def let_go(session: Session, helper_id: UUID) -> None:
    """The helper leaves: what she had not handed over goes with her; what waits for its code needs no helper more."""
    mine = col(WalkIn.helper_id) == helper_id
    unfinished = select(col(WalkIn.person_id)).where(mine, col(WalkIn.digest).is_(None))
    await session.exec(delete(Person).where(col(Person.id).in_(unfinished)))
    await changed(session, update(WalkIn).where(mine).values(helper_id=WalkIn.person_id))


async def claim(session: Session, code: str, person: Person, now: datetime) -> bool:
    """Make what was filled in hers, in place of what she had told herself. False: the code is used, old or made up."""
    query = select(WalkIn).where(WalkIn.digest == digest_of(code), col(WalkIn.expires_at) > now).with_for_update()
    walk_in = (await session.exec(query)).first()
    if walk_in is None or walk_in.person_id == person.id:
        return False
    filled = walk_in.person_id
    asked_herself = (col(Answer.person_id) == filled, col(Answer.question).in_(list(CONSENTS)))
    await session.exec(delete(Answer).where(*asked_herself))  # nobody agrees for somebody else
    for table in (Answer, Intake):
        await session.exec(delete(table).where(col(table.person_id) == person.id))
        await session.exec(update(table).where(col(table.person_id) == filled).values(person_id=person.id))
    await session.exec(delete(Person).where(col(Person.id) == filled))
    return True


async def forget_old(session: Session, now: datetime) -> int:
    """What nobody came back for."""
    old = select(col(WalkIn.person_id)).where(col(WalkIn.expires_at) <= now)
    return (await session.exec(delete(Person).where(col(Person.id).in_(old)))).rowcount
