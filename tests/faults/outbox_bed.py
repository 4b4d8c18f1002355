"""Where the outbox is ill-treated: a town in a process of its own, workers as an operator starts them, and their traces.

What was sent is read from the town's log of accepted calls: the tester knows it, not the engine.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO
from uuid import NAMESPACE_OID, uuid5

import aiohttp
from sqlalchemy import text
from sqlmodel import col, select

from models.db import Database, Session, insert
from models.outbox.planning import Draft, Manners, plan
from models.outbox.quiet import Quiet
from models.outbox.tables import Batch, Delivery, Lane, Preference, State
from models.people.tables import Person, Role
from tests.faults.outbox_town import ADMINISTRATOR, FIRST, TOKEN

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until a wait is given up
NEVER_QUIET = Manners(Quiet("UTC", time(0), time(0)), a_week=1_000_000)


@dataclass(frozen=True)
class Call:
    """One call the town accepted or refused."""

    chat: int
    at: float  # seconds since 1970
    accepted: bool
    text: str
    method: str


@dataclass
class Bed:
    """One town, one database, some workers."""

    url: str
    log: Path
    address: str
    database: Database
    session: aiohttp.ClientSession
    settings: dict[str, str]
    stderr: IO[str]
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    # People and messages

    async def plan(self, people: int, ago: timedelta = timedelta(0), **more: object) -> int:
        """A message to the first so many people, planned a while ago; whoever is not there yet moves in."""
        now = datetime.now(UTC) - ago
        given = {
            "key": "hall", "kind": "opening", "about": "event:1", "lane": Lane.URGENT, "due_at": now,
            "message": {"texts": {"en": "The hall is open."}},
        }  # fmt: skip
        async with self.database.transaction() as session:
            await move_in(session, people)
            who = select(Person.id).where(Person.chat_id < FIRST + people, Person.chat_id >= FIRST)
            return await plan(session, Draft(**{**given, **more}), who, now, NEVER_QUIET)

    async def states(self) -> Counter[str]:
        async with self.database.reading() as session:
            return Counter((await session.exec(select(Delivery.state).where(Delivery.chat_id >= FIRST))).all())

    async def rows(self, *states: State) -> list[Delivery]:
        query = select(Delivery).where(col(Delivery.state).in_(states)) if states else select(Delivery)
        async with self.database.reading() as session:
            return list((await session.exec(query.where(Delivery.chat_id >= FIRST))).all())

    async def batch(self, name: str) -> Batch:
        async with self.database.reading() as session:
            return (await session.exec(select(Batch).where(Batch.id == name))).one()

    # Processes

    async def start(self, *command: str, **settings: str) -> asyncio.subprocess.Process:
        """`python -m bot worker`, or another way to start one."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, *(command or ("-m", "bot", "worker")),
            cwd=ROOT, env={**os.environ, **self.settings, **settings}, stderr=self.stderr, start_new_session=True,
        )  # fmt: skip
        self.workers.append(process)
        return process

    async def start_odd(self, **how: float) -> asyncio.subprocess.Process:
        """A worker with other measures (tests/faults/outbox_worker.py): `lease` in seconds, `clock` seconds off."""
        return await self.start("-m", "tests.faults.outbox_worker", *(f"{name}={value}" for name, value in how.items()))

    async def kill(self, worker: asyncio.subprocess.Process) -> None:
        """SIGKILL: nothing is said, nothing is finished."""
        os.killpg(worker.pid, signal.SIGKILL)
        await worker.wait()
        self.workers.remove(worker)

    async def kill_in_the_middle(self, worker: asyncio.subprocess.Process) -> int:
        """SIGKILL while copies are on their way; how many. The worker is stopped to see which are its own."""
        for _ in range(100):
            os.killpg(worker.pid, signal.SIGSTOP)
            seen = await self._sending()
            await asyncio.sleep(0.3)  # what others were sending is settled by then
            if still := seen & await self._sending():
                await self.kill(worker)
                return len(still)
            os.killpg(worker.pid, signal.SIGCONT)
            await asyncio.sleep(0.02)
        raise AssertionError("the worker was never seen sending")

    async def _sending(self) -> set[tuple[int, str | None]]:
        return {(row.id, row.lease_token) for row in await self.rows(State.SENDING)}

    async def end(self, worker: asyncio.subprocess.Process) -> float:
        """SIGTERM; seconds until it was gone."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        worker.send_signal(signal.SIGTERM)
        await asyncio.wait_for(worker.wait(), 15)
        self.workers.remove(worker)
        return loop.time() - start

    @property
    def complaints(self) -> str:
        """The end of what the workers wrote to stderr."""
        return Path(self.stderr.name).read_text(encoding="utf-8")[-2000:]

    # What the town saw

    @property
    def calls(self) -> list[Call]:
        if not self.log.exists():
            return []
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
        return [
            Call(line["chat"], line["at"], line["code"] == 200, line["params"].get("text", ""), line["method"])
            for line in lines
            if line["method"].startswith("send")
        ]

    @property
    def accepted(self) -> list[Call]:
        return [call for call in self.calls if call.accepted and call.chat >= FIRST]

    @property
    def twice(self) -> int:
        """How many messages arrived that had arrived before."""
        return len(self.accepted) - len({(call.chat, call.text) for call in self.accepted})

    @property
    def alarms(self) -> list[str]:
        """What the administrator was told."""
        return [call.text for call in self.calls if call.accepted and call.chat == ADMINISTRATOR]

    @property
    def heard(self) -> int:
        """How many people got something."""
        return len({call.chat for call in self.accepted})

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    async def say(self, person: int, words: str) -> None:
        """Somebody in town types something."""
        async with self.session.post(f"{self.url}/simulator/people/{person}/say", json={"text": words}) as answer:
            assert answer.status == 200, await answer.text()

    async def weather(self, kind: str, **more: object) -> None:
        async with self.session.post(f"{self.url}/simulator/faults", json={"kind": kind, **more}) as answer:
            assert answer.status == 200, await answer.text()

    async def good_weather(self) -> None:
        async with self.session.delete(f"{self.url}/simulator/faults") as answer:
            assert answer.status == 200

    async def until(self, seen: Callable[[], object], patience: float = PATIENCE) -> float:
        """Wait until something is so; seconds it took."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while True:
            found = seen()
            if await found if asyncio.iscoroutine(found) else found:
                return loop.time() - start
            assert loop.time() - start < patience, (self.heard, await self.states(), self.complaints)
            await asyncio.sleep(0.02)

    async def settled(self, patience: float = PATIENCE) -> float:
        """Until nothing is waiting or in hand."""
        return await self.until(self._nothing_open, patience)

    async def _nothing_open(self) -> bool:
        found = await self.states()
        return not any(found[state] for state in (State.PENDING, State.LEASED, State.SENDING))


