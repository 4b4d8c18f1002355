"""From Telegram's objects to a caller and back from replies to Telegram's calls. No decisions about people in here."""

import asyncio
import html
import json
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from telegram import Bot, BotCommandScopeChat, CallbackQuery, InputFile, Message, ReactionTypeEmoji, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.helpers import effective_message_type

from content.splitting import split
from handlers.buttons import Buttons
from handlers.deps import Sent
from handlers.keyboards import INLINE, Json, markup
from handlers.screens import Amend, Commands, Paper, Picture, Pin, Popup, Replace, Replies, Say, Screen, Shared

os.environ["PTB_TIMEDELTA"] = "1"  # pauses as timedelta: the old whole seconds warn on every read

log = structlog.get_logger()
T = TypeVar("T")

TRIES = 3  # of one call to Telegram while somebody waits
PATIENCE = 5.0  # seconds a person is made to wait for a reply when Telegram asks us to slow down
PAUSE = 0.5  # seconds before the second try; twice as long before the third
REMEMBERED = 10_000  # chats whose last edit is known
TAGS = re.compile(r"<[^>]+>")
OFFER_HOLDS = 60  # seconds Telegram may give the same answer to the same person
NO_PREVIEW = {"is_disabled": True}
# A press that came too late, or a screen that already says so: nothing is wrong and nobody needs to hear of it.
HARMLESS = ("query is too old", "message is not modified")
# The message can no longer be changed (deleted, or older than 48 hours): then it is said anew.
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class CutOff(TimedOut):
    """The connection broke after the call had left: nobody can know whether Telegram carried it out."""

    def __init__(self) -> None:
        super().__init__("cut off")


