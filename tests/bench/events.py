"""Events: 100,000 people reminded of one event, moved with it, and how late a thousand reminders of one minute are."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from handlers.clock.sending import Outbox
from models.db import Database
from models.events import gatherings, reminders, replanning
from models.events.attendance_tables import Gathering
from models.events.customs import Customs
from models.events.recurrence import to_utc
from models.events.tables import Event
from models.outbox import queue
from models.outbox.outcomes import Sent
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.schema import migrate
from tests.bench.figures import Figure, percentile
from tests.bench.outbox import AGREED, PEOPLE
from tests.handlers.visitor import furnished
from tests.postgres import throwaway_postgres

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ZONE = "America/New_York"
QUIET = Quiet(ZONE, datetime.min.time().replace(hour=21), datetime.min.time().replace(hour=8))
CUSTOMS = Customs(Manners(QUIET))
MANY, A_MINUTE = 100_000, 1_000
PACE = 28  # a second, as Telegram allows it: the last of a thousand stands in line for 36 seconds
COMING = """
    INSERT INTO attendance (id, gathering_id, person_id, state, guests, needs, since, offers)
    SELECT id, (SELECT id FROM gathering), id, 'yes', 0, '[]', '2026-11-01 00:00:00', 0 FROM person"""


async def _settle(database: Database, people: int, starts: datetime, now: datetime) -> None:
    """One event, and so many who come to it."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(PEOPLE[connection.dialect.name].format(first=1, last=people))
        await connection.exec_driver_sql(AGREED)
    async with database.transaction() as session:
        wall = starts.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        event = Event(
            source_id="fair",
            title="The fair",
            starts_local=wall,
            timezone=ZONE,
            starts_at=to_utc(wall, ZoneInfo(ZONE)),
            changed_at=now,
        )
        session.add(event)
        await session.flush()
        await gatherings.opened(session, event, event.series.occurrences(starts, starts + timedelta(minutes=1))[0])
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(COMING)
        await connection.exec_driver_sql("ANALYZE")


async def _both(session: object) -> tuple[Event, Gathering]:
    event = await gatherings.event_of(session, "fair")
    return event, (await session.exec(select(Gathering))).one()


async def _planned(database: Database) -> float:
    """Seconds to plan one reminder for each of them."""
    one_offset = Customs(CUSTOMS.manners, offsets=("day",))
    begun = time.perf_counter()
    async with database.transaction() as session:
        event, gathering = await _both(session)
        planned = await reminders.remind_all(session, event, gathering, NOON, one_offset)
    assert planned == MANY
    return time.perf_counter() - begun


async def _moved(database: Database) -> float:
    """Seconds of an edit: the old ones taken back, everybody told, two new reminders each."""
    begun = time.perf_counter()
    async with database.transaction() as session:
        event, _ = await _both(session)
        event.starts_local += timedelta(hours=1)
        event.version += 1
        session.add(event)
        done = await replanning.replan(session, event, NOON, CUSTOMS)
    assert (done.told, done.reminders) == (MANY, 2 * MANY)
    return time.perf_counter() - begun


class Noting:
    """A Telegram that takes everything at once, and when."""

    def __init__(self) -> None:
        self.at: list[datetime] = []

    async def deliver(self, one: object, _screen: object) -> Sent:
        self.at.append(datetime.now(UTC))
        return Sent(one.row.id)

    async def tell(self, _chat: int, _text: str) -> bool:
        return True


async def _late(address: str) -> float:
    """Seconds by which the slowest of a hundred is later than its place in the line."""
    database = Database(address)
    await migrate(database)
    begin = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=20)
    await _settle(database, A_MINUTE, begin + timedelta(hours=1), begin)
    house = furnished(database, begin)
    real = type(house)(**{**vars(house), "clock": lambda: datetime.now(UTC), "messages_per_second": PACE})
    never = Customs(Manners(Quiet(ZONE, datetime.min.time(), datetime.min.time())), offsets=("hour",))
    async with database.transaction() as session:
        event, gathering = await _both(session)
        await reminders.remind_all(session, event, gathering, datetime.now(UTC), never)
    # Whoever measures at night is not to measure the quiet hours.
    vars(real)["customs"] = never
    telegram = Noting()
    outbox = Outbox(real, telegram, queue.moment)
    while len(telegram.at) < A_MINUTE and datetime.now(UTC) < begin + timedelta(seconds=60):
        await outbox.tick()
        await asyncio.sleep(1)
    await outbox.stop()
    await database.close()
    lateness = [(at - begin).total_seconds() - place / PACE for place, at in enumerate(sorted(telegram.at))]
    return percentile(lateness, 0.99)


async def _one_kind(address: str, late_address: str, name: str) -> list[Figure]:
    database = Database(address)
    await migrate(database)
    await _settle(database, MANY, NOON + timedelta(days=5), NOON)
    planned, moved = await _planned(database), await _moved(database)
    await database.close()
    late = await _late(late_address)
    return [
        Figure(f"{name}: 100,000 reminded of one event, planned", planned, "s", aim="<= 2 s", reached=planned <= 2),
        Figure(f"{name}: 100,000 moved with it, told and reminded anew", moved, "s"),
        Figure(f"{name}: a thousand of one minute, 99 of 100 late by", late, "s", aim="<= 5 s", reached=late <= 5),
    ]


async def _all() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        files = [f"sqlite:///{Path(folder) / name}.sqlite3" for name in ("many", "late")]
        figures = await _one_kind(*files, "SQLite")
    with throwaway_postgres() as address:
        other = Database(address)
        async with other.engine.connect() as connection:
            plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await plain.exec_driver_sql("CREATE DATABASE late")
        await other.close()
        return figures + await _one_kind(address, address.replace("/postgres?", "/late?"), "PostgreSQL")


def measure() -> list[Figure]:
    return asyncio.run(_all())
