"""What people write to somebody they do not know yet: hello, who are you, can I talk to a person."""

import pytest

from tests.walks.fingers import choices, press, reach_the_list, walk_to_the_end


@pytest.mark.parametrize(("language", "hello"), [("en", "Hello!"), ("fr", "Bonjour"), ("es", "¡Hola!")])
async def test_a_greeting_begins_as_start_does(stage, language, hello):
    phone = stage.phone("Amina", language)
    await phone.type(hello)
    assert len(phone.heard) == 2, "the welcome and the first question"
    assert choices(phone, "answer:trade")


@pytest.mark.parametrize("words", ["asdf", "what is this", "are you a robot?", "👋"])
async def test_whoever_writes_before_start_is_welcomed(stage, words):
    phone = stage.phone("Walter")
    await phone.type(words)
    assert phone.heard[0].startswith("Hello Walter.")
    assert choices(phone, "answer:trade")


async def test_what_she_makes_may_be_her_first_word(stage):
    phone = stage.phone("Amina")
    await phone.type("I make wooden toys for my grandchildren")
    assert phone.heard[0].startswith("Hello Amina.")
    assert phone.heard[1].startswith("Noted: 🪵 Wood.")
    assert choices(phone, "answer:stage")


async def test_what_she_needs_may_be_her_first_word(stage):
    phone = stage.phone("Amina")
    await phone.type("a loan")
    assert choices(phone, "card:")
    await phone.tap("Answer more, find more")
    assert choices(phone, "answer:trade")


async def test_in_the_middle_of_a_question_one_may_ask_who_speaks_and_go_on(stage):
    phone = stage.phone("Walter")
    await phone.type("/start")
    await phone.type("who are you?")
    assert phone.last["text"].startswith("Hello Walter.")
    await phone.tap("Continue")
    assert choices(phone, "answer:trade")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Can I talk to someone?"), ("fr", "Je veux parler à quelqu’un"), ("es", "quiero hablar con alguien")],
)
async def test_a_person_is_one_sentence_away_also_in_a_question(stage, language, words):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await phone.type(words)
    assert "+1 555 555 0110" in phone.last["text"]


async def test_thanks_are_answered(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("thank you!")
    assert phone.last["text"] == "You are welcome. I am here whenever you need something."


async def test_stop_and_delete_may_be_said_in_words(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.type("unsubscribe")
    assert phone.last["text"].startswith("All right, I will not write to you")
    await phone.type("delete my data")
    assert choices(phone, "forget:") == ["forget:yes", "forget:no"]


async def test_what_a_place_must_have_is_looked_for(stage):
    phone = stage.phone("Wanda")
    await phone.type("/start")
    await walk_to_the_end(phone)
    await phone.type("is it wheelchair accessible?")
    assert phone.last["text"].startswith("What I found for “Wheelchair access”")
    await press(phone, choices(phone, "card:")[0])
    assert "🔧" in phone.last["text"]
    assert "Wheelchair access" in phone.last["text"]


async def test_another_language_with_no_question_open_shows_the_menu_in_it(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.tap("Français")
    assert phone.last["text"] == "Que voulez-vous faire\u202f?"


async def test_a_wish_is_heard_also_where_a_question_waits_for_something_else(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await press(phone, "resume")
    await phone.type("a kitchen by the hour")
    assert phone.last["text"].startswith("What I found for “Commercial kitchen and a place to work”")
    await press(phone, "resume")
    assert phone.last["text"].startswith("Where are you?")


async def test_what_is_neither_an_answer_nor_a_wish_shows_the_question_again(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await press(phone, "resume")
    await phone.type("blargh")
    assert phone.last["text"].startswith("I did not understand that.")
    assert "Where are you?" in phone.last["text"]
