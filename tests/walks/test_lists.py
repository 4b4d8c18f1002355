"""What the town has: page by page, card by card, and what she says about it."""

import re

import pytest

from handlers.chat.lists import PAGE
from models.people import meeting
from models.resources import marks
from tests.walks.fingers import choices, data_of, newest, press, reach_the_list, walk_to_the_end


async def marks_of(stage, phone):
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        return [kind.value for kind in (await marks.marks_of(session, person.id)).values()]


def names(phone):
    """The headings on the page she sees: number and name."""
    return re.findall(r"^(\d+)\. (.+)$", newest(phone)["text"], re.MULTILINE)


@pytest.fixture
async def amina(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    return phone


async def test_every_page_brings_other_things(amina):
    await amina.type("/next")
    seen = names(amina)
    while further := [one for one in choices(amina, "list:") if one == f"list:recommended:{len(seen) // PAGE}"]:
        await press(amina, *further)
        seen += names(amina)
    assert [int(number) for number, _ in seen] == list(range(1, len(seen) + 1))
    assert len({name for _, name in seen}) == len(seen) > 12
    assert "Show more ›" not in amina.buttons


async def test_back_leads_to_the_page_before(amina):
    await amina.type("/next")
    first = amina.screen
    await amina.tap("Show more ›")
    await amina.tap("‹ Back")
    assert amina.screen == first


async def test_a_card_says_what_why_where_and_what_next(amina):
    await amina.type("/next")
    name = names(amina)[0][1]
    await press(amina, choices(amina, "card:")[0])
    text = amina.last["text"]
    assert text.startswith(name)
    assert "Why I show it: " in text
    assert "Next step: " in text
    assert [label for label in amina.buttons if label != "Open the page"] == [
        "Save", "I have it already", "Not for me", "↗ Share", "‹ Back to the list", "⚑ Not right?",
    ]  # fmt: skip


async def test_saved_things_wait_under_saved(stage, amina):
    await amina.type("/next")
    name = names(amina)[0][1]
    await press(amina, choices(amina, "card:")[0])
    await amina.tap("Save")
    assert amina.popups[-1]["text"] == "Saved. You find it under /saved."
    assert "⭐ Saved" in amina.buttons
    await stage.rebuild()
    await amina.type("/saved")
    assert amina.last["text"].startswith("What you saved")
    assert [found for _, found in names(amina)] == [name]


async def test_what_was_saved_can_be_let_go(stage, amina):
    await amina.type("/next")
    await press(amina, choices(amina, "card:")[0])
    await amina.tap("Save")
    await amina.tap("⭐ Saved")
    assert amina.popups[-1]["text"] == "Taken off your list."
    assert await marks_of(stage, amina) == []
    await amina.type("/saved")
    assert amina.last["text"].startswith("What you saved\n\nNothing yet.")


@pytest.mark.parametrize(
    ("label", "said", "kind"),
    [
        ("I have it already", "Good. I will not show it again.", "have_it"),
        ("Not for me", "All right, I will not show it again.", "not_for_me"),
    ],
)
async def test_what_she_has_or_does_not_want_does_not_come_again(stage, amina, label, said, kind):
    await amina.type("/next")
    name = names(amina)[0][1]
    await press(amina, choices(amina, "card:")[0])
    await amina.tap(label)
    assert amina.popups[-1]["text"] == said
    assert amina.last["text"].startswith("What fits you best in Belmoulin"), "the list is back"
    assert name not in [found for _, found in names(amina)]
    assert await marks_of(stage, amina) == [kind]


async def test_saving_twice_at_once_saves_once(stage, amina):
    await amina.type("/next")
    await press(amina, choices(amina, "card:")[0])
    await amina.tap("Save", wait=False)
    await amina.tap("Save", wait=False)
    await stage.sim.settled()
    assert await marks_of(stage, amina) == ["saved"]


async def test_every_button_of_a_list_may_be_pressed_twice_at_once(stage, amina):
    await amina.type("/next")
    for step in ("list:recommended:1", "list:recommended:0", choices(amina, "card:")[0]):
        data = data_of(amina, step)
        await amina.tap(data=data, wait=False)
        await amina.tap(data=data, wait=False)
        await stage.sim.settled()
    await amina.tap("‹ Back to the list")
    assert amina.last["text"].startswith("What fits you best in Belmoulin")


async def test_back_from_a_card_to_its_page(amina):
    await amina.type("/next")
    await amina.tap("Show more ›")
    page = amina.screen
    await press(amina, choices(amina, "card:")[1])
    await amina.tap("‹ Back to the list")
    assert amina.screen == page


async def test_makers_who_agreed_to_be_shown(amina):
    await amina.type("/people")
    assert amina.last["text"].startswith("People who make things here, and are glad to talk")
    assert len(names(amina)) == PAGE
    await press(amina, choices(amina, "card:")[0])
    assert "‹ Back to the list" in amina.buttons


async def test_every_card_of_the_first_pages_opens_in_every_language(stage):
    for language in ("en", "fr", "es"):
        phone = stage.phone("Amina", language)
        await reach_the_list(phone)
        for command in ("/next", "/people"):
            await phone.type(command)
            for opener in choices(phone, "card:"):
                await press(phone, opener)
                assert phone.last["text"].strip()
                await press(phone, *choices(phone, "list:"))


async def test_lists_before_any_answer_still_show_the_town(stage):
    phone = stage.phone("Amina")
    await phone.type("/next")
    assert len(names(phone)) == PAGE


async def test_the_town_takes_a_thing_off_its_list(stage, amina):
    """Between the list and the press the resource is gone: a word says so, nothing breaks."""
    await amina.type("/next")
    before = amina.transcript()
    opener = choices(amina, "card:")[0]
    await stage.rebuild()
    catalogue = stage.running.house.catalogue
    async with stage.database.reading() as session:
        current = await catalogue.current(session, stage.clock())
    gone = current.by_handle(opener.rpartition(":")[2])
    catalogue._catalogue = type(current)([fact for fact in current.facts if fact.id != gone.id])
    await press(amina, opener)
    assert amina.popups[-1]["text"] == "The town has taken this off its list."
    assert amina.transcript() == before


async def test_a_list_leads_on_to_the_open_questions_wherever_she_goes_in_it(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    for step in ("list:recommended:1", "list:recommended:0", choices(phone, "card:")[0], "list:recommended:0"):
        await press(phone, step)
    assert "Answer more, find more" in phone.buttons
    await phone.type("/next")
    await phone.tap("Answer more, find more")
    assert phone.last["text"].startswith("Where are you?")


async def test_with_nothing_saved_a_button_leads_to_what_fits(amina):
    await amina.type("/saved")
    await amina.tap("💡 What fits me")
    assert amina.last["text"].startswith("What fits you best in Belmoulin")
