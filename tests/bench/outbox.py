"""The outbox without a network: planning, progress, and deliveries a second with every mark kept, on both databases."""

import asyncio
import random
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from models.db import Database
from models.outbox import batches, planning, queue
from models.outbox.outcomes import Sent
from models.outbox.planning import Draft, Manners
from models.outbox.quiet import Quiet
from models.outbox.tables import Lane, Policy
from models.people.tables import Person
from models.schema import migrate
from tests.bench.figures import Figure
from tests.postgres import throwaway_postgres

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
MANNERS = Manners(Quiet("America/New_York", datetime.min.time().replace(hour=21), datetime.min.time().replace(hour=8)))
MANY, A_MILLION = 100_000, 1_000_000
SENT = 10_000
GROUP = 50  # in flight together
UNLIMITED = 1_000_000.0

PEOPLE = {
    "sqlite": """
        WITH RECURSIVE number(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM number WHERE n < {last})
        INSERT INTO person (id, chat_id, first_name, language, language_chosen, role, joined_at, seen_at)
        SELECT lower(hex(randomblob(16))), n, 'Ana', 'es', 0, 'maker', '2026-11-01 00:00:00.000000',
               '2026-11-01 00:00:00.000000' FROM number""",
    "postgresql": """
        INSERT INTO person (id, chat_id, first_name, language, language_chosen, role, joined_at, seen_at)
        SELECT gen_random_uuid(), n, 'Ana', 'es', false, 'maker', now(), now() FROM generate_series({first}, {last}) n""",
}
AGREED = "INSERT INTO preference (person_id, reminders, announcements, nudges) SELECT id, true, true, true FROM person"


async def _settle(database: Database, first: int, last: int) -> None:
    """So many people who agreed to announcements."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(PEOPLE[connection.dialect.name].format(first=first, last=last))
        if first == 1:
            await connection.exec_driver_sql(AGREED)
        await connection.exec_driver_sql("ANALYZE")


async def _planning(database: Database, batch: str) -> float:
    draft = Draft(
        batch, "news", batch, Lane.ANNOUNCEMENT, NOON, {"template": "news"}, batch=batch, policy=Policy.NEVER_TWICE
    )
    begun = time.perf_counter()
    async with database.transaction() as session:
        await planning.plan(session, draft, select(Person.id), NOON, MANNERS)
    return time.perf_counter() - begun


async def _progress(database: Database, batch: str) -> float:
    """Milliseconds, the best of five."""
    best = float("inf")
    async with database.reading() as session:
        for _ in range(5):
            begun = time.perf_counter()
            await batches.progress(session, batch)
            best = min(best, time.perf_counter() - begun)
    return best * 1000


async def _deliver(database: Database, count: int, group: int) -> float:
    """Deliveries a second: taken, marked before the call, finished after it. The call itself takes no time."""
    luck, done, begun = random.Random(1), 0, time.perf_counter()
    while done < count:
        now = NOON + timedelta(seconds=2 * (done + 1) + time.perf_counter() - begun)
        async with database.transaction() as session:
            taken = await queue.take(session, group, UNLIMITED, now, MANNERS)
        async with database.transaction() as session:
            await queue.finish(session, [(one, Sent(one.row.id)) for one in taken.marked], now, luck)
        done += len(taken.marked)
    return count / (time.perf_counter() - begun)


async def _one_kind(address: str, name: str, aims: tuple[float, float]) -> list[Figure]:
    database = Database(address)
    await migrate(database)
    await _settle(database, 1, MANY)
    seconds = await _planning(database, "first")
    progress = await _progress(database, "first")
    await _deliver(database, 1, 1)  # the first of a batch goes ahead alone
    grouped = max([await _deliver(database, SENT, GROUP) for _ in range(2)])
    alone = await _deliver(database, 300, 1)
    figures = [
        Figure(f"{name}: 100,000 deliveries planned", seconds, "s", aim=f"<= {aims[0]} s", reached=seconds <= aims[0]),
        Figure(f"{name}: progress of 100,000", progress, "ms", aim="<= 50 ms", reached=progress <= 50),
        Figure(
            f"{name}: deliveries, every mark kept, {GROUP} together",
            *(grouped, "/s", alone, "one by one", f">= {aims[1]:,.0f}/s", grouped >= aims[1]),
        ),
    ]
    if not database.is_sqlite:
        figures += await _a_million(database)
    await database.close()
    return figures


async def _a_million(database: Database) -> list[Figure]:
    await _settle(database, MANY + 1, A_MILLION)
    tracemalloc.start()
    seconds = await _planning(database, "million")
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return [
        Figure("PostgreSQL: 1,000,000 deliveries planned", seconds, "s", aim="<= 15 s", reached=seconds <= 15),
        Figure("PostgreSQL: memory that took here", peak, "MB", aim="<= 20 MB", reached=peak <= 20),
    ]


async def _both() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        figures = await _one_kind(f"sqlite:///{Path(folder) / 'bench.sqlite3'}", "SQLite", (1.0, 500))
    with throwaway_postgres() as address:
        return figures + await _one_kind(address, "PostgreSQL", (1.5, 1000))


def measure() -> list[Figure]:
    return asyncio.run(_both())
