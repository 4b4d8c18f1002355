"""From the command to the first answer, and how much memory it takes: `python -m bot run` from outside."""

import asyncio
import sys
import tempfile
import time
from statistics import median

from bot.simulator import Phone, Simulator
from bot.simulator.world import World
from tests.bench import processes
from tests.bench.figures import Figure
from tests.bench.town import TOKEN

STARTS = 5
ANSWERED = 100  # updates before memory is looked at
SLOWEST, LARGEST = 2.5, 130.0  # seconds, megabytes
PEOPLE = 10


async def _cold_start(sim: Simulator, command: dict[str, str], number: int) -> tuple[float, dict[str, float]]:
    """Seconds until somebody who wrote before the bot was there has her answer; the last run is then looked at."""
    phone = sim.person(f"Early {number}", "en")
    await phone.type("/start", wait=False)
    begun = time.perf_counter()
    async with processes.running(sys.executable, "-m", "bot", "run", env=command) as process:
        while not any(message["from"]["is_bot"] for message in phone.messages):
            await asyncio.sleep(0.002)
        seconds = time.perf_counter() - begun
        await phone.settled()
        if number == STARTS - 1:
            await _talk(sim)
            return seconds, processes.memory(process.pid)
    return seconds, {}


async def _talk(sim: Simulator) -> None:
    """A hundred updates: ten people, each through her first ten answers."""
    await asyncio.gather(*(_first_answers(sim.person(f"Maker {n}", ("en", "fr", "es")[n % 3])) for n in range(PEOPLE)))


async def _first_answers(phone: Phone) -> None:
    await phone.type("/start")
    for _ in range(ANSWERED // PEOPLE - 1):
        buttons = [button for row in phone.last["reply_markup"]["inline_keyboard"] for button in row]
        data = [button["callback_data"] for button in buttons]
        wanted = ("done:", "answer:", "tick:", "resume", "skip:")
        await phone.tap(data=next(one for start in wanted for one in data if one.startswith(start)))


async def _measured(database: str) -> list[Figure]:
    await processes.prepared(database)
    times = []
    async with Simulator.serving(world=World(TOKEN)) as sim:
        command = processes.bot_settings(sim.url, database)
        for number in range(STARTS):
            seconds, memory = await _cold_start(sim, command, number)
            times.append(seconds)
    seconds = median(times)
    return [
        Figure(
            "python -m bot run to its first answer", seconds, "s", aim=f"<= {SLOWEST} s", reached=seconds <= SLOWEST
        ),
        Figure(
            f"memory after {ANSWERED} updates, resident",
            memory["resident"],
            "MB",
            aim=f"<= {LARGEST:.0f} MB",
            reached=memory["resident"] <= LARGEST,
        ),
        Figure(f"memory after {ANSWERED} updates, its share (PSS)", memory["share"], "MB"),
    ]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="echoppe-bench-") as folder:
        return asyncio.run(_measured(f"sqlite:///{folder}/town.sqlite3"))
