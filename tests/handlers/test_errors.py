"""When a door fails: a number to read out on the telephone, an apology that may itself fail, and never an exception."""

import json
from types import SimpleNamespace

import pytest
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.simulator import Simulator
from bot.telegram import Wire
from handlers import errors
from models.db import Database
from tests.conftest import NOON
from tests.handlers.visitor import furnished


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim
        assert sim.violations == []


@pytest.fixture
async def context(sim, tmp_path):
    """PTB's context as `apologise` sees it: the bot, the house, what went wrong and for whom."""
    wire, database = Wire(timeout=0.5), Database(f"sqlite:///{tmp_path / 'unused.sqlite3'}")
    bot = Bot(sim.token, base_url=f"{sim.url}/bot", request=wire, get_updates_request=wire)
    await bot.initialize()
    yield SimpleNamespace(bot=bot, house=furnished(database, NOON), error=RuntimeError("as it happens"), language=None)
    await wire.shutdown()
    await database.close()


@pytest.fixture
async def ana(sim):
    ana = sim.person("Ana", "es")
    await ana.type("/start", wait=False)
    return ana


def update_of(ana):
    body = {**ana.messages[0], "from": ana.person.as_user()}
    return Update.de_json({"update_id": 7, "message": body}, None)


def logged(logs):
    return [json.loads(line) for line in logs.getvalue().splitlines()]


def test_a_reference_can_be_read_out_on_the_telephone():
    references = {errors.new_reference() for _ in range(200)}
    assert len(references) == 200
    assert {len(one) for one in references} == {6}
    assert not set("".join(references)) & set("01OI")


async def test_the_number_she_reads_finds_the_line(context, ana, logs):
    await errors.apologise(update_of(ana), context)
    [line] = logged(logs)
    assert (line["event"], line["level"], line["update_id"]) == ("a door failed", "error", 7)
    assert line["reference"] in ana.last["text"]
    assert "RuntimeError: as it happens" in line["exception"]


async def test_before_she_is_met_her_telephone_says_her_language(context, ana):
    await errors.apologise(update_of(ana), context)
    assert ana.last["text"].startswith("Algo falló")


async def test_once_she_is_met_she_is_spoken_to_in_her_own(context, ana):
    context.language = "fr"
    await errors.apologise(update_of(ana), context)
    assert ana.last["text"].startswith("Un souci")


async def test_where_the_way_to_her_is_broken_nothing_more_is_tried(context, ana, sim, logs):
    context.error = NetworkError("gone")
    await errors.apologise(update_of(ana), context)
    assert [call.method for call in sim.calls] == ["getMe"]
    assert logged(logs)[0]["event"] == "a door failed"


async def test_an_apology_that_does_not_arrive_is_noted(context, ana, sim, logs):
    await ana.block(wait=False)
    await errors.apologise(update_of(ana), context)
    assert [line["event"] for line in logged(logs)] == ["a door failed", "the apology did not arrive"]


@pytest.mark.parametrize("update", [None, "something else", Update(9)])
async def test_where_there_is_nobody_to_tell_it_is_only_written_down(context, logs, update):
    await errors.apologise(update, context)
    assert [line["event"] for line in logged(logs)] == ["a door failed"]
