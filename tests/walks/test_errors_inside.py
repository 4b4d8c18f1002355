"""Something breaks inside: an apology in her language, a number that finds the line in the log, and the next step works."""

import json
import re
import shutil

import pytest

from bot.settings import SAMPLE_TOWN
from models.intake import progress
from models.people import meeting
from tests.conftest import NOON
from tests.stage import set_up
from tests.walks.fingers import press

APOLOGY = {
    "en": (
        "Something went wrong on my side. What you told me before is kept. Please try once more.\n\n"
        "If it happens again, tell hello@made.belmoulin.example this number: "
    ),
    "fr": "Un souci de mon côté. Ce que vous m’avez dit avant est bien gardé.",
    "es": "Algo falló de mi lado. Lo que me dijiste antes está guardado.",
}


@pytest.fixture
def broken_town(tmp_path):
    """The sample town with two templates of its own, both broken: /ask, and the second question."""
    town = tmp_path / "town"
    shutil.copytree(SAMPLE_TOWN, town)
    (town / "chat" / "intake").mkdir(parents=True)
    (town / "chat" / "ask.html.j2").write_text("{{ nobody.knows }}")
    (town / "chat" / "intake" / "question.html.j2").write_text(
        "<b>{{ asked.text }}</b>{% if 'Where are you with it?' in asked.text %}{{ 1 // 0 }}{% endif %}"
    )
    return town


@pytest.fixture
async def broken(town_address, logs, broken_town):
    async with set_up(town_address, NOON, town=broken_town) as stage:
        yield stage


def lines(logs):
    return [json.loads(line) for line in logs.getvalue().splitlines()]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_an_apology_with_a_number_that_finds_the_line(broken, logs, language):
    phone = broken.phone("Amina", language)
    await phone.type("/start")
    await phone.type("/ask")
    assert phone.last["text"].startswith(APOLOGY[language])
    reference = re.search(r"\b[2-9A-HJ-NP-Z]{6}\b", phone.last["text"])[0]
    [line] = [line for line in lines(logs) if line.get("reference") == reference]
    assert (line["event"], line["level"]) == ("a door failed", "error")
    assert "nobody" in line["exception"]
    assert "Traceback" not in phone.transcript()


async def test_the_next_step_works(broken):
    phone = broken.phone("Amina")
    await phone.type("/start")
    await phone.type("/ask")
    await phone.type("/help")
    assert phone.last["text"].startswith("What I can do for you")


async def test_a_step_that_failed_has_not_happened(broken):
    """The answer and the screen after it are one: she may press again, and finds her question as it was."""
    phone = broken.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    assert phone.last["text"].startswith(APOLOGY["en"])
    async with broken.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        assert await progress.answers_of(session, person.id) == {}
    await press(phone, "answer:trade:food")
    assert [said.startswith(APOLOGY["en"]) for said in phone.heard] == [True]


async def test_two_errors_have_two_numbers(broken):
    phone = broken.phone("Amina")
    await phone.type("/ask")
    await phone.type("/ask")
    first, second = [m["text"][-6:] for m in phone.messages if m["from"]["is_bot"]]
    assert first != second


async def test_her_words_are_not_in_the_log_of_the_error(broken, logs):
    phone = broken.phone("Wilhelmina")
    await phone.type("/start")
    await phone.type("artisanal quokka saddles")
    assert phone.last["text"].startswith(APOLOGY["en"])
    assert "quokka" not in logs.getvalue()
    assert "Wilhelmina" not in logs.getvalue()


async def test_the_database_goes_away_and_comes_back(town_address, logs):
    """No answer is lost silently: while it is gone she hears that something is wrong, and afterwards all works."""
    async with set_up(town_address, NOON) as stage:
        phone = stage.phone("Amina")
        await phone.type("/start")
        async with stage.database.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE answer RENAME TO elsewhere")
        await press(phone, "answer:trade:food")
        assert phone.last["text"].startswith(APOLOGY["en"])
        async with stage.database.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO answer")
        await press(phone, "answer:trade:food")
        assert phone.chat.messages[3]["text"].startswith("Where are you with it?")
