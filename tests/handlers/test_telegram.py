"""Replies become calls: said, replaced, popped up; cut, tried again, or said anew where Telegram will not have it."""

import pytest
from telegram import CallbackQuery, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import Defaults, ExtBot

from bot.simulator import Simulator
from bot.telegram import Wire
from handlers.buttons import Buttons
from handlers.screens import Button, Commands, Popup, Replace, Say, Screen
from handlers.telegram import Chat, location_of, words_of

YES_NO = ((Button("Yes", press=("answer", "yes")), Button("No", press=("answer", "no"))),)


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim


@pytest.fixture
async def bot(sim, monkeypatch):
    monkeypatch.setattr("handlers.telegram.PAUSE", 0.001)
    wire = Wire(timeout=0.5)
    html = Defaults(parse_mode=ParseMode.HTML)
    bot = ExtBot(sim.token, base_url=f"{sim.url}/bot", request=wire, get_updates_request=wire, defaults=html)
    await bot.initialize()
    yield bot
    await wire.shutdown()


@pytest.fixture
async def ana(sim):
    ana = sim.person("Ana", "es")
    await ana.type("/start", wait=False)
    return ana


@pytest.fixture
def chat(bot, ana):
    return Chat(bot, ana.id, Buttons("a secret"))


async def after_press(chat, ana, label="Yes"):
    """The chat as it is while a press on her newest screen is answered."""
    query = await ana.tap(label, wait=False)
    body = chat_update(ana, query)
    return Chat(chat.bot, ana.id, chat.buttons, CallbackQuery.de_json(body, chat.bot), chat.edits)


def chat_update(ana, query):
    return {"id": query.id, "from": ana.person.as_user(), "message": ana.last, "chat_instance": "1", "data": "x"}


def methods(sim):
    return [call.method for call in sim.calls if call.method != "getMe"]


async def test_a_screen_is_said_with_its_buttons(chat, ana, sim):
    await chat.answer([Say(Screen("Is it <b>good</b>?", YES_NO))])
    assert ana.screen == "Is it good?\n[Yes] [No]"
    assert sim.violations == []


async def test_a_link_button_opens_its_address(chat, ana):
    await chat.answer([Say(Screen("Look", ((Button("Open", url="https://made.belmoulin.example/a?b=1&c=2"),),)))])
    assert await ana.tap("Open") == "https://made.belmoulin.example/a?b=1&c=2"


async def test_the_message_that_was_pressed_becomes_the_next_one(chat, ana, sim):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    await pressed.answer([Replace(Screen("Second", YES_NO))])
    assert ana.screen == "Second\n[Yes] [No]"
    assert sorted(methods(sim)) == ["answerCallbackQuery", "editMessageText", "sendMessage"]


async def test_the_reply_arrives_even_where_the_press_cannot_be_closed(chat, ana, sim):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    sim.faults.add("500", method="answerCallbackQuery")
    await pressed.answer([Replace(Screen("Second", YES_NO))])
    assert ana.screen == "Second\n[Yes] [No]"


async def test_a_popup_flies_past_and_the_screen_stays(chat, ana):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    await pressed.answer([Popup("Saved.")])
    assert (ana.popups[-1]["text"], ana.screen) == ("Saved.", "First\n[Yes] [No]")


async def test_without_a_press_a_replacement_is_said(chat, ana):
    await chat.answer([Replace(Screen("Anew"))])
    assert ana.screen == "Anew"


async def test_the_menu_of_commands_is_hers(chat, ana, sim):
    await chat.answer([Commands((("start", "Begin"),))])
    [call] = [call for call in sim.calls if call.method == "setMyCommands"]
    assert call.params == {
        "commands": [{"command": "start", "description": "Begin"}],
        "scope": {"type": "chat", "chat_id": ana.id},
    }


async def test_the_location_is_asked_for_and_the_keyboard_goes_away(chat, ana):
    await chat.answer([Say(Screen("Where?", ask_location=("Share", "No, thanks")))])
    assert ana.screen == "Where?\n⌨ [Share]\n⌨ [No, thanks]"
    await chat.answer([Say(Screen("Thank you.", clear_keyboard=True))])
    assert ana.screen == "Thank you."


