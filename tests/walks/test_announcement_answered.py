"""Somebody answers an announcement: her words go to the staff, who see to which one."""

import pytest

from models.outbox import preferences
from models.people import meeting
from tests.stage import COORDINATOR
from tests.walks.desk_bed import PICTURE, deliver, maker, said, staffed, topics, vera_of
from tests.walks.fingers import press


async def announced(stage, *, album=False, language="en"):
    """Ana, and the copy she has of what Vera announced."""
    vera, ana = await vera_of(stage, language), await maker(stage, "Ana", language)
    async with stage.database.transaction() as session:
        person = await meeting.by_chat(session, ana.id)
        await preferences.agree(session, person.id, {"consent_announcements": True})
    await vera.type("/broadcast")
    await press(vera, "bc:new", "bc:words:1", f"bc:words:1:{language}")
    if album:
        await vera.send_album(PICTURE, PICTURE, PICTURE, caption="The hall")
    else:
        await vera.type("The hall is open, {first_name}.")
    await press(vera, "bcs:confirm:1", "bcs:confirm:1:yes")
    await deliver(stage)
    return vera, ana, ana.messages[-1]["message_id"]


@pytest.mark.parametrize("forum", [True, False])
async def test_what_she_answers_is_in_the_group_with_the_announcement_named(desk, forum):
    group, rosa = await staffed(desk, "Rosa", forum=forum)
    _, ana, copy = await announced(desk)
    await ana.type("Is it heated?", reply_to=copy)
    assert ana.screen.startswith("Your message is with the people of Made in Belmoulin.")
    await deliver(desk)
    assert said(group)[1:] == ["📣 Ana answers announcement 1: “The hall is open, {first_name}.”", "Is it heated?"]
    question = group.last()["message_id"]
    await rosa.type("Yes, to 19 degrees.", chat=group, reply_to=question)
    await deliver(desk)
    assert ana.last["text"] == "Yes, to 19 degrees."


async def test_a_restart_between_the_announcement_and_her_answer_changes_nothing(desk):
    group, _ = await staffed(desk, "Rosa")
    _, ana, copy = await announced(desk)
    await desk.rebuild()
    await ana.type("Is it heated?", reply_to=copy)
    await desk.rebuild()
    await deliver(desk)
    assert said(group)[1:] == ["📣 Ana answers announcement 1: “The hall is open, {first_name}.”", "Is it heated?"]


async def test_a_picture_of_an_album_is_the_announcement_too(desk):
    group, _ = await staffed(desk, "Rosa")
    _, ana, _ = await announced(desk, album=True)
    second = [one["message_id"] for one in ana.messages if "photo" in one][1]
    await ana.type("Like this one?", reply_to=second)
    await deliver(desk)
    assert said(group)[1:] == ["📣 Ana answers announcement 1: “an album”", "Like this one?"]


async def test_without_a_group_whoever_answers_sees_the_announcement_first(stage):
    vera, ana, copy = await announced(stage)
    await ana.type("Is it heated?", reply_to=copy)
    await deliver(stage)
    await press(vera, "inbox:open:1", "inbox:answer:1")
    await deliver(stage)
    assert [one["text"] for one in vera.messages[-2:]] == [
        "📣 Ana answers announcement 1: “The hall is open, {first_name}.”",
        "Is it heated?",
    ]


async def test_an_answer_to_anything_else_is_for_the_bot(desk):
    group, _ = await staffed(desk, "Rosa")
    _, ana, copy = await announced(desk)
    await ana.type("I need a kitchen", reply_to=copy - 1)
    await deliver(desk)
    assert (topics(group), ana.heard != []) == ({}, True)


async def test_stop_stops_and_difficulty_has_the_emergency_contacts_first(desk):
    group, _ = await staffed(desk, "Rosa")
    _, ana, copy = await announced(desk)
    await ana.type("my landlord is evicting me tomorrow", reply_to=copy)
    assert ana.screen.startswith("You are not alone with this.")
    await deliver(desk)
    assert said(group)[0].splitlines()[1].startswith("🆘")
    await press(ana, "asked:close:1")
    await ana.type("stop", reply_to=copy)
    await deliver(desk)
    assert said(group)[-1] == "✅ Ana has closed the conversation."


@pytest.mark.parametrize("language", ["fr", "es"])
async def test_in_another_language(desk, language):
    group, _ = await staffed(desk, "Rosa")
    _, ana, copy = await announced(desk, language=language)
    await ana.type("¿/? 19 °C", reply_to=copy)
    assert "Your message" not in ana.screen
    await deliver(desk)
    assert said(group)[1].startswith("📣 Ana answers announcement 1")  # the group speaks the town's first language
    assert COORDINATOR not in group.members
