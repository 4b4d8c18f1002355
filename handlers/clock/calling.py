"""Makes the calls for what has been marked, each at its turn, and writes down what came of them.

No transaction is open while a call is out. An answer stays in memory until it is written: it is the only proof left.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from handlers.chat import unasked
from handlers.clock import desk
from handlers.clock.alarms import tell_of_pauses
from handlers.deps import House
from handlers.screens import Screen
from models.db import DBAPIError, Session
from models.outbox import queue, rate
from models.outbox.outcomes import Ambiguous, Broken, Later, Outcome, Pointless, Sent, TooFast
from models.outbox.rate import Slots
from models.outbox.recheck import Ready

log = structlog.get_logger()

AT_ONCE = 50  # calls in flight
NOT_LONGER = 5.0  # seconds a marked message waits for another turn: its lease must not run out meanwhile

Moment = Callable[[Session, datetime], Awaitable[datetime]]


class Messenger(Protocol):
    """The way to Telegram, as far as the clock knows it."""

    async def deliver(self, one: Ready, screen: Screen) -> Outcome: ...

    async def tell(self, chat_id: int, text: str) -> bool: ...

    async def open_topic(self, chat_id: int, name: str) -> int | Outcome | None: ...

    async def sign(self, chat_id: int, message_id: int) -> None: ...

    async def redraw(self, chat_id: int, message_id: int, screen: Screen) -> None: ...


@dataclass
class Tally:
    """What happened since the start, in plain numbers: bot/metrics.py shows them to whoever watches."""

    states: Counter[str] = field(default_factory=Counter)  # what the calls came to
    too_fast: int = 0
    stumbles: int = 0  # passes that failed as a whole: the database was away
    stumbling: int = 0  # of these, in a row until now
    late: float = 0.0  # seconds the last tick came after its time
    ticked_at: float = 0.0


@dataclass(frozen=True)
class Turn:
    """A delivery and its place in the line, on the event loop's clock."""

    one: Ready
    at: float
    slots: Slots

    @property
    def missed(self) -> bool:
        """The machine was busy. Where there was a line, late ones together would be too many at once."""
        return self.slots.waits[0] > 0 and loop_time() - self.at > rate.TOLERANCE.total_seconds()


class Calls:
    """Those that are out and those that came back. `news` is set whenever one comes back."""

    def __init__(self, house: House, messenger: Messenger, moment: Moment) -> None:
        self._house, self._messenger, self._moment = house, messenger, moment
        self.tally, self.news = Tally(), asyncio.Event()
        self._out: dict[asyncio.Task[None], Ready] = {}
        self._came: list[tuple[Ready, Outcome]] = []
        self._wires = asyncio.Semaphore(AT_ONCE)
        self._luck = random.Random()

    @property
    def out(self) -> int:
        return len(self._out)

    @property
    def open(self) -> int:
        """Out, or back and not yet written down."""
        return len(self._out) + len(self._came)

    @property
    def tokens(self) -> set[str]:
        return {one.row.token for one in self._out.values()} | {one.row.token for one, _ in self._came}

    def start(self, turn: Turn) -> None:
        call = asyncio.create_task(self._call(turn))
        self._out[call] = turn.one
        call.add_done_callback(self._back)

    async def cut(self) -> None:
        """Wait for no answer any more."""
        for call in self._out:
            call.cancel()
        await asyncio.gather(*self._out, return_exceptions=True)

    def _back(self, call: asyncio.Task[None]) -> None:
        one = self._out.pop(call)
        fault = None if call.cancelled() else call.exception()
        if fault:
            log.error("a call ended in a way nobody foresaw", delivery=one.row.id, exc_info=fault)
        if fault or call.cancelled():
            self._came.append((one, Ambiguous("interrupted")))
        self.news.set()

    async def _call(self, turn: Turn) -> None:
        await asyncio.sleep(turn.at - loop_time())
        async with self._wires:
            outcome = await self._say(turn)
        self.tally.too_fast += isinstance(outcome, TooFast)
        self._came.append((turn.one, outcome))

    async def _say(self, turn: Turn) -> Outcome:
        one = turn.one
        try:
            if turn.missed and not await self._another_turn():
                return Later("too_late")
            screen = await unasked.write(self._house, one)
            settled = await desk.placed(self._house, self._messenger, one, screen) if screen else Pointless()
        except (DBAPIError, OSError):
            return Later("database")
        except unasked.NotYet:
            return Later("not_yet")
        except Exception:
            log.exception("a message could not be put into words", delivery=one.row.id, kind=one.row.kind)
            return Broken("words")
        if not isinstance(settled, Screen):
            return settled
        outcome = await self._messenger.deliver(one, settled)
        if settled.receipt and isinstance(outcome, Sent):
            await self._messenger.sign(*settled.receipt)
        return outcome

    async def _another_turn(self) -> bool:
        """Stand in line again, and wait; false where that would be too long."""
        async with self._house.database.transaction() as session:
            now = await self._moment(session, self._house.clock())
            start = loop_time()
            slots = await rate.reserve(session, 1, self._house.messages_per_second, now)
        wait = slots.waits[0] if slots.waits else slots.held_for
        if wait > NOT_LONGER:
            return False
        await asyncio.sleep(start + wait - loop_time())
        return bool(slots.waits) or await self._another_turn()

    async def write_down(self) -> None:
        """In one transaction; should that fail, each by itself, so that one bad row spoils nobody else's mark."""
        while self._came:
            came = self._came[:]
            try:
                await self._finish(came)
            except Exception as fault:
                if len(came) == 1 or _is_away(fault):
                    raise
                await self._one_by_one(came)
            self._came = self._came[len(came) :]

    async def _one_by_one(self, came: Sequence[tuple[Ready, Outcome]]) -> None:
        """If some can be written, the others are to blame themselves, and their leases settle them. If none: raise."""
        refused: list[tuple[int, Exception]] = []
        for pair in came:
            try:
                await self._finish([pair])
            except Exception as fault:
                if _is_away(fault):
                    raise
                refused.append((pair[0].row.id, fault))
        if len(refused) == len(came):
            raise refused[0][1]
        for number, reason in refused:
            log.error("an outcome could not be written down", delivery=number, exc_info=reason)

    async def _finish(self, came: Sequence[tuple[Ready, Outcome]]) -> None:
        async with self._house.database.transaction() as session:
            now = await self._moment(session, self._house.clock())
            came = await desk.settle(self._house, session, came, now)
            finished = await queue.finish(session, came, now, self._luck)
            if finished.paused:
                await tell_of_pauses(self._house, session, finished.paused, now)
        self.tally.states.update(finished.states)


def _is_away(fault: Exception) -> bool:
    """Whether the database itself cannot be reached: then no row is to blame."""
    return isinstance(fault, OSError) or (isinstance(fault, DBAPIError) and fault.connection_invalidated)


def loop_time() -> float:
    """Seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()
