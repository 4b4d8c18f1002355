"""Somebody asks a person: what she sends, sees and hears, and when the bot answers her again."""

from datetime import timedelta

from sqlmodel import select

from handlers.chat import start
from handlers.clock import desk as clock
from handlers.deps import Visit
from models.desk.tables import DeskAnswer
from models.outbox.planning import Draft, plan
from models.outbox.tables import Lane
from models.people import meeting
from models.people.tables import Person
from tests.walks.desk_bed import CARD, PICTURE, deliver, maker, said, signs, staffed, topics, vera_of
from tests.walks.fingers import press


async def test_a_question_opens_a_topic_and_the_answer_comes_back(desk):
    group, rosa = await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Where do I get a food licence?")
    question = ana.messages[-2]["message_id"]
    assert ana.heard[-1].startswith("Your message is with the people of Made in Belmoulin.")
    await deliver(desk)
    assert topics(group) == {"Ana · 1 · 📄 Permits and rules": 1}
    card = f"🙋 Ana · English · 1\n🏷 📄 Permits and rules\n\n{CARD}"
    assert said(group, 1) == [card, "/ask Where do I get a food licence?"]
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


async def test_after_a_crash_the_bot_does_not_talk_over_the_human(desk):
    await staffed(desk, "Rosa")
    ana = await maker(desk)
    await ana.type("/ask Hello?")
    house = desk.running.house
    async with house.database.transaction() as session:
        person = await meeting.by_chat(session, ana.id)
        assert await start.where_she_stands(Visit(house, session, person, house.clock())) == []
        assert await start.where_she_stands(Visit(house, session, person, house.clock() + timedelta(hours=3))) != []
