"""The whole house in a town of phones: what the walks play on. It can be taken down and rebuilt between two steps."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from bot.app import Content, Running, opened, read_content
from bot.polling import Polling
from bot.serve import announce_webhook, listen
from bot.settings import SAMPLE_TOWN, Settings
from bot.simulator import Phone, Simulator
from models.db import Database

COORDINATOR = 9001
# Our polling confirms an update when its reply has left: nothing comes after that, so nothing needs to be waited for.
QUIET, SILENCE = 0.002, 0.02


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)


class InTurn:
    """Several processes on one database: each update goes to the next of them."""

    def __init__(self, houses: Iterable[Running]) -> None:
        self._houses = cycle(houses)

    async def take(self, payload: dict[str, object]) -> None:
        await next(self._houses).updates.take(payload)


class Stage:
    """One town on one database. `phone` gives somebody a phone; `rebuild` is a restart of the whole process."""

    def __init__(
        self,
        sim: Simulator,
        address: str,
        clock: Clock,
        town: Path = SAMPLE_TOWN,
        processes: int = 1,
        port: int = 0,
        staff: int | None = None,
    ) -> None:
        """A `port` makes it listen for Telegram there instead of asking; `staff` is the group's number."""
        self.sim, self.clock, self.processes = sim, clock, processes
        self.settings = Settings(
            _env_file=None,
            telegram_bot_token=sim.token,
            telegram_api_url=sim.url,
            database_url=address,
            coordinator_ids=frozenset({COORDINATOR}),
            staff_chat_id=staff,
            town=town,
            webhook_url=f"http://127.0.0.1:{port}/telegram" if port else "",
            webhook_secret="only-telegram-knows",
            port=port or 8080,
            messages_per_second=1000,
        )
        self._open = AsyncExitStack()
        self.houses: list[Running] = []

    @property
    def running(self) -> Running:
        return self.houses[0]

    @property
    def database(self) -> Database:
        return self.running.house.database

    def phone(self, name: str, language: str = "en", **more: int) -> Phone:
        return self.sim.person(name, language, **more)

    async def open(self) -> None:
        self.houses = [
            await self._open.enter_async_context(opened(self.settings, self.clock, content=content_of(self.settings)))
            for _ in range(self.processes)
        ]
        stop = asyncio.Event()
        way_in = asyncio.create_task(self._way_in(stop))

        async def end() -> None:
            stop.set()
            await way_in

        self._open.push_async_callback(end)

    async def _way_in(self, stop: asyncio.Event) -> None:
        if self.settings.webhook_url:
            await announce_webhook(self.settings, self.running)
            await listen(self.settings, self.running, stop)
        else:
            await Polling(self.running.application.bot, InTurn(self.houses)).run(stop)

    async def deliver(self) -> None:
        """What is due by the stage's clock leaves now; nothing on the stage is sent by itself."""
        for house in self.houses:
            await house.outbox.drain()

    async def close(self) -> None:
        await self._open.aclose()
        self._open = AsyncExitStack()

    async def rebuild(self) -> None:
        """As after a restart: nothing in memory is left but what was read from files."""
        await self.close()
        await self.open()


_read: dict[Path, Content] = {}


def content_of(settings: Settings) -> Content:
    """A town's files are read once for all tests: nothing changes them, and it is most of a start."""
    if settings.town not in _read:
        _read[settings.town] = read_content(settings)
    return _read[settings.town]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@asynccontextmanager
async def set_up(address: str, now: datetime, **more: object) -> AsyncIterator[Stage]:
    """A stage with the house open. At the end, not one call may have been one that Telegram forbids."""
    async with Simulator.serving(quiet=QUIET, silence=SILENCE) as sim:
        stage = Stage(sim, address, Clock(now), **more)
        await stage.open()
        try:
            yield stage
        finally:
            await stage.close()
        assert sim.violations == []
