"""Erasing a person: what others wait for is freed, what is only counted loses her name, the rest goes with her row."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col

from models.broadcasts.tables import Broadcast, Stage
from models.db import Session
from models.desk import leaving as desk
from models.desk.tables import Conversation, DeskMessage, StaffGroup
from models.events import attendance
from models.events.customs import Customs
from models.invitations import walk_ins
from models.outbox import leaving as outbox
from models.outbox.batches import changed
from models.people import leaving
from models.people.tables import Person


async def erase(
    session: Session, person: Person, now: datetime, customs: Customs, staff: StaffGroup | None = None
) -> None:
    """Everything about her, in one transaction. After it, no row of any table leads back to her."""
    await attendance.leave_all(session, person.id, now, customs)
    await desk.erase(session, person.id, person.chat_id, staff, now)
    await outbox.forget(session, person.id, now)
    await walk_ins.let_go(session, person.id)
    await _leave_announcements(session, person)
    await _leave_the_desk(session, person.chat_id)
    await leaving.erase(session, person)


async def _leave_announcements(session: Session, person: Person) -> None:
    """What was sent stays sent, without the chat that watched it; what she had only begun to write goes."""
    begun = delete(Broadcast).where(col(Broadcast.created_by) == person.id, col(Broadcast.stage) == Stage.DRAFT)
    await session.exec(begun)
    watched = update(Broadcast).where(col(Broadcast.board_chat) == person.chat_id)
    await changed(session, watched.values(board_chat=None, board_message=None, board_shown=None))


async def _leave_the_desk(session: Session, chat_id: int) -> None:
    """Where she was of those who answer: the talks stay, her own chat and her name at their end do not."""
    named = update(Conversation).where(col(Conversation.speaker) == chat_id).values(speaker=None)
    answered = update(Conversation).where(col(Conversation.answered_in) == chat_id).values(answered_in=None)
    await changed(session, named)
    await changed(session, answered)
    seen_by_her = (col(DeskMessage.chat_id) == chat_id) | (col(DeskMessage.copy_chat) == chat_id)
    await session.exec(delete(DeskMessage).where(seen_by_her))
