"""Phones for tests: a simulator on a free port, people who type and tap, and what they see.

The verbs wait for the bot. No test should need to sleep.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.simulator import actions, server
from bot.simulator.faults import Faults
from bot.simulator.screen import find_button, inline_rows, keyboard_rows, lines_of, transcript, words_of
from bot.simulator.settling import NotSettled, Settling
from bot.simulator.shapes import Call, Json, Upload
from bot.simulator.town import Chat, Person
from bot.simulator.world import Query, World

A_MOMENT = 0.004


class Simulator:
    """A town, its Bot API at `url` (before `/bot<token>/`), and the log. Made by `Simulator.serving()`.

    `quiet` is how many seconds the bot must pause to count as done, `silence` how long an update that brings no
    answer at all is waited for while polling, `patience` when a wait is given up.
    """

    def __init__(
        self, world: World, url: str, *, quiet: float = 0.03, silence: float = 1.0, patience: float = 60.0
    ) -> None:
        self.world, self.url = world, url
        self.quiet, self.silence, self.patience = quiet, silence, patience
        self.phones: list[Phone] = []

    @classmethod
    @asynccontextmanager
    async def serving(
        cls, port: int = 0, *, world: World | None = None, quiet: float = 0.03, silence: float = 1.0,
        patience: float = 60.0, log: Path | None = None, seed: int = 0,
    ) -> AsyncIterator["Simulator"]:  # fmt: skip
        """Serve a town on this machine; port 0 takes a free one. Give a `World` to choose its token or strictness."""
        world = world or World(seed=seed, log=log, webhook_pace=0.05)
        runner, url = await server.serve(world, port)
        try:
            yield cls(world, url, quiet=quiet, silence=silence, patience=patience)
        finally:
            await world.close()
            await runner.cleanup()

    @property
    def token(self) -> str:
        """The token the bot must use."""
        return self.world.token

    @property
    def faults(self) -> Faults:
        """The weather."""
        return self.world.faults

    @property
    def calls(self) -> list[Call]:
        """All calls so far, polls left out."""
        return [call for call in self.world.calls if call.method != "getUpdates"]

    @property
    def violations(self) -> list[str]:
        """What the bot asked for that the Bot API forbids; an empty list is a good bot."""
        return [f"{call.method}({call.params}): {call.description}" for call in self.world.calls.violations()]

    def person(self, name: str, language: str = "en", *, id: int | None = None) -> "Phone":  # noqa: A002 (Telegram's word)
        """Somebody new in town."""
        phone = Phone(self, self.world.town.add_person(name, language, id=id))
        self.phones.append(phone)
        self.world.live.tell("people")
        return phone

    def group(self, title: str, *phones: "Phone", forum: bool = False) -> Chat:
        """A group with these people and the bot; the first owns it."""
        chat = self.world.town.add_group(title, [phone.person for phone in phones], forum=forum)
        self.world.live.tell("people")
        return chat

    async def settled(self) -> None:
        """Wait until the bot has dealt with everything everybody did."""
        for phone in self.phones:
            await phone.settled()


class Phone:
    """One person's phone. Verbs wait until the bot has answered; `wait=False` goes on at once."""

    def __init__(self, sim: Simulator, person: Person) -> None:
        self.sim, self.person = sim, person
        self._settling = Settling(sim.world, person, sim.quiet, sim.silence)
        self._seen = 0
        self._query: Query | None = None  # her last inline search

    # What she does

    async def type(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        wait: bool = True,
    ) -> None:
        """Type a text and send it, in a topic of a group if one is named."""
        self._begin(chat)
        actions.say(self.sim.world, self.person, text, chat, reply_to=reply_to, thread=thread)
        await self._end(wait=wait)

    async def follow(self, link: str, *, wait: bool = True) -> None:
        """Open a link to the bot, https://t.me/<bot>?start=<payload>, and press Start."""
        self._begin(None)
        actions.follow(self.sim.world, self.person, link)
        await self._end(wait=wait)

    async def tap(
        self, label: str = "", *, on: Json | int | None = None, data: str | None = None,
        chat: Chat | None = None, wait: bool = True,
    ) -> Query | str | None:  # fmt: skip
        """Tap the newest button with this label, or this callback data. A link button only gives its address, and one
        that searches from another chat the words it searches for.

        `on` is an older message. A part of a label is enough where only one button of a message contains it.
        """
        message, button = find_button(chat or self.chat, label, data, on)
        for gives in ("url", "switch_inline_query"):
            if gives in button:
                return str(button[gives])
        self._begin(chat)
        pressed = None
        if message is None:
            actions.press_reply(self.sim.world, self.person, button, chat)
        elif "callback_data" in button:
            pressed = actions.press(self.sim.world, self.person, message, button["callback_data"], chat)
        await self._end(wait=wait)
        return pressed

    async def send_location(self, latitude: float, longitude: float, *, wait: bool = True) -> None:
        """Share a place."""
        self._begin(None)
        actions.send_location(self.sim.world, self.person, latitude, longitude)
        await self._end(wait=wait)

    async def send_contact(self, *, wait: bool = True) -> None:
        """Share her own number."""
        self._begin(None)
        actions.send_contact(self.sim.world, self.person)
        await self._end(wait=wait)

    async def send_file(
        self, name: str, content: bytes, *, content_type: str = "application/octet-stream",
        kind: str = "document", caption: str = "", chat: Chat | None = None, thread: int | None = None,
        wait: bool = True,
    ) -> None:  # fmt: skip
        """Attach a file; `kind` may be photo, voice, video …"""
        self._begin(chat)
        upload = Upload(name, content_type, content)
        actions.send_file(self.sim.world, self.person, upload, kind, caption, chat, thread=thread)
        await self._end(wait=wait)

    async def send_album(self, *pictures: bytes, caption: str = "", wait: bool = True) -> None:
        """Several photos at once."""
        self._begin(None)
        uploads = [Upload(f"{number}.png", "image/png", picture) for number, picture in enumerate(pictures)]
        actions.send_album(self.sim.world, self.person, uploads, caption)
        await self._end(wait=wait)

    async def send_poll(self, question: str, *options: str, wait: bool = True) -> None:
        """Ask several people something."""
        self._begin(None)
        actions.send_poll(self.sim.world, self.person, question, list(options))
        await self._end(wait=wait)

    async def migrate(self, chat: Chat) -> Chat:
        """Make a supergroup of a group."""
        self._begin(chat, expects_answer=False)
        new = actions.migrate(self.sim.world, self.person, chat)
        await self._end(wait=True)
        return new

    async def set_bot(self, chat: Chat, status: str) -> None:
        """Make the bot a group's administrator or member, take it out ("kicked") or let it in again."""
        self._begin(chat, expects_answer=False)
        actions.set_bot(self.sim.world, self.person, chat, status)
        await self._end(wait=True)

    async def edit(self, message_id: int, text: str, *, chat: Chat | None = None, wait: bool = True) -> None:
        """Correct a text she sent, or the words under a picture."""
        self._begin(chat, expects_answer=False)
        actions.edit(self.sim.world, self.person, message_id, text, chat)
        await self._end(wait=wait)

    async def react(self, message_id: int, emoji: str, *, wait: bool = True) -> None:
        """Put an emoji on a message."""
        self._begin(None, expects_answer=False)
        actions.react(self.sim.world, self.person, message_id, emoji)
        await self._end(wait=wait)

    async def block(self, *, wait: bool = True) -> None:
        """Block the bot."""
        self._begin(None, expects_answer=False)
        actions.block(self.sim.world, self.person)
        await self._end(wait=wait)

    async def unblock(self, *, wait: bool = True) -> None:
        """Let it write again."""
        self._begin(None, expects_answer=False)
        actions.block(self.sim.world, self.person, blocked=False)
        await self._end(wait=wait)

    async def search(self, words: str, *, wait: bool = True) -> list[Json]:
        """Type @bot and some words; gives what it found."""
        self._begin(None)
        self._query = actions.search(self.sim.world, self.person, words)
        await self._end(wait=wait)
        return self._query.results

    async def choose(self, result: Json, *, chat: Chat | None = None, wait: bool = True) -> Json:
        """Send one of the results of her last search; gives the message it became."""
        if self._query is None:
            raise actions.Impossible(f"{self.person.first_name} has not searched for anything.")
        self._begin(chat, expects_answer=False)
        actions.choose(self.sim.world, self.person, self._query, result["id"], chat)
        await self._end(wait=wait)
        return next(one for one in reversed((chat or self.chat).messages.values()) if "via_bot" in one)

    async def settled(self) -> None:
        """Wait until the bot has taken her last update and has paused."""
        deadline = time.monotonic() + self.sim.patience
        while not self._settling.is_over():
            if time.monotonic() > deadline:
                raise NotSettled(self._settling.complaint(self.sim.patience))
            await asyncio.sleep(A_MOMENT)

    def _begin(self, chat: Chat | None, *, expects_answer: bool = True) -> None:
        self._settling.begin(chat.id if chat else self.person.id, expects_answer=expects_answer)
        last = self.chat.last()
        self._seen = last["message_id"] if last else 0

    async def _end(self, *, wait: bool) -> None:
        if wait:
            await self.settled()

    # What she sees

    @property
    def id(self) -> int:
        """Her id, which is also her chat's."""
        return self.person.id

    @property
    def chat(self) -> Chat:
        """Her chat with the bot."""
        return self.sim.world.town.chats[self.person.id]

    @property
    def messages(self) -> list[Json]:
        """Everything in her chat, oldest first, as Bot API messages."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Json:
        """The newest message of the bot."""
        found = next((message for message in reversed(self.messages) if message["from"]["is_bot"]), None)
        if found is None:
            raise AssertionError(f"The bot has not said anything to {self.person.first_name} yet.")
        return found

    @property
    def screen(self) -> str:
        """The newest message of the bot with its buttons, and the keyboard above the input."""
        keyboard = [f"⌨ {line}" for line in lines_of(keyboard_rows(self.chat))]
        return "\n".join([words_of(self.last), *lines_of(inline_rows(self.last)), *keyboard])

    @property
    def heard(self) -> list[str]:
        """What the bot wrote since her last deed."""
        new = [m for m in self.messages if m["from"]["is_bot"] and m["message_id"] > self._seen]
        return [words_of(message) for message in new]

    @property
    def buttons(self) -> list[str]:
        """Labels she could tap: of the newest message that has buttons, and of the keyboard."""
        with_buttons = [message for message in self.messages if "reply_markup" in message]
        rows = inline_rows(with_buttons[-1]) if with_buttons else []
        return [button["text"] for row in rows + keyboard_rows(self.chat) for button in row]

    @property
    def popups(self) -> list[Json]:
        """Toasts and alerts, oldest first."""
        return self.person.popups

    def transcript(self, last: int | None = None) -> str:
        """The chat as readable lines, all or the last few."""
        return transcript(self.messages[-last:] if last else self.messages)
