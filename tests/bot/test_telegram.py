"""The wire: real calls over real HTTP, and what becomes of those that fail."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.simulator import Simulator
from bot.telegram import Wire, _proxy
from handlers.telegram import CutOff


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim


@pytest.fixture
async def bot(sim):
    wire = Wire(timeout=0.5)
    bot = Bot(
        sim.token,
        base_url=f"{sim.url}/bot",
        base_file_url=f"{sim.url}/file/bot",
        request=wire,
        get_updates_request=wire,
    )
    await bot.initialize()
    yield bot
    await wire.shutdown()


@pytest.fixture
async def ana(sim):
    ana = sim.person("Ana", "es")
    await ana.type("/start", wait=False)
    return ana


async def test_a_message_arrives_as_it_was_written(bot, ana):
    await bot.send_message(ana.id, "Sopa & <b>pan</b> 🥖", parse_mode=None)
    assert ana.screen == "Sopa & <b>pan</b> 🥖"


async def test_a_file_arrives_whole_and_can_be_fetched_again(bot, ana):
    sent = await bot.send_document(ana.id, b"one,two\n1,2\n", filename="matériel.csv")
    assert sent.document.file_name == "matériel.csv"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"one,two\n1,2\n"


async def test_what_telegram_refuses_is_told_apart(bot, ana, sim):
    with pytest.raises(BadRequest, match=r"[Mm]essage text is empty"):
        await bot.send_message(ana.id, "")
    await ana.block(wait=False)
    with pytest.raises(Forbidden):
        await bot.send_message(ana.id, "hello?")


@pytest.mark.parametrize(
    ("fault", "seconds", "becomes"),
    [
        ("429", 3, RetryAfter),
        ("500", 0, NetworkError),
        ("drop_before", 0, CutOff),
        ("drop_after", 0, CutOff),
        ("slow", 1.0, TimedOut),
    ],
)
async def test_a_failing_call_says_how_sure_it_is(bot, ana, sim, fault, seconds, becomes):
    sim.faults.add(fault, method="sendMessage", times=1, seconds=seconds)
    with pytest.raises(becomes) as raised:
        await bot.send_message(ana.id, "hello")
    assert type(raised.value) is becomes


async def test_nobody_at_the_other_end_is_a_plain_network_error(bot, ana, sim):
    bot._base_url = "http://127.0.0.1:9/bot1:x"  # the discard port: closed
    with pytest.raises(NetworkError, match="cannot be reached"):
        await bot.send_message(ana.id, "hello")


async def test_a_proxy_of_the_environment_is_used_and_can_be_excepted(bot, ana, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody there
    _proxy.cache_clear()
    with pytest.raises(NetworkError, match="cannot be reached"):
        await bot.send_message(ana.id, "hello")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _proxy.cache_clear()
    await bot.send_message(ana.id, "hello again")
    assert ana.screen == "hello again"
    monkeypatch.undo()
    _proxy.cache_clear()
