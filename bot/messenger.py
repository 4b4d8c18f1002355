"""Carries out one delivery: makes the call, and says in the outbox's terms what came of it.

The only place where Telegram's answers become outcomes. It decides nothing: what an outcome means is the outbox's.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.buttons import Buttons
from handlers.keyboards import Json, markup
from handlers.screens import Screen
from handlers.telegram import CutOff, seconds_of
from models.outbox.outcomes import Ambiguous, Broken, Gone, Later, Moved, Outcome, Sent, TooFast
from models.outbox.recheck import Ready

log = structlog.get_logger()

PATIENCE = 10.0  # seconds for a call: shorter than a lease, so that nobody takes the delivery over meanwhile
RECEIPT = "👌"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
SERVER_FAULT = re.compile(r"\(5\d\d\)|server error|gateway|unavailable", re.IGNORECASE)

Words = Sequence[tuple[str, str]]
# What Telegram says, and our word for it.
GONE: Words = (
    ("bot was blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("chat not found", "chat_not_found"),
    ("peer_id_invalid", "chat_not_found"),
    ("not enough rights", "no_permission"),
    ("have no rights to send", "no_permission"),
    ("need administrator rights", "no_permission"),
    ("chat_write_forbidden", "no_permission"),
    ("topic_closed", "no_permission"),
)
NO_THREAD: Words = (
    ("message thread not found", "no_thread"),
    ("topic_deleted", "no_thread"),
    ("topic_id_invalid", "no_thread"),
)
DONE_ALREADY: Words = (
    ("message is not modified", "same"),
    ("message to edit not found", "gone"),
    ("message to delete not found", "gone"),
    ("message can't be deleted", "late"),
    ("message can't be edited", "late"),
    ("topic_id_invalid", "gone"),
)
BROKEN: Words = (
    ("can't parse entities", "markup"),
    ("is too long", "too_long"),
    ("is empty", "empty"),
    ("file", "file"),
    ("button", "button"),
    ("reply markup", "button"),
)


class Post:
    """The way out for messages nobody asked for. Its wire is its own: replies never wait behind these."""

    def __init__(self, bot: Bot, buttons: Buttons) -> None:
        self._bot, self._buttons = bot, buttons

    async def deliver(self, one: Ready, screen: Screen) -> Outcome:
        """Whatever happens is an outcome: nothing that is raised here could be settled elsewhere."""
        try:
            first, *others = await self._send(one, screen)
            return Sent(first, tuple(others))
        except TelegramError as fault:
            return outcome_of(fault)

    async def tell(self, chat_id: int, text: str) -> bool:
        """One message at once, past the line: an alarm. Whether it arrived."""
        try:
            await self._bot.send_message(
                chat_id, text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, read_timeout=PATIENCE
            )
        except TelegramError as fault:
            log.warning("an alarm could not be told", reason=str(outcome_of(fault)))
            return False
        return True

    async def open_topic(self, chat_id: int, name: str) -> int | Outcome | None:
        """The number of a new topic; None where the group has none, or we may open none."""
        try:
            opened = await self._call("createForumTopic", {"chat_id": chat_id, "name": name})
        except ChatMigrated as fault:
            return outcome_of(fault)
        except BadRequest as refusal:
            gone = _word(refusal, GONE)
            return Gone(gone) if gone == "chat_not_found" else None
        except TelegramError as fault:
            return outcome_of(fault)
        number: int = opened["message_thread_id"]
        return number

    async def sign(self, chat_id: int, message_id: int) -> None:
        """The receipt under a message that has been passed on. Without it nothing is wrong."""
        sign = [{"type": "emoji", "emoji": RECEIPT}]
        try:
            await self._call("setMessageReaction", {"chat_id": chat_id, "message_id": message_id, "reaction": sign})
        except TelegramError as fault:
            log.info("a receipt was not given", reason=str(outcome_of(fault)))

    async def redraw(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """A message that shows how something goes on, once more. What is not drawn now is drawn the next time."""
        keys = markup(screen, chat_id, self._buttons)
        which: Json = {"chat_id": chat_id, "message_id": message_id}
        try:
            await self._call("editMessageText", {**which, **_text(screen), "reply_markup": keys})
        except TelegramError as fault:
            if not (isinstance(fault, BadRequest) and _word(fault, DONE_ALREADY)):
                log.info("a board was not redrawn", reason=str(outcome_of(fault)))

    async def _send(self, one: Ready, screen: Screen) -> list[int]:
        """The message's number, or those of an album.

        Every parameter is named: no default that changes may change a broadcast.
        """
        chat_id = one.row.chat_id
        keys = markup(screen, chat_id, self._buttons)
        if screen.change:
            return [await self._change(one, screen, keys)]
        if screen.copied:
            return await self._copy(one, screen, keys)
        method, content = _new(one, screen)
        call = {"chat_id": chat_id, **content, "reply_markup": keys, "allow_paid_broadcast": one.paid or None}
        return [number_of(await self._call(method, {**call, **_placed(screen)}))]

    async def _copy(self, one: Ready, screen: Screen, keys: Json | None) -> list[int]:
        """As it stands in the writer's chat. An album takes no buttons: they come under a line of their own."""
        assert screen.copied is not None  # noqa: S101 asked before
        chat_id, numbers = screen.copied
        whole: Json = {"chat_id": one.row.chat_id, "from_chat_id": chat_id, **_placed(screen)}
        if len(numbers) == 1:
            single: Json = {"message_id": numbers[0], "reply_markup": keys, "allow_paid_broadcast": one.paid or None}
            return [number_of(await self._call("copyMessage", {**whole, **single, **_caption(screen)}))]
        whole.pop("reply_parameters", None)  # an album of copies answers nothing
        copies = [number_of(copy) for copy in await self._call("copyMessages", {**whole, "message_ids": list(numbers)})]
        if screen.text:
            await self._below(one, screen, keys)
        return copies

    async def _below(self, one: Ready, screen: Screen, keys: Json | None) -> None:
        try:
            await self._call("sendMessage", {"chat_id": one.row.chat_id, **_text(screen), "reply_markup": keys})
        except TelegramError as fault:
            log.info("an album arrived without its buttons", reason=str(outcome_of(fault)))

    async def _change(self, one: Ready, screen: Screen, keys: Json | None) -> int:
        """Put a message right or take it away. One that says so already, or is gone, is as it should be."""
        assert screen.change is not None  # noqa: S101 asked before
        what, number = screen.change
        which: Json = {"chat_id": one.row.chat_id, "message_id": number}
        try:
            if what == "delete":
                await self._call("deleteMessage", which)
            elif what == "topic":
                await self._call("deleteForumTopic", {"chat_id": one.row.chat_id, "message_thread_id": number})
            elif screen.copied and _caption(screen):
                await self._call("editMessageCaption", {**which, **_caption(screen), "reply_markup": keys})
            elif screen.copied:
                await self._call("editMessageReplyMarkup", {**which, "reply_markup": keys})
            else:
                await self._call("editMessageText", {**which, **_text(screen), "reply_markup": keys})
        except BadRequest as refusal:
            if not _word(refusal, DONE_ALREADY):
                raise
        return number

    async def _call(self, method: str, parameters: Json) -> Any:
        post = self._bot._post  # noqa: SLF001 the public ways read the whole answer: a third of the time for one number
        return await post(method, parameters, read_timeout=PATIENCE)


