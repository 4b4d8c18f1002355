"""The desk: makers ask, staff answer in their group, in both directions, and nothing is lost on the way."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.simulator import actions
from bot.simulator.screen import inline_rows
from handlers.chat import start
from handlers.clock import desk as clock
from handlers.deps import Visit
from models.audit import log as audit
from models.desk import talking
from models.desk.tables import Conversation, DeskAnswer, DeskMessage
from models.outbox.planning import Draft, plan
from models.outbox.tables import Delivery, Lane
from models.people import meeting
from models.people.tables import Person
from tests.conftest import NOON
from tests.stage import COORDINATOR, set_up
from tests.walks.fingers import means, press

STAFF = -1001000000001  # the first group of the simulated town
KINDS = ("photo", "voice", "document", "location", "poll")
SERVICE = ("forum_topic_created", "migrate_from_chat_id", "migrate_to_chat_id")
PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def desk(town_address, logs):
    """The house with a staff's group set."""
    async with set_up(town_address, NOON, staff=STAFF) as stage:
        yield stage
    assert "a door failed" not in logs.getvalue()
    assert "could not be put into words" not in logs.getvalue()


async def staffed(stage, *names, forum=True):
    """People with phones, in the staff's group."""
    phones = [stage.phone(name, "en") for name in names]
    return stage.sim.group("Staff", *phones, forum=forum), *phones


async def maker(stage, name="Ana", language="en"):
    phone = stage.phone(name, language)
    await phone.type("/start")
    return phone


async def deliver(stage, times=3):
    for _ in range(times):
        await stage.deliver()
        stage.clock.tick(seconds=4)


def said(chat, thread=None):
    """What stands in a group, or in one topic of it, without service messages."""
    return [
        message.get("text") or message.get("caption") or next(kind for kind in KINDS if kind in message)
        for message in chat.messages.values()
        if not any(kind in message for kind in SERVICE)
        and (thread is None or message.get("message_thread_id") == thread)
    ]


def topics(chat):
    return {topic["name"]: number for number, topic in chat.topics.items()}


def signs(chat, message_id):
    return [one["emoji"] for one in chat.reactions.get(message_id, [])]


CARD = "Answer here, or reply to a message: it goes to Ana. What begins with // stays among you."


