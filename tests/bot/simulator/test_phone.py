"""A stock bot polls the simulator; a person types and taps and sees what a person would see."""

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.error import ChatMigrated
from telegram.ext import ChatMemberHandler, InlineQueryHandler

from bot.simulator import NoSuchButton, NotSettled
from bot.simulator.actions import Impossible
from tests.bot.simulator.conftest import polling_bot

YES_NO = InlineKeyboardMarkup([[
    InlineKeyboardButton("Yes, please", callback_data="yes"),
    InlineKeyboardButton("No", callback_data="no"),
    InlineKeyboardButton("Read more", url="https://example.org/more"),
]])  # fmt: skip


async def ask(update, _context):
    await update.message.reply_html(f"<b>Hello</b> {update.message.text}", reply_markup=YES_NO)


async def answer(update, _context):
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text(f"You said {update.callback_query.data}")


async def test_a_person_types_and_taps_and_sees_the_answer(sim):
    async with polling_bot(sim, ask, answer):
        anna = sim.person("Anna", "en")
        await anna.type("/start")
        assert anna.screen == "Hello /start\n[Yes, please] [No] [Read more]"
        assert anna.buttons == ["Yes, please", "No", "Read more"]

        await anna.tap("No")
        assert anna.screen == "You said no"
        assert [popup["text"] for popup in anna.popups] == ["Noted"]
        assert anna.transcript() == "Anna: /start\nÉchoppe: You said no"
        assert sim.violations == []


async def test_a_label_may_be_shortened_when_it_is_clear(sim):
    async with polling_bot(sim, ask, answer):
        anna = sim.person("Anna", "en")
        await anna.type("hi")
        await anna.tap("Yes")
        assert anna.screen == "You said yes"


async def test_a_link_button_only_gives_its_address(sim):
    async with polling_bot(sim, ask, answer):
        anna = sim.person("Anna", "en")
        await anna.type("hi")
        assert await anna.tap("Read more") == "https://example.org/more"


async def test_an_absent_button_names_those_there_are(sim):
    async with polling_bot(sim, ask, answer):
        anna = sim.person("Anna", "en")
        await anna.type("hi")
        with pytest.raises(NoSuchButton) as complaint:
            await anna.tap("Maybe")
    assert str(complaint.value) == (
        "There is no button 'Maybe'. The newest buttons:\n"
        "  [Yes, please] [No] [Read more]\n"
        "The chat:\n"
        "Anna: hi\n"
        "Échoppe: Hello hi [Yes, please] [No] [Read more]"
    )


async def test_an_old_button_can_still_be_tapped(sim):
    async with polling_bot(sim, ask, answer):
        anna = sim.person("Anna", "en")
        await anna.type("first")
        old = anna.last
        await anna.type("second")
        await anna.tap("No", on=old)
        assert anna.transcript().splitlines()[1] == "Échoppe: You said no"


async def test_two_people_talk_at_once(sim):
    async with polling_bot(sim, ask, answer):
        anna, bob = sim.person("Anna", "en"), sim.person("Bob", "fr")
        await anna.type("a", wait=False)
        await bob.type("b", wait=False)
        await sim.settled()
        assert (anna.heard, bob.heard) == (["Hello a"], ["Hello b"])


async def test_a_keyboard_asks_for_the_place_and_the_number(sim):
    async def keyboard(update, _context):
        if place := update.message.location:
            await update.message.reply_text(f"at {place.latitude}")
        elif contact := update.message.contact:
            await update.message.reply_text(f"call {contact.phone_number}")
        else:
            rows = [
                [KeyboardButton("Here", request_location=True), KeyboardButton("My number", request_contact=True)],
                ["Bye"],
            ]
            await update.message.reply_text("Where?", reply_markup=ReplyKeyboardMarkup(rows))

    async with polling_bot(sim, keyboard):
        anna = sim.person("Anna", "en")
        await anna.type("/start")
        assert anna.screen == "Where?\n⌨ [Here] [My number]\n⌨ [Bye]"
        await anna.tap("Here")
        assert anna.heard == ["at 48.8566"]
        await anna.tap("My number")
        assert anna.heard == [f"call {anna.person.phone}"]


