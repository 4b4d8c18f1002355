"""Long polling in which nothing is lost: Telegram hears that we have an update only once its effect stands.

(PTB's own updater confirms a batch before anybody has looked at it; a process killed in between loses it.)
"""

import asyncio
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.stopping import unless
from bot.updates import Updates
from handlers.telegram import CutOff, seconds_of

log = structlog.get_logger()

LONG = 30  # seconds Telegram keeps an empty question open
PATIENCE = 2.0  # seconds a slow update may hold up the next question; then it goes on beside it
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries while Telegram cannot be reached
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "message_reaction"]


class Polling:
    """Asks for updates until stopped, then waits for those in hand."""

    def __init__(self, bot: Bot, updates: Updates) -> None:
        self._bot = bot
        self._updates = updates
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._finished: set[int] = set()  # above the lowest one in hand: Telegram will repeat these, we know them
        self._next = 0  # everything below it is done

    async def run(self, stop: asyncio.Event) -> None:
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                batch = await unless(stop, self._ask())
                pause = FIRST_PAUSE
            except TelegramError as fault:
                pause = await self._rest(stop, fault, pause)
                continue
            self._start(batch or [])
            await self._settle()
        await asyncio.gather(*self._in_hand.values())
        await self._confirm()

    async def _ask(self) -> list[dict[str, Any]]:
        wait = 0 if self._in_hand else LONG
        return await self._get_updates(timeout=wait, limit=100, allowed_updates=KINDS)

    async def _get_updates(self, **question: Any) -> list[dict[str, Any]]:
        """The updates as Telegram wrote them: PTB's own call loses a whole batch to one update it cannot read."""
        question["offset"] = self._next
        patience = question["timeout"] + 15
        ask = self._bot._post  # noqa: SLF001 the public ways either parse the updates or warn
        found: list[dict[str, Any]] = await ask("getUpdates", question, read_timeout=patience)
        return found

    def _start(self, batch: list[dict[str, Any]]) -> None:
        for payload in batch:
            number = payload["update_id"]
            if number >= self._next and number not in self._in_hand and number not in self._finished:
                self._in_hand[number] = asyncio.create_task(self._take(number, payload))

    async def _take(self, number: int, payload: dict[str, Any]) -> None:
        try:
            await self._updates.take(payload)
        except Exception:
            # Whatever it was, Telegram would only repeat it and hold up the rest.
            log.exception("update could not be read", update_id=number)
        self._finished.add(number)

    async def _settle(self) -> None:
        """Let the batch finish, but let nobody wait long for somebody else's; then move the mark of what is done."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=PATIENCE)
        for number in [number for number, task in self._in_hand.items() if task.done()]:
            del self._in_hand[number]
        top = max(self._finished, default=self._next - 1) + 1
        self._next = max(self._next, min(self._in_hand, default=top))
        self._finished = {number for number in self._finished if number >= self._next}

    async def _confirm(self) -> None:
        """Tell Telegram what is done, so that a restart does not hear of it again."""
        await self._settle()
        try:
            await self._get_updates(timeout=0, limit=1)
        except TelegramError:
            log.info("last updates not confirmed; they are known by their number when they come again")

    async def _rest(self, stop: asyncio.Event, fault: TelegramError, pause: float) -> float:
        """Wait before the next try; the wait after that one. A wrong token is for the operator, not for a retry."""
        if isinstance(fault, InvalidToken):
            raise fault
        if isinstance(fault, TimedOut) and not isinstance(fault, CutOff):
            return pause  # an empty answer that got lost: ask again at once
        if isinstance(fault, Conflict):
            log.warning("another process asks Telegram for this bot's updates; stop one of them")
        elif isinstance(fault, NetworkError):
            log.warning("Telegram cannot be reached; trying again", seconds=pause)
        else:
            log.warning("Telegram refused to hand out updates", reason=fault.message, seconds=pause)
        wait = seconds_of(fault) if isinstance(fault, RetryAfter) else pause
        await unless(stop, asyncio.sleep(wait))
        return min(pause * 2, LONGEST_PAUSE)