async def move_in(session: Session, people: int) -> None:
    """The administrator and so many people who agreed to everything; whoever is there stays as she is."""
    now, connection = datetime.now(UTC), await session.connection()
    for first in range(0, people + 1, 1000):
        chats = [number + FIRST for number in range(first, min(first + 1000, people))] + [ADMINISTRATOR] * (not first)
        rows = [
            Person(
                id=uuid5(NAMESPACE_OID, str(chat)), chat_id=chat, first_name="Ana", language="en", joined_at=now,
                seen_at=now, role=Role.ADMINISTRATOR if chat == ADMINISTRATOR else Role.MAKER,
            ).model_dump()
            for chat in chats
        ]  # fmt: skip
        if not rows:
            continue
        said = [
            Preference(person_id=row["id"], reminders=True, announcements=True, nudges=True).model_dump()
            for row in rows
        ]
        await connection.execute(insert(session, Person).on_conflict_do_nothing(), rows)
        await connection.execute(insert(session, Preference).on_conflict_do_nothing(), said)


async def execute(address: str, *statements: str) -> None:
    """Plain SQL, each statement by itself: what an operator's accident would do."""
    database = Database(address)
    for statement in statements:
        async with database.engine.begin() as connection:
            await connection.execute(text(statement))
    await database.close()


def fastest(calls: list[Call], within: float = 1.0) -> int:
    """The most that were accepted within any one second, or any stretch of so many."""
    moments = sorted(call.at for call in calls)
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= within:
            first += 1
        most = max(most, last - first + 1)
    return most


@asynccontextmanager
async def bed(address: str, folder: Path, people: int = 400, **settings: str) -> AsyncIterator[Bed]:
    """A town and a database; whatever runs at the end is ended."""
    log = folder / "calls.jsonl"
    command = (sys.executable, "-m", "tests.faults.outbox_town", str(people), str(log))
    town = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    url = (await town.stdout.readline()).decode().strip()
    given = {
        "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "DATABASE_URL": address, "LOG_LEVEL": "ERROR",
        "TOWN": str(never_quiet(folder)), "WEBHOOK_URL": "", "COORDINATOR_IDS": str(ADMINISTRATOR), "MESSAGES_PER_SECOND": "28", "METRICS": "off",
        **settings,
    }  # fmt: skip
    async with AsyncExitStack() as end:
        database = Database(address)
        end.push_async_callback(database.close)
        session = await end.enter_async_context(aiohttp.ClientSession())
        stderr = end.enter_context((folder / "stderr.txt").open("w", encoding="utf-8"))
        made = Bed(url, log, address, database, session, given, stderr)
        try:
            yield made
        finally:
            for process in [*made.workers, town]:
                if process.returncode is None:
                    process.kill()
                await process.wait()


def never_quiet(folder: Path) -> Path:
    """The sample town, awake at every hour: these tests are run at any."""
    town = folder / "town"
    if not town.exists():
        shutil.copytree(ROOT / "content/towns/sample", town)
        with (town / "town.toml").open("r+", encoding="utf-8") as file:
            text = file.read()
            file.seek(0)
            file.write('quiet_hours = "00:00-00:00"\n' + re.sub(r"(?m)^quiet_hours.*\n", "", text, count=1))
            file.truncate()
    return town
