"""What people do with their phones. Each deed changes the town and becomes an update.

The update's id is returned, or 0 when the bot did not ask for its kind.
"""

import re
import time

from bot.simulator.entities import find
from bot.simulator.files import describe
from bot.simulator.messages import text_of
from bot.simulator.methods.chats import member_of
from bot.simulator.shapes import Json, Upload
from bot.simulator.town import Chat, Person
from bot.simulator.world import Query, World

DEEP_LINK = re.compile(r"https?://(?:t\.me|telegram\.me)/(\w+)(?:\?start=(.*))?", re.DOTALL)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_TEXT = 4096


class Impossible(Exception):
    """A deed nobody could do with a real phone, told in a plain sentence."""


def say(
    world: World,
    person: Person,
    text: str,
    chat: Chat | None = None,
    *,
    reply_to: int | None = None,
    thread: int | None = None,
) -> int:
    """Type a text and send it, in a topic if one is named. What is too long for one message leaves as several."""
    if not text.strip():
        raise Impossible("An empty message cannot be sent.")
    pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
    return [send(world, person, _words(piece), chat, reply_to=reply_to, thread=thread) for piece in pieces][-1]


def _words(text: str) -> Json:
    entities = find(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def follow(world: World, person: Person, link: str) -> int:
    """Open a link to the bot, https://t.me/<bot>?start=<payload>, and press Start there."""
    found = DEEP_LINK.fullmatch(link)
    if not found or found[1].lower() != world.me["username"].lower():
        raise Impossible(f"{link} does not lead to @{world.me['username']}.")
    payload = found[2] or ""
    if not PAYLOAD.fullmatch(payload):
        raise Impossible(f"The payload {payload!r} is not 1 to 64 of A-Z, a-z, 0-9, _ and -, so Telegram drops it.")
    return say(world, person, f"/start {payload}")


def send(
    world: World,
    person: Person,
    content: Json,
    chat: Chat | None = None,
    *,
    reply_to: int | None = None,
    thread: int | None = None,
) -> int:
    """Put anything into a chat. The first message to the bot is what lets it write back."""
    chat = chat or world.town.chats[person.id]
    _check_presence(person, chat)
    if chat.person and person.blocked:
        raise Impossible(f"{person.first_name} has blocked the bot: unblock it first.")
    person.started = person.started or chat.person is person
    if reply_to is not None and (original := chat.messages.get(reply_to)):
        content = {**content, "reply_to_message": {k: v for k, v in original.items() if k != "reply_to_message"}}
        if (topic := original.get("message_thread_id")) and (thread := topic):
            content |= {"message_thread_id": thread, "is_topic_message": True}
    elif thread is not None:
        content = {**content, **_in_topic(chat, thread)}
    message = world.town.message(chat, person, content)
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard["used"] = True
    world.shown(chat, message)
    return world.happened("message", message, f"chat:{chat.id}", person)


def _in_topic(chat: Chat, thread: int) -> Json:
    """Whatever is written in a topic replies to the service message that opened it, says Telegram."""
    if thread not in chat.topics:
        raise Impossible(f"There is no topic {thread} in {chat.card.get('title', chat.id)}.")
    opening = {"reply_to_message": chat.messages[thread]} if thread in chat.messages else {}
    return {"message_thread_id": thread, "is_topic_message": True, **opening}


def _check_presence(person: Person, chat: Chat) -> None:
    if chat.person is not person and person.id not in chat.members:
        raise Impossible(f"{person.first_name} is not in the chat {chat.card.get('title', chat.id)}.")


def press(world: World, person: Person, message: Json, data: str, chat: Chat | None = None) -> Query:
    """Press a button under a message. Old buttons may be pressed too, even ones the message no longer shows."""
    chat = chat or world.town.chats[person.id]
    query = Query(f"{person.id}{time.monotonic_ns()}", person)
    world.queries[query.id] = query
    body = {
        "id": query.id, "from": person.as_user(), "message": message,
        "chat_instance": str(chat.id * 7919), "data": data,
    }  # fmt: skip
    world.happened("callback_query", body, f"callback:{person.id}", person)
    return query


def press_reply(world: World, person: Person, button: Json, chat: Chat | None = None) -> int:
    """Press a button of the keyboard above the input: it sends its text, the place or the telephone number."""
    if button.get("request_location"):
        return send_location(world, person, *person.location, chat=chat)
    if button.get("request_contact"):
        return send_contact(world, person, chat)
    return say(world, person, button["text"], chat)


def send_location(world: World, person: Person, latitude: float, longitude: float, chat: Chat | None = None) -> int:
    """Share a place."""
    return send(world, person, {"location": {"latitude": latitude, "longitude": longitude}}, chat)


def send_contact(world: World, person: Person, chat: Chat | None = None) -> int:
    """Share one's own telephone number."""
    contact = {"phone_number": person.phone, "first_name": person.first_name, "user_id": person.id}
    return send(world, person, {"contact": contact}, chat)


def send_file(
    world: World,
    person: Person,
    upload: Upload,
    kind: str = "document",
    caption: str = "",
    chat: Chat | None = None,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
) -> int:
    """Attach a document, a photo, a voice note …"""
    content: Json = {kind: describe(kind, world.files.store(upload, kind))}
    if caption:
        content["caption"] = caption
    return send(world, person, content, chat, thread=thread, reply_to=reply_to)


def send_album(world: World, person: Person, uploads: list[Upload], caption: str = "", chat: Chat | None = None) -> int:
    """Several photos at once: each is a message of its own, and all name the album they belong to."""
    album = f"{person.id}{time.monotonic_ns()}"
    last = 0
    for number, upload in enumerate(uploads):
        content: Json = {"photo": describe("photo", world.files.store(upload, "photo")), "media_group_id": album}
        last = send(world, person, content | ({"caption": caption} if caption and not number else {}), chat)
    return last


def send_poll(world: World, person: Person, question: str, options: list[str], chat: Chat | None = None) -> int:
    """Ask several people something."""
    poll: Json = {
        "id": str(time.monotonic_ns()), "question": question, "total_voter_count": 0, "is_closed": False,
        "options": [{"text": text, "voter_count": 0, "persistent_id": str(n)} for n, text in enumerate(options)],
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": True,
        "members_only": False,
    }  # fmt: skip
    return send(world, person, {"poll": poll}, chat)


def migrate(world: World, person: Person, chat: Chat) -> Chat:
    """A group becomes a supergroup: another number, empty to the bot, and the old one answers no more."""
    new = world.town.add_group(chat.card["title"], [], owner=None)
    new.members = dict(chat.members)
    new.bot_status = chat.bot_status
    send(world, person, {"migrate_to_chat_id": new.id}, chat)
    chat.moved_to = new.id
    send(world, person, {"migrate_from_chat_id": chat.id}, new)
    return new


def set_bot(world: World, person: Person, chat: Chat, status: str) -> int:
    """The owner makes the bot an administrator or a member, takes it out of the group or lets it in again."""
    old = member_of(world, chat, world.me["id"])
    chat.bot_status = status
    body = {
        "chat": chat.card, "from": person.as_user(), "date": int(time.time()),
        "old_chat_member": old, "new_chat_member": member_of(world, chat, world.me["id"]),
    }  # fmt: skip
    return world.happened("my_chat_member", body, f"member:{chat.id}", person)


def edit(world: World, person: Person, message_id: int, text: str, chat: Chat | None = None) -> int:
    """Correct a text one has sent, or the words under a picture."""
    chat = chat or world.town.chats[person.id]
    message = chat.messages.get(message_id)
    if not message or message["from"]["id"] != person.id:
        raise Impossible(f"{person.first_name} has no message {message_id} to edit.")
    word, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    edited = {key: value for key, value in message.items() if key != marks}
    edited |= {word: text, "edit_date": int(time.time())}
    if entities := find(text):
        edited[marks] = entities
    chat.messages[message_id] = edited
    world.shown(chat, edited, "edited")
    return world.happened("edited_message", edited, f"chat:{chat.id}", person)


def react(world: World, person: Person, message_id: int, emoji: str, chat: Chat | None = None) -> int:
    """Put an emoji on a message; an empty one takes it away."""
    chat = chat or world.town.chats[person.id]
    if message_id not in chat.messages:
        raise Impossible(f"There is no message {message_id} to react to.")
    old = [r for r in chat.reactions.get(message_id, []) if r.get("by") == person.id]
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    others = [r for r in chat.reactions.get(message_id, []) if r.get("by") != person.id]
    chat.reactions[message_id] = others + [{**reaction, "by": person.id} for reaction in new]
    world.live.tell("reacted", chat=chat.id, message_id=message_id, reactions=chat.reactions[message_id])
    plain_old = [{"type": r["type"], "emoji": r["emoji"]} for r in old]
    body = {
        "chat": chat.card, "message_id": message_id, "user": person.as_user(), "date": int(time.time()),
        "old_reaction": plain_old, "new_reaction": new,
    }  # fmt: skip
    return world.happened("message_reaction", body, f"chat:{chat.id}", person)


def block(world: World, person: Person, *, blocked: bool = True) -> int:
    """Stop the bot, or let it write again."""
    if person.blocked == blocked:
        return 0
    person.blocked = blocked
    world.live.tell("people")
    member, kicked = (
        {"status": "member", "user": world.bot_user()},
        {"status": "kicked", "user": world.bot_user(), "until_date": 0},
    )
    old, new = (member, kicked) if blocked else (kicked, member)
    body = {
        "chat": world.town.chats[person.id].card, "from": person.as_user(), "date": int(time.time()),
        "old_chat_member": old, "new_chat_member": new,
    }  # fmt: skip
    return world.happened("my_chat_member", body, f"member:{person.id}", person)


def search(world: World, person: Person, words: str, offset: str = "") -> Query:
    """Type @bot and some words in any chat."""
    query = Query(f"{person.id}{time.monotonic_ns()}", person)
    world.queries[query.id] = query
    body = {"id": query.id, "from": person.as_user(), "query": words, "offset": offset, "chat_type": "private"}
    world.happened("inline_query", body, f"inline:{person.id}", person)
    return query


def choose(world: World, person: Person, query: Query, result_id: str, chat: Chat | None = None) -> int:
    """Send one of the results of a search into a chat. In the bot's own chat the bot is told of it, as of any text."""
    result = next((one for one in query.results if one["id"] == result_id), None)
    if result is None or "message_text" not in result.get("input_message_content", {}):
        raise Impossible(f"The search found no text {result_id!r} to send.")
    said = result["input_message_content"]
    content = {**text_of({**said, "text": said["message_text"]}), "via_bot": world.bot_user()}
    if result.get("reply_markup"):
        content["reply_markup"] = result["reply_markup"]
    return send(world, person, content, chat)
