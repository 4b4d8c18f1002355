"""How every door opens and closes: once per update, one transaction, and words only after it has ended.

A door is an async function from a visit to replies. Here Telegram's update becomes that visit, the person is met (her
row locked, so that her steps happen one at a time in any number of processes), and the replies leave after the commit:
what she is told is already true, and no transaction waits for the network.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import structlog
from telegram import Document, Update, User
from telegram.error import Forbidden
from telegram.ext import Application, CallbackContext, ExtBot

from content.typography import plain
from handlers.deps import House, Visit
from handlers.links import source_named
from handlers.screens import Commands, Replies, Shared
from handlers.telegram import Chat, location_of, offer, reaction_of, sent_of, words_of
from models.db import Session
from models.people import meeting
from models.people.meeting import Caller
from models.people.tables import Person, Role, reaches

log = structlog.get_logger()

AnyApplication = Application[Any, Any, Any, Any, Any, Any]  # its six parameters say nothing here
Door = Callable[[Visit], Awaitable[Replies]]
Finder = Callable[[House, Session, int, str | None, str], Awaitable[Sequence[Shared]]]
LARGEST_FILE = 5_000_000  # bytes; a calendar of a thousand events has a fifth of that
FILES = (".ics", ".ical", ".jsonld", ".json", ".geojson", ".csv", ".xlsx", ".zip")  # told apart by what stands in them
FILE_KINDS = ("text/calendar", "application/ld+json", "text/csv")
OTHER_HANDS = timedelta(seconds=5)  # how long another process may take to answer an update before it counts as lost


class Context(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """PTB's context with the house in it."""

    language: str | None = None  # the person's, once she is met

    @property
    def house(self) -> House:
        return cast("House", self.application.bot_data["house"])


def caller_of(user: User, house: House, source: str | None) -> Caller:
    """Who is calling. Names keep no characters that would turn the text around them."""
    language = house.texts.nearest(user.language_code)
    return Caller(user.id, plain(user.first_name)[:64], language, source)


async def enter(door: Door, where_she_stands: Door, update: Update, context: Context) -> None:
    """Let one update through a door. `where_she_stands` speaks for an update whose reply was lost with a process."""
    house, user = context.house, update.effective_user
    if user is None or update.update_id in house.in_hand:
        return
    house.in_hand.add(update.update_id)
    try:
        replies = await _in_transaction(door, where_she_stands, update, context)
        if replies is None:
            return
        chat = Chat(context.bot, user.id, house.buttons, update.callback_query, house.edits)
        await _answer(chat, replies, house)
        house.answered.add(update.update_id)
    finally:
        house.in_hand.discard(update.update_id)


async def _in_transaction(door: Door, where_she_stands: Door, update: Update, context: Context) -> Replies | None:
    """What to answer; None for the repeat of an update that was answered."""
    house, user = context.house, update.effective_user
    assert user is not None  # noqa: S101 `enter` has seen to it
    source = source_of(update)
    file = await _fetched(update, house)
    async with house.database.transaction() as session:
        now = house.clock()
        if await meeting.first_time(session, update.update_id, now):
            person, is_new = await meeting.meet(session, caller_of(user, house, source), now)
            promoted = await _appoint(session, person, house)
            context.language = person.language
            replies = await door(replace(_visit(update, house, session, person, is_new=is_new), file=file))
            return [*replies, *promoted]
    return await _again(where_she_stands, update, house)


async def _again(where_she_stands: Door, update: Update, house: House) -> Replies | None:
    """The update's effect is in the database. If its reply never left, she is shown where she stands."""
    if await _was_answered(update, house):
        return None
    if not house.one_process:
        await asyncio.sleep(OTHER_HANDS.total_seconds())
        if await _was_answered(update, house):
            return None
    user = update.effective_user
    async with house.database.transaction() as session:
        person = await meeting.by_chat(session, user.id, lock=True) if user else None
        return await where_she_stands(_visit(update, house, session, person)) if person else []


async def _was_answered(update: Update, house: House) -> bool:
    """Asked before anybody waits: a repeat of what was answered long ago must not hold up her next tap."""
    if update.update_id in house.answered:
        return True
    async with house.database.reading() as session:
        return await meeting.was_answered(session, update.update_id)


def _visit(update: Update, house: House, session: Session, person: Person, *, is_new: bool = False) -> Visit:
    message, query = update.message, update.callback_query
    pressed = query and house.buttons.open(query.data or "", person.chat_id)
    return Visit(
        house=house,
        session=session,
        person=person,
        now=house.clock(),
        is_new=is_new,
        words=words_of(message),
        button=(pressed or ())[1:],
        location=location_of(update),
        sent=sent_of(message or update.edited_message),
        edited=update.edited_message is not None,
        pressed=query.message.message_id if query and query.message else None,
        reaction=reaction_of(update),
    )


async def _appoint(session: Session, person: Person, house: House) -> Replies:
    """Those named in COORDINATOR_IDS are administrators from their first word, and their menu shows it."""
    if person.chat_id not in house.administrators or person.role == Role.ADMINISTRATOR:
        return []
    await meeting.appoint(session, person, Role.ADMINISTRATOR)
    return [Commands(tuple(house.commands_for(Role.ADMINISTRATOR, person.language)))]


async def _answer(chat: Chat, replies: Replies, house: House) -> None:
    try:
        await chat.answer(replies)
    except Forbidden:
        # Blocked while we were thinking: the same as a block we are told of.
        async with house.database.transaction() as session:
            await meeting.leave(session, chat.chat_id, house.clock())


async def search(finder: Finder, update: Update, context: Context) -> None:
    """@bot and some words, typed in any chat: only read, written down nowhere, and answered for strangers too."""
    house, query = context.house, update.inline_query
    if query is None:
        return
    async with house.database.reading() as session:
        found = await finder(house, session, query.from_user.id, query.from_user.language_code, query.query)
    await offer(context.bot, query.id, found)


async def blocked_or_back(update: Update, context: Context) -> None:
    """Telegram tells when somebody blocks the bot. Coming back is told by writing."""
    change, house = update.my_chat_member, context.house
    if change and change.chat.type == "private" and change.new_chat_member.status == "kicked":
        async with house.database.transaction() as session:
            await meeting.leave(session, change.chat.id, house.clock())


def source_of(update: Update) -> str | None:
    """The deep link's payload (`/start flyer`): where the person came from."""
    message = update.message
    if message is None or not (message.text or "").startswith("/start"):
        return None
    return source_named(words_of(message))


def pressed_action(update: Update, house: House) -> str | None:
    """The action of the button pressed, None where we did not make that button for this chat."""
    query, user = update.callback_query, update.effective_user
    opened = query and user and house.buttons.open(query.data or "", user.id)
    return opened[0] if opened else None


async def _fetched(update: Update, house: House) -> tuple[str, bytes | None] | None:
    """The file of data in this update, if a coordinator sent one: its name and bytes, None of what is too large."""
    document = update.message.document if update.message else None
    user = update.effective_user
    if document is None or user is None or not _is_readable(document):
        return None
    async with house.database.reading() as session:
        person = await meeting.by_chat(session, user.id)
    if person is None or not reaches(Role(person.role), Role.COORDINATOR):
        return None
    name = document.file_name or "calendar.ics"
    if (document.file_size or 0) > LARGEST_FILE:
        return name, None
    file = await document.get_file()
    return name, bytes(await file.download_as_bytearray())


def _is_readable(document: Document) -> bool:
    return (document.file_name or "").casefold().endswith(FILES) or document.mime_type in FILE_KINDS
