"""The way in from groups. Only the staff's own is listened to; once per update, and words leave after the commit."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Chat as TelegramChat
from telegram import Update
from telegram.constants import ChatID

from content.typography import plain
from handlers.deps import AtDesk, House
from handlers.door import Context
from handlers.screens import Replies
from handlers.telegram import Chat, sent_of
from models.db import Session
from models.desk import group
from models.people import meeting

log = structlog.get_logger()

DeskDoor = Callable[[AtDesk], Awaitable[Replies]]
AWAY = {"left", "kicked", "restricted"}


async def enter(door: DeskDoor, update: Update, context: Context) -> None:
    """Let one happening in the staff's group through a door; what happens in any other group is nobody's business."""
    house, chat, user = context.house, update.effective_chat, update.effective_user
    if chat is None or user is None or (user.is_bot and user.id != ChatID.ANONYMOUS_ADMIN):
        return
    if not await _is_staff(house, chat.id):
        return
    async with house.database.transaction() as session:
        now = house.clock()
        if not await meeting.first_time(session, update.update_id, now):
            return
        replies = await door(await _at(update, house, session, chat.id))
    await Chat(context.bot, chat.id, house.buttons, update.callback_query, house.edits).answer(replies)
    house.answered.add(update.update_id)


async def _at(update: Update, house: House, session: Session, chat_id: int) -> AtDesk:
    user, query = update.effective_user, update.callback_query
    assert user is not None  # noqa: S101 `enter` has seen to it
    message = update.message or update.edited_message
    return AtDesk(
        house=house,
        session=session,
        now=house.clock(),
        chat_id=chat_id,
        user_id=user.id,
        name=plain(user.first_name)[:64],
        person=await meeting.by_chat(session, user.id),
        words=(message and (message.text or message.caption)) or "",
        button=(query and house.buttons.open(query.data or "", chat_id)) or (),
        sent=sent_of(message),
        edited=update.edited_message is not None,
    )


async def _is_staff(house: House, chat_id: int) -> bool:
    if house.staff_chat is None:
        return False
    async with house.database.reading() as session:
        staff = await group.current(session, house.staff_chat)
    return staff is not None and staff.chat_id == chat_id


def is_group(chat: TelegramChat | None) -> bool:
    return chat is not None and chat.type in {"group", "supergroup"}


async def migrated(update: Update, context: Context) -> None:
    """The group became a supergroup: both the old and the new one say so, and either is enough."""
    message, house = update.message, context.house
    if message is None or house.staff_chat is None:
        return
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    if not await _is_staff(house, old):
        return
    async with house.database.transaction() as session:
        await group.moved(session, house.staff_chat, new)
    log.info("the staff's group has another number now")


async def membership(update: Update, context: Context) -> None:
    """The bot was made administrator, or let in again: what waits for the group leaves."""
    change, house = update.my_chat_member, context.house
    if change is None or house.staff_chat is None or not await _is_staff(house, change.chat.id):
        return
    if change.new_chat_member.status in AWAY:
        return  # the next message that does not arrive says it, and is kept
    async with house.database.transaction() as session:
        await group.new_rights(session, house.staff_chat, house.clock())
