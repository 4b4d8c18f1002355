"""Long polling: in order for one person, side by side for several, and nothing confirmed before it is done."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
from telegram.error import InvalidToken
from telegram.ext import Application, TypeHandler

from bot.polling import Polling
from bot.simulator import Simulator
from bot.telegram import Wire
from bot.updates import Updates


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim
        assert sim.violations == []


@asynccontextmanager
async def polling(sim, hear, token=None):
    """A bot that hears with `hear`; yields its polling task and the event that stops it."""
    builder = Application.builder().token(token or sim.token).base_url(f"{sim.url}/bot").updater(None).job_queue(None)
    wires = Wire(), Wire()
    application = builder.request(wires[0]).get_updates_request(wires[1]).build()

    async def callback(update, _context):
        await hear(update)

    application.add_handler(TypeHandler(object, callback))
    stop, tasks = asyncio.Event(), []
    try:
        await application.initialize()
        tasks.append(asyncio.create_task(Polling(application.bot, Updates(application)).run(stop)))
        yield tasks[0], stop
    finally:
        stop.set()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        for wire in wires:
            await wire.shutdown()


async def until(true, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def test_one_persons_words_are_heard_in_order(sim):
    heard = []

    async def hear(update):
        await asyncio.sleep(0.03 if update.message.text == "first" else 0)
        heard.append(update.message.text)

    ana = sim.person("Ana", "es")
    for words in ("first", "second", "third"):
        await ana.type(words, wait=False)
    async with polling(sim, hear):
        await until(lambda: len(heard) == 3)
    assert heard == ["first", "second", "third"]


async def test_nobody_waits_for_somebody_elses_slow_update(sim):
    heard, door = [], asyncio.Event()

    async def hear(update):
        if update.effective_user.first_name == "Slow":
            await door.wait()
        heard.append(update.effective_user.first_name)

    slow, quick = sim.person("Slow"), sim.person("Quick")
    async with polling(sim, hear):
        await slow.type("hello", wait=False)
        await quick.type("hello", wait=False)
        await until(lambda: heard == ["Quick"])
        await quick.type("still here?", wait=False)
        await until(lambda: heard == ["Quick", "Quick"])
        door.set()
        await until(lambda: heard == ["Quick", "Quick", "Slow"])


async def test_an_update_cut_off_in_the_middle_comes_again(sim):
    heard = []

    async def hang(update):
        heard.append(("cut off", update.message.text))
        await asyncio.Event().wait()

    async def hear(update):
        heard.append(("heard", update.message.text))

    ana = sim.person("Ana")
    async with polling(sim, hang) as (task, _):
        await ana.type("my answer", wait=False)
        await until(lambda: len(heard) == 1)
        task.cancel()
    async with polling(sim, hear):
        await until(lambda: len(heard) == 2)
    assert heard == [("cut off", "my answer"), ("heard", "my answer")]


async def test_what_was_answered_does_not_come_again(sim):
    heard = []

    async def hear(update):
        heard.append(update.message.text)

    ana = sim.person("Ana")
    async with polling(sim, hear):
        await ana.type("once", wait=False)
        await until(lambda: heard == ["once"])
    async with polling(sim, hear):
        await ana.type("twice", wait=False)
        await until(lambda: len(heard) == 2)
    assert heard == ["once", "twice"]


async def test_a_failing_update_does_not_stop_the_rest(sim):
    heard = []

    async def hear(update):
        if update.message.text == "bad":
            raise RuntimeError("as it happens")
        heard.append(update.message.text)

    ana = sim.person("Ana")
    async with polling(sim, hear):
        await ana.type("bad", wait=False)
        await ana.type("good", wait=False)
        await until(lambda: heard == ["good"])


async def test_telegram_failing_for_a_while_is_waited_for(sim, monkeypatch):
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.01)
    heard = []

    async def hear(update):
        heard.append(update.message.text)

    sim.faults.add("500", method="getUpdates", times=3)
    ana = sim.person("Ana")
    async with polling(sim, hear):
        await ana.type("hello", wait=False)
        await until(lambda: heard == ["hello"])


async def test_a_wrong_token_is_told_to_the_operator(sim):
    async def hear(update):
        pass

    with pytest.raises(InvalidToken):
        async with polling(sim, hear, token="1:wrong") as (task, _):
            await task
