"""The processes a bench starts and looks at from outside: the town, the bot as an operator starts it, the echo bot."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from models.db import Database
from models.schema import migrate
from tests.bench.town import SECRET, TOKEN

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds for a process to be ready
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@asynccontextmanager
async def running(
    *command: str, env: dict[str, str] | None = None, cwd: Path = ROOT
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process with all its children, ended at the end. What it complains of is shown when the bench fails."""
    with tempfile.TemporaryFile("w+") as complaints:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=asyncio.subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,
        )
        try:
            yield process
        except BaseException:
            complaints.seek(0)
            print(complaints.read()[-4000:], file=sys.stderr)
            raise
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is None:
            os.killpg(process.pid, number)
            try:
                await asyncio.wait_for(process.wait(), 12)
            except TimeoutError:
                continue


def bot_settings(api: str, database: str, **more: str) -> dict[str, str]:
    """The environment an operator would set."""
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api, "DATABASE_URL": database, "LOG_LEVEL": "WARNING"}
    return {**given, "WEBHOOK_URL": "", "COORDINATOR_IDS": "", **more}


@asynccontextmanager
async def town() -> AsyncIterator[str]:
    """A town's address."""
    async with running(sys.executable, "-m", "tests.bench.town") as process:
        yield (await process.stdout.readline()).decode().strip()


@asynccontextmanager
async def our_bot(api: str, database: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`python -m bot run` behind a webhook, ready; with the webhook's address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/telegram"
    env = bot_settings(api, database, WEBHOOK_URL=address, WEBHOOK_SECRET=SECRET, PORT=str(port))
    async with running(sys.executable, "-m", "bot", "run", env=env) as process:
        await _announced(api, address)
        yield process, address


@asynccontextmanager
async def echo_bot(api: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The stock bot, ready; with its webhook's address."""
    port = free_port()
    command = (sys.executable, "-W", "ignore", "-m", "tests.bench.echo", api, TOKEN, str(port), SECRET)
    async with running(*command) as process:
        await _announced(api, address := f"http://127.0.0.1:{port}/echo")
        yield process, address


async def _announced(api: str, address: str) -> None:
    """Wait until the bot has named its webhook and listens there."""
    port = urlsplit(address).port
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{api}/bot{TOKEN}/getWebhookInfo") as answer:
                if (await answer.json())["result"]["url"] == address and _listens(port):
                    return
            await asyncio.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


async def prepared(address: str) -> None:
    """A database at the newest shape with the sample town in it, loaded as an operator does."""
    database = Database(address)
    await migrate(database)
    await database.close()
    async with running(sys.executable, "-m", "bot", "load", env=bot_settings("", address)) as process:
        await process.communicate()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> dict[str, float]:
    """Megabytes, as the system counts them: all that is resident, and our share of what others use too."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {"resident": kilobytes["Rss"] / 1024, "share": kilobytes["Pss"] / 1024}
