"""What people ask about: chosen, heard in their words or said by the staff; who takes care of it, and what waits."""

import pytest

from models.people import meeting
from models.people.tables import Role
from tests.walks.desk_bed import deliver, maker, said, staffed, topics, vera_of
from tests.walks.fingers import choices, press


def divided(stage, monkeypatch, **desk):
    """The town's desk as its file might have it."""
    house = stage.running.house
    town = house.town.model_copy(update={"desk": house.town.desk.model_copy(update=desk)})
    monkeypatch.setitem(house.__dict__, "town", town)


async def coordinator(stage, name):
    phone = await maker(stage, name)
    async with stage.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, phone.id), Role.COORDINATOR)
    return phone


async def test_a_subject_chosen_first_stands_on_the_card(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask")
    await press(ana, "asked:about:permits")
    assert ana.screen.startswith("📄 Permits and rules")
    await ana.type("Do I need one?")
    await deliver(desk)
    assert said(group, 1)[0].startswith("🙋 Ana · English · 1\n🏷 📄 Permits and rules")
    await ana.type("/ask")
    await press(ana, "asked:about:money")
    await ana.type("And who pays?")
    await deliver(desk)
    assert said(group, 1)[-2:] == ["🏷 💰 Money", "And who pays?"]


async def test_it_is_heard_in_her_words_once_she_asks_anew(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Where can I rent a kitchen?")
    await ana.type("And who gives me a loan?")
    await deliver(desk)
    assert topics(group) == {"Ana · 1 · 🏠 A place to work": 1}
    await press(ana, "asked:close:1")
    await ana.type("/ask Who gives me a loan?")
    await deliver(desk)
    assert said(group, 1)[-2:] == ["🏷 💰 Money", "/ask Who gives me a loan?"]


async def test_a_question_goes_to_whoever_takes_care_of_its_subject(stage, monkeypatch):
    vera, omar, ana = await vera_of(stage), await coordinator(stage, "Omar"), await maker(stage)
    divided(stage, monkeypatch, takes={"money": omar.id})
    await ana.type("/ask Who gives me a loan?")
    await deliver(stage)
    assert omar.screen == "🙋 Ana asks for a person.\n[Look at it]"
    assert "asks for a person" not in vera.transcript()
    await press(omar, "inbox:open:1")
    assert "🏷 💰 Money\n" in omar.screen
    assert "👤 Omar takes care of it" in omar.screen


async def test_where_he_cannot_be_reached_everybody_who_coordinates_hears_of_it(stage, monkeypatch):
    vera, omar, ana = await vera_of(stage), await coordinator(stage, "Omar"), await maker(stage)
    divided(stage, monkeypatch, takes={"money": omar.id})
    await omar.block()
    await ana.type("/ask Who gives me a loan?")
    await deliver(stage)
    assert vera.screen == "🙋 Ana asks for a person.\n[Look at it]"


async def test_the_card_in_the_group_names_whoever_takes_care_of_it(desk, monkeypatch):
    group, rosa = await staffed(desk, "Rosa")
    vera, ana = await vera_of(desk), await maker(desk)
    divided(desk, monkeypatch, takes={"space": vera.id})
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.tap("🏷 Subject", chat=group)
    await rosa.tap("🏠 A place to work", chat=group)
    assert said(group, 1)[0].startswith("🙋 Ana · English · 1\n🏷 🏠 A place to work\n👤 Vera takes care of it")


@pytest.mark.parametrize("language", ["en", "es"])
async def test_those_who_wait_are_looked_at_by_subject(stage, language):
    vera = await vera_of(stage, language)
    asked = {"Ana": "Who gives me a loan?", "Ben": "Hello?", "Ines": "Who gives me a grant?"}
    for name, words in asked.items():
        await (await maker(stage, name)).type(f"/ask {words}")
    await vera.type("/inbox")
    await press(vera, "inbox:subjects")
    assert choices(vera) == ["inbox:list:0:money", "inbox:list:0"]
    await press(vera, "inbox:list:0:money")
    assert choices(vera) == ["inbox:open:1", "inbox:open:3", "inbox:list:0"]
    assert "Ben" not in vera.screen
    await press(vera, "inbox:list:0", "inbox:open:2", "inbox:subject:2", "inbox:subject:2:money", "inbox:list:0")
    await press(vera, "inbox:subjects", "inbox:list:0:money")
    assert choices(vera, "inbox:open") == ["inbox:open:1", "inbox:open:2", "inbox:open:3"]


async def test_a_towns_own_subjects_are_told_by_the_needs_it_names(stage, monkeypatch):
    vera, ana = await vera_of(stage), await maker(stage)
    own = {"rooms": {"en": "Rooms", "fr": "Locaux"}, "papers": "Papers"}
    divided(stage, monkeypatch, subjects=own, heard={"rooms": ("workspace",)})
    await ana.type("/ask Where can I rent a kitchen?")
    await vera.type("/inbox")
    await press(vera, "inbox:subjects")
    assert vera.screen == "About what?\n[Rooms · 1]\n[‹ All who wait]"
