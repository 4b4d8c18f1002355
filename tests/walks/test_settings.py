"""/settings on a telephone, with the restart in the middle, old buttons, and words that come at the wrong moment."""

import pytest
from sqlalchemy import update

from handlers.clock import nudging
from models.outbox import preferences
from models.people import meeting
from models.people.tables import SeenUpdate
from tests.walks.fingers import data_of, press, reach_the_list, walk_to_the_end
from tests.walks.test_repeats import pressed


async def preference(stage, phone):
    async with stage.database.reading() as session:
        return await preferences.of(session, (await meeting.by_chat(session, phone.id)).id)


async def test_from_the_menu_and_back(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    assert "🔔 What I send you" in phone.buttons
    await press(phone, "go:settings")
    assert phone.last["text"].startswith("What I may send you")
    before = len(phone.messages)
    await press(phone, "set:pause", "set:pause:7", "set:pause", "set:pause:end", "set:quiet", "set", "set:zone", "set")
    assert len(phone.messages) == before, "it is one screen that changes"
    assert "Silence" not in phone.last["text"]


async def test_what_she_said_in_the_questions_stands_here(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)  # yes, wherever she was asked
    await phone.type("/settings")
    assert "🔔 Reminders of what you choose · yes" in phone.last["text"]
    assert "📣 News that fits you · yes" in phone.last["text"]
    await press(phone, "set:announcements:off")
    await phone.type("/profile")
    await press(phone, "profile:1", "profile:2")
    assert "Reminders · Yes\nNews that fits you · No" in phone.last["text"]


async def test_her_own_hours_through_a_restart(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    await press(phone, "set:quiet", "set:quiet:ask")
    await stage.rebuild()
    await phone.type("half past never")
    assert phone.last["text"].startswith("I need two hours, from when to when, for example 22-7.")
    await stage.rebuild()
    await phone.type("23-6")
    assert phone.last["text"].startswith("Noted: quiet from 11:00\u202fPM to 6:00\u202fAM.")
    await phone.type("bread")
    assert "Noted: 🍞 Food" in phone.last["text"]


async def test_when_the_reply_is_lost_the_question_is_asked_again(stage):
    """The process died between writing down what she is asked and asking it: the update comes once more."""
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    await press(phone, "set:zone")
    press_of = pressed(phone, "set:zone:ask")
    await stage.running.updates.take(press_of)
    await stage.rebuild()
    async with stage.database.transaction() as session:
        await session.exec(update(SeenUpdate).values(answered=False))
    stage.running.house.answered.clear()
    await stage.running.updates.take(press_of)
    assert phone.last["text"].startswith("Which large city is on your clock?")
    await phone.type("Paris")
    assert phone.last["text"].startswith("Noted: your clock is that of Paris.")


@pytest.mark.parametrize("instead", ["/next", "/settings", "/start", "/help"])
async def test_whoever_does_something_else_is_no_longer_asked(stage, instead):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    await press(phone, "set:pause", "set:pause:ask")
    await phone.type(instead)
    await phone.type("tomorrow")
    assert (await preference(stage, phone)).paused_until is None


async def test_a_button_elsewhere_closes_the_question_too(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    food = data_of(phone, "answer:trade:food")
    await phone.type("/settings")
    await press(phone, "set:pause", "set:pause:ask")
    await phone.tap(data=food)
    await phone.type("selling")
    assert "What would help" in phone.last["text"]
    assert (await preference(stage, phone)).paused_until is None


async def test_cancel_leads_back_to_the_room(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    await press(phone, "set:pause", "set:pause:ask")
    await phone.tap("Cancel")
    assert phone.last["text"].startswith("How long shall I be silent?")
    await phone.type("bread")
    assert "Noted: 🍞 Food" in phone.last["text"]


async def test_two_taps_at_once_are_one(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    data = data_of(phone, "set:reminders:on")
    await phone.tap(data=data, wait=False)
    await phone.tap(data=data, wait=False)
    await phone.settled()
    assert (await preference(stage, phone)).reminders is True


async def test_an_old_screen_says_what_should_be_and_does_no_harm(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/settings")
    old = phone.last
    await phone.type("/settings")
    await press(phone, "set:reminders:on")
    await phone.tap("🔔 Reminders", on=old)
    assert (await preference(stage, phone)).reminders is True


async def test_stop_is_told_here_and_start_begins_again(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.type("/stop")
    await phone.type("/settings")
    assert "You said /stop: I send nothing at all." in phone.last["text"]
    stage.clock.tick(days=2)
    await nudging.go_on(stage.running.house)
    await stage.deliver()
    assert phone.last["text"].startswith("What I may send you")
    await phone.type("/start")
    await phone.type("/settings")
    assert "You said /stop" not in phone.last["text"]


@pytest.mark.parametrize(
    ("language", "words", "heard"),
    [
        ("fr", "le 3 janvier", "C’est noté\u202f: silence jusqu’au dimanche 3 janvier."),
        ("es", "el 3 de enero", "Anotado: silencio hasta el domingo, 3 de enero."),
    ],
)
async def test_in_her_language(stage, language, words, heard):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await phone.type("/settings")
    await press(phone, "set:pause", "set:pause:ask")
    await phone.type(words)
    assert phone.last["text"].startswith(heard)