async def test_a_long_text_goes_out_in_parts_with_the_buttons_under_the_last(chat, ana, sim):
    paragraphs = [f"<b>{number}</b> " + "word " * 150 for number in range(12)]
    await chat.answer([Say(Screen("\n\n".join(paragraphs), YES_NO))])
    parts = [message for message in ana.messages if message["from"]["is_bot"]]
    assert ["reply_markup" in part for part in parts] == [False, False, True]
    assert sim.violations == []


async def test_a_screen_that_says_so_already_is_not_edited(chat, ana, sim):
    await chat.answer([Say(Screen("The <b>same</b> &amp; more", YES_NO))])
    pressed = await after_press(chat, ana)
    await pressed.answer([Replace(Screen("The <b>same</b> &amp; more", YES_NO))])
    assert "editMessageText" not in methods(sim)


async def test_two_presses_at_once_edit_once(chat, ana, sim):
    await chat.answer([Say(Screen("First", YES_NO))])
    one, other = await after_press(chat, ana), await after_press(chat, ana)
    await one.answer([Replace(Screen("Second", YES_NO))])
    await other.answer([Replace(Screen("Second", YES_NO))])
    assert methods(sim).count("editMessageText") == 1
    assert sim.violations == []


async def test_a_message_that_is_gone_is_said_anew(chat, ana):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    del ana.chat.messages[ana.last["message_id"]]
    await pressed.answer([Replace(Screen("Second"))])
    assert ana.screen == "Second"


async def test_a_press_that_came_too_late_is_still_answered_with_its_screen(chat, ana, sim):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    sim.world.queries.clear()
    await pressed.answer([Popup("Too late"), Replace(Screen("Second"))])
    assert ana.screen == "Second"


@pytest.mark.parametrize("fault", ["500", "drop_before"])
async def test_what_fails_for_a_moment_is_tried_again(chat, ana, sim, fault):
    sim.faults.add(fault, times=2)
    await chat.answer([Say(Screen("Once"))])
    assert [message["text"] for message in ana.messages[1:]] == ["Once"]


async def test_what_keeps_failing_is_given_up(chat, sim):
    sim.faults.add("500")
    with pytest.raises(NetworkError):
        await chat.answer([Say(Screen("Never"))])
    assert methods(sim) == ["sendMessage"] * 3


async def test_asked_to_slow_down_for_long_nobody_waits(chat, sim):
    sim.faults.add("429", seconds=60)
    with pytest.raises(RetryAfter):
        await chat.answer([Say(Screen("Later"))])
    assert methods(sim) == ["sendMessage"]


async def test_a_press_that_cannot_be_answered_loses_no_screen(chat, ana, sim):
    await chat.answer([Say(Screen("First", YES_NO))])
    pressed = await after_press(chat, ana)
    sim.faults.add("500", method="answerCallbackQuery")
    await pressed.answer([Replace(Screen("Second"))])
    assert ana.screen == "Second"


async def test_whoever_blocks_is_told_of(chat, ana):
    await ana.block(wait=False)
    with pytest.raises(Forbidden):
        await chat.answer([Say(Screen("Anybody?"))])


async def test_a_mistake_of_ours_is_no_matter_of_luck(chat, sim):
    with pytest.raises(BadRequest):
        await chat.answer([Say(Screen("<b>never closed"))])
    assert methods(sim) == ["sendMessage"]


async def test_a_button_too_long_for_telegram_never_leaves(chat, sim):
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        await chat.answer([Say(Screen("Look", ((Button("Much", press=("x" * 60,)),),)))])
    assert methods(sim) == []


def message(**content):
    body = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, **content}
    return Update.de_json({"update_id": 1, "message": body}, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hot sauce", "hot sauce"),
        ("/start flyer", "flyer"),
        ("/start", ""),
        ("/start  two words ", "two words"),
        ("", ""),
    ],
)
def test_what_was_typed_and_what_stood_behind_a_command(text, words):
    assert words_of(message(text=text).message) == words


def test_a_place_is_a_place_however_it_is_sent():
    place = {"latitude": 44.5, "longitude": -70.0}
    assert location_of(message(location=place)) == (44.5, -70.0)
    assert location_of(message(venue={"location": place, "title": "Market", "address": "Square"})) == (44.5, -70.0)
    assert location_of(message(text="here")) is None
