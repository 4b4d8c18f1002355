"""The play itself: from one moment at which something happens to the next, as fast as the house can live."""

import heapq
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zoneinfo import ZoneInfo

from bot import upkeep
from bot.app import furnish, now, read_content, wire_up
from bot.post_office import post_office
from bot.rehearsal.cast import LISTENS, MOST_STEPS, Player, invented
from bot.rehearsal.pen import Pen, Seen
from bot.rehearsal.transcript import Transcript
from bot.settings import Settings
from bot.telegram import Wire
from bot.updates import Updates
from handlers.clock import attending, nudging
from handlers.clock.nightly import Nights
from handlers.clock.sending import Outbox
from handlers.deps import House
from models.events import changing, gatherings, offers
from models.outbox import batches, queue

TOKEN = "1:a-rehearsal-needs-no-secret"  # noqa: S105 it opens nothing
HOUR = timedelta(hours=1)
TICK = 3 * HOUR  # the house's own clock; what is due and what people do has its own minute
STEP = timedelta(seconds=40)  # from one press to the next
REACTS = timedelta(minutes=25)  # after a message that came by itself
# How far in, what the town's desk does to the event most people have said yes to.
DESK = {0.4: "move", 0.6: "cancel", 0.7: "enlarge"}
Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """What is rehearsed."""

    days: int = 90
    people: int = 40
    start: date | None = None  # None: so that the clocks change in the middle
    seed: int = 7
    only_unasked: bool = False


@dataclass
class Played:
    """What came of it."""

    transcript: Transcript
    start: datetime
    end: datetime
    deliveries: dict[tuple[str, str], int] = field(default_factory=dict)  # by kind and state


