"""The commands from the shell, on a bare machine: each says what it did, or what is wrong and what to do."""

import shutil

import pytest

from bot.settings import SAMPLE_TOWN
from bot.simulator import Simulator
from models import schema
from tests.faults.processes import command, house, settings
from tests.stage import QUIET, SILENCE
from tests.walks.fingers import reach_the_list, until


@pytest.fixture
async def sim():
    async with Simulator.serving(quiet=QUIET, silence=SILENCE, patience=60) as sim:
        yield sim
        assert sim.violations == []


@pytest.fixture
def new(tmp_path):
    return f"sqlite:///{tmp_path / 'new.sqlite3'}"


async def test_from_nothing_to_a_town_that_answers(sim, new, tmp_path):
    env = settings(sim, new)
    migrated = await command("migrate", env)
    assert (migrated.code, migrated.out) == (0, f"The database went from empty to {schema.NEWEST}.\n")
    loaded = await command("load", env)
    assert (loaded.code, [line.partition(":")[0] for line in loaded.out.splitlines()]) == (
        0,
        ["resources.csv", "people.csv", "events.csv"],
    )
    checked = await command("check", env)
    assert (checked.code, "FAULT" in checked.out) == (0, False)
    published = await command("publish", env)
    assert (published.code, published.err) == (0, "")
    assert {call.method for call in sim.calls} >= {"setMyCommands", "setMyDescription", "setMyShortDescription"}
    async with house(env, tmp_path) as running:
        phone = sim.person("Amina")
        await reach_the_list(phone)
        assert phone.last["text"].startswith("What fits you best in Belmoulin")
        assert await running.end() == 0


async def test_a_token_telegram_does_not_know(sim, town_address):
    ended = await command("run", settings(sim, town_address, TELEGRAM_BOT_TOKEN="99:wrong-token"))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it anew from BotFather\n"


async def test_a_token_taken_back_while_it_runs(sim, town_address, tmp_path):
    async with house(settings(sim, town_address), tmp_path) as running:
        phone = sim.person("Amina")
        await phone.type("/start")
        sim.world.token = "123456:another"
        await phone.type("anybody?", wait=False)
        assert await running.process.wait() == 1
        assert running.said.splitlines()[-1].startswith("Telegram refused: ")


@pytest.mark.parametrize("name", ["run", "web", "worker", "load", "publish"])
async def test_a_database_that_is_empty(sim, new, name):
    ended = await command(name, settings(sim, new))
    assert ended.code == 1
    assert ended.err == (
        f"DATABASE_URL: this database is empty, and {schema.NEWEST} is needed; run `python -m bot migrate` first\n"
    )


async def test_a_town_without_resources_says_so_and_how(sim, new, tmp_path):
    env = settings(sim, new)
    await command("migrate", env)
    async with house(env, tmp_path) as running:
        await until(lambda: "the town has no resources yet; run `python -m bot load`" in running.said)
        phone = sim.person("Amina")
        await reach_the_list(phone)
        assert "A person may know more: /ask" in phone.last["text"]
        assert await running.end() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is missing"),
        ({"TELEGRAM_BOT_TOKEN": "nonsense"}, "TELEGRAM_BOT_TOKEN: it should look like 123456:AB-c1234"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: 'mysql' is not a database it can use"),
        ({"DATABASE_URL": "postgresql://nobody:pw@127.0.0.1:9/x"}, "The database or the network cannot be reached"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/x.sqlite3"}, "DATABASE_URL: there is no folder /no/such/folder"),
        ({"TOWN": "/nowhere"}, "TOWN: there is no town.toml in the folder /nowhere"),
        ({"WEBHOOK_URL": "https://x.example"}, "WEBHOOK_SECRET is missing"),
        ({"DEFAULT_LANGUAGE": "ja"}, "DEFAULT_LANGUAGE: 'ja' is not one of Belmoulin's languages"),
        ({"TIMEZONE": "Mars"}, "TIMEZONE: 'Mars' is not a time zone"),
        ({"COORDINATOR_IDS": "me"}, "COORDINATOR_IDS: 'me' is not a Telegram user id"),
    ],
)
async def test_what_is_set_wrongly_is_said_in_a_sentence(sim, new, wrong, sentence):
    ended = await command("run", {**settings(sim, new), **wrong})
    assert ended.code == 1
    assert ended.err.startswith(sentence)
    assert len(ended.err.splitlines()) == 1
    assert "pw" not in ended.err


async def test_content_that_cannot_be_read_is_named_with_its_line(sim, new, tmp_path):
    town = tmp_path / "town"
    shutil.copytree(SAMPLE_TOWN, town)
    (town / "intake.toml").write_text('[stage]\nkind = "sometimes"\n')
    await command("migrate", settings(sim, new))
    ended = await command("run", settings(sim, new, TOWN=town))
    assert ended.code == 1
    assert "intake.toml" in ended.err
    assert "line 2" in ended.err
    assert "Traceback" not in ended.err


async def test_match_needs_no_telegram(town_address, tmp_path):
    lines = tmp_path / "makers.jsonl"
    lines.write_text('{"id": "a", "answers": {"trade": "food"}}\nnonsense\n')
    env = settings(None, town_address)
    ended = await command(f"match --batch {lines}", env)
    assert (ended.code, ended.err) == (1, "line 2: this is not JSON (character 1: Expecting value)\n")
    assert ended.out.startswith('{"id": "a", "income_tier": "unknown", "results": [{"id": ')
    assert (await command("match", env)).code == 2
    missing = await command(f"match {tmp_path / 'nobody.json'}", env)
    assert (missing.code, missing.err) == (2, f"There is no file {tmp_path / 'nobody.json'}.\n")
