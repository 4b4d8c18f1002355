"""The shapes the house runs in: everything in one process, or web and worker apart."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from telegram.error import TelegramError

from bot.app import Running, opened
from bot.polling import KINDS, Polling
from bot.publish import publish
from bot.settings import Settings
from bot.stopping import Stopped, stop_on_signals

if TYPE_CHECKING:
    from starlette.applications import Starlette

log = structlog.get_logger()

DEFAULT_PATH = "/telegram"
LEARNS_AFTER = 2.0  # seconds from the start: what somebody wrote meanwhile comes first


async def run(settings: Settings) -> None:
    """Everything in one process: webhook when WEBHOOK_URL is set, else long polling."""
    stop = stop_on_signals()
    with suppress(Stopped):
        async with opened(settings, sends=True, stop=stop) as running:
            beside = [asyncio.create_task(publish_beside(running)), asyncio.create_task(learn_beside(running))]
            await take_updates(settings, running, stop)
            for task in beside:
                task.cancel()
    log.info("closed")


async def take_updates(settings: Settings, running: Running, stop: asyncio.Event) -> None:
    """Whichever way they come, until stopped."""
    if settings.webhook_url:
        await announce_webhook(settings, running)
        await listen(settings, running, stop)
        return
    await running.application.bot.delete_webhook()
    log.info("asking Telegram for updates", bot=running.application.bot.username)
    polling = Polling(running.application.bot, running.updates)
    await asyncio.gather(polling.run(stop), show_outside(settings, running, stop, calendars_too=True))


async def publish_beside(running: Running) -> None:
    """Nobody waits for an answer because the menu of commands is still being written."""
    try:
        await publish(running.application.bot, running.house)
    except TelegramError as fault:
        log.warning("commands and description could not be told to Telegram", reason=fault.message)


async def learn_beside(running: Running) -> None:
    """Nobody's first typed answer waits for the words to be learned, nor does the first answer at all."""
    await asyncio.sleep(LEARNS_AFTER)
    await asyncio.to_thread(running.house.understanding.learn)


async def web(settings: Settings) -> None:
    """Only the way in: any number of these on one PostgreSQL. `release` has announced the webhook."""
    stop = stop_on_signals()
    with suppress(Stopped):
        async with opened(settings, stop=stop) as running:
            await listen(settings, running, stop)


async def worker(settings: Settings) -> None:
    """Only the clock: what happens by itself."""
    stop = stop_on_signals()
    with suppress(Stopped):
        async with opened(settings, sends=True, stop=stop) as running:
            log.info("the clock runs")
            await asyncio.gather(stop.wait(), show_outside(settings, running, stop))


async def release(settings: Settings) -> None:
    """Once per release: commands, description and webhook as Telegram should know them."""
    async with opened(settings) as running:
        await publish(running.application.bot, running.house)
        if settings.webhook_url:
            await announce_webhook(settings, running)


def webhook_address(settings: Settings) -> tuple[str, str]:
    """The whole address for Telegram, and its path for us."""
    path = urlsplit(settings.webhook_url).path
    return (settings.webhook_url, path) if path else (f"{settings.webhook_url}{DEFAULT_PATH}", DEFAULT_PATH)


async def announce_webhook(settings: Settings, running: Running) -> None:
    address, _ = webhook_address(settings)
    secret = settings.webhook_secret.get_secret_value().split(",")[0]
    await running.application.bot.set_webhook(address, secret_token=secret, allowed_updates=KINDS, max_connections=40)


async def listen(settings: Settings, running: Running, stop: asyncio.Event) -> None:
    """Take updates over HTTP until stopped, then finish those in hand."""
    from bot import calendars  # noqa: PLC0415 a bot that polls needs no web server in its memory
    from bot.lookout import routes  # noqa: PLC0415 as above
    from bot.webhook import webhook  # noqa: PLC0415 as above

    def ready() -> bool:
        return not stop.is_set()

    secrets = settings.webhook_secret.get_secret_value().split(",")
    _, path = webhook_address(settings)
    more = [*routes(running, ready, metrics=settings.metrics == "on"), *calendars.routes(running.house)]
    log.info("listening for Telegram", port=settings.port)
    await _over_http(webhook(running.updates, secrets, path, ready, more), settings.port, stop)


async def show_outside(
    settings: Settings, running: Running, stop: asyncio.Event, *, calendars_too: bool = False
) -> None:
    """For a process without a webhook: figures where METRICS is on, calendars where PUBLIC_URL says who asks here."""
    calendars_too = calendars_too and bool(settings.public_url)
    if settings.metrics == "off" and not calendars_too:
        return
    from starlette.applications import Starlette  # noqa: PLC0415 as above

    from bot import calendars  # noqa: PLC0415 as above
    from bot.lookout import routes  # noqa: PLC0415 as above

    shown = routes(running, lambda: not stop.is_set(), metrics=settings.metrics == "on")
    more = calendars.routes(running.house) if calendars_too else []
    await _over_http(Starlette(routes=[*shown, *more]), settings.port, stop)


async def _over_http(app: "Starlette", port: int, stop: asyncio.Event) -> None:
    import uvicorn  # noqa: PLC0415 as above

    class Server(uvicorn.Server):
        """uvicorn without its own signals: it would kill the process before the house is closed."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    config = uvicorn.Config(
        app,
        host="0.0.0.0",  # noqa: S104 the host's proxy stands in front
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=6,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    await asyncio.wait({serving, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
