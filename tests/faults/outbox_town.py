"""The project's simulator as a process of its own, with as many people as a test wants; all of them have said /start.

`python -m tests.faults.outbox_town PEOPLE LOG` prints its address. Every call it answers is a line in the log.
"""

import asyncio
import sys
from pathlib import Path

from bot.simulator.server import serve
from bot.simulator.world import World

TOKEN = "123456:outbox"
FIRST = 100_000  # the chat id of the first of them
ADMINISTRATOR = 9001


async def run(people: int, log: Path) -> None:
    world = World(TOKEN, log=log)
    for number in (ADMINISTRATOR, *range(FIRST, FIRST + people)):
        world.town.add_person(f"Person {number}", id=number).started = True
    _, url = await serve(world, 0)
    print(url, flush=True)  # noqa: T201 whoever started it waits for the address
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2])))
