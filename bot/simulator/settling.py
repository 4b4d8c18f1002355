"""When has the bot finished answering somebody? This watches one phone's last deed and the calls that follow it."""

import time

from bot.simulator.screen import transcript
from bot.simulator.town import Person
from bot.simulator.world import World

MORE_TO_COME = frozenset({"answerCallbackQuery", "sendChatAction"})
"""After these a bot usually goes on, so its pause is waited for longer."""
LONGER = 5
SHOWN = 8


class NotSettled(AssertionError):
    """The bot did not answer in time."""


class Settling:
    """One deed and what became of it. `quiet` and `silence` are seconds, see `Simulator`."""

    def __init__(self, world: World, person: Person, quiet: float, silence: float) -> None:
        self.world, self.person, self.quiet, self.silence = world, person, quiet, silence
        self._since, self._taken, self._chat, self._expects_answer = time.monotonic(), 0.0, person.id, True

    def begin(self, chat: int, *, expects_answer: bool) -> None:
        """She is about to do something in a chat."""
        self._since, self._taken, self._chat, self._expects_answer = time.monotonic(), 0.0, chat, expects_answer

    def is_over(self) -> bool:
        """The update is taken, no call for her is open, and the bot has paused."""
        world, now, chats = self.world, time.monotonic(), (self.person.id, self._chat)
        if not world.updates.is_confirmed(self.person.last_update):
            return False
        self._taken = self._taken or now
        if any(call.chat in (*chats, None) for call in world.calls.open.values()):
            return False
        heard, method = max(world.calls.heard.get(chat, (0.0, "")) for chat in chats)
        if heard <= self._since:
            return now - self._taken >= self._longest_silence()
        return now - max(heard, self._taken) >= self.quiet * (LONGER if method in MORE_TO_COME else 1)

    def _longest_silence(self) -> float:
        """A webhook's 2xx says the bot is done; a poll says nothing, so an answer is waited for."""
        if self.world.webhook.url:
            return self.quiet
        return self.silence if self._expects_answer else self.silence / LONGER

    def complaint(self, seconds: float) -> str:
        """What is the matter, for whoever reads the failed test."""
        world = self.world
        taken = "taken" if world.updates.is_confirmed(self.person.last_update) else "not taken by the bot"
        error = world.webhook.info.get("last_error_message", "no error")
        way = f"webhook {world.webhook.url}: {error}" if world.webhook.url else f"polling, {world.updates.polls} polls"
        waiting = ", ".join(call.method for call in world.calls.open.values()) or "none"
        talk = transcript(list(world.town.chats[self._chat].messages.values())[-SHOWN:])
        return (
            f"After {seconds:g} s {self.person.first_name}'s update was {taken} ({way}; open calls: {waiting}).\n{talk}"
        )
