"""Another language at any moment, without losing the place."""

import re

from bot.settings import Settings
from tests.stage import content_of
from tests.walks.fingers import choices, press, reach_the_list


async def test_on_the_first_screen(stage):
    phone = stage.phone("Amina", "en")
    await phone.type("/start")
    await phone.tap("Français")
    assert phone.last["text"].startswith("Que fabriquez-vous, ou que voulez-vous fabriquer ?")
    await phone.tap("🍞 Alimentation")
    assert phone.last["text"].startswith("Où en êtes-vous ?")


async def test_in_the_middle_of_the_questions(stage):
    phone = stage.phone("Diego", "es")
    await phone.type("/start")
    await phone.tap("🍞 Comida")
    await phone.type("/language")
    assert phone.screen.endswith("[English] [Français] [✓ Español]")
    await phone.tap("English")
    assert phone.last["text"].startswith("Where are you with it?")
    await phone.tap("🧺 I sell already")
    assert phone.last["text"].startswith("What would help you most right now?")


async def test_ticks_not_yet_given_stay_ticked(stage):
    phone = stage.phone("Louise", "fr")
    await phone.type("/start")
    await press(phone, "answer:trade:food", "answer:stage:selling", "tick:needs:workspace:0")
    await phone.type("/language")
    await phone.tap("Español")
    assert "untick:needs:workspace:0" in choices(phone)


async def test_the_phones_own_language_no_longer_counts_once_one_was_chosen(stage):
    phone = stage.phone("Amina", "en")
    await phone.type("/start")
    await phone.tap("Español")
    await stage.rebuild()
    await phone.type("/help")
    assert phone.last["text"].startswith("Lo que puedo hacer por ti")


async def test_the_language_in_use_is_kept_with_a_word(stage):
    phone = stage.phone("Amina", "en")
    await phone.type("/start")
    before = phone.transcript()
    await phone.tap("✓ English")
    assert phone.popups[-1]["text"] == "We speak it already."
    assert phone.transcript() == before


async def test_after_the_questions_the_menu_goes_on_in_the_new_language(stage):
    phone = stage.phone("Amina", "en")
    await reach_the_list(phone)
    await phone.type("/language")
    await phone.tap("Français")
    await phone.type("/next")
    assert phone.last["text"].startswith("Ce qui vous convient le mieux à Belmoulin")


async def test_the_menu_of_commands_follows(stage):
    phone = stage.phone("Amina", "es")
    await phone.type("/start")
    for language, what in (("en", "Begin, or begin again"), ("fr", "Commencer, ou recommencer")):
        await press(phone, f"lang:{language}")
        told = [call for call in stage.sim.calls if call.method == "setMyCommands"][-1].params
        assert told["scope"] == {"type": "chat", "chat_id": phone.id}
        assert told["commands"][0] == {"command": "start", "description": what}
        assert "stats" not in [line["command"] for line in told["commands"]]


def test_french_counts_from_two():
    """In French nought is singular: « 0 réponse »."""
    texts = content_of(Settings(_env_file=None)).texts
    said = [texts.render("chat/intake/restart", "fr", count=count) for count in (0, 1, 2, 5)]
    assert [re.search(r"\d réponses?", text)[0] for text in said] == [
        "0 réponse", "1 réponse", "2 réponses", "5 réponses",
    ]  # fmt: skip