async def surely(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call for somebody who waits, again where that helps.

    A connection cut off in the middle mostly was an idle one that had gone stale: a reply that comes twice is better
    than none. A time-out is not tried again: whoever waited that long has pressed something else by now.
    """
    for tried in range(1, TRIES):
        try:
            return await call()
        except RetryAfter as hold:
            if seconds_of(hold) > PATIENCE:
                raise
            await asyncio.sleep(seconds_of(hold))
        except CutOff:
            await asyncio.sleep(PAUSE * tried)
        except (BadRequest, TimedOut):
            raise
        except NetworkError:
            await asyncio.sleep(PAUSE * tried)
    return await call()


def seconds_of(hold: RetryAfter) -> float:
    pause = hold.retry_after
    return float(pause) if isinstance(pause, int) else pause.total_seconds()


@dataclass(frozen=True)
class Chat:
    """The way back to one person: says, replaces, pops up.

    `edits` holds the last edit of each chat, from what to what: a button pressed twice at once leads to the same edit
    twice, and Telegram refuses the second.
    """

    bot: Bot
    chat_id: int
    buttons: Buttons
    query: CallbackQuery | None = None
    edits: dict[int, int] = field(default_factory=dict)

    async def answer(self, replies: Replies) -> None:
        """Carry out the replies in order. A press is always answered, or the phone shows a clock for a minute."""
        popup = next((reply for reply in replies if isinstance(reply, Popup)), None)
        closing = asyncio.create_task(self._close_query(popup))  # beside the replies: she waits for one call, not two
        try:
            await self._carry_out(replies)
        finally:
            await closing

    async def _carry_out(self, replies: Replies) -> None:
        for reply in replies:
            if isinstance(reply, Say):
                await self.say(reply.screen)
            elif isinstance(reply, Replace):
                await self.replace(reply.screen)
            elif isinstance(reply, Pin):
                await self._pin(reply)
            elif isinstance(reply, Paper):
                await self._hand_over(reply)
            elif isinstance(reply, Picture):
                await self._show(reply)
            elif isinstance(reply, Amend):
                await self._amend(reply)
            elif isinstance(reply, Commands):
                scope, lines = BotCommandScopeChat(self.chat_id), reply.lines
                await surely(lambda: self.bot.set_my_commands(lines, scope=scope))  # noqa: B023 called before the next turn

    async def _close_query(self, popup: Popup | None) -> None:
        if self.query is None:
            return
        said = {"text": popup.text, "show_alert": popup.alert} if popup else {}
        try:
            await self._call("answerCallbackQuery", {"callback_query_id": self.query.id, **said})
        except BadRequest as refusal:
            if not _is(refusal, HARMLESS):
                raise
        except NetworkError:
            log.info("a press was not answered")  # what is said after it matters more than the clock on a button

    async def apologise(self, text: str) -> None:
        """One message, tried once: what failed may fail again. The clock on a pressed button stops."""
        await self._close_query(None)
        await self.bot.send_message(self.chat_id, text)

    async def say(self, screen: Screen) -> None:
        """A text over Telegram's limit goes out in parts, the buttons under the last one."""
        *first, last = split(screen.text)
        for part in first:
            await self._send(part, None)
        await self._send(last, markup(screen, self.chat_id, self.buttons))

    async def _send(self, text: str, keys: Json | None) -> None:
        await surely(lambda: self._call("sendMessage", self._text(text, keys)))

    async def _pin(self, pin: Pin) -> None:
        place = {"latitude": pin.latitude, "longitude": pin.longitude, "title": pin.name, "address": pin.address}
        await surely(lambda: self._call("sendVenue", {"chat_id": self.chat_id, **place}))

    async def _hand_over(self, paper: Paper) -> None:
        file = InputFile(paper.data, paper.name)
        await surely(lambda: self.bot.send_document(self.chat_id, file, caption=paper.caption or None))

    async def _show(self, picture: Picture) -> None:
        png = await asyncio.to_thread(picture.draw)
        keys = markup(Screen("", picture.rows), self.chat_id, self.buttons)
        call = {"chat_id": self.chat_id, "photo": InputFile(png, "picture.png"), "reply_markup": keys}
        said = {"caption": picture.caption or None, "parse_mode": ParseMode.HTML}
        await surely(lambda: self._call("sendPhoto", {**call, **said}))

    async def _amend(self, amend: Amend) -> None:
        """What can no longer be changed stays as it is."""
        method, field = ("editMessageCaption", "caption") if amend.caption else ("editMessageText", "text")
        which: Json = {"chat_id": amend.chat_id, "message_id": amend.message_id}
        change: Json = {**which, field: amend.text, "parse_mode": ParseMode.HTML}
        try:
            await surely(lambda: self._call(method, change))
        except (BadRequest, Forbidden) as refusal:
            log.info("a copy was not changed", reason=refusal.message)

    def _text(self, text: str, keys: Json | None) -> Json:
        said = {"chat_id": self.chat_id, "text": text, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW}
        return {**said, "reply_markup": keys}

    async def _call(self, method: str, parameters: Json) -> object:
        """One call by its name in the Bot API. The public ways would read the whole message that comes back."""
        return await self.bot._post(method, parameters)  # noqa: SLF001 as the docstring says: a tenth of a reply's work

    async def replace(self, screen: Screen) -> None:
        pressed = self.query.message if self.query else None
        keys = markup(screen, self.chat_id, self.buttons)
        if not isinstance(pressed, Message) or (keys and INLINE not in keys) or len(split(screen.text)) > 1:
            await self.say(screen)
            return
        change = hash((pressed.message_id, pressed.edit_date, pressed.text, screen.text, json.dumps(keys)))
        if self.edits.get(self.chat_id) == change or shows(pressed, screen.text, keys):
            return
        edit = {"message_id": pressed.message_id, **self._text(screen.text, keys)}
        try:
            await surely(lambda: self._call("editMessageText", edit))
        except BadRequest as refusal:
            if _is(refusal, GONE):
                await self.say(screen)
            elif not _is(refusal, HARMLESS):
                raise
        self._remember(change)

    def _remember(self, change: int) -> None:
        """Two presses at once are a moment apart: what is older may go."""
        if len(self.edits) >= REMEMBERED:
            self.edits.clear()
        self.edits[self.chat_id] = change


async def offer(bot: Bot, query_id: str, found: Sequence[Shared]) -> None:
    """Answer an inline search. One that came too late harms nothing: she has typed on."""
    answer: Json = {
        "inline_query_id": query_id,
        "results": [_article(one) for one in found],
        "cache_time": OFFER_HOLDS,
        "is_personal": True,  # in the language of whoever asks
    }
    try:
        await bot._post("answerInlineQuery", answer)  # noqa: SLF001 as for all replies: the JSON it is
    except BadRequest as refusal:
        if not _is(refusal, HARMLESS):
            raise


def _article(one: Shared) -> Json:
    said = {"message_text": one.text, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW}
    return {
        "type": "article",
        "id": one.id,
        "title": one.title,
        "description": one.about,
        "input_message_content": said,
        "reply_markup": {INLINE: [[{"text": one.label, "url": one.link}]]},
    }


def shows(message: Message, text: str, keys: Json | None) -> bool:
    """Whether the message says this already: Telegram refuses an edit that changes nothing."""
    if message.text != html.unescape(TAGS.sub("", text)).strip():
        return False
    return (message.reply_markup.to_dict() if message.reply_markup else None) == keys


def _is(refusal: BadRequest, sentences: Sequence[str]) -> bool:
    return any(sentence in refusal.message.lower() for sentence in sentences)


def words_of(message: Message | None) -> str:
    """What was typed; behind a command, its arguments."""
    text = (message and message.text) or ""
    return text.partition(" ")[2].strip() if text.startswith("/") else text


def location_of(update: Update) -> tuple[float, float] | None:
    message = update.message
    place = message and (message.location or (message.venue and message.venue.location))
    return (place.latitude, place.longitude) if place else None


def sent_of(message: Message | None) -> Sent | None:
    """The message as data, None for what is no message."""
    if message is None:
        return None
    return Sent(
        chat_id=message.chat_id,
        message_id=message.message_id,
        kind="text" if message.text else str(effective_message_type(message) or "service"),  # most are: it tries forty
        html=lambda: message.text_html or message.caption_html or "",
        album=message.media_group_id,
        answers=_answered(message),
        thread=message.message_thread_id if message.is_topic_message else None,
    )


def _answered(message: Message) -> int | None:
    """The message it replies to. In a topic everything replies to the service message that opened it."""
    reply = message.reply_to_message
    return None if reply is None or reply.forum_topic_created else reply.message_id


def reaction_of(update: Update) -> tuple[int, tuple[str, ...]] | None:
    """A message's number and the signs somebody has newly put under it."""
    change = update.message_reaction
    if change is None:
        return None
    signs = [one.emoji for one in change.new_reaction if isinstance(one, ReactionTypeEmoji)]
    before = [one.emoji for one in change.old_reaction if isinstance(one, ReactionTypeEmoji)]
    return change.message_id, tuple(sign for sign in signs if sign not in before)