async def test_a_question_opens_a_topic_and_the_answer_comes_back(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Where do I get a food licence?")
    question = ana.messages[-2]["message_id"]
    assert ana.heard[-1].startswith("Your message is with the people of Made in Belmoulin.")
    await deliver(desk)
    assert topics(group) == {"Ana · 1": 1}
    assert said(group, 1) == [f"🙋 Ana · English · 1\n\n{CARD}", "/ask Where do I get a food licence?"]
    assert signs(ana.chat, question) == ["👌"]
    await rosa.type("At the town hall, room 3.", chat=group, thread=1)
    answer = group.last()["message_id"]
    await deliver(desk)
    assert ana.last["text"] == "At the town hall, room 3."
    assert signs(group, answer) == ["👌"]


async def test_what_she_writes_next_goes_to_the_staff_and_the_bot_keeps_silent(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await ana.type("I need a kitchen")
    assert ana.heard == []
    await ana.type("/events")
    assert ana.heard[0].startswith("What is on in Belmoulin")
    await deliver(desk)
    assert said(group, 1)[1:] == ["/ask Hello?", "I need a kitchen"]


async def test_an_edit_follows_both_ways(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask")
    await ana.type("Where is the kichen?")
    await deliver(desk)
    mine = next(message for message in ana.messages if message.get("text") == "Where is the kichen?")
    await ana.edit(mine["message_id"], "Where is the <kitchen>?")
    assert said(group, 1)[1] == "Where is the <kitchen>?"
    await rosa.type("In Cannal Street", chat=group, thread=1)
    await deliver(desk)
    await rosa.edit(group.last()["message_id"], "In Canal Street", chat=group)
    assert ana.last["text"] == "In Canal Street"


async def test_every_kind_of_message_goes_both_ways(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask")
    await ana.send_file("oven.png", PICTURE, kind="photo", caption="My oven")
    await deliver(desk)
    await rosa.type("Nice", chat=group, thread=1)
    await ana.send_file("why.ogg", b"OggS", kind="voice")
    await ana.send_location(44.5, -70.0)
    await ana.send_poll("Which colour?", "red", "blue")
    await deliver(desk, 6)
    assert said(group, 1)[1:] == ["My oven", "Nice", "voice", "location", "poll"]
    await rosa.send_file("form.pdf", b"%PDF", caption="Fill this in", chat=group, thread=1)
    await deliver(desk)
    assert ana.last["caption"] == "Fill this in"
    photo = next(message for message in ana.messages if "photo" in message)
    await ana.edit(photo["message_id"], "My old oven")
    assert said(group, 1)[1] == "My old oven"


async def test_an_album_stays_together(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask")
    await ana.send_album(PICTURE, PICTURE, PICTURE, caption="Three cups")
    await deliver(desk)
    assert said(group, 1)[1:] == ["Three cups", "photo", "photo"]
    assert [call.method for call in desk.sim.calls if call.method.startswith("copy")] == ["copyMessages"]


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


async def test_what_telegram_says_of_a_topic_is_no_answer(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    before = len(ana.messages)
    for service in ({"forum_topic_closed": {}}, {"new_chat_title": "Staff of Belmoulin"}):
        actions.send(desk.sim.world, rosa.person, service, group, thread=1)
        await rosa.settled()
    await deliver(desk)
    assert len(ana.messages) == before


async def test_two_staff_and_three_makers_interleaved_with_a_restart_in_between(desk):
    group, rosa, omar = await staffed(desk, "Rosa", "Omar")
    ana, ben, ines = await maker(desk, "Ana"), await maker(desk, "Ben", "fr"), await maker(desk, "Ines", "es")
    for phone in (ana, ben, ines):
        await phone.type(f"/ask {phone.person.first_name} asks")
    await deliver(desk, 8)
    await desk.rebuild()
    numbers = topics(group)
    await rosa.type("to Ana", chat=group, thread=numbers["Ana · 1"])
    await omar.type("to Ines", chat=group, thread=numbers["Ines · 3"])
    await ben.type("Ben again")
    await deliver(desk)
    await rosa.type("to Ben", chat=group, thread=numbers["Ben · 2"])
    await desk.rebuild()
    await deliver(desk, 6)
    assert [phone.last["text"] for phone in (ana, ben, ines)] == ["to Ana", "to Ben", "to Ines"]
    assert said(group, numbers["Ben · 2"])[1:] == ["/ask Ben asks", "Ben again", "to Ben"]


async def test_without_topics_an_answer_is_a_reply(desk):
    group, rosa = await staffed(desk, "Rosa", forum=False)
    ana, ben = await maker(desk, "Ana"), await maker(desk, "Ben")
    await ana.type("/ask Ana asks")
    await ben.type("/ask Ben asks")
    await deliver(desk, 6)
    question = next(number for number, message in group.messages.items() if message.get("text") == "/ask Ana asks")
    assert group.messages[question]["reply_to_message"]["text"].startswith("🙋 Ana")
    await rosa.type("Here you are", chat=group, reply_to=question)
    await rosa.type("nobody in particular", chat=group)
    await deliver(desk)
    assert ana.last["text"] == "Here you are"
    assert "Here you are" not in ben.transcript()


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


async def test_she_closes_it_herself(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await press(ana, "asked:close:1")
    assert ana.screen == "Good. I answer here again.\n[🙋 Write to them again]"
    await deliver(desk)
    assert said(group, 1)[-1] == "✅ Ana has closed the conversation."


async def test_too_much_at_once_is_told_once(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask 1")
    for number in range(2, 9):
        await ana.type(str(number))
    await deliver(desk, 8)
    assert said(group, 1)[1:] == ["/ask 1", "2", "3", "4", "5"]
    told = [m["text"] for m in ana.messages if "I have passed on your last 5 messages" in m.get("text", "")]
    assert len(told) == 1


async def test_the_group_becomes_a_supergroup_and_everything_goes_there(desk):
    group, rosa = await staffed(desk, "Rosa", forum=False)
    ana = await maker(desk)
    await ana.type("/ask before")
    await deliver(desk)
    new = await rosa.migrate(group)
    await ana.type("after")
    await deliver(desk)
    assert said(new)[-1] == "after"
    await rosa.type("seen", chat=new, reply_to=new.last()["message_id"])
    await deliver(desk)
    assert ana.last["text"] == "seen"


async def test_a_move_nobody_told_us_of_is_found_when_the_message_comes_back(desk):
    group, rosa = await staffed(desk, "Rosa", forum=False)
    ana = await maker(desk)
    await ana.type("/ask before")
    await deliver(desk)
    new = desk.sim.group("Staff", rosa)
    group.moved_to = new.id
    await ana.type("after")
    await deliver(desk)
    assert said(new)[-1] == "after"
    await rosa.type("seen", chat=new, reply_to=new.last()["message_id"])
    await deliver(desk)
    assert ana.last["text"] == "seen"


async def test_thrown_out_it_keeps_the_questions_and_tells_the_administrators_once(desk):
    group, rosa = await staffed(desk, "Rosa")
    admin = desk.phone("Vera", id=COORDINATOR)
    await admin.type("/start")
    ana = await maker(desk)
    await rosa.set_bot(group, "kicked")
    await ana.type("/ask Hello?")
    await ana.type("Anybody?")
    await deliver(desk, 6)
    alarms = [m["text"] for m in admin.messages if "I cannot write to the staff’s group" in m.get("text", "")]
    assert len(alarms) == 1
    await rosa.set_bot(group, "administrator")
    await deliver(desk, 8)
    assert said(group, 1)[1:] == ["/ask Hello?", "Anybody?"]


async def test_the_staff_hears_that_she_is_gone(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await ana.block()
    await rosa.type("Here", chat=group, thread=1)
    await deliver(desk)
    assert said(group, 1)[-1] == "⚠️ This did not reach Ana: the bot is blocked there, or the account is gone."


async def test_her_topic_was_deleted_and_opens_anew(desk):
    group, _ = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    del group.topics[1]
    await ana.type("Still there?")
    await deliver(desk)
    [thread] = group.topics
    assert said(group, thread)[-1] == "Still there?"


async def test_another_group_is_nobodys_business(desk):
    await staffed(desk, "Rosa")
    eve = desk.phone("Eve")
    elsewhere = desk.sim.group("Elsewhere", eve)
    await eve.type("/close", chat=elsewhere)
    assert [m for m in elsewhere.messages.values() if m["from"]["is_bot"]] == []


@pytest.mark.parametrize("forum", [True, False])
async def test_erased_nothing_of_it_is_left_not_even_in_the_group(desk, forum):
    group, _ = await staffed(desk, "Rosa", forum=forum)
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await ana.type("/forget")
    await press(ana, "forget:yes")
    await deliver(desk, 6)
    async with desk.database.reading() as session:
        assert await talking.numbered(session, 1) is None
        assert (await session.exec(select(DeskMessage))).all() == []
        assert [row for row in await session.exec(select(Delivery)) if row.chat_id == ana.id] == []
    assert said(group) == []


async def test_the_bot_answers_again_after_quiet_time_and_says_so(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    desk.clock.tick(hours=1)
    await ana.type("Still there?")
    desk.clock.tick(hours=1, minutes=30)
    await clock.come_back(desk.running.house)
    await deliver(desk)
    assert "I answer here again" not in ana.transcript()
    desk.clock.tick(minutes=31)
    await clock.come_back(desk.running.house)
    await clock.come_back(desk.running.house)
    await deliver(desk)
    assert ana.screen == (
        "I answer here again.\n\nYour question is still with the people of Made in Belmoulin, and their answer comes here.\n"
        "[🙋 Write to them again]"
    )
    await ana.type("I need a kitchen")
    assert ana.heard != []
    await rosa.type("Here I am", chat=group, thread=1)
    await deliver(desk)
    await ana.type("Thank you")
    await deliver(desk)
    assert (ana.heard, said(group, 1)[-1]) == ([], "Thank you")


async def test_the_bot_says_nothing_unasked_in_between(desk):
    await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    async with desk.database.transaction() as session:
        person = await meeting.by_chat(session, ana.id)
        news = Draft("news", "new_fit", "town", Lane.NUDGE, desk.clock(), {"texts": {"en": "Something new"}})
        await plan(
            session, news, select(Person.id).where(Person.id == person.id), desk.clock(), desk.running.house.manners
        )
    await deliver(desk)
    assert "Something new" not in ana.transcript()
    desk.clock.tick(hours=2)
    await deliver(desk)
    assert "Something new" in ana.transcript()


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


async def test_somebody_in_difficulty_arrives_marked_and_has_the_emergency_contacts(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("my landlord is evicting me tomorrow")
    assert ana.screen.startswith("You are not alone with this.")
    assert "🆘 In danger right now: call 911." in ana.screen
    assert "I have passed your message on to the people of Made in Belmoulin. A person answers you here." in ana.screen
    await deliver(desk)
    assert said(group, 1)[0].startswith("🙋 Ana · English · 1\n🆘 Something hard. The emergency contacts were given.")
    assert said(group, 1)[1] == "my landlord is evicting me tomorrow"
    await rosa.type("Call me", chat=group, thread=1)
    await deliver(desk)
    assert ana.last["text"] == "Call me"


# --- without a group: /inbox alone


async def vera_of(stage, language="en"):
    vera = stage.phone("Vera", language, id=COORDINATOR)
    await vera.type("/start")
    return vera


async def test_without_a_group_coordinators_are_told_and_answer_from_their_own_chat(stage):
    vera, ana = await vera_of(stage), await maker(stage)
    await ana.type("/ask Where is the market?")
    await deliver(stage)
    assert vera.screen == "🙋 Ana asks for a person.\n[Look at it]"
    await press(vera, "inbox:open:1")
    assert vera.screen == (
        "🙋 Ana · English · 1\n\n⏳ waits 1 minute\n"
        "[✍️ Answer here] [💬 Ready answers]\n[🕘 Answer later] [🙋 I take it]\n[💤 Later] [✅ Close]\n[‹ All who wait]"
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


# --- ready answers, subjects, hours


async def test_she_hears_when_somebody_is_there_and_how_long_people_wait(stage):
    vera, ana = await vera_of(stage), await maker(stage)
    async with stage.database.transaction() as session:
        for hours in (1, 2, 9):
            session.add(DeskAnswer(at=stage.clock(), seconds=hours * 3600))
    stage.clock.tick(hours=6)
    await ana.type("/ask")
    assert "🕑 Nobody is there right now. Somebody is back on Tuesday, November 24, 9:00" in ana.screen
    assert "⏳ Lately, half of those who asked had an answer within 2 hours." in ana.screen
    await ana.type("Hello?")
    assert "Somebody is back on Tuesday" in ana.screen
    assert vera.person.first_name == "Vera"


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


# --- hard days


async def test_answers_arrive_once_through_bad_weather(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    desk.sim.faults.add("500", method="createForumTopic", times=1)
    desk.sim.faults.add("429", method="copyMessage", times=1, seconds=1)
    await ana.type("/ask Hello?")
    await deliver(desk, 8)
    assert (len(topics(group)), said(group)[1:]) == (1, ["/ask Hello?"])
    desk.sim.faults.add("500", method="copyMessage", times=8)
    await rosa.type("Here", chat=group, thread=1)
    for _ in range(12):
        await deliver(desk, 1)
        desk.clock.tick(minutes=5)
    assert [m["text"] for m in ana.messages if m.get("text") == "Here"] == ["Here"]


async def test_an_answer_whose_way_nobody_knows_comes_rather_twice_than_not_at_all(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    desk.sim.faults.add("drop_after", method="copyMessage", chat=ana.id, times=1)
    await rosa.type("Here", chat=group, thread=1)
    await deliver(desk, 8)
    assert [m["text"] for m in ana.messages if m.get("text") == "Here"] == ["Here", "Here"]


async def test_a_message_that_may_be_lost_is_told_to_whoever_wrote_it(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    desk.sim.faults.add("drop_before", method="copyMessage", chat=ana.id, times=2)
    await rosa.type("Here", chat=group, thread=1)
    await deliver(desk, 8)
    assert said(group, 1)[-1].startswith(
        "⚠️ The connection broke, and I do not know whether one of the messages arrived."
    )


async def test_what_was_deleted_before_it_was_passed_on_is_told(desk):
    await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await ana.type("Wait")
    del ana.chat.messages[ana.messages[-1]["message_id"]]
    await deliver(desk)
    assert ana.last["text"].startswith("⚠️ I could not pass on one of the messages.")


async def test_rights_given_back_bring_the_topics(desk):
    group, rosa = await staffed(desk, "Rosa")
    await rosa.set_bot(group, "member")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    assert (topics(group), said(group)[1:]) == ({}, ["/ask Hello?"])
    await rosa.set_bot(group, "administrator")
    await ana.type("Now?")
    await deliver(desk)
    [thread] = group.topics
    assert said(group, thread)[1:] == ["Now?"]


async def test_what_may_not_be_deleted_is_left_to_an_administrator(desk):
    group, rosa = await staffed(desk, "Rosa")
    vera, ana = await vera_of(desk), await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    await rosa.set_bot(group, "member")
    await ana.type("/forget")
    await press(ana, "forget:yes")
    await deliver(desk, 4)
    assert vera.last["text"].startswith("⚠️ Somebody has had everything erased")


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


async def test_a_button_of_another_chat_does_nothing_in_the_group(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    await deliver(desk)
    card = next(message for message in group.messages.values() if "reply_markup" in message)
    [close] = [b for row in inline_rows(card) for b in row if means(b) == "at:close:1"]
    assert close["callback_data"] != f"at:close:1~{'A' * 6}"
    actions.press(desk.sim.world, rosa.person, card, "at:close:1~AAAAAA", group)
    await rosa.settled()
    async with desk.database.reading() as session:
        assert (await talking.numbered(session, 1)).stage == "open"


async def test_after_a_crash_the_bot_does_not_talk_over_the_human(desk):
    await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    house = desk.running.house
    async with house.database.transaction() as session:
        person = await meeting.by_chat(session, ana.id)
        assert await start.where_she_stands(Visit(house, session, person, house.clock())) == []
        assert await start.where_she_stands(Visit(house, session, person, house.clock() + timedelta(hours=3))) != []
