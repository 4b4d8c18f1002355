"""A conversation's way: asked, answered, snoozed, closed, taken up again; who waits, and since when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.db import Session
from models.desk.tables import By, Conversation, DeskAnswer, DeskMessage, Stage
from models.people.tables import Person

AT_ONCE, WITHIN = 5, timedelta(minutes=5)  # messages nobody has answered yet, in this time
KEPT = timedelta(days=183)
LOOKED_AT = 20  # of the last answers: how long people wait at present
FEWEST = 3  # answers that say something about it


def about(conversation: int) -> str:
    """How the outbox and the audit log call it."""
    return f"desk:{conversation}"


async def _one(session: Session, query: SelectOfScalar[Conversation], *, lock: bool) -> Conversation | None:
    fresh = query.execution_options(populate_existing=True)
    return (await session.exec(fresh.with_for_update() if lock else fresh)).first()


async def of_person(session: Session, person_id: UUID, *, lock: bool = False) -> Conversation | None:
    return await _one(session, select(Conversation).where(Conversation.person_id == person_id), lock=lock)


async def numbered(session: Session, number: int, *, lock: bool = False) -> Conversation | None:
    return await _one(session, select(Conversation).where(Conversation.id == number), lock=lock)


async def in_thread(session: Session, thread_id: int, *, lock: bool = False) -> Conversation | None:
    return await _one(session, select(Conversation).where(Conversation.thread_id == thread_id), lock=lock)


async def asked(
    session: Session,
    person: Person,
    now: datetime,
    quiet: timedelta,
    *,
    urgent: bool = False,
) -> Conversation:
    """She writes to the staff: her conversation is open, and the bot keeps out of it for a while."""
    conversation = await of_person(session, person.id, lock=True)
    if conversation is None:
        conversation = Conversation(person_id=person.id, opened_at=now, last_at=now)
        session.add(conversation)
        await session.flush()
    conversation.waiting_since = conversation.waiting_since or now
    conversation.stage, conversation.snoozed_until = Stage.OPEN, None
    conversation.urgent = conversation.urgent or urgent
    conversation.last_by, conversation.last_at = By.MAKER, now
    session.add(conversation)
    _talks(session, person, now + quiet)
    return conversation


async def answered(
    session: Session, conversation: Conversation, person: Person, now: datetime, until: datetime
) -> None:
    """The staff writes to her: nobody waits any more, and what she says next goes to the staff."""
    if conversation.waiting_since is not None:
        session.add(DeskAnswer(at=now, seconds=int((now - conversation.waiting_since).total_seconds())))
    conversation.waiting_since = conversation.reminded_at = conversation.capped_at = None
    conversation.stage, conversation.snoozed_until = Stage.OPEN, None
    conversation.last_by, conversation.last_at = By.STAFF, now
    session.add(conversation)
    _talks(session, person, until)


async def close(session: Session, conversation: Conversation, person: Person) -> None:
    """Nobody waits; the bot answers again. Her next question takes it up."""
    conversation.stage, conversation.waiting_since, conversation.snoozed_until = Stage.CLOSED, None, None
    conversation.urgent, conversation.answered_in = False, None
    session.add(conversation)
    _talks(session, person, None)


async def reopen(session: Session, conversation: Conversation, now: datetime) -> None:
    conversation.stage, conversation.snoozed_until = Stage.OPEN, None
    if conversation.last_by == By.MAKER:
        conversation.waiting_since = conversation.waiting_since or now
    session.add(conversation)


async def snooze(session: Session, conversation: Conversation, until: datetime) -> None:
    conversation.stage, conversation.snoozed_until = Stage.SNOOZED, until
    session.add(conversation)


def _talks(session: Session, person: Person, until: datetime | None) -> None:
    person.with_staff_until = until
    session.add(person)


def with_staff(person: Person, now: datetime) -> bool:
    """Whether what she writes now is for a person, not for the bot."""
    return person.with_staff_until is not None and person.with_staff_until > now


async def any_left_alone(session: Session, now: datetime) -> bool:
    """Asked first without anybody's turn to write."""
    query = select(Person.id).where(col(Person.with_staff_until) <= now).limit(1)
    return (await session.exec(query)).first() is not None


async def left_alone(session: Session, now: datetime) -> Sequence[Person]:
    """Those with whom nobody has spoken for long enough: from now on the bot answers them again."""
    query = select(Person).where(col(Person.with_staff_until) <= now).with_for_update(skip_locked=True)
    people = (await session.exec(query)).all()
    for person in people:
        _talks(session, person, None)
    return people


async def unanswered(session: Session, now: datetime, after: timedelta) -> Sequence[Conversation]:
    """Those who have waited too long, each once while she waits: the staff is reminded."""
    slept = and_(col(Conversation.stage) == Stage.SNOOZED, col(Conversation.snoozed_until) <= now)
    query = select(Conversation).where(
        col(Conversation.waiting_since) <= now - after,
        col(Conversation.reminded_at).is_(None),
        or_(col(Conversation.stage) == Stage.OPEN, slept),
    )
    found = (await session.exec(query.with_for_update(skip_locked=True))).all()
    for one in found:
        one.reminded_at = now
        session.add(one)
    return found


async def too_much(session: Session, conversation: Conversation, now: datetime, album: str | None = None) -> bool:
    """Whether she has written five messages within five minutes that nobody has answered; an album is one."""
    since = now - WITHIN
    if conversation.last_by == By.STAFF and conversation.last_at > since:
        return False
    query = (
        select(DeskMessage.message_id, DeskMessage.album)
        .where(DeskMessage.conversation_id == conversation.id, DeskMessage.by == By.MAKER, col(DeskMessage.at) > since)
        .distinct()
    )
    written = {together or number for number, together in await session.exec(query)}
    return len(written) >= AT_ONCE and album not in written


async def forget_old(session: Session, now: datetime) -> int:
    """Which message was whose copy is forgotten after half a year, how long people waited too; how many rows went."""
    old = delete(DeskMessage).where(col(DeskMessage.at) < now - KEPT, col(DeskMessage.by) != By.BOT)
    waits = delete(DeskAnswer).where(col(DeskAnswer.at) < now - KEPT)
    return (await session.exec(old)).rowcount + (await session.exec(waits)).rowcount


async def usual_wait(session: Session) -> timedelta | None:
    """How long people have waited lately, half of them less; None while there are too few answers to tell."""
    query = select(DeskAnswer.seconds).order_by(col(DeskAnswer.at).desc()).limit(LOOKED_AT)
    waits: Sequence[int] = (await session.exec(query)).all()
    return timedelta(seconds=median(waits)) if len(waits) >= FEWEST else None
