"""How the bot presents itself: its commands per scope and language, its name and descriptions, the menu button."""

import re

from bot.simulator.shapes import Json, bad_request
from bot.simulator.town import Chat, Person

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256


class Profile:
    """Everything is kept per (scope, language); the empty language is the one for everybody else."""

    def __init__(self) -> None:
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.words: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.rights: dict[bool, Json] = {}

    def set_commands(self, commands: list[Json], scope: Json | None, language: str) -> None:
        """Publish a list of commands."""
        check_language(language)
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not COMMAND.fullmatch(command["command"].removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"].strip()) <= LONGEST_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[scope_key(scope), language] = commands

    def commands_for(self, person: Person, chat: Chat) -> list[Json]:
        """What the menu of somebody's phone shows, by Telegram's order of scopes."""
        language = person.language_code[:2].lower()
        for scope in _scopes(person, chat):
            for tongue in (language, ""):
                if (scope, tongue) in self.commands:
                    return self.commands[scope, tongue]
        return []

    def say(self, what: str, text: str, language: str) -> None:
        """Set the name or a description for one language; an empty text takes it away."""
        check_language(language)
        if text:
            self.words[what, language] = text
        else:
            self.words.pop((what, language), None)

    def said(self, what: str, language: str) -> str:
        """The name or a description, in this language or for everybody."""
        return self.words.get((what, language), self.words.get((what, ""), ""))


def _scopes(person: Person, chat: Chat) -> list[str]:
    if chat.person:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    group = [f"chat_member:{chat.id}:{person.id}"]
    if chat.members.get(person.id) in ("creator", "administrator"):
        group += [f"chat_administrators:{chat.id}", f"chat:{chat.id}", "all_chat_administrators"]
    return [*group, f"chat:{chat.id}", "all_group_chats", "default"]


def scope_key(scope: Json | None) -> str:
    """A scope as one word, so that equal scopes are equal keys."""
    if not scope:
        return "default"
    return ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)


def check_language(language: str) -> None:
    """Telegram takes two letters or nothing."""
    if language and not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
