"""asyncpg or psycopg 3: the transaction of one answer, on the same PostgreSQL, in turns."""

import asyncio
import time
from datetime import UTC, datetime

from models.db import Database
from models.people import meeting
from models.people.meeting import Caller
from models.schema import migrate
from tests.bench.figures import Figure
from tests.postgres import throwaway_postgres

ANSWERS = 600
AT_ONCE = 10
ROUNDS = 3


async def _answers(database: Database, first: int) -> float:
    """Answers a second: note the update, meet the person, write."""
    numbers = iter(range(first, first + ANSWERS))

    async def one_after_another() -> None:
        for number in numbers:
            now = datetime.now(UTC)
            async with database.transaction() as session:
                await meeting.first_time(session, number, now)
                person, _ = await meeting.meet(session, Caller(number % 50, "Ana", "es"), now)
                person.source = str(number)
                session.add(person)

    start = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return ANSWERS / (time.perf_counter() - start)


async def _in_turns(address: str) -> tuple[float, float]:
    """The best of several rounds each, the rounds interleaved: what else the machine does hits both."""
    houses = {driver: Database(address.replace("postgresql://", f"{driver}://")) for driver in DRIVERS}
    await migrate(next(iter(houses.values())))
    best = dict.fromkeys(DRIVERS, 0.0)
    first = 0
    for _ in range(ROUNDS):
        for driver, database in houses.items():
            best[driver] = max(best[driver], await _answers(database, first))
            first += ANSWERS
    for database in houses.values():
        await database.close()
    return best[DRIVERS[0]], best[DRIVERS[1]]


DRIVERS = ("postgresql+asyncpg", "postgresql+psycopg")


def measure() -> list[Figure]:
    with throwaway_postgres() as address:
        asyncpg, psycopg = asyncio.run(_in_turns(address))
    return [
        Figure(
            "PostgreSQL: an answer's transaction, asyncpg",
            asyncpg,
            "/s",
            psycopg,
            "psycopg 3",
            "faster",
            asyncpg > psycopg,
        )
    ]
