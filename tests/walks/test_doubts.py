"""Is what is listed still right? Makers report, coordinators decide, owners confirm: on their telephones."""

import re
from datetime import date

import pytest
from sqlmodel import select

from handlers.clock import nudging
from models.people.tables import Person
from models.resources.facts import handle
from models.resources.tables import Resource
from tests.stage import COORDINATOR
from tests.walks.fingers import choices, newest, press, reach_the_list

BAKERY = "spc-loom-ladle-night-bakery"
CARD = f"card:recommended:0:{handle(BAKERY)}"


@pytest.fixture
async def clara(stage):
    phone = stage.phone("Clara", id=COORDINATOR)
    await phone.type("/start")
    return phone


async def finds(stage, name):
    """Somebody who bakes and is shown the night bakery first."""
    phone = stage.phone(name)
    await reach_the_list(phone)
    await phone.type("/next")
    return phone


async def reports(phone, what="It has closed"):
    await press(phone, CARD)
    await phone.tap("⚑ Not right?")
    await phone.tap(what)


async def row(stage):
    async with stage.database.reading() as session:
        return (await session.exec(select(Resource).where(Resource.source_id == BAKERY))).one()


async def owner_of(stage, clara, name="Omar"):
    """A coordinator makes a link, and somebody opens it."""
    phone = await finds(stage, "Amina")
    await reports(phone, "It has moved")
    await clara.type("/stale")
    await clara.tap("1")
    await clara.tap("🔑 A link for its owner")
    link = clara.last["text"].partition("?start=")[2].split()[0]
    owner = stage.phone(name)
    await owner.type(f"/start {link}")
    return owner, link


async def test_a_card_says_when_it_was_last_confirmed(stage):
    said = {
        "en": r"last confirmed \d+ (month|months|week|weeks|days) ago",
        "fr": r"confirmé pour la dernière fois il y a \d+ (mois|semaines|jours)",
        "es": r"confirmado por última vez hace \d+ (mes|meses|semanas|días)",
    }
    for language, words in said.items():
        phone = stage.phone("Amina", language)
        await reach_the_list(phone)
        await press(phone, choices(phone, "card:")[0])
        assert re.search(rf"🕰 {words}$", phone.last["text"])


async def test_two_taps_report_it_and_two_people_hide_it(stage, clara):
    amina, ben = await finds(stage, "Amina"), await finds(stage, "Ben")
    await reports(amina)
    assert amina.popups[-1]["text"].startswith("Thank you. A person will look at it")
    assert amina.last["text"].startswith("🏠 The night bakery shift"), "back at the card"
    await ben.type("/next")
    assert "The night bakery shift" in ben.last["text"]
    await reports(ben)
    assert "People say this has closed. The town is looking into it." in ben.last["text"]
    await ben.type("/next")
    assert "The night bakery shift" not in ben.last["text"]
    await stage.deliver()
    assert clara.last["text"] == (
        "Two people say that this has closed\nThe night bakery shift\n\nI show it to nobody until one of you has looked."
    )


async def test_a_coordinator_looks_and_it_is_still_right(stage, clara):
    for name in ("Amina", "Ben"):
        await reports(await finds(stage, name))
    await stage.deliver()
    await clara.tap("Look at it")
    assert clara.last["text"] == (
        "The night bakery shift\nLoom & Ladle\n\n"
        "🙈 hidden until you have looked\n⚑ 2 people say it has closed\n🕰 last confirmed 1 month ago\n\n"
        "Shown again, it would fit 2 people."
    )
    await clara.tap("✓ Still right")
    assert clara.popups[-1]["text"] == "Confirmed as of today."
    assert "Closed, it would be lost to 2 people whom it fits." in clara.last["text"]
    assert ((await row(stage)).assured_on, (await row(stage)).assured_by) == (date(2026, 11, 23), "Made in Belmoulin")
    dora = await finds(stage, "Dora")
    assert CARD in choices(dora)


async def test_a_coordinator_closes_it_and_shows_it_again(stage, clara):
    await reports(await finds(stage, "Amina"))
    await clara.type("/stale")
    await clara.tap("1")
    await clara.tap("🚪 It has closed")
    assert CARD not in choices(await finds(stage, "Ben"))
    await stage.rebuild()
    await clara.type("/stale")
    assert "🚪 closed, shown to nobody" in clara.last["text"]
    await clara.tap("1")
    await clara.tap("↺ Show it again")
    assert CARD in choices(await finds(stage, "Dora"))


async def test_with_nothing_in_doubt_the_list_says_so(clara):
    await clara.type("/stale")
    assert clara.last["text"].endswith("nobody has reported anything, and all of it was confirmed within a year.")


