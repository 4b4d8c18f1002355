"""Answers a second, and how long one takes: the whole bot beside a stock echo bot, in turns, in the same town."""

import asyncio
import tempfile
from dataclasses import dataclass, field
from statistics import median

import aiohttp

from tests.bench import processes
from tests.bench.figures import Figure, percentile
from tests.bench.town import Round
from tests.postgres import throwaway_postgres

ROUNDS = 3
RATE = 50.0  # updates a second, for the latency
CROWD = 200  # people those updates come from
LONGEST = 60.0  # milliseconds, 95 of 100 answers
WAYS = {False: "tapped", True: "typed"}


@dataclass
class Bot:
    """One of those measured, and what it did: answers a second and its own milliseconds of work, by `typed`."""

    pid: int
    address: str
    speed: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    work: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})


async def play(api: str, wanted: Round) -> Round:
    """One round in the town at `api`. A call that Telegram forbids, or a reply that never came, ends the bench."""
    asked = {name: getattr(wanted, name) for name in ("url", "typed", "people", "rate", "seconds")}
    patience = aiohttp.ClientTimeout(total=wanted.seconds + 60)
    async with (
        aiohttp.ClientSession(timeout=patience) as session,
        session.post(f"{api}/bench/round", json=asked) as seen,
    ):
        played = Round(**await seen.json())
    if played.forbidden or played.lost or not played.answers:
        raise RuntimeError(f"a round went wrong: {played.forbidden} calls forbidden, {played.lost} replies lost")
    return played


async def _race(api: str, bots: list[Bot]) -> None:
    """Round after round, each bot after the other: what else the machine does hits all of them."""
    for typed in WAYS:
        for _ in range(ROUNDS):
            for bot in bots:
                before = processes.cpu_seconds(bot.pid)
                seen = await play(api, Round(bot.address, typed=typed))
                worked = processes.cpu_seconds(bot.pid) - before
                bot.speed[typed].append(seen.answers / seen.counted)
                bot.work[typed].append(worked * 1000 / seen.replies)


async def _on(api: str, database: str, name: str, echo: Bot) -> list[Figure]:
    await processes.prepared(database)
    async with processes.our_bot(api, database) as (process, address):
        ours = Bot(process.pid, address)
        await _race(api, [ours, echo])
        figures = [_speed(name, ours, echo, typed) for typed in WAYS] + [
            _work(name, ours, echo, typed) for typed in WAYS
        ]
        for typed in WAYS:
            seen = await play(api, Round(address, typed=typed, people=CROWD, rate=RATE, seconds=8.0))
            figures.append(_latency(name, seen))
        return figures


def _speed(name: str, ours: Bot, echo: Bot, typed: bool) -> Figure:
    mine, other = median(ours.speed[typed]), median(echo.speed[typed])
    return Figure(f"{name}: answers {WAYS[typed]}", mine, "/s", other, "stock echo bot", ">= 1.0x", mine >= other)


def _work(name: str, ours: Bot, echo: Bot, typed: bool) -> Figure:
    """What one core has to do for a reply: less noisy than time where others use the machine too."""
    mine, other = median(ours.work[typed]), median(echo.work[typed])
    return Figure(f"{name}: work for a reply {WAYS[typed]}", mine, "ms", other, "stock echo bot")


def _latency(name: str, seen: Round) -> Figure:
    late = percentile(seen.latencies, 0.95)
    what = f"{name}: {WAYS[seen.typed]} at {RATE:.0f} updates/s, 95 of 100 within"
    middle = percentile(seen.latencies, 0.5)
    reached = late <= LONGEST and not seen.nobody_free if name == "SQLite" else None
    return Figure(what, late, "ms", middle, "the median", f"<= {LONGEST:.0f} ms" if name == "SQLite" else "", reached)


async def _all(databases: dict[str, str]) -> list[Figure]:
    async with processes.town() as api, processes.echo_bot(api) as (process, address):
        return [
            figure
            for name, database in databases.items()
            for figure in await _on(api, database, name, Bot(process.pid, address))
        ]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="echoppe-bench-") as folder, throwaway_postgres() as postgres:
        return asyncio.run(_all({"SQLite": f"sqlite:///{folder}/town.sqlite3", "PostgreSQL": postgres}))
