"""Opens and closes what sends the messages nobody asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from telegram import Bot

from bot.alone import Alone
from bot.messenger import Post
from bot.settings import Settings
from bot.telegram import Wire
from handlers.clock.sending import Outbox
from handlers.deps import House
from models.db import Session
from models.outbox import queue


def post_office(settings: Settings, house: House, wire: Wire, real: Callable[[], datetime]) -> Outbox:
    """Put together, nothing begun. Where the house has another clock than the `real` one, that counts everywhere."""
    bot = Bot(settings.token, f"{settings.telegram_api_url}/bot", request=wire, get_updates_request=wire)

    async def moment(session: Session, here: datetime) -> datetime:
        return await queue.moment(session, here) if house.clock is real else here

    return Outbox(house, Post(bot, house.buttons), moment)


@asynccontextmanager
async def open_for(outbox: Outbox, stop: asyncio.Event) -> AsyncIterator[None]:
    """From here to the end it may send; once `stop` is set it only finishes what is out."""
    alone = _alone(outbox.house)
    await outbox.begin(alone=alone is not None and alone.held)
    await outbox.tick()  # what a stop left behind does not wait for the clock's first second
    ending = asyncio.create_task(_end(outbox, stop))
    try:
        yield
    finally:
        ending.cancel()
        await outbox.stop()
        if alone:
            alone.let_go()


def _alone(house: House) -> Alone | None:
    """None on PostgreSQL: there any number of processes send."""
    file = house.database.engine.url.database
    return Alone(Path(file)) if house.database.is_sqlite and file else None


async def _end(outbox: Outbox, stop: asyncio.Event) -> None:
    await stop.wait()
    await outbox.stop()
