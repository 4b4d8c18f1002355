"""The people of the simulated town, the groups they meet in, and what was said. It knows no HTTP and sends nothing."""

import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.simulator.shapes import Json, Refusal, bad_request, forbidden

FIRST_PERSON = 1001
FIRST_GROUP = -1001000000001


@dataclass(slots=True)
class Person:
    """Someone with a phone."""

    id: int
    first_name: str
    language_code: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    location: tuple[float, float] = (48.8566, 2.3522)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    unread: int = 0
    popups: list[Json] = field(default_factory=list)
    last_update: int = 0

    def as_user(self) -> Json:
        """The person as Telegram's User."""
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": self.language_code}
        return user | {name: value for name, value in self._more() if value}

    def _more(self) -> tuple[tuple[str, str], ...]:
        return ("last_name", self.last_name), ("username", self.username)


@dataclass(slots=True)
class Chat:
    """A private chat with the bot, or a group. Messages are Bot API messages, in the order they were sent."""

    id: int
    card: Json
    numbers: Iterator[int]
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_from: int = 0
    topics: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    bot_status: str = "member"
    moved_to: int = 0  # the supergroup it became
    details: Json = field(default_factory=dict)

    def keep(self, message: Json) -> Json:
        """Add a message to the end of the chat."""
        self.messages[message["message_id"]] = message
        return message

    def last(self) -> Json | None:
        """The newest message."""
        return next(reversed(self.messages.values()), None)


class Town:
    """Everybody, by id."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._ids = itertools.count(FIRST_PERSON)
        self._group_ids = itertools.count(FIRST_GROUP, -1)
        self._private_numbers = itertools.count(1)

    def add_person(self, name: str, language: str = "en", *, id: int | None = None, username: str = "") -> Person:  # noqa: A002 (Telegram's word)
        """Move someone in, with a phone and an empty chat with the bot. A full name is split at the first space."""
        first, _, last = name.strip().partition(" ")
        number = id if id is not None else next(n for n in self._ids if n not in self.people)
        person = Person(number, first or "?", language, last, username or _username(name, number), f"+1555{number:07d}")
        card = {"id": number, "type": "private", "first_name": person.first_name}
        card |= {key: value for key, value in (("last_name", last), ("username", person.username)) if value}
        self.people[number] = person
        self.chats[number] = Chat(number, card, self._private_numbers, person)
        return person

    def add_group(self, title: str, members: list[Person], *, forum: bool = False, owner: Person | None = None) -> Chat:
        """Open a supergroup the bot is an administrator of; `forum` gives it topics."""
        number = next(self._group_ids)
        card: Json = {"id": number, "type": "supergroup", "title": title}
        if forum:
            card["is_forum"] = True
        chat = Chat(number, card, itertools.count(1), bot_status="administrator")
        chat.members = {member.id: "member" for member in members}
        chat.members |= {person.id: "creator" for person in [owner or (members[0] if members else None)] if person}
        self.chats[number] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat a call names, by number or by @name."""
        if isinstance(chat_id, str):
            chat_id = self._by_name(chat_id)
        if found := self.chats.get(chat_id):
            return found
        raise bad_request("chat not found")

    def _by_name(self, name: str) -> int:
        if re.fullmatch(r"-?\d+", name):
            return int(name)
        wanted = name.removeprefix("@").lower()
        groups = (
            chat.id
            for chat in self.chats.values()
            if chat.card.get("username", "").lower() == wanted and not chat.person
        )
        return next(groups, 0)

    def open_chat(self, chat_id: int | str) -> Chat:
        """The chat, when the bot may write there now."""
        chat = self.chat(chat_id)
        if chat.moved_to:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                circumstance=True,
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.person:
            _check_reachable(chat.person)
        elif chat.bot_status in ("left", "kicked"):
            raise forbidden(
                f"bot was kicked from the {chat.card['type']} chat"
                if chat.bot_status == "kicked"
                else f"bot is not a member of the {chat.card['type']} chat"
            )
        return chat

    def groups_of(self, person: Person) -> list[Chat]:
        """The groups somebody is in."""
        return [chat for chat in self.chats.values() if person.id in chat.members]

    def message(self, chat: Chat, person: Person, content: Json) -> Json:
        """Put what somebody sends into a chat."""
        return chat.keep({
            "message_id": next(chat.numbers), "from": person.as_user(), "chat": chat.card,
            "date": int(time.time()), **content,
        })  # fmt: skip


def _check_reachable(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _username(name: str, number: int) -> str:
    letters = re.sub(r"[^a-z]", "", name.lower())
    return f"{letters}{number}" if letters else ""
