"""When a person is erased: her conversation goes, and with it the copies of what she wrote in the staff's chats."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from models.db import Session
from models.desk import talking
from models.desk.relaying import ERASE
from models.desk.tables import Conversation, DeskMessage, StaffGroup
from models.outbox import leaving
from models.outbox.planning import Draft, plan_for_chat
from models.outbox.tables import Lane

ERASED = "desk:erased"  # what these deliveries are about: nobody any more


async def erase(session: Session, person_id: UUID, chat_id: int, staff: StaffGroup | None, now: datetime) -> None:
    """Her topic as a whole, else message by message; to be called before the person herself is erased."""
    conversation = await talking.of_person(session, person_id, lock=True)
    if conversation is None:
        return
    if staff and conversation.thread_id:
        await _plan(session, conversation, staff.chat_id, "topic", conversation.thread_id, now)
    copies = select(DeskMessage).where(
        DeskMessage.conversation_id == conversation.id, col(DeskMessage.copy_id).is_not(None)
    )
    for copy in await session.exec(copies):
        in_topic = staff is not None and conversation.thread_id and copy.copy_chat == staff.chat_id
        if copy.copy_chat != chat_id and copy.copy_id and not in_topic:
            await _plan(session, conversation, copy.copy_chat, "delete", copy.copy_id, now)
    await leaving.forget_matter(session, talking.about(conversation.id), now)
    await session.delete(conversation)
    await session.flush()


async def _plan(
    session: Session, conversation: Conversation, chat_id: int, what: str, number: int, now: datetime
) -> None:
    draft = Draft(
        key=f"{ERASED}:{conversation.id}:{what}:{number}",
        kind=ERASE,
        about=ERASED,
        lane=Lane.URGENT,
        due_at=now,
        message={"template": ERASE, "values": {"what": what, "number": number}},
    )
    await plan_for_chat(session, draft, chat_id, now)
