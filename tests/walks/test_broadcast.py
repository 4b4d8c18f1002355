"""An announcement on a coordinator's telephone: written, looked at, sent once, watched, put right, taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.clock import boards
from models.outbox.tables import Delivery, State
from models.people import meeting
from models.people.tables import Role
from tests.walks.announcement_bed import deliver, makers, rosa_of, sent, written
from tests.walks.fingers import choices, data_of, press


async def test_the_board_says_whom_it_reaches_and_why_not_the_others(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en", "es")
    silent = stage.phone("Ben")
    await silent.type("/start")
    await written(rosa)
    assert rosa.screen == (
        "📣 Announcement 1\n\n"
        "English: The hall is open, {first_name}.\n\n"
        "👥 Everybody\n"
        "It reaches 2 people of 4.\n"
        "– 2 · did not agree to announcements\n"
        "Among them: Ana0 and Ana1\n"
        "⚠️ 1 person reads Spanish and has no text in it: they get English.\n\n"
        "🕘 As soon as you send it\n"
        "[✍️ Words] [👥 For whom]\n"
        "[🕘 When] [🔗 Button]\n"
        "[👁 Try it] [📤 Send]\n"
        "[🗑 Throw away] [All of them]"
    )


async def test_everybody_gets_it_with_her_own_name_and_a_way_to_silence_it(stage):
    rosa = await rosa_of(stage)
    ana, ines = await makers(stage, "en", "es")
    await written(rosa)
    await press(rosa, "bc:words:1", "bc:words:1:es")
    await rosa.type("El salón está abierto, {first_name}.")
    await sent(stage, rosa)
    assert ana.screen == "The hall is open, Ana0.\n[Why this?]"
    assert ines.screen == "El salón está abierto, Ana1.\n[¿Por qué esto?]"


async def test_a_picture_with_a_button_is_copied_as_it_stands(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", "bc:words:1:en")
    await rosa.send_file("hall.png", b"\x89PNG\r\n\x1a\n", caption="Our hall")
    await press(rosa, "bc:button:1", "bc:button:1:events")
    await sent(stage, rosa)
    assert "Our hall" in ana.screen
    assert choices(ana)[0] == "go:events:b1"
    await press(ana, "go:events:b1")
    await press(rosa, "bcs:fresh:1")
    assert "🗓 Events 1" in rosa.screen


async def test_pressed_five_times_it_leaves_once(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await written(rosa)
    await press(rosa, "bcs:confirm:1")
    sure = data_of(rosa, "bcs:confirm:1:yes")
    for _ in range(4):
        await rosa.tap(data=sure, wait=False)
    await rosa.tap(data=sure)
    await deliver(stage)
    assert [message["text"] for message in ana.messages].count("The hall is open, Ana0.") == 1


async def test_the_audience_is_ticked_in_lists_and_said_in_words(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en", "es", "fr")
    await written(rosa)
    await press(rosa, "bc:whom:1", "bc:whom:1:languages:0")
    await rosa.tap("Spanish")
    await rosa.tap("French")
    assert "Language: French and Spanish" in rosa.screen or "Language: Spanish and French" in rosa.screen
    assert "It reaches 2 people of 2." in rosa.screen


async def test_a_kept_choice_is_found_again(stage):
    rosa = await rosa_of(stage)
    await written(rosa)
    await press(rosa, "bc:whom:1", "bc:whom:1:stages:0")
    await rosa.tap("I have an idea")
    await press(rosa, "bc:whom:1", "bc:whom:1:more", "bc:whom:1:keep")
    await rosa.type("Beginners")
    assert "Kept as “Beginners”." in rosa.screen
    await press(rosa, "bc:whom:1", "bc:whom:1:all", "bc:whom:1:more", "bc:whom:1:kept")
    await rosa.tap("Beginners")
    assert "I have an idea" in rosa.screen


async def test_a_wrong_placeholder_and_a_past_hour_are_said(stage):
    rosa = await rosa_of(stage)
    await written(rosa, "Hello {name}")
    assert "I do not know {name}." in rosa.screen
    await press(rosa, "bc:when:1", "bc:when:1:at")
    await rosa.type("some time soon")
    assert "I did not understand the day." in rosa.screen
    await rosa.type("2020-01-01 10:00")
    assert "That is over already." in rosa.screen
    await rosa.type("5 December 10:30")
    assert "🕘" in rosa.screen
    assert "10:30" in rosa.screen


async def test_the_writer_sees_it_first(stage):
    rosa = await rosa_of(stage)
    await written(rosa)
    await press(rosa, "bc:test:1")
    assert "The hall is open, Rosa." in [message.get("text") for message in rosa.messages]


async def test_paused_it_stands_still_and_then_goes_on(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en", "en", "en")
    await written(rosa)
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes", "bcs:pause:1")
    await deliver(stage)
    assert "paused" in rosa.screen
    assert "arrived 0 · waiting 4" in rosa.screen
    await press(rosa, "bcs:resume:1")
    await deliver(stage)
    await press(rosa, "bcs:fresh:1")
    assert "▓▓▓▓▓▓▓▓▓▓ 4 / 4" in rosa.screen
    assert "arrived 3 · waiting 0" in rosa.screen


async def test_its_progress_is_redrawn_in_the_same_message(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en")
    await written(rosa)
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes")
    count = len(rosa.messages)
    await boards.redraw(stage.running.outbox)
    await deliver(stage)
    await boards.redraw(stage.running.outbox)
    await boards.redraw(stage.running.outbox)
    assert len(rosa.messages) == count
    assert "2 / 2" in rosa.screen
    assert "· sent" in rosa.screen


async def test_a_mistake_is_put_right_in_the_copies(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await written(rosa)
    await sent(stage, rosa)
    await press(rosa, "bcs:correct:1")
    await rosa.type("The hall is closed, {first_name}.")
    await deliver(stage)
    stage.clock.tick(minutes=2)
    await deliver(stage)
    texts = [message["text"] for message in ana.messages if message["from"]["is_bot"]][-2:]
    assert texts == [
        "The hall is closed, Ana0.",
        "✏️ We have put something right in the message above. Please read it again.",
    ]


async def test_taken_back_it_is_gone_from_every_telephone(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await written(rosa)
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:recall:1", "bcs:recall:1:yes")
    await deliver(stage)
    assert "The hall is open, Ana0." not in [message.get("text") for message in ana.messages]
    assert "taken back" in rosa.screen


async def test_signs_under_it_are_counted(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await written(rosa)
    await sent(stage, rosa)
    await ana.react(ana.last["message_id"], "👍")
    await press(rosa, "bcs:fresh:1")
    assert "👍 1" in rosa.screen


async def test_who_got_it_and_who_did_not_is_listed(stage):
    rosa = await rosa_of(stage)
    _, ben = await makers(stage, "en", "en")
    await written(rosa)
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes")
    await ben.block()
    await deliver(stage)
    await press(rosa, "bcs:fresh:1", "bcs:people:1")
    assert rosa.screen.startswith(
        "📣 Announcement 1\n\nAna1 · not sent (blocked the bot)\nRosa · not sent (did not agree)\nAna0 · arrived"
    )


async def test_a_restart_in_the_middle_loses_nothing(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", "bc:words:1:en")
    await stage.rebuild()
    await rosa.type("The hall is open.")
    await stage.rebuild()
    await press(rosa, "bcs:confirm:1")
    await stage.rebuild()
    await press(rosa, "bcs:confirm:1:yes")
    await stage.rebuild()
    await deliver(stage)
    assert ana.screen == "The hall is open.\n[Why this?]"


async def test_it_comes_again_next_week(stage):
    rosa = await rosa_of(stage)
    [ana] = await makers(stage, "en")
    await written(rosa)
    await press(rosa, "bc:when:1", "bc:when:1:repeat", "bc:when:1:repeat")
    await press(rosa, "bc:open:1")
    await sent(stage, rosa)
    stage.clock.tick(days=7)
    await boards.repeat(stage.running.outbox)
    await deliver(stage)
    assert [message.get("text") for message in ana.messages].count("The hall is open, Ana0.") == 2


@pytest.mark.parametrize("language", ["fr", "es"])
async def test_the_whole_way_in_another_language(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", f"bc:words:1:{language}")
    await rosa.type("Bonjour {first_name}")
    for button in ("bc:whom:1", "bc:open:1", "bc:when:1", "bc:open:1", "bc:test:1"):
        await press(rosa, button)
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1")
    assert ana.screen.startswith("Bonjour Ana0")
    assert not [word for word in ("Announcement", "reaches", "arrived", "Words") if word in rosa.transcript()]


async def test_somebody_who_helps_may_write_and_may_not_send(stage):
    [ana] = await makers(stage, "en")
    async with stage.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, ana.id), Role.HELPER)
    await written(ana)
    assert "Among them" not in ana.screen
    await press(ana, "bcs:confirm:1")
    assert ana.screen.startswith("This is for the town’s coordinators.")
    async with stage.database.reading() as session:
        assert (await session.exec(select(Delivery))).all() == []


async def test_what_is_no_longer_valid_is_not_delivered(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en")
    await written(rosa)
    await press(rosa, "bc:when:1", "bc:when:1:until")
    await rosa.type("2026-11-23 13:00")
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes")
    stage.clock.tick(hours=2)
    await deliver(stage)
    async with stage.database.reading() as session:
        row = (await session.exec(select(Delivery).where(Delivery.state == State.EXPIRED))).first()
    assert (row.state, row.reason) == (State.EXPIRED, "too_late")
    assert row.expires_at - stage.clock() < timedelta(0)
