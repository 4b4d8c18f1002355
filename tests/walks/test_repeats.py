"""The same update ten times, a reply that never left, two processes at once: one effect, one reply."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.simulator.world import Query
from bot.webhook import SECRET_HEADER
from models.intake import progress
from models.people import meeting
from models.people.tables import Person, SeenUpdate
from tests.conftest import NOON
from tests.stage import free_port, set_up
from tests.walks.fingers import data_of, newest, press, until, walk_to_the_end


def message(phone, text, number=900_000_001):
    """An update as Telegram would write it."""
    card = phone.chat.card
    content = {"message_id": 7, "date": 1_800_000_000, "chat": card, "from": phone.person.as_user(), "text": text}
    if text.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": number, "message": content}


def pressed(phone, meaning, number=900_000_001):
    query = {
        "id": "1", "from": phone.person.as_user(), "message": newest(phone), "chat_instance": "1",
        "data": data_of(phone, meaning),
    }  # fmt: skip
    return {"update_id": number, "callback_query": query}


def told(stage, method="sendMessage"):
    return [call for call in stage.sim.calls if call.method == method]


async def people_and_answers(stage):
    async with stage.database.reading() as session:
        number = await meeting.count(session)
        return number, (await session.exec(progress.Answer.__table__.select())).all()


@pytest.fixture
def quick_hands(monkeypatch):
    """Another process is waited for a moment only."""
    monkeypatch.setattr("handlers.door.OTHER_HANDS", timedelta(milliseconds=50))


async def test_the_same_first_word_ten_times_at_once(stage):
    phone = stage.phone("Amina")
    phone.person.started = True
    await asyncio.gather(*(stage.running.updates.take(message(phone, "/start")) for _ in range(10)))
    assert (await people_and_answers(stage))[0] == 1
    assert len(told(stage)) == 2, "the welcome and the first question"


async def test_the_same_press_ten_times_at_once(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    press_again = pressed(phone, "answer:trade:food")
    stage.sim.world.queries["1"] = Query("1", phone.person)
    await asyncio.gather(*(stage.running.updates.take(press_again) for _ in range(10)))
    assert len((await people_and_answers(stage))[1]) == 1
    assert len(told(stage, "editMessageText")) == 1
    assert len(told(stage, "answerCallbackQuery")) == 1


async def test_a_repeat_long_after_is_known_by_its_number(stage):
    phone = stage.phone("Amina")
    phone.person.started = True
    await stage.running.updates.take(message(phone, "/start"))
    await stage.rebuild()
    await stage.running.updates.take(message(phone, "/start"))
    assert len(told(stage)) == 2


async def test_repeats_over_http_have_one_effect(town_address):
    """A webhook whose 200 got lost: Telegram knocks again, also while the first is still being answered."""
    async with set_up(town_address, NOON, port=free_port()) as stage, aiohttp.ClientSession() as http:
        phone = stage.phone("Amina")
        phone.person.started = True
        headers = {SECRET_HEADER: "only-telegram-knows"}

        async def knock():
            async with http.post(stage.settings.webhook_url, json=message(phone, "/start"), headers=headers) as answer:
                return answer.status

        await until(lambda: stage.sim.world.webhook.url)
        await listening(http, stage.settings.webhook_url)
        assert await asyncio.gather(*(knock() for _ in range(10))) == [200] * 10
        assert (await people_and_answers(stage))[0] == 1
        assert len(told(stage)) == 2


async def listening(http, url):
    """Wait until somebody opens the door at all."""
    async with asyncio.timeout(20):
        while True:
            try:
                async with http.get(url):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.01)


async def noted(stage, *numbers):
    """These updates' effect is in the database, and the process ended before their reply had left."""
    async with stage.database.transaction() as session:
        for number in numbers:
            session.add(SeenUpdate(update_id=number, seen_at=stage.clock(), answered=False))


async def test_a_reply_lost_with_its_process_shows_her_where_she_stands(stage, quick_hands):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await noted(stage, 900_000_001)
    await stage.rebuild()
    await stage.running.updates.take(message(phone, "anything she said"))
    assert phone.last["text"].startswith("Where are you with it?")
    answers = (await people_and_answers(stage))[1]
    assert len(answers) == 1, "what she said had its effect already and has no second one"


async def test_a_lost_reply_after_the_last_question_shows_what_fits_her(stage, quick_hands):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await noted(stage, 900_000_001)
    await stage.running.updates.take(message(phone, "/saved"))
    assert phone.last["text"].startswith("What fits you best in Belmoulin")


async def test_a_lost_reply_is_made_up_for_once(stage, quick_hands):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await noted(stage, 900_000_001)
    before = len(told(stage))
    for _ in range(3):
        await stage.running.updates.take(message(phone, "anything"))
    assert len(told(stage)) == before + 1


async def test_a_lost_reply_of_somebody_unknown_is_let_be(stage, quick_hands):
    phone = stage.phone("Amina")
    await noted(stage, 900_000_001)
    await stage.running.updates.take(message(phone, "/forget"))
    assert told(stage) == []


# Two processes on one database


@pytest.fixture
async def two(town_address, logs):
    async with set_up(town_address, NOON, processes=2) as stage:
        yield stage
    assert "a door failed" not in logs.getvalue()


async def test_two_first_words_in_two_processes_make_one_person(two, quick_hands):
    phone = two.phone("Amina")
    phone.person.started = True
    first, second = two.houses
    await asyncio.gather(
        first.updates.take(message(phone, "/start", 900_000_001)),
        second.updates.take(message(phone, "/start", 900_000_002)),
    )
    async with two.database.reading() as session:
        assert len((await session.exec(Person.__table__.select())).all()) == 1


async def test_one_update_in_two_processes_has_one_effect(two, quick_hands):
    phone = two.phone("Amina")
    await phone.type("/start")
    first, second = two.houses
    update = message(phone, "sourdough bread")
    await asyncio.gather(first.updates.take(update), second.updates.take(update))
    assert len((await people_and_answers(two))[1]) == 1
    asked = [said for said in phone.heard if "Where are you with it?" in said]
    assert asked, "she is answered"


async def test_two_presses_in_two_processes_count_once(two):
    phone = two.phone("Amina")
    await phone.type("/start")
    two.sim.world.queries["1"] = Query("1", phone.person)
    first, second = two.houses
    await asyncio.gather(
        first.updates.take(pressed(phone, "answer:trade:food", 900_000_001)),
        second.updates.take(pressed(phone, "answer:trade:wood", 900_000_002)),
    )
    assert len((await people_and_answers(two))[1]) == 1


async def test_a_word_in_one_process_is_known_in_the_other(two):
    phone = two.phone("Amina")
    await phone.type("/start")
    first, second = two.houses
    await first.updates.take(message(phone, "sourdough bread", 900_000_001))
    await second.updates.take(message(phone, "I sell already", 900_000_002))
    assert phone.last["text"].startswith("What would help you most right now?")
