"""`make demo`: the real bot, over real HTTP, in a town of phones on this machine. Nothing leaves it."""

import tempfile
import time
from contextlib import suppress
from pathlib import Path

import typer
from aiohttp import web

from bot import serve, upkeep
from bot.logs import start_logs
from bot.settings import Settings
from bot.simulator.server import serve as serve_phones
from bot.simulator.town import FIRST_GROUP
from bot.simulator.world import World

TOKEN = "1000001:a-demo-needs-no-secret"  # noqa: S105 it opens nothing but the simulator beside it
COORDINATOR = 9001
PEOPLE = (("Amina", "en"), ("Louise", "fr"), ("Diego", "es"))
TRIES = 20  # ports looked at, from the one asked for


async def show(port: int, folder: Path | None) -> None:
    """Phones first, then the bot; both until Ctrl-C."""
    start_logs("WARNING", "text")
    with tempfile.TemporaryDirectory(prefix="echoppe-demo-") as temporary:
        await _show(port, folder or Path(temporary))


async def _show(port: int, folder: Path) -> None:
    world = _town_of_phones()
    runner, url = await _free_port(world, port)
    settings = Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        telegram_api_url=url,
        database_url=f"sqlite:///{folder / 'demo.sqlite3'}",
        coordinator_ids=frozenset({COORDINATOR}),
        staff_chat_id=FIRST_GROUP,
        webhook_url="",
    )
    try:
        await upkeep.migrate(settings)
        report = await upkeep.load(settings)
        world.presets = upkeep.presets(settings.town)
        typer.echo(f"{report.summary}\n\nThe phones are here:  {url}/\n\nPress Ctrl-C to end.")
        await serve.run(settings)
    finally:
        await world.close()
        await runner.cleanup()


def _town_of_phones() -> World:
    # Numbers go on where an earlier demo on the same folder ended: a number seen before has no second effect.
    world = World(TOKEN, name="Made in Belmoulin", username="belmoulin_bot", first_update=int(time.time()))
    for name, language in PEOPLE:
        world.town.add_person(name, language)
    robin = world.town.add_person("Robin (coordinator)", "en", id=COORDINATOR)
    sam = world.town.add_person("Sam (answers questions)", "en")
    world.town.add_group("Staff", [robin, sam], forum=True)
    return world


async def _free_port(world: World, port: int) -> tuple[web.AppRunner, str]:
    for candidate in range(port, port + TRIES):
        with suppress(OSError):
            return await serve_phones(world, candidate)
    return await serve_phones(world, 0)
