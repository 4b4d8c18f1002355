"""What people did, waiting for the bot to fetch it. An update lives here until the bot has confirmed it."""

import asyncio
import itertools
from dataclasses import dataclass

from bot.simulator.shapes import Json, Refusal

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_BATCH = 100
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, frozen=True)
class Update:
    """One update. Updates of one lane are delivered one after the other."""

    id: int
    kind: str
    lane: str
    body: Json


class Updates:
    """The queue behind getUpdates and the webhook. `first` is the first update's number."""

    def __init__(self, first: int = 100_000_001) -> None:
        self.pending: dict[int, Update] = {}
        self.allowed: frozenset[str] | None = None
        self._ids = itertools.count(first)
        self._poller: asyncio.Future[None] | None = None
        self.polls = 0

    def push(self, kind: str, body: Json, lane: str) -> Update | None:
        """Queue an update; None when the bot did not ask for that kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY
        if not wanted:
            return None
        number = next(self._ids)
        update = Update(number, kind, lane, {"update_id": number, kind: body})
        self.pending[number] = update
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
        return update

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves the choice as it is, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, number: int) -> None:
        """Forget an update the bot has taken."""
        self.pending.pop(number, None)

    def clear(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    def is_confirmed(self, number: int) -> bool:
        """Has the bot taken this update?"""
        return number not in self.pending

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: confirm what is below the offset, give what waits, or wait. A newer poll ends this one: 409."""
        self.polls += 1
        if self._poller and not self._poller.done():
            self._poller.set_exception(Refusal(409, CONFLICT, circumstance=True))
        self._forget_below(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        size = min(max(limit, 1), LONGEST_BATCH)
        return [update.body for update in itertools.islice(self.pending.values(), size)]

    def _forget_below(self, offset: int) -> None:
        if offset < 0:
            keep = list(self.pending)[offset:]
            offset = keep[0] if keep else 0
        for number in [number for number in self.pending if number < offset]:
            del self.pending[number]

    async def _wait(self, seconds: float) -> None:
        mine = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(asyncio.shield(mine), seconds)
        except TimeoutError:
            mine.cancel()
        finally:
            if self._poller is mine:
                self._poller = None

    def close(self) -> None:
        """Let a waiting poll go."""
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
