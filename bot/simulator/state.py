"""What a page of phones needs to know, as JSON. It reads the world and changes nothing."""

from bot.simulator.shapes import Json
from bot.simulator.town import Chat, Person
from bot.simulator.world import World

NEWEST = 300


def everything(world: World) -> Json:
    """The bot, the people, the places offered."""
    return {
        "bot": {"name": world.me["first_name"], "username": world.me["username"]},
        "people": [person_card(world, person) for person in world.town.people.values()],
        "presets": world.presets,
        "violations": len(world.calls.violations()),
    }


def person_card(world: World, person: Person) -> Json:
    """One line of the list of people."""
    last = world.town.chats[person.id].last()
    return {
        "id": person.id, "name": f"{person.first_name} {person.last_name}".strip(), "language": person.language_code,
        "started": person.started, "blocked": person.blocked, "unread": person.unread,
        "last": _short(last) if last else None,
        "chats": [chat_card(chat) for chat in (world.town.chats[person.id], *world.town.groups_of(person))],
    }  # fmt: skip


def chat_card(chat: Chat) -> Json:
    """What a chat is called."""
    return {"id": chat.id, "type": chat.card["type"], "title": chat.card.get("title", "")}


def _short(message: Json) -> Json:
    kind = next(
        (
            kind
            for kind in ("photo", "document", "venue", "location", "voice", "video", "contact", "poll")
            if kind in message
        ),
        "",
    )
    text = str(message.get("text") or message.get("caption") or "")
    return {"text": text[:120], "kind": kind, "date": message["date"], "mine": not message["from"]["is_bot"]}


def chat_view(world: World, chat: Chat, person: Person) -> Json:
    """A chat as one person sees it."""
    language = person.language_code[:2]
    return {
        **chat_card(chat),
        "messages": list(chat.messages.values())[-NEWEST:],
        "keyboard": chat.keyboard,
        "commands": world.profile.commands_for(person, chat),
        "description": world.profile.said("description", language),
        "topics": [{"id": number, **topic} for number, topic in chat.topics.items()],
        "reactions": chat.reactions,
        "started": person.started or chat.person is None,
        "blocked": person.blocked and chat.person is person,
    }
