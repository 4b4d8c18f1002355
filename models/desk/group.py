"""The staff's group: which chat it is now, whether it has topics, whether we may write there."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session, insert
from models.desk.tables import Conversation, DeskMessage, StaffGroup
from models.outbox import queue
from models.outbox.batches import changed
from models.outbox.states import is_state
from models.outbox.tables import Delivery, State


async def current(session: Session, setting: int | None, *, lock: bool = False) -> StaffGroup | None:
    """The group of STAFF_CHAT_ID; None where none is set. Not yet written, for one nobody has used."""
    if setting is None:
        return None
    query = select(StaffGroup).where(StaffGroup.setting == setting).execution_options(populate_existing=True)
    found = (await session.exec(query.with_for_update() if lock else query)).first()
    return found or StaffGroup(setting=setting, chat_id=setting)


async def _change(session: Session, group: StaffGroup, **values: object) -> None:
    row = insert(session, StaffGroup).values({**group.model_dump(), **values})
    await session.exec(row.on_conflict_do_update(index_elements=["setting"], set_=values))


async def moved(session: Session, setting: int, chat_id: int) -> bool:
    """It became a supergroup: messages have other numbers there, and there may be topics. False when known already."""
    group = await current(session, setting, lock=True)
    if group is None or group.chat_id == chat_id:
        return False
    await queue.move(session, group.chat_id, chat_id)
    await _change(session, group, chat_id=chat_id, topics=None, shut=None)
    await changed(session, update(Conversation).values(thread_id=None, carded=False))
    waiting = (col(DeskMessage.copy_chat) == group.chat_id, col(DeskMessage.copy_id).is_(None))
    await changed(session, update(DeskMessage).where(*waiting).values(copy_chat=chat_id))
    return True


async def found_topics(session: Session, setting: int, topics: bool) -> None:
    group = await current(session, setting)
    if group is not None and group.topics is not topics:
        await _change(session, group, topics=topics)


async def shut(session: Session, setting: int, reason: str) -> bool:
    """We may not write there. False when that was known already: it is told once."""
    group = await current(session, setting, lock=True)
    if group is None or group.shut is not None:
        return False
    await _change(session, group, shut=reason)
    return True


async def new_rights(session: Session, setting: int, now: datetime) -> None:
    """Somebody has changed what we may do there: whether there are topics is tried again."""
    await opened(session, setting, now)
    group = await current(session, setting)
    if group is not None and group.topics is False:
        await _change(session, group, topics=None)
        headless = col(Conversation.thread_id).is_(None)
        await changed(session, update(Conversation).where(headless).values(carded=False))


async def opened(session: Session, setting: int, now: datetime) -> bool:
    """We may write there again: what waits leaves at once. False when it was open all the time."""
    group = await current(session, setting, lock=True)
    if group is None:
        return False
    waiting = (col(Delivery.chat_id) == group.chat_id, is_state(State.PENDING), col(Delivery.due_at) > now)
    was_shut = group.shut is not None
    await _change(session, group, shut=None, topics=None if was_shut else group.topics)
    if was_shut:
        await changed(session, update(Delivery).where(*waiting, col(Delivery.attempts) == 0).values(due_at=now))
    return was_shut


async def open_thread(session: Session, conversation: int, thread_id: int) -> None:
    await changed(session, update(Conversation).where(col(Conversation.id) == conversation).values(thread_id=thread_id))


async def lost_thread(session: Session, conversation: int) -> None:
    """Somebody deleted her topic: the next message opens another."""
    gone = update(Conversation).where(col(Conversation.id) == conversation)
    await changed(session, gone.values(thread_id=None, carded=False))
