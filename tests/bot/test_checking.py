"""`check` finds what is wrong before it goes wrong, and names it in one line."""

import shutil

import pytest

from bot import upkeep
from bot.checking import check
from bot.settings import Settings
from bot.simulator import Simulator


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim


@pytest.fixture
def town(tmp_path):
    return shutil.copytree("content/towns/sample", tmp_path / "town")


@pytest.fixture
async def operator(monkeypatch, sim, address, town):
    """Somebody who has set everything right; tests then spoil one thing."""
    given = {"TELEGRAM_BOT_TOKEN": sim.token, "TELEGRAM_API_URL": sim.url, "DATABASE_URL": address, "TOWN": str(town)}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    await upkeep.load(Settings(_env_file=None))
    return monkeypatch


async def faults():
    return [finding.line for finding in await check() if finding.fatal]


async def test_all_is_well(operator):
    assert await faults() == []


async def test_a_wrong_setting_ends_the_check(operator):
    operator.setenv("PORT", "much")
    assert await faults() == ["FAULT  settings: PORT: it must be a whole number"]


async def test_a_broken_intake_is_named_with_its_line(operator, town):
    (town / "intake.toml").write_text(
        '[colour]\nkind = "one"\nname = "Colour"\ntext = "Which?"\nchoices = ["red"]\nwhen = { nothing = ["x"] }\n'
    )
    (line,) = await faults()
    assert line.startswith("FAULT  content: ")
    assert "intake.toml, line 6: " in line


async def test_steps_that_wait_for_each_other_are_named_with_their_line(operator, town):
    (town / "plan.toml").write_text('[register]\nafter = ["tax_number"]\n')
    (line,) = await faults()
    assert line.endswith(
        "town/plan.toml, line 2: [register] after: these steps wait for each other: register → tax_number → register."
    )


async def test_a_refused_row_is_named(operator, town):
    with (town / "resources.csv").open("a") as file:
        file.write("odd,nonsense\n")
    assert any(line.startswith("FAULT  resources.csv: row ") for line in await faults())


async def test_a_wrong_token_is_named(operator):
    operator.setenv("TELEGRAM_BOT_TOKEN", "1:wrong")
    assert await faults() == ["FAULT  token: Telegram does not know it; copy it anew from @BotFather"]


async def test_telegram_out_of_reach_is_named(operator):
    operator.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    assert await faults() == ["FAULT  token: Telegram cannot be asked (Telegram cannot be reached)"]


async def test_an_empty_database_is_named(operator, tmp_path):
    operator.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert await faults() == ["FAULT  database: it is empty; run `python -m bot migrate`"]


async def test_a_database_out_of_reach_is_named_without_its_password(operator):
    operator.setenv("DATABASE_URL", "postgresql://town:canary@127.0.0.1:9/town")
    (line,) = await faults()
    assert line.startswith("FAULT  database: it cannot be reached")
    assert "canary" not in line


async def test_the_staff_group_is_looked_at(operator, sim):
    rosa = sim.person("Rosa")
    forum, plain = sim.group("Staff", rosa, forum=True), sim.group("Staff", rosa)
    lines = {}
    for number in (forum.id, plain.id, -77):
        operator.setenv("STAFF_CHAT_ID", str(number))
        [lines[number]] = [finding.line for finding in await check() if finding.what == "staff group"]
    assert lines == {
        forum.id: "fine   staff group",
        plain.id: "note   staff group: with topics, and the right to manage them, each person who asks has one of her own",
        -77: "FAULT  staff group: the bot cannot get in (Chat not found); is STAFF_CHAT_ID right, and the bot a member?",
    }
