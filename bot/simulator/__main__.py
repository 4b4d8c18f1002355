"""`python -m bot.simulator`: the simulator on its own, with the page of phones, until Ctrl-C."""

import argparse
import asyncio
from pathlib import Path

from bot.simulator.server import serve
from bot.simulator.world import World
from bot.stopping import stop_on_signals

PEOPLE = (("Amina", "en"), ("Louise", "fr"), ("Diego", "es"))


def arguments() -> argparse.Namespace:
    """What may be said on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.simulator", description="A Bot API on this machine, with phones in a browser."
    )
    parser.add_argument("--port", type=int, default=8081, help="port to listen on (0: any free one)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; stay on this machine unless you know why not"
    )
    parser.add_argument("--token", default="1:demo", help="the only token that is let in")
    parser.add_argument("--log", type=Path, help="write every call to this file, one JSON object a line")
    parser.add_argument("--seed", type=int, default=0, help="the same seed brings the same faults")
    parser.add_argument("--tolerant", action="store_true", help="ignore unknown parameters, as Telegram itself does")
    return parser.parse_args()


async def run(asked: argparse.Namespace) -> None:
    """Serve until told to stop."""
    stop = stop_on_signals()
    world = World(asked.token, strict=not asked.tolerant, seed=asked.seed, log=asked.log)
    for name, language in PEOPLE:
        world.town.add_person(name, language)
    runner, url = await serve(world, asked.port, asked.host)
    print(f"Phones: {url}/\nBot API: {url}/bot{asked.token}/<method>", flush=True)  # noqa: T201 (a command talks)
    try:
        await stop.wait()
    finally:
        await world.close()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(run(arguments()))
