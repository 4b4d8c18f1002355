"""A fresh town for each test, a raw caller of its Bot API, and a real bot of python-telegram-bot."""

import contextlib

import aiohttp
import pytest
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from bot.simulator import Simulator, World


@pytest.fixture
async def sim():
    async with Simulator.serving(world=World(webhook_pace=0.01), silence=0.2) as simulator:
        yield simulator


@pytest.fixture
async def call(sim):
    """Speak to the Bot API as JSON and get the whole answer."""
    async with aiohttp.ClientSession() as session:

        async def ask(method, token=sim.token, **params):
            async with session.post(f"{sim.url}/bot{token}/{method}", json=params) as answer:
                return await answer.json()

        yield ask


@pytest.fixture
def anna(sim):
    """Anna has pressed start, so the bot may write to her."""
    phone = sim.person("Anna", "en")
    phone.person.started = True
    return phone


@contextlib.asynccontextmanager
async def polling_bot(sim, on_message, on_button=None):
    """A stock bot that polls the simulator."""
    app = ApplicationBuilder().token(sim.token).base_url(f"{sim.url}/bot").base_file_url(f"{sim.url}/file/bot").build()
    app.add_handler(MessageHandler(filters.ALL, on_message))
    if on_button:
        app.add_handler(CallbackQueryHandler(on_button))
    async with app:
        await app.start()
        await app.updater.start_polling()
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
