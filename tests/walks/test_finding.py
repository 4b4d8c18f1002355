"""Looking for something in one's own words: a list with reasons, a question back, a kind no, or a person."""

import re

import pytest

from tests.walks.fingers import choices, newest, press, walk_to_the_end

KITCHENS = {
    "en": ("I need a comercial kitchen for my hot sauce", "Kitchen hours at Loom & Ladle"),
    "fr": ("je cherche une cuisine pro pour ma sauce piquante", "Des heures de cuisine à Loom & Ladle"),
    "es": ("nesesito una cosina para mi salsa picante", "Horas de cocina en Loom & Ladle"),
}


def names(phone):
    return [name[2:] for name in re.findall(r"^\d+\. (.+)$", newest(phone)["text"], re.MULTILINE)]


async def all_pages(phone):
    found = names(phone)
    while further := [one for one in choices(phone, "list:said/") if one.endswith(f":{len(found) // 3}")]:
        await press(phone, *further)
        found += names(phone)
    return found


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_a_kitchen_is_found_in_ones_own_words(stage, language):
    phone = stage.phone("Amina", language)
    words, kitchen = KITCHENS[language]
    await phone.type(f"/find {words}")
    assert kitchen in await all_pages(phone)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_plain_words_do_the_same_as_the_command(stage, language):
    phone = stage.phone("Amina", language)
    await walk_to_the_end(phone)
    await phone.type(f"/find {KITCHENS[language][0]}")
    asked = phone.last["text"]
    await phone.type(KITCHENS[language][0])
    assert phone.last["text"] == asked


async def test_a_page_turned_shows_other_things_and_a_card_leads_back(stage):
    phone = stage.phone("Amina")
    await phone.type("/find a place to work with wood")
    first = phone.screen
    assert phone.last["text"].startswith("What I found for “")
    await phone.tap("Show more ›")
    await phone.tap("‹ Back")
    assert phone.screen == first
    await press(phone, choices(phone, "card:")[0])
    await phone.tap("‹ Back to the list")
    assert phone.screen == first


async def test_what_is_called_by_name_comes_first(stage):
    phone = stage.phone("Amina")
    await phone.type("/find the kiln room")
    assert names(phone)[0] == "The kiln room"
    assert "you named it" in phone.last["text"]


async def test_find_without_words_says_what_may_stand_there(stage):
    phone = stage.phone("Amina")
    await phone.type("/find")
    assert phone.last["text"].startswith("What are you looking for?")
    await press(phone, "list:found/needs.workspace:0")
    assert names(phone)


@pytest.mark.parametrize(
    ("language", "words", "asked_back"),
    [
        ("en", "i need help", "What would help you most right now?"),
        ("fr", "j'ai besoin d'aide", "Qu’est-ce qui vous aiderait le plus en ce moment\u202f?"),
        ("es", "necesito ayuda", "¿Qué te ayudaría más en este momento?"),
    ],
)
async def test_too_little_is_asked_back(stage, language, words, asked_back):
    phone = stage.phone("Amina", language)
    await phone.type(f"/find {words}")
    assert phone.last["text"].startswith(asked_back)
    assert 3 <= len(choices(phone, "list:found/needs.")) <= 5


async def test_money_alone_is_asked_what_kind(stage):
    phone = stage.phone("Amina")
    await phone.type("/find I need money")
    assert phone.last["text"] == "What kind of money would help?"
    await press(phone, "list:found/needs.grant:0")
    assert names(phone)


@pytest.mark.parametrize(
    ("language", "words", "no"),
    [
        ("en", "what will the weather be like tomorrow?", "That is outside what I know"),
        ("fr", "quel temps fera-t-il demain ?", "Là, je ne peux pas vous aider"),
        ("es", "¿qué tiempo hará mañana?", "Eso queda fuera de lo que sé"),
    ],
)
async def test_what_lies_outside_is_declined_kindly(stage, language, words, no):
    phone = stage.phone("Amina", language)
    await walk_to_the_end(phone)
    await phone.type(words)
    assert phone.last["text"].startswith(no)


@pytest.mark.parametrize(
    ("language", "words", "lawyers"),
    [
        (
            "en",
            "I was evicted from my workshop and I sleep there",
            "Eviction, debt collector or a letter from immigration",
        ),
        ("fr", "mon mari me frappe, je veux partir", "Violence à la maison"),
        ("es", "me llegó una carta de inmigración y tengo miedo", "Desalojo, cobradores o una carta de inmigración"),
    ],
)
async def test_somebody_in_difficulty_reaches_people_even_in_the_middle_of_a_question(stage, language, words, lawyers):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await phone.type(words)
    assert lawyers in phone.last["text"]
    assert "+1 555 555 0110" in phone.last["text"], "the people of the programme"
    assert not choices(phone, "card:") or newest(phone) is not phone.last


async def test_an_old_or_made_up_list_of_words_harms_nothing(stage):
    phone = stage.phone("Amina")
    await phone.type("/find a kiln")
    assert choices(phone, "card:said/")
    assert all(len(one.encode()) < 64 for one in choices(phone))
