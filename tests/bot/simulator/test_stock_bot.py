"""The real Bot of python-telegram-bot, over real HTTP: everything it gets back, it understands."""

import io
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButtonCommands,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.bot.simulator.pictures import PNG

GO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Go", callback_data="go"), InlineKeyboardButton("Read", url="https://example.org")]]
)


@pytest.fixture
async def bot(sim):
    async with Bot(sim.token, base_url=f"{sim.url}/bot", base_file_url=f"{sim.url}/file/bot") as bot:
        yield bot
    assert sim.violations == []


async def test_who_it_is(bot):
    assert (bot.first_name, bot.username, bot.id) == ("Échoppe", "echoppe_bot", 123456)


async def test_a_formatted_message_with_buttons(bot, anna):
    sent = await bot.send_message(
        anna.id,
        "<b>Hello</b> 😀 &amp; <i>you</i>",
        "HTML",
        reply_markup=GO,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "Hello 😀 & you"
    assert sent.parse_entities() == {
        MessageEntity("bold", 0, 5): "Hello",
        MessageEntity("italic", 11, 3): "you",
    }
    assert sent.text_html == "<b>Hello</b> 😀 &amp; <i>you</i>"
    assert (sent.reply_markup, sent.chat.id, sent.chat.first_name) == (GO, anna.id, "Anna")
    assert anna.screen == "Hello 😀 & you\n[Go] [Read]"


async def test_entities_instead_of_marks(bot, anna):
    sent = await bot.send_message(anna.id, "plain bold", entities=[MessageEntity("bold", 6, 4)])
    assert sent.entities == (MessageEntity("bold", 6, 4),)


async def test_editing_in_place_and_taking_back(bot, anna):
    sent = await bot.send_message(anna.id, "before", reply_markup=GO)
    edited = await bot.edit_message_text("after", anna.id, sent.message_id)
    assert (edited.text, edited.reply_markup, edited.message_id) == ("after", None, sent.message_id)
    assert edited.edit_date is not None
    with_buttons = await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=GO)
    assert with_buttons.reply_markup == GO
    await bot.delete_message(anna.id, sent.message_id)
    assert anna.messages == []


async def test_files_go_up_and_come_down(bot, anna):
    sent = await bot.send_document(
        anna.id, io.BytesIO(b"content"), caption="<b>Your</b> form", parse_mode="HTML", filename="form.pdf"
    )
    assert (sent.document.file_name, sent.document.file_size, sent.caption_html) == ("form.pdf", 7, "<b>Your</b> form")
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == b"content"
    again = await bot.send_document(anna.id, sent.document.file_id)
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_pictures_albums_and_other_media(bot, anna):
    photo = await bot.send_photo(anna.id, PNG, caption="A square")
    assert (photo.photo[-1].width, photo.photo[-1].height) == (2, 2)
    replaced = await bot.edit_message_media(InputMediaPhoto(PNG, caption="Another"), anna.id, photo.message_id)
    assert replaced.caption == "Another"
    captioned = await bot.edit_message_caption(anna.id, photo.message_id, caption="Once more")
    assert captioned.caption == "Once more"
    album = await bot.send_media_group(
        anna.id, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    )
    assert [message.document.file_name for message in album] == ["a.txt", "b.txt"]
    assert len({message.media_group_id for message in album}) == 1
    kinds = [
        (await bot.send_video(anna.id, b"v")).video, (await bot.send_audio(anna.id, b"a")).audio,
        (await bot.send_voice(anna.id, b"v")).voice, (await bot.send_animation(anna.id, b"g")).animation,
        (await bot.send_sticker(anna.id, b"s")).sticker, (await bot.send_video_note(anna.id, b"n")).video_note,
    ]  # fmt: skip
    assert [thing.file_size for thing in kinds] == [1] * 6


async def test_places_contacts_polls_and_dice(bot, anna):
    venue = await bot.send_venue(anna.id, 48.1, 2.2, "Les Halles", "3 place du Marché")
    assert (venue.venue.title, venue.location.latitude) == ("Les Halles", 48.1)
    assert (await bot.send_location(anna.id, 48.1, 2.2)).location.longitude == 2.2
    assert (await bot.send_contact(anna.id, "+1555", "Bob")).contact.first_name == "Bob"
    poll = await bot.send_poll(anna.id, "Coming?", ["Yes", "No"], allows_multiple_answers=True)
    assert ([option.text for option in poll.poll.options], poll.poll.allows_multiple_answers) == (["Yes", "No"], True)
    assert (await bot.stop_poll(anna.id, poll.message_id)).is_closed
    assert 1 <= (await bot.send_dice(anna.id)).dice.value <= 6
    assert await bot.send_chat_action(anna.id, "typing")


