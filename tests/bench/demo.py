"""`make demo` as a newcomer meets it: a bare clone of the newest commit, until the page can be used."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.bench import processes
from tests.bench.figures import Figure

SLOWEST = 60.0  # seconds, with pip's cache warm
GIVE_UP = 240.0


def _clone(folder: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", str(processes.ROOT), str(folder)], check=True)  # noqa: S607 the git at hand


def _warm(folder: Path) -> None:
    """Everything the lock names, once through pip's cache."""
    lock = folder / "requirements.txt"
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
    with tempfile.TemporaryDirectory() as away:
        subprocess.run(
            [*pip, "--require-hashes", "--requirement", str(lock), "--dest", away], check=True, capture_output=True
        )


async def _until_usable(folder: Path) -> float:
    begun = time.perf_counter()
    # The system's Python, not ours: the clone builds its own .venv, as a newcomer's would.
    command = ("make", "demo", f"PYTHON={Path(sys.executable).resolve()}")
    async with asyncio.timeout(GIVE_UP), processes.running(*command, cwd=folder) as process:
        while "http://" not in (line := (await process.stdout.readline()).decode()):
            if not line:
                raise RuntimeError("make demo ended before it printed an address")
        address = line[line.index("http://") :].split()[0].rstrip("/")
        await _greet(address)
    return time.perf_counter() - begun


async def _greet(address: str) -> None:
    """The page is there, and the bot answers the first person on it."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/") as page:
            page.raise_for_status()
        async with session.get(f"{address}/simulator/state") as state:
            person = (await state.json())["people"][0]["id"]
        async with session.post(f"{address}/simulator/people/{person}/say", json={"text": "/start"}) as said:
            said.raise_for_status()
        while True:
            async with session.get(f"{address}/simulator/calls?method=sendMessage&chat={person}") as calls:
                if await calls.json():
                    return
            await asyncio.sleep(0.05)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="echoppe-bench-") as away:
        folder = Path(away) / "echoppe"
        _clone(folder)
        _warm(folder)
        seconds = asyncio.run(_until_usable(folder))
    return [
        Figure(
            "make demo on a bare clone to the first answer",
            seconds,
            "s",
            aim=f"<= {SLOWEST:.0f} s",
            reached=seconds <= SLOWEST,
        )
    ]
