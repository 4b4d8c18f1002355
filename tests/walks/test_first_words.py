"""Somebody writes for the first time: who she is, where she comes from, and the first things the town has for her."""

import re

import pytest

from handlers.chat.lists import PAGE
from models.people import meeting
from tests.walks.fingers import FIRST_THREE, choices, press

WELCOME = {
    "en": """\
Hello Amina.
I am the front door of Made in Belmoulin, for everyone in Belmoulin who makes things or wants to start.

Three short questions, and I show you what the town has for you: training, places to work, money, people. \
You can skip any question and change any answer later.""",
    "fr": """\
Bonjour Amina.
Je suis la porte d’entrée de « Fabriqué à Belmoulin », pour toutes les personnes de Belmoulin qui fabriquent ou veulent \
s’y mettre.

Trois petites questions, et je vous montre ce que la ville a pour vous : formations, lieux de travail, aides, \
rencontres. Vous pouvez passer une question et changer une réponse plus tard.""",
    "es": """\
Hola, Amina.
Soy la puerta de entrada de “Hecho en Belmoulin”, para toda persona de Belmoulin que hace cosas o quiere empezar.

Tres preguntas cortas y te muestro lo que la ciudad tiene para ti: capacitación, lugares para trabajar, dinero, \
gente. Puedes saltar cualquier pregunta y cambiar tus respuestas después.""",
}
FIRST_QUESTION = {
    "en": "What do you make, or want to make?",
    "fr": "Que fabriquez-vous, ou que voulez-vous fabriquer ?",
    "es": "¿Qué haces o qué quieres hacer?",
}
TITLE = {
    "en": "What fits you best in Belmoulin",
    "fr": "Ce qui vous convient le mieux à Belmoulin",
    "es": "Lo que más te sirve en Belmoulin",
}
ASKED_FOR = {"en": "you asked for a place to work", "fr": "votre demande :", "es": "lo que pediste:"}


async def who_is(stage, phone):
    async with stage.database.reading() as session:
        return await meeting.by_chat(session, phone.id)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_the_first_word_is_answered_in_the_language_of_the_phone(stage, language):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    welcome, question = phone.heard
    assert welcome == WELCOME[language]
    assert question.startswith(FIRST_QUESTION[language])


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_recommendations_with_reasons_come_after_three_questions(stage, language):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await press(phone, *FIRST_THREE)
    title, *rest = phone.last["text"].split("\n\n")
    cards, hint = rest[:-1], rest[-1]
    assert title == TITLE[language]
    assert [card[:3] for card in cards] == [f"{number}. " for number in range(1, PAGE + 1)]
    assert all(len(card.splitlines()) >= 3 for card in cards), "a name, why, and what it costs or where it is"
    assert ASKED_FOR[language] in cards[0]
    assert re.search(r"\b1\b.+\b\d\b", hint), "page one of several"
    assert [one.split(":")[0] for one in choices(phone)] == ["card"] * PAGE + ["list", "resume"]
    assert len(FIRST_THREE) + 1 <= 12, "taps from the first word, the word itself included"


async def test_a_phones_language_counts_whatever_its_country(stage):
    for tag in ("fr-CA", "FR_fr", "fr"):
        phone = stage.phone("Amina", tag)
        await phone.type("/start")
        assert phone.heard[0] == WELCOME["fr"], tag


async def test_a_language_the_town_does_not_speak_is_answered_in_its_first(stage):
    phone = stage.phone("Amina", "ja")
    await phone.type("/start")
    assert phone.heard[0] == WELCOME["en"]


async def test_where_somebody_comes_from_is_kept(stage):
    phone = stage.phone("Amina")
    await phone.type("/start library_flyer")
    await phone.type("/start something_else")
    assert (await who_is(stage, phone)).source == "library_flyer"


async def test_without_a_payload_nobody_comes_from_anywhere(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    person = await who_is(stage, phone)
    assert (person.first_name, person.language, person.role, person.source) == ("Amina", "en", "maker", None)


async def test_the_first_word_may_be_any_word(stage):
    phone = stage.phone("Amina")
    await phone.type("Good morning, is anybody there?")
    assert phone.heard[0] == WELCOME["en"]
    assert choices(phone, "answer:trade")


async def test_two_people_do_not_hear_of_each_other(stage):
    amina, diego = stage.phone("Amina", "en"), stage.phone("Diego", "es")
    await amina.type("/start", wait=False)
    await diego.type("/start", wait=False)
    await stage.sim.settled()
    await press(amina, "answer:trade:wood")
    await press(diego, "answer:trade:food")
    await amina.type("/profile")
    await diego.type("/profile")
    assert "🪵 Wood" in amina.last["text"]
    assert "🍞 Comida" in diego.last["text"]