def beginning(plan: Plan, zone: ZoneInfo, today: date) -> datetime:
    """Midnight of the first day. Without a wish: the middle of it is when the clocks change, should that be ahead."""
    first = plan.start or today
    if plan.start is None:
        change = _next_change(zone, today)
        first = max(today, change - timedelta(days=plan.days // 2)) if change else today
    return datetime.combine(first, time(), zone).astimezone(UTC)


def _next_change(zone: ZoneInfo, today: date) -> date | None:
    days = (today + timedelta(days=number) for number in range(366))
    before = datetime.combine(today, time(12), zone).utcoffset()
    return next((day for day in days if datetime.combine(day, time(12), zone).utcoffset() != before), None)


async def rehearse(
    settings: Settings, plan: Plan, today: date, progress: Callable[[int], None] = lambda _days: None
) -> Played:
    """Play it on a database of its own, which is gone afterwards."""
    with TemporaryDirectory(prefix="echoppe-rehearsal-") as folder:
        ours = settings.model_copy(
            update={
                "telegram_bot_token": type(settings.telegram_bot_token)(TOKEN),
                "database_url": type(settings.database_url)(f"sqlite:///{Path(folder) / 'town.sqlite3'}"),
                "messages_per_second": 1000.0,
                "coordinator_ids": frozenset(),
            }
        )
        await upkeep.migrate(ours)
        await upkeep.load(ours)
        async with Stage.opened(ours, plan, today) as stage:
            return await stage.play(progress)


class Stage:
    """A house whose clock is moved by hand, and the people around it."""

    def __init__(self, settings: Settings, plan: Plan, today: date) -> None:
        content = read_content(settings)
        self.clock = beginning(plan, content.town.zone, today)
        self.end = self.clock + timedelta(days=plan.days)
        self.transcript = Transcript(content.town.zone, only_unasked=plan.only_unasked)
        self.pen = Pen(self._shown)
        self.house: House = furnish(settings, lambda: self.clock, content)
        wire = cast("Wire", self.pen)
        self.application = wire_up(settings, self.house, (wire, wire))
        self.outbox: Outbox = post_office(settings, self.house, wire, now)
        self.updates, self.nights = Updates(self.application), Nights(self.outbox)
        cast_ = invented(plan.people, content.town.languages, (self.clock, self.end), plan.seed)
        self.players = {one.chat: one for one in cast_}
        self._acts: list[tuple[datetime, int, Act]] = []
        self._count, self._update = 0, 0
        self._unasked, self._is_due = False, False

    @classmethod
    @asynccontextmanager
    async def opened(cls, settings: Settings, plan: Plan, today: date) -> AsyncIterator["Stage"]:
        stage = cls(settings, plan, today)
        try:
            await stage.application.initialize()
            yield stage
        finally:
            await stage.house.database.close()

    # --- time

    async def play(self, progress: Callable[[int], None]) -> Played:
        start, day = self.clock, 0
        for player in self.players.values():
            for moment in player.visits(self.end):
                self._at(moment, partial(self._visit, player))
        for share, what in DESK.items():
            self._at(
                start + timedelta(days=round((self.end - start).days * share), hours=10), partial(self._desk, what)
            )
        self._at(start, self._ticks)
        while (moment := await self._next()) < self.end:
            self.clock = max(self.clock, moment)
            while self._acts and self._acts[0][0] <= self.clock:
                await heapq.heappop(self._acts)[2]()
            if self._is_due:
                await self._deliver()
            if (passed := (self.clock - start).days) > day:
                progress(passed - day)
                day = passed
        progress((self.end - start).days - day)
        return Played(self.transcript, start, self.end, await self._counts())

    def _at(self, moment: datetime, act: Act) -> None:
        self._count += 1
        heapq.heappush(self._acts, (moment, self._count, act))

    async def _next(self) -> datetime:
        async with self.house.database.reading() as session:
            due = [await queue.next_due(session), await offers.next_over(session)]
        act = self._acts[0][0] if self._acts else self.end
        by_itself = min([self.end, *filter(None, due)])
        self._is_due = by_itself <= max(act, self.clock)
        return min(act, by_itself)

    async def _deliver(self) -> None:
        """What is due leaves, and the seats that were not taken go on."""
        self._unasked = True
        await attending.pass_seats_on(self.house)
        await self.outbox.drain()
        self._unasked = False

    async def _ticks(self) -> None:
        """What bot/schedule.py does more often."""
        await attending.ask(self.house)
        await self.nights.look()
        await nudging.notice_changes(self.house)
        await nudging.go_on(self.house)
        self._at(self.clock + TICK, self._ticks)

    # --- people

    def _shown(self, seen: Seen) -> None:
        player = self.players.get(seen.chat)
        if player is None:
            return
        player.sees(seen)
        self.transcript.got(self.clock, player.name, seen, unasked=self._unasked)
        if self._unasked and (answer := player.answer_to(seen)):
            delay = REACTS * (1 + player.luck.random())
            self._at(self.clock + delay, partial(self._press, player, *answer))

    async def _visit(self, player: Player) -> None:
        """The first time she answers what she is asked; later she looks at what is on."""
        first = not player.screens
        await self._type(player, "/start" if first else "/events")
        for _ in range(MOST_STEPS):
            step = player.first_press() if first else player.next_press()
            if step is None:
                break
            await self._press(player, *step)
            self.clock += STEP
            if said_a_word(step):
                break
        if not first and player.goes_on() and (detail := player.detail()):
            await self._press(player, *detail)
        if first and player.luck.random() < LISTENS:
            await self._type(player, "/settings")
            await self._press_meaning(player, "set:reminders:on")
            await self._press_meaning(player, "set:announcements:on")

    async def _press_meaning(self, player: Player, meaning: str) -> None:
        seen = player.screens[-1]
        for button in seen.buttons:
            if seen.means(button) == meaning:
                await self._press(player, seen, button)
                return

    async def _type(self, player: Player, words: str) -> None:
        self.transcript.did(self.clock, player.chat, player.name, f"writes: {words}")
        entities = [{"type": "bot_command", "offset": 0, "length": len(words)}]
        await self._take(player, message={"text": words, "entities": entities})

    async def _press(self, player: Player, seen: Seen, button: dict[str, object]) -> None:
        self.transcript.did(self.clock, player.chat, player.name, f"presses [{button['text']}]")
        self.pen.pressing(player.chat)
        shown = {"message_id": seen.message_id, "date": 1, "chat": _chat(player), "text": seen.text}
        query = {"id": str(self._update), "from": player.user, "chat_instance": "1", "message": shown}
        await self._take(player, callback_query={**query, "data": button["callback_data"]})

    async def _take(self, player: Player, **what: dict[str, object]) -> None:
        self._update += 1
        if "message" in what:
            date_ = int(self.clock.timestamp())
            envelope = {
                "message_id": 1_000_000 + self._update,
                "date": date_,
                "chat": _chat(player),
                "from": player.user,
            }
            what["message"] = {**envelope, **what["message"]}
        await self.updates.take({"update_id": self._update, **what})
        self.house.answered.clear()

    # --- the town's desk

    async def _desk(self, what: str) -> None:
        """A coordinator changes the next event that people have said yes to."""
        async with self.house.database.transaction() as session:
            gathering = await gatherings.best_attended(session, self.clock + timedelta(days=2), full=what == "enlarge")
            event = await gatherings.event_of(session, gathering.source_id) if gathering else None
            if gathering is None or event is None:
                return
            field_, value = _change(what, event.overrides, gathering.key, gathering.starts_local, event.capacity)
            setattr(event, field_, value)
            done = await changing.settle(session, event, [field_], self.clock, self.house.customs)
        said = {"move": "moves", "cancel": "cancels", "enlarge": "makes room at"}[what]
        self.transcript.did(
            self.clock,
            0,
            "The town",
            f"{said} “{event.title}” ({done.told} people are told, {done.reminders} reminders move)",
        )

    async def _counts(self) -> dict[tuple[str, str], int]:
        async with self.house.database.reading() as session:
            return await batches.ended(session)


def said_a_word(step: tuple[Seen, dict[str, object]]) -> bool:
    seen, button = step
    return seen.means(button).startswith(("ev:yes:", "ev:maybe:", "ev:no:", "ev:wait:"))


def _change(what: str, overrides: object, key: str, starts: datetime, capacity: int | None) -> tuple[str, object]:
    """The field of the event that changes, and to what: only this one time of it, or its room."""
    if what == "enlarge":
        return "capacity", (capacity or 0) + 2
    standing = dict(cast("dict[str, dict[str, object]]", overrides))
    later = {"starts": (starts + HOUR).isoformat(timespec="minutes")}
    return "overrides", {**standing, key: {"cancelled": True} if what == "cancel" else later}


def _chat(player: Player) -> dict[str, object]:
    return {"id": player.chat, "type": "private", "first_name": player.name}