async def test_the_list_turns_its_pages(stage, clara):
    stage.clock.tick(days=500)
    await clara.type("/stale")
    assert "Press a number to look at it. Page 1 of " in clara.last["text"]
    await clara.tap("Show more ›")
    assert "\n6. " in clara.last["text"]
    await clara.tap("‹ Back")
    assert "\n1. " in clara.last["text"]


async def test_it_is_for_coordinators_only(stage, clara):
    amina = await finds(stage, "Amina")
    await amina.type("/stale")
    assert "1." not in amina.last["text"].partition("\n")[0]
    assert not choices(amina, "desk:")
    await press(amina, CARD)
    assert "🗂 Look after this" not in amina.buttons


async def test_a_coordinator_looks_after_any_card(stage, clara):
    await press(clara, "answer:trade:food", "answer:stage:selling", "tick:needs:workspace:0", "done:needs")
    await press(clara, choices(clara, "card:")[0])
    await clara.tap("🗂 Look after this")
    assert "🔑 A link for its owner" in clara.buttons


async def test_an_owner_opens_the_link_and_confirms_with_one_tap(stage, clara):
    omar, _ = await owner_of(stage, clara)
    assert omar.last["text"].startswith("🏠 The night bakery shift · Loom & Ladle\n")
    assert "Is this still right?" in omar.last["text"]
    await omar.tap("✓ Yes, all of it")
    assert omar.last["text"] == "Thank you. The night bakery shift is confirmed as of today."
    assert ((await row(stage)).assured_on, (await row(stage)).assured_by) == (date(2026, 11, 23), "Loom & Ladle")
    async with stage.database.reading() as session:
        (person,) = await session.exec(select(Person).where(Person.chat_id == omar.id))
    assert person.source == "owner"


async def test_the_link_serves_one_person(stage, clara):
    _, link = await owner_of(stage, clara)
    other = stage.phone("Other")
    for payload in (link, link[:-1] + "x", "o_"):
        await other.type(f"/start {payload}")
        assert other.last["text"].startswith("This link has been used already, or is too old.")


async def test_an_owner_says_it_has_closed(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await omar.tap("🚪 It has closed")
    assert omar.last["text"].startswith("Thank you for telling us.")
    await stage.deliver()
    assert clara.last["text"].startswith("Its owner says that it has closed\n")
    assert CARD not in choices(await finds(stage, "Ben"))


async def test_an_owners_words_reach_the_coordinators_over_a_restart(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await omar.tap("✏️ Something changes")
    await stage.rebuild()
    await omar.type("Now $9 an hour, <b>and</b> closed on Mondays")
    assert omar.last["text"].startswith("Thank you. Your words about The night bakery shift are with the people")
    await stage.deliver()
    assert clara.last["text"] == "An owner has written what should change\nThe night bakery shift"
    await clara.tap("Look at it")
    assert "What its owner writes:\nNow $9 an hour, <b>and</b> closed on Mondays\n" in clara.last["text"]
    await clara.tap("✓ Still right")
    assert "What its owner writes" not in clara.last["text"]


async def test_the_monthly_question_comes_once(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await omar.tap("✓ Yes, all of it")
    stage.clock.tick(days=31)
    for _ in range(2):
        await nudging.ask_owners(stage.running.house)
        await stage.deliver()
    asked = [one for one in omar.messages if one.get("text", "").startswith("A month has gone by.")]
    assert len(asked) == 1
    assert "🕰 last confirmed 1 month ago" in omar.last["text"]
    await omar.tap("Why this?")
    assert "You opened the link for the owner of this." in omar.last["text"]
    await press(omar, f"own:yes:{handle(BAKERY)}")
    assert (await row(stage)).assured_on == date(2026, 12, 24)


async def test_an_owner_who_was_let_go_cannot_answer(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await omar.type("/forget")
    await omar.tap("Yes, erase everything")
    await press(omar, f"own:closed:{handle(BAKERY)}")
    assert omar.popups[-1]["text"] == "The town has taken this off its list."
    assert CARD in choices(await finds(stage, "Ben"))


async def test_an_owner_lets_a_listing_go_herself(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await omar.tap("Not mine any more")
    assert omar.last["text"].startswith("I do not ask you about The night bakery shift any more.")
    stage.clock.tick(days=31)
    await nudging.ask_owners(stage.running.house)
    await stage.deliver()
    assert [one for one in omar.messages if one.get("text", "").startswith("A month has gone by.")] == []


async def test_a_coordinator_takes_a_listing_out_of_its_owners_hands(stage, clara):
    omar, _ = await owner_of(stage, clara)
    await clara.type("/stale")
    await press(clara, f"desk:{handle(BAKERY)}", f"desk:{handle(BAKERY)}:no_owner")
    assert clara.popups[-1]["text"] == "Its owner is asked no more."
    assert "its owner is asked once a month" not in newest(clara)["text"]
    await omar.tap("🚪 It has closed")
    assert omar.popups[-1]["text"] == "The town has taken this off its list."
