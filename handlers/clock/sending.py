"""Sends what is due, handful by handful: takes it from the line, marks it when its turn comes, and lets it be called.

Rules, states and the rate are kept in models/outbox; here is only the order of steps and what waits between them.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from handlers.clock.alarms import tell_of_pauses
from handlers.clock.calling import Calls, Messenger, Moment, Tally, Turn, loop_time
from handlers.deps import House
from models.db import DBAPIError
from models.outbox import queue, rate, waking
from models.outbox.queue import Taken
from models.outbox.rate import Slots

log = structlog.get_logger()

IN_HAND = 100  # marked or about to be; at full speed the next handful is ready when the last one has left
AHEAD = 0.07  # seconds of work marked together: what a killed process leaves in doubt
LEAD = 0.05  # seconds before the line runs out of reserved places, the next are reserved
BREATH = 0.015  # seconds: answers that come within them are written down together
TURN = 0.03  # seconds before its turn a message is marked
GRACE = 7.0  # seconds that calls in flight get to come back when the house closes
STALE = timedelta(hours=1)  # what nobody asked for and is later than this after a stop waits for an administrator


class Outbox:
    """One per process; any number of processes on one PostgreSQL. `tick` once a second keeps it going."""

    def __init__(self, house: House, messenger: Messenger, moment: Moment = queue.moment) -> None:
        """`moment` is the clock all processes share."""
        self.house, self.messenger, self.moment = house, messenger, moment
        self.alarmed = False  # somebody was told that passes fail
        self._calls = Calls(house, messenger, moment)
        self._later: list[Turn] = []  # claimed, and their turn comes in a moment
        self._reserved = 0.0  # the last place in the line that is ours
        self._dry = False  # nothing more is due, or the line is held
        self._stopping = False
        self._pass: asyncio.Task[None] | None = None
        self._end: asyncio.Task[None] | None = None

    @property
    def tally(self) -> Tally:
        return self._calls.tally

    @property
    def in_hand(self) -> int:
        """Messages this process holds: on their way, about to be, or back and not yet written down."""
        return self._calls.open + len(self._later)

    @property
    def tokens(self) -> set[str]:
        """The claims this process still holds."""
        return self._calls.tokens | {turn.one.row.token for turn in self._later}

    async def tick(self) -> None:
        """See that a pass is under way. It is a task of its own: the clock does not wait for it."""
        self._note_lateness()
        if self._stopping or (self._pass and not self._pass.done()):
            return
        self._pass = asyncio.create_task(self._one_pass())

    async def drain(self) -> None:
        """Send until nothing is due and every answer is written down. Raises what the database raises."""
        self._dry = not await self._anything_due()
        while True:
            self._calls.news.clear()
            await self._calls.write_down()
            await self._mark_later()
            if not (self._dry or self._stopping):
                await self._take()
            if self._idle:
                return
            await self._pause()

    async def begin(self, *, alone: bool) -> None:
        """`alone`: nobody else sends from this database, so whatever is in hand was lost with the last run."""
        if alone:
            async with self.house.database.transaction() as session:
                now = await self.moment(session, self.house.clock())
                await queue.reap(session, now, everything=True)

    async def stop(self) -> None:
        """Claim nothing more, let what is out come back, hand the rest back. Twice is once."""
        self._stopping = True
        self._calls.news.set()
        self._end = self._end or asyncio.create_task(self._ending())
        await asyncio.shield(self._end)

    async def _ending(self) -> None:
        if self._pass:
            await asyncio.wait({self._pass}, timeout=GRACE)
        await self._calls.cut()
        try:
            await self._calls.write_down()
            await self._hand_back()
        except (DBAPIError, OSError):
            log.exception("what was in hand could not be given back; its lease ends by itself")

    async def _one_pass(self) -> None:
        """Whatever happens, the queue goes on with the next tick."""
        try:
            await self.drain()
        except Exception:
            self.tally.stumbles += 1
            self.tally.stumbling += 1
            log.exception("the outbox stumbled and goes on with the next tick", in_a_row=self.tally.stumbling)
        else:
            self.tally.stumbling = 0

    @property
    def _idle(self) -> bool:
        nothing_more = self._dry or self._stopping
        return nothing_more and not (self._calls.open or (self._later and not self._stopping))

    async def _anything_due(self) -> bool:
        """Asked without taking anybody's turn to write: once a second there mostly is nothing."""
        async with self.house.database.reading() as session:
            now = await self.moment(session, self.house.clock())
            return not await rate.held_for(session, now) and bool(await queue.due_lanes(session, now))

    async def _pause(self) -> None:
        """Until an answer comes, or a turn, or the moment to reserve further places."""
        moments = [turn.at - TURN for turn in self._later]
        if not (self._dry or self._stopping) and self._room:
            moments.append(self._reserved - LEAD)
        wait = max(0.0, min(moments) - loop_time()) if moments else None
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calls.news.wait(), wait)
            await asyncio.sleep(BREATH)

    @property
    def _room(self) -> int:
        """How many more may be taken now; 0 while it is not worth a transaction."""
        free = IN_HAND - self._calls.out - len(self._later)
        wanted = max(1, min(round(self.house.messages_per_second * AHEAD), IN_HAND // 2))
        return wanted if free >= wanted else 0

    async def _take(self) -> None:
        limit = self._room
        if not limit or loop_time() < self._reserved - LEAD:
            return
        async with self.house.database.transaction() as session:
            now = await self.moment(session, self.house.clock())
            start = loop_time()
            late = await waking.wake(session, now, STALE)
            if late:
                await tell_of_pauses(self.house, session, late, now)
            taken = await queue.take(session, limit, self.house.messages_per_second, now, self.house.manners)
        self._dry = not taken.claimed or taken.slots.held_for > 0
        self._reserved = start + max(taken.slots.waits, default=0.0)
        self._hold(taken, start)

    def _hold(self, taken: Taken, start: float) -> None:
        """Call those that are marked; keep the others till their turn."""
        waits = [wait for wait in taken.slots.waits if wait <= queue.SOON]
        # Where the last look let some fall out, the others take the later places: never too early.
        for wait, one in zip(waits[len(waits) - len(taken.marked) :], taken.marked, strict=True):
            self._calls.start(Turn(one, start + wait, taken.slots))
        self._later += [Turn(one, start + wait, taken.slots) for wait, one in taken.later]

    async def _mark_later(self) -> None:
        """Those whose turn has come; an earlier mark would leave more in doubt when the process dies."""
        soon = [turn for turn in self._later if turn.at - TURN <= loop_time()]
        if not soon or self._stopping:
            return
        groups: dict[Slots, list[Turn]] = {}
        for turn in soon:
            groups.setdefault(turn.slots, []).append(turn)
        async with self.house.database.transaction() as session:
            now = await self.moment(session, self.house.clock())
            marked = [
                one
                for slots, turns in groups.items()
                for one in await queue.mark(session, [turn.one for turn in turns], slots, now, self.house.manners)
            ]
            held = await rate.held_for(session, now) > 0
            if held:
                await queue.hand_back(session, self.tokens)
        self._later = [] if held else [turn for turn in self._later if turn not in soon]
        self._dry = self._dry or held
        ours = {one.row.id for one in marked}
        for turn in soon:
            if turn.one.row.id in ours:
                self._calls.start(turn)

    async def _hand_back(self) -> None:
        if not self._later:
            return
        async with self.house.database.transaction() as session:
            await queue.hand_back(session, self.tokens)
        self._later = []

    def _note_lateness(self) -> None:
        now, before = loop_time(), self.tally.ticked_at
        self.tally.late = max(0.0, now - before - 1.0) if before else 0.0
        self.tally.ticked_at = now