async def test_copies_forwards_and_replies(bot, sim, anna):
    bob = sim.person("Bob")
    bob.person.started = True
    sent = await bot.send_message(anna.id, "<b>news</b>", "HTML", reply_markup=GO)
    copied = await bot.copy_message(bob.id, anna.id, sent.message_id, reply_markup=GO)
    assert (bob.messages[0]["message_id"], bob.screen) == (copied.message_id, "news\n[Go] [Read]")
    assert len(await bot.copy_messages(bob.id, anna.id, [sent.message_id])) == 1
    forwarded = await bot.forward_message(bob.id, anna.id, sent.message_id)
    assert forwarded.forward_origin.sender_user.id == bot.id
    assert len(await bot.forward_messages(bob.id, anna.id, [sent.message_id])) == 1
    reply = await bot.send_message(anna.id, "see above", reply_parameters=ReplyParameters(sent.message_id))
    assert reply.reply_to_message.text == "news"
    alone = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "alone", reply_parameters=alone)).reply_to_message is None


async def test_how_it_presents_itself(bot, sim, anna):
    everybody, french = [BotCommand("start", "Begin")], [BotCommand("start", "Commencer")]
    own = [BotCommand("desk", "The desk")]
    await bot.set_my_commands(everybody)
    await bot.set_my_commands(french, language_code="fr")
    await bot.set_my_commands(own, scope=BotCommandScopeChat(anna.id))
    assert await bot.get_my_commands() == tuple(everybody)
    assert await bot.get_my_commands(language_code="fr") == tuple(french)
    louise = sim.person("Louise", "fr")
    shown = sim.world.profile.commands_for
    assert shown(louise.person, louise.chat) == [{"command": "start", "description": "Commencer"}]
    assert shown(anna.person, anna.chat) == [{"command": "desk", "description": "The desk"}]
    await bot.delete_my_commands(scope=BotCommandScopeChat(anna.id))
    assert shown(anna.person, anna.chat) == [{"command": "start", "description": "Begin"}]
    await bot.set_my_name("Front door")
    await bot.set_my_description("We help.", language_code="en")
    await bot.set_my_short_description("Help")
    assert (await bot.get_my_name()).name == "Front door"
    assert (await bot.get_my_description("en")).description == "We help."
    assert (await bot.get_my_description("fr")).description == ""
    assert (await bot.get_my_short_description("es")).short_description == "Help"
    await bot.set_chat_menu_button(anna.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(anna.id)).type == "commands"
    assert (await bot.get_my_default_administrator_rights()).can_manage_chat is False


async def test_groups_topics_and_members(bot, sim, anna):
    bob = sim.person("Bob")
    chat = sim.group("Coordinators", anna, bob, forum=True)
    topic = await bot.create_forum_topic(chat.id, "Case 12")
    sent = await bot.send_message(chat.id, "A question", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    await bot.edit_forum_topic(chat.id, topic.message_thread_id, "Case 12 (done)")
    await bot.close_forum_topic(chat.id, topic.message_thread_id)
    await bot.reopen_forum_topic(chat.id, topic.message_thread_id)
    full = await bot.get_chat(chat.id)
    assert (full.title, full.is_forum, full.type) == ("Coordinators", True, "supergroup")
    assert [member.user.first_name for member in await bot.get_chat_administrators(chat.id)] == ["Anna"]
    assert (await bot.get_chat_member(chat.id, bob.id)).status == "member"
    assert (await bot.get_chat_member(chat.id, bot.id)).can_manage_topics is True
    assert await bot.get_chat_member_count(chat.id) == 3
    await bot.ban_chat_member(chat.id, bob.id)
    assert (await bot.get_chat_member(chat.id, bob.id)).status == "kicked"
    await bot.unban_chat_member(chat.id, bob.id)
    assert (await bot.get_chat_member(chat.id, bob.id)).status == "left"
    await bot.pin_chat_message(chat.id, sent.message_id)
    assert (await bot.get_chat(chat.id)).pinned_message.text == "A question"
    await bot.unpin_chat_message(chat.id, sent.message_id)
    await bot.set_message_reaction(chat.id, sent.message_id, ReactionTypeEmoji("👍"))
    await bot.leave_chat(chat.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(chat.id, "still there?")


async def test_errors_arrive_as_the_librarys_own(bot, sim, anna, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    sim.faults.add("429", times=1, seconds=7)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(anna.id, "hi")
    assert flood.value.retry_after == timedelta(seconds=7)
    anna.person.blocked = True
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(anna.id, "hi")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, 99)


async def test_a_wrong_token_is_not_let_in(sim):
    stranger = Bot("123456:wrong", base_url=f"{sim.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
