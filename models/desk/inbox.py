"""What waits for the staff, the longest first, and who is told where they have no group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.db import Session
from models.desk import talking
from models.desk.tables import By, Conversation, DeskMessage, Stage
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane
from models.people.tables import Person, Role

NEW, BACK = "desk_new", "desk_back"  # templates and kinds: somebody waits; the bot answers again
SHOWN = 5  # of her last messages, for somebody who begins to answer


@dataclass(frozen=True)
class Line:
    """One conversation in the list."""

    conversation: Conversation
    name: str
    taken_by: str | None


def _open(now: datetime) -> ColumnElement[bool]:
    slept = and_(col(Conversation.stage) == Stage.SNOOZED, col(Conversation.snoozed_until) <= now)
    return or_(col(Conversation.stage) == Stage.OPEN, slept)


async def lines(session: Session, now: datetime, first: int, most: int, subject: str | None = None) -> list[Line]:
    """Open conversations, all or about one subject: first those in difficulty, who waits longest, those answered."""
    taker = aliased(Person)
    waits = func.coalesce(col(Conversation.waiting_since), col(Conversation.last_at))
    query = (
        select(Conversation, Person.first_name, taker.first_name)
        .join(Person, col(Person.id) == col(Conversation.person_id))
        .outerjoin(taker, col(taker.id) == col(Conversation.assignee))
        .where(*_about(now, subject))
        .order_by(
            (col(Conversation.urgent) & col(Conversation.waiting_since).is_not(None)).desc(),
            col(Conversation.waiting_since).is_(None),
            waits,
            col(Conversation.id),
        )
    )
    rows = await session.exec(query.offset(first).limit(most))
    return [Line(conversation, name, taken_by) for conversation, name, taken_by in rows]


def _about(now: datetime, subject: str | None) -> list[ColumnElement[bool]]:
    return [_open(now)] if subject is None else [_open(now), col(Conversation.subject) == subject]


async def count(session: Session, now: datetime, subject: str | None = None) -> int:
    return (await session.exec(select(func.count()).select_from(Conversation).where(*_about(now, subject)))).one()


async def subjects(session: Session, now: datetime) -> dict[str, int]:
    """How many open conversations are about what."""
    named = (_open(now), col(Conversation.subject).is_not(None))
    query = select(col(Conversation.subject), func.count()).where(*named).group_by(col(Conversation.subject))
    return {subject: how_many for subject, how_many in await session.exec(query) if subject}


async def say_back(session: Session, conversation: Conversation, now: datetime, manners: Manners) -> int:
    """She hears that the bot answers again, not in her quiet hours."""
    draft = Draft(
        key=f"desk:back:{conversation.id}:{conversation.last_at.isoformat()}",
        kind=BACK,
        about=talking.about(conversation.id),
        lane=Lane.URGENT,
        due_at=now,
        message={"template": BACK, "values": {"conversation": conversation.id}},
        expires_at=now + timedelta(hours=24),
    )
    return await plan(session, draft, select(Person.id).where(Person.id == conversation.person_id), now, manners)


async def tell(
    session: Session, conversation: Conversation, now: datetime, manners: Manners, occasion: str = ""
) -> int:
    """Whoever takes care of it, else everybody who coordinates, hears that somebody waits, once each time she begins.

    That somebody has waited for long (an `occasion`) is told to everybody.
    """
    since = f"{(conversation.waiting_since or now).isoformat()}{occasion}"
    draft = Draft(
        key=f"desk:new:{conversation.id}:{since}",
        kind=NEW,
        about=talking.about(conversation.id),
        lane=Lane.URGENT,
        due_at=now,
        message={"template": NEW, "values": {"conversation": conversation.id}},
    )
    staff = select(Person.id).where(col(Person.role).in_([Role.COORDINATOR.value, Role.ADMINISTRATOR.value]))
    if conversation.assignee and not occasion:
        told = await plan(session, draft, staff.where(Person.id == conversation.assignee), now, manners)
        if told:
            return told
    return await plan(session, draft, staff, now, manners)


async def last_words(session: Session, conversation: int) -> Sequence[DeskMessage]:
    """The last messages of hers, the oldest first, each once however many copies there are."""
    query = select(DeskMessage).where(DeskMessage.conversation_id == conversation, DeskMessage.by == By.MAKER)
    newest = (await session.exec(query.order_by(col(DeskMessage.at).desc(), col(DeskMessage.message_id).desc()))).all()
    once = {message.message_id: message for message in reversed(newest)}
    return sorted(once.values(), key=lambda one: one.message_id or 0)[-SHOWN:]


async def last_in(session: Session, chat_id: int) -> int | None:
    """Whose conversation the last copy in a coordinator's own chat belongs to."""
    query = select(DeskMessage.conversation_id).where(DeskMessage.copy_chat == chat_id)
    return (await session.exec(query.order_by(col(DeskMessage.at).desc()).limit(1))).first()
