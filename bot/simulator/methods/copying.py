"""copyMessage and forwardMessage, one or many at a time."""

from bot.simulator.messages import caption_of, content_only, place, post
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.town import Chat
from bot.simulator.world import World

MOST_AT_ONCE = 100
SERVICE = ("new_chat_members", "forum_topic_created", "forum_topic_closed", "forum_topic_reopened", "pinned_message")


def _source(world: World, params: Json, number: int, word: str) -> Json:
    message = world.town.chat(params["from_chat_id"]).messages.get(number)
    if message is None:
        raise bad_request(f"message to {word} not found", circumstance=True)
    if any(name in message for name in SERVICE):
        raise bad_request(f"message can't be {'copied' if word == 'copy' else 'forwarded'}")
    return message


def _sources(world: World, params: Json, word: str) -> list[Json]:
    """The messages that are there; missing ones are passed over, as Telegram does."""
    numbers = params["message_ids"]
    if not 1 <= len(numbers) <= MOST_AT_ONCE:
        raise bad_request("there are no messages to " + word if not numbers else f"too many messages to {word}")
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat = world.town.chat(params["from_chat_id"])
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    if not found:
        raise bad_request(f"there are no messages to {word}", circumstance=True)
    return found


def copy_message(world: World, call: Call) -> Json:
    """The same content again, without its author; a keyboard must be given anew."""
    source = _source(world, call.params, call.params["message_id"], "copy")
    content = content_only(source)
    if "caption" in call.params and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_of(call.params)
    return {"message_id": post(world, call, content)["message_id"]}


def copy_messages(world: World, call: Call) -> list[Json]:
    """Several copies."""
    sources = _sources(world, call.params, "copy")
    return [{"message_id": post(world, call, content_only(source))["message_id"]} for source in sources]


def _forwarded(world: World, chat: Chat, source: Json) -> Json:
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return place(world, chat, {**content_only(source), "forward_origin": source.get("forward_origin", origin)})


def forward_message(world: World, call: Call) -> Json:
    """The same content with its author's name."""
    source = _source(world, call.params, call.params["message_id"], "forward")
    if source.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    return _forwarded(world, world.town.open_chat(call.params["chat_id"]), source)


def forward_messages(world: World, call: Call) -> list[Json]:
    """Several at a time."""
    sources = _sources(world, call.params, "forward")
    chat = world.town.open_chat(call.params["chat_id"])
    return [{"message_id": _forwarded(world, chat, source)["message_id"]} for source in sources]


METHODS = {
    "copyMessage": copy_message, "copyMessages": copy_messages,
    "forwardMessage": forward_message, "forwardMessages": forward_messages,
}  # fmt: skip
