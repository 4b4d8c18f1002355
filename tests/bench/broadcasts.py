"""An announcement to ten thousand people on a hard day: tests/faults/test_broadcast.py at full length."""

import asyncio
import tempfile
from pathlib import Path

from models.db import Database
from models.schema import migrate
from tests.bench.figures import Figure
from tests.faults.broadcast_day import play
from tests.faults.outbox_bed import bed
from tests.postgres import throwaway_postgres

PEOPLE = 10_000
IN_FLIGHT = 150


async def _day(address: str) -> list[Figure]:
    database = Database(address)
    await migrate(database)
    await database.close()
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), PEOPLE, MESSAGES_PER_SECOND="1000") as made:
            day = await play(made, PEOPLE)
    astray = abs(day.counted - day.recipients) + day.missed
    return [
        Figure(f"announcement to {PEOPLE:,}: twice", day.twice, "people", aim="0", reached=day.twice == 0),
        Figure(f"announcement to {PEOPLE:,}: missed or not counted", astray, "people", aim="0", reached=astray == 0),
        Figure("blocked the bot, and counted so", day.blocked, "people"),
        Figure("answered with 429, and sent later", day.refused - day.blocked, "calls"),
        Figure("on their way when a worker was killed", day.on_their_way, "copies"),
        Figure("left while it was paused", day.paused_for, "copies", aim="0", reached=day.paused_for == 0),
        Figure("in doubt after a kill", day.doubtful, "people", aim=f"<= {IN_FLIGHT}", reached=day.doubtful <= IN_FLIGHT),
    ]  # fmt: skip


def measure() -> list[Figure]:
    with throwaway_postgres() as address:
        return asyncio.run(_day(address))
