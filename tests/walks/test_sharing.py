"""A card goes into any chat and is opened again by its link: by those who are known, and by strangers."""

import pytest
from sqlmodel import select

from models.people.tables import Person
from models.resources.facts import handle
from tests.walks.fingers import choices, press, reach_the_list

BAKERY = "spc-loom-ladle-night-bakery"


@pytest.fixture
async def amina(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    return phone


async def shares(phone, chat):
    """From a card into a chat; the message that stands there."""
    await press(phone, f"card:recommended:0:{handle(BAKERY)}")
    words = await phone.tap("↗ Share")
    found = await phone.search(words)
    return await phone.choose(found[0], chat=chat)


async def test_a_card_is_shared_into_a_group_and_opened_by_somebody_new(stage, amina):
    ben = stage.phone("Ben")
    group = stage.sim.group("Bakers", amina, ben)
    message = await shares(amina, group)
    assert message["text"].startswith("🏠 The night bakery shift\nPlace to work · Loom & Ladle\n\nFrom nine at night")
    assert "Why I show it" not in message["text"], "what fits her is nobody else's business"
    link = await ben.tap("Open it at Made in Belmoulin", chat=group)
    assert link == f"https://t.me/echoppe_bot?start=r_{handle(BAKERY)}"
    await ben.follow(link)
    assert ben.heard[0].startswith("Hello Ben.")
    assert ben.last["text"].startswith("🏠 The night bakery shift")
    await ben.tap("What else fits me ›")
    assert ben.last["text"].startswith("What do you make")
    async with stage.database.reading() as session:
        (person,) = await session.exec(select(Person).where(Person.chat_id == ben.id))
    assert person.source == "shared"


async def test_somebody_known_sees_the_card_at_once_and_can_save_it(stage, amina):
    await amina.follow(f"https://t.me/echoppe_bot?start=r_{handle(BAKERY)}")
    assert len(amina.heard) == 1
    assert amina.last["text"].startswith("🏠 The night bakery shift")
    await amina.tap("Save")
    assert amina.popups[-1]["text"] == "Saved. You find it under /saved."
    await amina.tap("‹ Back to the list")
    assert amina.last["text"].startswith("What fits you best in Belmoulin")


async def test_a_link_to_something_that_is_gone(stage, amina):
    await amina.follow("https://t.me/echoppe_bot?start=r_nowhere1")
    assert amina.heard[0] == "The town has taken this off its list."
    assert len(amina.heard) == 2, "and the way on"


async def test_a_card_shared_into_her_own_chat_asks_for_nothing(stage, amina):
    message = await shares(amina, None)
    assert message["via_bot"]["username"] == "echoppe_bot"
    assert amina.messages[-1] == message, "the bot does not answer itself"


async def test_anybody_searches_in_any_language_and_is_not_written_down(stage):
    found = {}
    for language, words in (("en", "kitchen by the hour"), ("fr", "cuisine à l’heure"), ("es", "cocina por hora")):
        phone = stage.phone("Somebody", language)
        found[language] = await phone.search(words)
    assert [bool(results) for results in found.values()] == [True] * 3
    assert (
        found["fr"][0]["reply_markup"]["inline_keyboard"][0][0]["text"]
        == "Ouvrir chez «\u202fFabriqué à Belmoulin\u202f»"
    )
    async with stage.database.reading() as session:
        assert list(await session.exec(select(Person))) == []


async def test_without_words_the_town_shows_what_is_for_everybody_and_nobodys_own_card(stage):
    phone = stage.phone("Somebody")
    offered = await phone.search("")
    assert len(offered) == 10
    assert all("🤝" not in one["description"] for one in offered)
    assert await phone.search("zzzz qqqq") == []


async def test_the_name_finds_the_thing_itself_first(stage):
    phone = stage.phone("Somebody")
    for words in ("The night bakery shift", "the NIGHT bakery", "La noche en la panadería"):
        results = await phone.search(words)
        if words != "La noche en la panadería":
            assert results[0]["title"] == "The night bakery shift"


async def test_hostile_words_find_something_or_nothing(stage):
    phone = stage.phone("<b>Somebody")
    for words in ("<script>", "'; DROP TABLE person", "👩🏽‍🍳" * 50, "\u202e evil", "x" * 256):
        assert isinstance(await phone.search(words), list)


async def test_makers_and_what_has_closed_are_not_passed_on(stage, amina):
    await amina.type("/people")
    await press(amina, choices(amina, "card:")[0])
    assert "↗ Share" not in amina.buttons


async def test_where_the_bot_takes_no_searches_the_link_goes_by_itself(stage, amina):
    stage.running.house.links.inline = False
    await press(amina, f"card:recommended:0:{handle(BAKERY)}")
    address = await amina.tap("↗ Share")
    assert address == (
        f"https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fechoppe_bot%3Fstart%3Dr_{handle(BAKERY)}"
        "&text=The+night+bakery+shift"
    )
