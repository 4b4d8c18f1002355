"""Messages a second over the wire with every mark kept, beside a stock sender; four workers' pace; who writes meanwhile."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.db import Database
from models.schema import migrate
from tests.bench.figures import Figure, percentile
from tests.faults.outbox_bed import Bed, Call, bed, fastest
from tests.faults.outbox_town import FIRST, TOKEN
from tests.postgres import throwaway_postgres

MANY = 5_000
ROUNDS = 2
MINUTE = 60.0  # seconds the four workers are watched; five of them with `python -m tests.bench.outbox_speed 300`
WAITING = 100_000
WRITERS = 60  # people who say /start meanwhile
UNHINDERED = "20000"  # messages a second nobody reaches
AIMS = {"sqlite": 500, "postgresql": 1_000}


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    with throwaway_postgres() as server, tempfile.TemporaryDirectory() as folder:
        yield {"sqlite": f"sqlite:///{folder}/speed.sqlite3", "postgresql": server}


async def fresh(kind: str, address: str, name: str) -> str:
    """An empty, migrated database."""
    if kind == "sqlite":
        made = address.replace("speed", name)
    else:
        await execute_outside(address, f"CREATE DATABASE {name}")
        made = address.replace("/postgres?", f"/{name}?")
    database = Database(made)
    await migrate(database)
    await database.close()
    return made


async def execute_outside(address: str, statement: str) -> None:
    """One that PostgreSQL does not take within a transaction."""
    database = Database(address)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(statement)
    await database.close()


def per_second(calls: list[Call]) -> float:
    """Without the first tenth, in which the process wakes up."""
    moments = sorted(call.at for call in calls)
    first = len(moments) // 10
    return (len(moments) - 1 - first) / (moments[-1] - moments[first])


async def _lines(town: Bed, count: int) -> None:
    """Until the town has written so many lines. Looked at seldom: the machine is the bot's."""
    while not town.log.exists() or sum(1 for _ in town.log.open(encoding="utf-8")) < count:
        await asyncio.sleep(0.25)


async def _ours(address: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), MANY, MESSAGES_PER_SECOND=UNHINDERED) as town:
            await town.plan(MANY)
            await town.start()
            await _lines(town, MANY)
            await town.settled()
            if (town.heard, town.twice) != (MANY, 0):
                raise RuntimeError(f"{town.heard} of {MANY} heard it, {town.twice} of them twice")
            return per_second(town.accepted)


async def _stock(address: str, at_once: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), MANY) as town:
            numbers = (FIRST, MANY, at_once)
            await town.start("-W", "ignore", "-m", "tests.bench.stock_sender", town.url, TOKEN, *map(str, numbers))
            await _lines(town, MANY)
            return per_second(town.accepted)


async def _race(addresses: dict[str, str]) -> list[Figure]:
    """In turns; the best of each. The stock sender may choose how many calls it has out."""
    best: dict[str, float] = {}
    for turn in range(ROUNDS):
        for at_once in (1, 20):
            best["stock"] = max(best.get("stock", 0.0), await _stock(addresses["sqlite"], at_once))
        for kind, address in addresses.items():
            best[kind] = max(best.get(kind, 0.0), await _ours(await fresh(kind, address, f"round_{turn}")))
    return [
        Figure(f"{kind}: deliveries over the wire, one process", best[kind], "/s", best["stock"], "stock PTB, no database",
               f">= {aim:,}/s, 2x", best[kind] >= max(aim, 2 * best["stock"]))
        for kind, aim in AIMS.items()
    ]  # fmt: skip


async def _four_workers(address: str, seconds: float) -> list[Figure]:
    people = int((seconds + 2) * 28)
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), people) as town:
            for _ in range(4):
                await town.start()
            await asyncio.sleep(4)
            await town.plan(people)
            await _lines(town, people)
            calls = town.accepted
    first = min(call.at for call in calls)
    watched = [call for call in calls if call.at < first + seconds]
    average = len(watched) / seconds
    return [
        Figure("four workers at 28/s: most accepted in any second", fastest(watched), "calls", aim="<= 30",
               reached=fastest(watched) <= 30),
        Figure(f"four workers at 28/s: average of {seconds:.0f} s", average, "/s", aim=">= 27/s", reached=average >= 27),
    ]  # fmt: skip


async def _who_writes(address: str, pace: str) -> Figure:
    """From the moment /start is typed till the answer is accepted, while many wait in line."""
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), WAITING + WRITERS, MESSAGES_PER_SECOND=pace) as town:
            await town.plan(WAITING)
            await town.start("-m", "bot", "run")
            await _lines(town, 100)
            typed = {}
            for person in range(FIRST + WAITING, FIRST + WAITING + WRITERS):
                typed[person] = time.time()
                await town.say(person, "/start")
                await asyncio.sleep(0.25)
            await asyncio.sleep(3)
            answered: dict[int, float] = {}
            for call in town.accepted:
                answered.setdefault(call.chat, call.at)
            took = [(answered.get(person, float("inf")) - at) * 1000 for person, at in typed.items()]
    p95 = percentile(took, 0.95)
    what = f"/start while {WAITING:,} drain at {pace}/s, p95"
    return Figure(what, p95, "ms", aim="<= 300 ms", reached=p95 <= 300)


async def _all(addresses: dict[str, str], seconds: float) -> list[Figure]:
    found = await _race(addresses)
    found += await _four_workers(await fresh("postgresql", addresses["postgresql"], "pace"), seconds)
    for pace in ("28", "500"):
        found.append(await _who_writes(await fresh("sqlite", addresses["sqlite"], f"who_{pace}"), pace))
    return found


def measure(seconds: float = MINUTE) -> list[Figure]:
    with databases() as addresses:
        return asyncio.run(_all(addresses, seconds))


if __name__ == "__main__":
    for figure in measure(float(sys.argv[1]) if sys.argv[1:] else MINUTE):
        print(figure.as_row())
