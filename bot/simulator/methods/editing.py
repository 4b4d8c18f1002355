"""Changing and taking back what the bot has sent."""

import time
from typing import Any

from bot.simulator.files import describe
from bot.simulator.keyboards import check_markup
from bot.simulator.messages import caption_of, own_message, text_of
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.town import Chat
from bot.simulator.world import World

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
MEDIA = ("photo", "document", "video", "animation", "audio", "voice", "sticker", "video_note")
LONGEST_BATCH = 100


def _edit(world: World, call: Call, dropped: tuple[str, ...], content: Json) -> Any:
    """Replace some fields of a message and its buttons. Buttons not given again disappear, as at Telegram."""
    if "inline_message_id" in call.params:
        return True
    chat, message = own_message(world, call.params, "message to edit not found")
    markup = call.params.get("reply_markup")
    check_markup(markup)
    kept = {key: value for key, value in message.items() if key not in (*dropped, "reply_markup")}
    edited = kept | content
    if markup and markup.get("inline_keyboard"):
        edited["reply_markup"] = markup
    if edited == message:
        raise bad_request(UNCHANGED)
    edited["edit_date"] = int(time.time())
    chat.messages[message["message_id"]] = edited
    world.shown(chat, edited, "edited")
    return edited


def _target(world: World, call: Call) -> Json:
    if "inline_message_id" in call.params:
        return {}
    if "chat_id" not in call.params:
        raise bad_request("chat_id is empty")
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    return own_message(world, call.params, "message to edit not found")[1]


def edit_text(world: World, call: Call) -> Any:
    """A new text."""
    message = _target(world, call)
    if message and "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if not call.params.get("text"):
        raise bad_request("message text is empty")
    return _edit(world, call, ("text", "entities"), text_of(call.params))


def edit_caption(world: World, call: Call) -> Any:
    """A new caption, or none."""
    message = _target(world, call)
    if message and not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, call, ("caption", "caption_entities"), caption_of(call.params))


def edit_markup(world: World, call: Call) -> Any:
    """New buttons, or none."""
    _target(world, call)
    return _edit(world, call, (), {})


def edit_media(world: World, call: Call) -> Any:
    """Another picture or document in the same bubble."""
    _target(world, call)
    item = call.params["media"]
    kind = item["type"]
    stored = world.files.received(call, "", item["media"], kind)
    content = {kind: describe(kind, stored), **caption_of(item)}
    return _edit(world, call, (*MEDIA, "caption", "caption_entities", "text", "entities"), content)


def edit_location(world: World, call: Call) -> Any:
    """A place that moves."""
    _target(world, call)
    place = {"latitude": call.params["latitude"], "longitude": call.params["longitude"]}
    return _edit(world, call, ("location",), {"location": place})


def stop_poll(world: World, call: Call) -> Json:
    """No more votes."""
    chat, message = own_message(world, call.params, "message with poll to stop not found")
    if "poll" not in message:
        raise bad_request("message is not a poll")
    poll: Json = {**message["poll"], "is_closed": True}
    chat.messages[message["message_id"]] = {**message, "poll": poll}
    world.shown(chat, chat.messages[message["message_id"]], "edited")
    return poll


def delete_message(world: World, call: Call) -> bool:
    """Take one message back."""
    chat = world.town.chat(call.params["chat_id"])
    number = call.params["message_id"]
    if number not in chat.messages:
        raise bad_request("message to delete not found", circumstance=True)
    _delete(world, chat, [number])
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Take several back; those that are gone already are passed over."""
    numbers = call.params["message_ids"]
    if not 1 <= len(numbers) <= LONGEST_BATCH:
        raise bad_request("message identifiers are not specified" if not numbers else "too many messages to delete")
    chat = world.town.chat(call.params["chat_id"])
    _delete(world, chat, [number for number in numbers if number in chat.messages])
    return True


def _delete(world: World, chat: Chat, numbers: list[int]) -> None:
    for number in numbers:
        del chat.messages[number]
    world.live.tell("deleted", chat=chat.id, message_ids=numbers)


METHODS = {
    "editMessageText": edit_text, "editMessageCaption": edit_caption, "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media, "editMessageLiveLocation": edit_location, "stopMessageLiveLocation": edit_markup,
    "stopPoll": stop_poll, "deleteMessage": delete_message, "deleteMessages": delete_messages,
}  # fmt: skip
