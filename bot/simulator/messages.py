"""How a message of the bot is made and put into a chat: its text, its buttons, the message it answers, its topic."""

import time
from typing import Any

from bot.simulator.entities import is_blank, read_marked
from bot.simulator.keyboards import check_markup
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.town import Chat
from bot.simulator.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def text_of(params: Json) -> Json:
    """The text and entities of a text message."""
    text, entities = read_marked(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("message text is empty" if not params["text"].strip() else "text must be non-empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    if is_blank(text):
        raise bad_request("text must be non-empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(params: Json) -> Json:
    """The caption and its entities, if there is one."""
    given = params.get("caption")
    if not given:
        return {}
    text, entities = read_marked(given, params.get("parse_mode"), params.get("caption_entities"))
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def post(world: World, call: Call, content: Json) -> Json:
    """Put a message of the bot into the chat the call names, and show it."""
    params = call.params
    chat = world.town.open_chat(params["chat_id"])
    markup = params.get("reply_markup")
    check_markup(markup)
    content = {**_thread(chat, params), **_answered(world, chat, params), **content}
    if params.get("protect_content"):
        content["has_protected_content"] = True
    return place(world, chat, content, markup)


def place(world: World, chat: Chat, content: Json, markup: Json | None = None) -> Json:
    """Keep and show a finished message; a reply keyboard becomes the chat's keyboard."""
    message: Json = {
        "message_id": next(chat.numbers), "from": world.bot_user(), "chat": chat.card,
        "date": int(time.time()), **content,
    }  # fmt: skip
    if markup and markup.get("inline_keyboard"):
        message["reply_markup"] = markup
    elif markup:
        _set_keyboard(world, chat, markup, message["message_id"])
    chat.keep(message)
    world.shown(chat, message)
    return message


def _set_keyboard(world: World, chat: Chat, markup: Json, message_id: int) -> None:
    if "inline_keyboard" in markup:
        return
    chat.keyboard = None if markup.get("remove_keyboard") else dict(markup)
    chat.keyboard_from = message_id
    world.live.tell("keyboard", chat=chat.id, keyboard=chat.keyboard)


def _thread(chat: Chat, params: Json) -> Json:
    thread = params.get("message_thread_id")
    if not thread:
        return {}
    if chat.person:
        return {}
    if thread not in chat.topics:
        raise bad_request("message thread not found", circumstance=True)
    if chat.topics[thread].get("closed") and chat.bot_status != "administrator":
        raise bad_request("TOPIC_CLOSED", circumstance=True)
    return {"message_thread_id": thread, "is_topic_message": True}


def _answered(world: World, chat: Chat, params: Json) -> Json:
    reply = params.get("reply_parameters")
    if not reply or "message_id" not in reply:
        return {}
    source = world.town.chat(reply["chat_id"]) if "chat_id" in reply else chat
    original = source.messages.get(reply["message_id"])
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found", circumstance=True)
    if source is not chat:
        origin = {"type": "hidden_user", "sender_user_name": original["from"]["first_name"], "date": original["date"]}
        return {"external_reply": {"origin": origin, "message_id": original["message_id"]}}
    return {"reply_to_message": {key: value for key, value in original.items() if key != "reply_to_message"}}


def own_message(world: World, params: Json, missing: str) -> tuple[Chat, Json]:
    """The bot's message a call wants to change."""
    chat = world.town.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request(missing, circumstance=True)
    if message["from"]["id"] != world.me["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def content_only(message: Json) -> dict[str, Any]:
    """What a copy of a message takes along."""
    personal = {
        "message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "message_thread_id",
        "is_topic_message", "forward_origin", "external_reply", "has_protected_content", "media_group_id",
    }  # fmt: skip
    return {key: value for key, value in message.items() if key not in personal}
