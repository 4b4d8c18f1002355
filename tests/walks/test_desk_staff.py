"""Those who answer: from the group and from their own chats, now or later, and what of it is written down."""

import pytest
from sqlmodel import select

from handlers.clock import desk as clock
from models.audit import log as audit
from models.desk.tables import Conversation, DeskMessage
from models.outbox.tables import Delivery
from tests.walks.desk_bed import PICTURE, deliver, maker, said, staffed, topics, vera_of
from tests.walks.fingers import press


async def test_a_note_stays_among_the_staff(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.type("// she was here last week", chat=group, thread=1)
    await rosa.type("lunch?", chat=group)
    await deliver(desk)
    assert "she was here last week" not in ana.transcript()
    assert "lunch?" not in ana.transcript()


async def test_closed_by_the_staff_and_taken_up_again(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.tap("✅ Close", chat=group)
    await deliver(desk)
    assert ana.last["text"].startswith("✅ This conversation is closed, and I answer here again.")
    await ana.type("I need a kitchen")
    assert ana.heard != []
    await ana.type("/ask One more thing")
    await deliver(desk)
    assert topics(group) == {"Ana · 1": 1}
    assert said(group, 1)[-1] == "/ask One more thing"


async def test_put_off_in_the_group_it_comes_back_in_time(desk):
    group, rosa = await staffed(desk, "Rosa")
    vera, ana = await vera_of(desk), await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.tap("💤 Later", chat=group)
    await rosa.tap("Tomorrow morning", chat=group)
    await deliver(desk)
    told = "💤 Rosa put it off until Tuesday, November 24, 9:00 AM. A new message of Ana opens it before."
    assert said(group, 1)[-1] == told
    await vera.type("/inbox")
    assert vera.screen.startswith("Who waits for an answer\n\nNobody.")
    desk.clock.tick(days=1)
    await vera.type("/inbox")
    assert "1. Ana · waits" in vera.screen


async def test_the_staff_hears_that_she_is_gone(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await ana.block()
    await rosa.type("Here", chat=group, thread=1)
    await deliver(desk)
    assert said(group, 1)[-1] == "⚠️ This did not reach Ana: the bot is blocked there, or the account is gone."


async def test_whoever_waits_for_a_day_is_spoken_of_once(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    for _ in range(3):
        desk.clock.tick(hours=12, minutes=1)
        await clock.remind(desk.running.house)
        await deliver(desk)
    assert said(group, 1).count("⏰ Ana still waits for an answer.") == 1
    await rosa.type("Sorry!", chat=group, thread=1)
    desk.clock.tick(days=2)
    await clock.remind(desk.running.house)
    await deliver(desk)
    assert said(group, 1).count("⏰ Ana still waits for an answer.") == 1


async def test_without_a_group_coordinators_are_told_and_answer_from_their_own_chat(stage):
    vera, ana = await vera_of(stage), await maker(stage)
    await ana.type("/ask Where is the market?")
    await deliver(stage)
    assert vera.screen == "🙋 Ana asks for a person.\n[Look at it]"
    await press(vera, "inbox:open:1")
    assert vera.screen == (
        "🙋 Ana · English · 1\n🏷 🛒 Selling\n\n⏳ waits 1 minute\n"
        "[✍️ Answer here] [💬 Ready answers]\n[🕘 Answer later] [🙋 I take it]\n[💤 Later] [✅ Close]\n[🏷 Subject] [‹ All who wait]"
    )
    await press(vera, "inbox:answer:1")
    await deliver(stage)
    assert vera.last["text"] == "/ask Where is the market?"
    await vera.type("On the square.")
    await vera.send_file("map.png", PICTURE, kind="photo", caption="The way")
    await deliver(stage)
    assert [m.get("text") or m["caption"] for m in ana.messages[-2:]] == ["On the square.", "The way"]
    await ana.type("Thank you")
    await deliver(stage)
    assert vera.last["text"] == "Thank you"
    assert ana.heard == []


async def test_who_waits_longest_stands_first(stage):
    vera = await vera_of(stage)
    for name in ("Ana", "Ben", "Ines"):
        phone = await maker(stage, name)
        await phone.type(f"/ask {name} asks")
        stage.clock.tick(hours=2)
    await vera.type("/inbox")
    assert vera.screen == (
        "Who waits for an answer\n\n1. Ana · waits 6 hours\n2. Ben · waits 4 hours\n3. Ines · waits 2 hours\n[1] [2] [3]"
    )
    await press(vera, "inbox:open:1", "inbox:close:1", "inbox:list:0", "inbox:open:2", "inbox:mine:2")
    await press(vera, "inbox:snooze:2", "inbox:snooze:2:tomorrow")
    assert "💤 until Tuesday, November 24, 9:00" in vera.screen
    await press(vera, "inbox:list:0")
    assert vera.screen == "Who waits for an answer\n\n3. Ines · waits 2 hours\n[3]"
    stage.clock.tick(days=1)
    await vera.type("/inbox")
    assert vera.screen.startswith("Who waits for an answer\n\n2. Ben · waits 28 hours · 👤 Vera\n3. Ines")


async def test_an_answer_from_her_own_chat_is_seen_in_the_group(desk):
    group, _ = await staffed(desk, "Rosa")
    vera, ana = await vera_of(desk), await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await vera.type("/inbox")
    await press(vera, "inbox:open:1", "inbox:answer:1")
    await vera.type("Hello Ana")
    await deliver(desk)
    assert ana.last["text"] == "Hello Ana"
    assert said(group, 1)[-2:] == ["💬 Vera answered Ana:", "Hello Ana"]


async def test_a_maker_has_no_inbox(stage):
    ana = await maker(stage)
    await ana.type("/inbox")
    assert ana.screen == "This is for the town’s coordinators."


@pytest.mark.parametrize("language", ["fr", "es"])
async def test_the_whole_way_in_another_language(stage, language):
    vera, ana = await vera_of(stage, language), await maker(stage, "Ana", language)
    await ana.type("/ask")
    await ana.type("Hola / bonjour")
    await deliver(stage)
    for step in ("inbox:open:1", "inbox:answer:1", "inbox:list:0", "inbox:open:1", "inbox:snooze:1", "inbox:open:1"):
        await press(vera, step)
    await press(vera, "inbox:close:1", "inbox:reopen:1")
    await deliver(stage)
    english = ("waits", "Answer", "Who", "asks", "closed", "Your message", "answers here", "Write", "until")
    both = ana.transcript() + vera.transcript()
    assert [word for word in english if word in both] == []


async def test_a_ready_answer_arrives_in_her_language(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk, "Ana", "es")
    await ana.type("/ask Hola")
    await deliver(desk)
    await rosa.tap("💬 Ready answers", chat=group)
    await rosa.tap("We are looking into it", chat=group)
    await deliver(desk)
    assert ana.last["text"].startswith("Gracias, Ana.")
    assert said(group, 1)[-1] == "💬 Rosa answered Ana: “We are looking into it”."


async def test_a_ready_answer_is_read_before_it_is_sent_from_her_own_chat(stage):
    vera, ana = await vera_of(stage), await maker(stage)
    await ana.type("/ask Hello?")
    await vera.type("/inbox")
    await press(vera, "inbox:open:1", "inbox:canned:1")
    await vera.tap("Let us meet")
    assert vera.screen == (
        "This is easier face to face. Which day suits you? We come to you, or you come to us.\n[📤 Send] [Back]"
    )
    await vera.tap("📤 Send")
    await deliver(stage)
    assert ana.last["text"].startswith("This is easier face to face.")
    await vera.type("/inbox")
    assert "1. Ana · answered" in vera.screen


async def test_an_answer_leaves_at_its_time(stage):
    vera, ana = await vera_of(stage), await maker(stage)
    await ana.type("/ask Hello?")
    await vera.type("/inbox")
    await press(vera, "inbox:open:1", "inbox:at:1")
    await vera.type("some day")
    assert vera.screen.startswith("I did not understand the day.")
    await vera.type("2026-11-23 08:00")
    assert vera.screen.startswith("That is over already.")
    await vera.type("tomorrow 9:00")
    assert "It leaves on Tuesday, November 24, 9:00" in vera.screen
    await vera.type("Good morning, Ana")
    assert "💤 until Tuesday, November 24, 9:00" in vera.screen
    await deliver(stage)
    assert "Good morning, Ana" not in ana.transcript()
    stage.clock.tick(hours=21)
    await stage.rebuild()
    await deliver(stage)
    assert ana.last["text"] == "Good morning, Ana"
    await vera.type("/inbox")
    assert "1. Ana · answered" in vera.screen


async def test_a_town_may_show_who_answers(desk, monkeypatch):
    town = desk.running.house.town
    shown = town.model_copy(update={"desk": town.desk.model_copy(update={"staff_names": True})})
    monkeypatch.setitem(desk.running.house.__dict__, "town", shown)
    group, rosa, omar = await staffed(desk, "Rosa", "Omar")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    for phone, words in ((rosa, "one"), (rosa, "two"), (omar, "three")):
        await phone.type(words, chat=group, thread=1)
        await deliver(desk)
    heard = [m["text"] for m in ana.messages if m["from"]["is_bot"]][-5:]
    assert heard == ["👤 Rosa answers you:", "one", "two", "👤 Omar answers you:", "three"]


async def test_what_the_staff_does_is_written_down_and_no_words_with_it(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.type("A secret", chat=group, thread=1)
    await rosa.type("/close", chat=group, thread=1)
    await deliver(desk)
    async with desk.database.reading() as session:
        done = [(one.role, one.act, one.about) for one in await audit.newest(session)]
        kept = [
            str(row.model_dump())
            for table in (Delivery, DeskMessage, Conversation)
            for row in await session.exec(select(table))
        ]
    assert done == [("staff", "desk:close", "desk:1"), ("staff", "desk:answer", "desk:1")]
    assert [row for row in kept if "A secret" in row or "Hello?" in row] == []


async def test_no_words_of_the_desk_are_in_the_log(desk, logs):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask my landlord Mr Grumble")
    await deliver(desk)
    await rosa.type("Call Mrs Kindly", chat=group, thread=1)
    await deliver(desk)
    assert [name for name in ("Grumble", "Kindly") if name in logs.getvalue()] == []
