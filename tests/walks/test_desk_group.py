"""The staff’s group: topics or replies, several people at once, moved, closed, and erased from."""

import pytest
from sqlmodel import select

from bot.simulator import actions
from bot.simulator.screen import inline_rows
from models.audit import log as audit
from models.desk import talking
from models.desk.tables import DeskMessage
from models.outbox.tables import Delivery
from tests.stage import COORDINATOR
from tests.walks.desk_bed import deliver, maker, said, staffed, topics, vera_of
from tests.walks.fingers import means, press


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


async def test_the_same_in_a_group_without_topics_by_replies(desk):
    group, rosa, omar = await staffed(desk, "Rosa", "Omar", forum=False)
    ana, ben, ines = await maker(desk, "Ana"), await maker(desk, "Ben", "fr"), await maker(desk, "Ines", "es")
    for phone in (ana, ben, ines):
        await phone.type(f"/ask {phone.person.first_name} asks")
    await deliver(desk, 8)
    await desk.rebuild()
    await omar.type("to Ines", chat=group, reply_to=where(group, "/ask Ines asks"))
    await rosa.type("to Ana", chat=group, reply_to=where(group, "/ask Ana asks"))
    await ben.type("Ben again")
    await deliver(desk)
    await rosa.type("to Ben", chat=group, reply_to=where(group, "Ben again"))
    await desk.rebuild()
    await deliver(desk, 6)
    assert [phone.last["text"] for phone in (ana, ben, ines)] == ["to Ana", "to Ben", "to Ines"]
    assert group.messages[where(group, "Ben again")]["reply_to_message"]["text"].startswith("🙋 Ben")


def where(group, words):
    return next(number for number, message in group.messages.items() if message.get("text") == words)


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
        assert [(one.act, one.outcome) for one in await audit.newest(session)] == [("button", "forged")]