def _new(one: Ready, screen: Screen) -> tuple[str, Json]:
    media = one.message.get("media")
    if media is None:
        return "sendMessage", _text(screen)
    caption: Json = {"caption": screen.text or None, "parse_mode": ParseMode.HTML}
    return f"send{media['kind'].capitalize()}", {media["kind"]: media["file_id"], **caption}


def _caption(screen: Screen) -> Json:
    """The words under a copy, where they are others than its original's. Those of an album stand in a line below it."""
    alone = screen.copied and len(screen.copied[1]) == 1
    return {"caption": screen.text, "parse_mode": ParseMode.HTML} if alone and screen.text else {}


def _placed(screen: Screen) -> Json:
    if screen.place is None:
        return {}
    under = {"message_id": screen.place.under, "allow_sending_without_reply": True} if screen.place.under else None
    where: Json = {"message_thread_id": screen.place.thread, "reply_parameters": under}
    return {name: value for name, value in where.items() if value is not None}


def _text(screen: Screen) -> Json:
    return {"text": screen.text, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW}


def number_of(answer: Mapping[str, int]) -> int:
    return answer["message_id"]


def outcome_of(fault: TelegramError) -> Outcome:  # noqa: PLR0911 one line per answer is the point
    """What Telegram's answer means for the delivery. The order matters: some faults are kinds of others."""
    match fault:
        case RetryAfter():
            return TooFast(timedelta(seconds=seconds_of(fault)))
        case ChatMigrated():
            return Moved(fault.new_chat_id)
        case Forbidden():
            return Gone(_word(fault, GONE) or "no_permission")
        case BadRequest():
            if _word(fault, NO_THREAD):
                return Later("no_thread", timedelta(0))
            gone = _word(fault, GONE)
            return Gone(gone) if gone else Broken(_word(fault, BROKEN) or "refused")
        case CutOff():
            return Ambiguous("cut_off")
        case TimedOut():
            return Ambiguous("no_answer")
        case InvalidToken():
            return Later("token")
        case NetworkError() if not SERVER_FAULT.search(fault.message):
            return Later("network")
        case _:
            return Later("telegram")


def _word(fault: TelegramError, known: Words) -> str | None:
    said = fault.message.lower()
    return next((word for sentence, word in known if sentence in said), None)
