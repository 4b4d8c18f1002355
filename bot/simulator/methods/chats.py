"""Groups and their members, topics, pinned messages and reactions."""

from typing import Any

from bot.simulator.messages import place
from bot.simulator.methods.plain import minimal, minimal_object
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.town import Chat
from bot.simulator.world import World

FULL: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": None}
COLOURS = 7322096
ROW_OF_EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJI = frozenset(ROW_OF_EMOJI.split())
"""The reactions a bot may use."""


def _group(world: World, call: Call) -> Chat:
    chat = world.town.open_chat(call.params["chat_id"])
    if chat.person:
        raise bad_request("method is available for supergroup and channel chats only")
    return chat


def _governed(world: World, call: Call) -> Chat:
    chat = _group(world, call)
    if chat.bot_status != "administrator":
        raise bad_request("not enough rights", circumstance=True)
    return chat


def get_chat(world: World, call: Call) -> Json:
    """A chat's card."""
    chat = world.town.chat(call.params["chat_id"])
    card = {**chat.card, **FULL, "accepted_gift_types": minimal("AcceptedGiftTypes"), **chat.details}
    if chat.pinned:
        card["pinned_message"] = chat.messages[chat.pinned[-1]]
    return card


def member_of(world: World, chat: Chat, user: int) -> Json:
    """Somebody as a member of a chat, the bot too."""
    if user == world.me["id"]:
        if chat.bot_status == "administrator":
            return _administrator(world.bot_user())
        return {"status": chat.bot_status, "user": world.bot_user(), "until_date": 0}
    person = world.town.people.get(user)
    if person is None:
        raise bad_request("invalid user_id specified")
    status = "member" if chat.person is person else chat.members.get(user, "left")
    if status == "administrator":
        return _administrator(person.as_user())
    more: dict[str, Json] = {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
    return {"status": status, "user": person.as_user(), **more.get(status, {})}


def _administrator(user: Json) -> Json:
    rights = minimal_object("ChatMemberAdministrator")
    allowed = {name: True for name, value in rights.items() if value is False}
    more = {"can_be_edited": False, "is_anonymous": False, "can_manage_topics": True, "can_pin_messages": True}
    return {**rights, **allowed, **more, "status": "administrator", "user": user}


def get_chat_member(world: World, call: Call) -> Json:
    """Somebody's place in a chat."""
    return member_of(world, world.town.chat(call.params["chat_id"]), call.params["user_id"])


def get_administrators(world: World, call: Call) -> list[Json]:
    """Who leads a group."""
    chat = _group(world, call)
    leaders = [user for user, status in chat.members.items() if status in ("creator", "administrator")]
    mine = [world.me["id"]] if chat.bot_status == "administrator" and call.params.get("return_bots") else []
    return [member_of(world, chat, user) for user in leaders + mine]


def count_members(world: World, call: Call) -> int:
    """Everybody in a chat, the bot too."""
    chat = world.town.chat(call.params["chat_id"])
    here = [status for status in chat.members.values() if status not in ("left", "kicked")]
    return 2 if chat.person else len(here) + 1


def _set_member(status: str) -> Any:
    def change(world: World, call: Call) -> bool:
        chat = _governed(world, call)
        if call.params["user_id"] not in world.town.people:
            raise bad_request("invalid user_id specified")
        if chat.members.get(call.params["user_id"]) == "creator":
            raise bad_request("can't remove chat owner")
        if status != "left" or chat.members.get(call.params["user_id"]) == "kicked":
            chat.members[call.params["user_id"]] = status
        return True

    return change


def leave(world: World, call: Call) -> bool:
    """The bot goes."""
    _group(world, call).bot_status = "left"
    return True


def create_topic(world: World, call: Call) -> Json:
    """A new topic in a forum; its id is the message that opens it."""
    chat = _governed(world, call)
    if not chat.card.get("is_forum"):
        raise bad_request("the chat is not a forum", circumstance=True)
    colour = call.params.get("icon_color", COLOURS)
    opened = {"name": call.params["name"], "icon_color": colour}
    message = place(world, chat, {"forum_topic_created": opened})
    chat.topics[message["message_id"]] = {**opened, "closed": False}
    return {"message_thread_id": message["message_id"], **opened}


def _change_topic(service: str, **change: bool) -> Any:
    def apply(world: World, call: Call) -> bool:
        chat, thread = _governed(world, call), call.params["message_thread_id"]
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("TOPIC_ID_INVALID", circumstance=True)
        asked: Json = {**change}
        asked |= {key: call.params[key] for key in ("name", "icon_custom_emoji_id") if key in call.params}
        if all(topic.get(key) == value for key, value in asked.items()):
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.update(asked)
        said: Json = {} if change else asked
        place(world, chat, {service: said, "message_thread_id": thread, "is_topic_message": True})
        return True

    return apply


def delete_topic(world: World, call: Call) -> bool:
    """A topic and all that was said in it."""
    chat, thread = _governed(world, call), call.params["message_thread_id"]
    if chat.topics.pop(thread, None) is None:
        raise bad_request("TOPIC_ID_INVALID", circumstance=True)
    gone = [number for number, message in chat.messages.items() if thread in (number, message.get("message_thread_id"))]
    for number in gone:
        del chat.messages[number]
    world.live.tell("deleted", chat=chat.id, message_ids=gone)
    return True


def react(world: World, call: Call) -> bool:
    """An emoji of the bot on a message."""
    chat, number = world.town.open_chat(call.params["chat_id"]), call.params["message_id"]
    if number not in chat.messages:
        raise bad_request("message to react not found", circumstance=True)
    reactions = call.params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] == "emoji" and reaction["emoji"].rstrip("\ufe0f") not in EMOJI for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    others = [reaction for reaction in chat.reactions.get(number, []) if reaction.get("by") != world.me["id"]]
    chat.reactions[number] = others + [{**reaction, "by": world.me["id"]} for reaction in reactions]
    world.live.tell("reacted", chat=chat.id, message_id=number, reactions=chat.reactions[number])
    return True


def pin(world: World, call: Call) -> bool:
    """Keep a message in sight."""
    chat, number = world.town.open_chat(call.params["chat_id"]), call.params["message_id"]
    if number not in chat.messages:
        raise bad_request("message to pin not found", circumstance=True)
    chat.pinned = [n for n in chat.pinned if n != number] + [number]
    return True


def unpin(world: World, call: Call) -> bool:
    """Let one message go, or the last one pinned."""
    chat = world.town.open_chat(call.params["chat_id"])
    number = call.params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found", circumstance=True)
    chat.pinned.remove(number)
    return True


def unpin_all(world: World, call: Call) -> bool:
    """Let them all go."""
    world.town.open_chat(call.params["chat_id"]).pinned.clear()
    return True


def set_title(world: World, call: Call) -> bool:
    """A group's new name."""
    _governed(world, call).card["title"] = call.params["title"]
    return True


METHODS = {
    "getChat": get_chat, "getChatMember": get_chat_member, "getChatAdministrators": get_administrators,
    "getChatMemberCount": count_members, "banChatMember": _set_member("kicked"), "unbanChatMember": _set_member("left"),
    "leaveChat": leave, "createForumTopic": create_topic, "editForumTopic": _change_topic("forum_topic_edited"),
    "closeForumTopic": _change_topic("forum_topic_closed", closed=True),
    "reopenForumTopic": _change_topic("forum_topic_reopened", closed=False), "deleteForumTopic": delete_topic,
    "setMessageReaction": react, "pinChatMessage": pin, "unpinChatMessage": unpin, "unpinAllChatMessages": unpin_all,
    "setChatTitle": set_title,
}  # fmt: skip
