"""Carries out one delivery: makes the call, and says in the outbox's terms what came of it.

The only place where Telegram's answers become outcomes. It decides nothing: what an outcome means is the outbox's.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

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
from handlers.keyboards import markup
from handlers.screens import Screen
from handlers.telegram import CutOff, seconds_of
from models.outbox.outcomes import Ambiguous, Broken, Gone, Later, Moved, Outcome, Sent, TooFast
from models.outbox.recheck import Ready

log = structlog.get_logger()

PATIENCE = 10.0  # seconds for a call: shorter than a lease, so that nobody takes the delivery over meanwhile
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
            return Sent(await self._send(one, screen))
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

    async def _send(self, one: Ready, screen: Screen) -> int:
        """The new message's number. Every parameter is named: no default that changes may change a broadcast."""
        chat_id, media = one.row.chat_id, one.message.get("media")
        call: dict[str, object] = {
            "chat_id": chat_id,
            "parse_mode": ParseMode.HTML,
            "reply_markup": markup(screen, chat_id, self._buttons),
            "allow_paid_broadcast": one.paid or None,
        }
        if media is None:
            method = "sendMessage"
            call |= {"text": screen.text, "link_preview_options": NO_PREVIEW}
        else:
            method = f"send{media['kind'].capitalize()}"
            call |= {media["kind"]: media["file_id"], "caption": screen.text or None}
        post = self._bot._post  # noqa: SLF001 the public ways read the whole answer: a third of the time for one number
        answer: dict[str, int] = await post(method, call, read_timeout=PATIENCE)
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