async def test_a_bot_that_never_answers_is_complained_about(sim):
    sim.patience = 0.2
    anna = sim.person("Anna", "en")
    with pytest.raises(NotSettled) as complaint:
        await anna.type("/start")
    assert str(complaint.value) == (
        "After 0.2 s Anna's update was not taken by the bot (polling, 0 polls; open calls: none).\nAnna: /start"
    )


async def offer(update, _context):
    said = InputTextMessageContent(f"<b>Bread</b> for {update.inline_query.query}", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("bread", "Bread", said)])


async def test_what_a_search_finds_can_be_sent_into_any_chat(sim):
    async with polling_bot(sim, ask) as app:
        app.add_handler(InlineQueryHandler(offer))
        anna, ben = sim.person("Anna", "en"), sim.person("Ben", "en")
        group = sim.group("Bakers", anna, ben)
        with pytest.raises(Impossible, match="Anna has not searched for anything"):
            await anna.choose({"id": "bread"})
        (found,) = await anna.search("two")
        message = await anna.choose(found, chat=group)
        assert (message["text"], message["from"]["first_name"]) == ("Bread for two", "Anna")
        assert message["via_bot"]["username"] == "echoppe_bot"
        with pytest.raises(Impossible, match="The search found no text 'cake' to send"):
            await anna.choose({"id": "cake"})
        assert sim.violations == []


async def test_a_button_that_searches_from_a_chat_gives_its_words(sim):
    async def share(update, _context):
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Share", switch_inline_query="bread")]])
        await update.message.reply_text("Tell others", reply_markup=keys)

    async with polling_bot(sim, share):
        anna = sim.person("Anna", "en")
        await anna.type("hi")
        assert await anna.tap("Share") == "bread"


async def test_what_is_written_in_a_topic_names_it_and_replies_to_its_opening(sim):
    seen = []

    async def note(update, _context):
        seen.append((update.message.message_thread_id, update.message.reply_to_message.message_id))

    async with polling_bot(sim, note, answer) as bot:
        anna = sim.person("Anna")
        group = sim.group("Staff", anna, forum=True)
        topic = await bot.bot.create_forum_topic(group.id, "Ben")
        await anna.type("hello", chat=group, thread=topic.message_thread_id)
        with pytest.raises(Impossible, match="There is no topic 99 in Staff"):
            await anna.type("hello", chat=group, thread=99)
    assert seen == [(topic.message_thread_id, topic.message_thread_id)]


async def test_an_album_is_several_messages_that_belong_together(sim):
    anna = sim.person("Anna")
    await anna.send_album(b"1", b"2", caption="Two", wait=False)
    first, second = anna.messages
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Two", False)


async def test_a_group_that_became_a_supergroup_says_where_it_is_now(sim):
    async with polling_bot(sim, quietly, answer) as bot:
        anna = sim.person("Anna")
        group = sim.group("Staff", anna)
        new = await anna.migrate(group)
        with pytest.raises(ChatMigrated) as moved:
            await bot.bot.send_message(group.id, "hello")
    assert moved.value.new_chat_id == new.id


async def test_the_bot_is_told_what_it_may_do_in_a_group(sim):
    told = []

    async def note(update, _context):
        told.append((update.my_chat_member.old_chat_member.status, update.my_chat_member.new_chat_member.status))

    async with polling_bot(sim, quietly, answer) as bot:
        bot.add_handler(ChatMemberHandler(note))
        anna = sim.person("Anna")
        group = sim.group("Staff", anna)
        await anna.set_bot(group, "kicked")
        await anna.set_bot(group, "administrator")
    assert told == [("administrator", "kicked"), ("kicked", "administrator")]


async def quietly(_update, _context):
    """Nothing to say."""
