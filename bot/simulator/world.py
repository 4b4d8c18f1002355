"""One bot and the town it talks to: everything the simulator knows, in one place. No HTTP here."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator.calls import Calls
from bot.simulator.faults import Faults
from bot.simulator.files import Files
from bot.simulator.live import Live
from bot.simulator.profile import Profile
from bot.simulator.shapes import Json
from bot.simulator.town import Chat, Person, Town
from bot.simulator.updates import Updates
from bot.simulator.webhook import Webhook


@dataclass(slots=True)
class Query:
    """A button pressed or an inline search, waiting for the bot's answer."""

    id: str
    person: Person
    asked: float = field(default_factory=time.monotonic)
    answered: bool = False
    results: list[Json] = field(default_factory=list)


class World:
    """`strict` refuses parameters the table does not know; `token` is the only one let in."""

    def __init__(
        self,
        token: str = "123456:simulated",  # noqa: S107 (opens nothing but this toy)
        *,
        strict: bool = True,
        seed: int = 0,
        log: Path | None = None,
        webhook_pace: float = 2.0,
        name: str = "Échoppe",
        username: str = "echoppe_bot",
        first_update: int = 100_000_001,
    ) -> None:
        self.token, self.strict = token, strict
        number = token.partition(":")[0]
        self.me: Json = {
            "id": int(number) if number.isdigit() else 1, "is_bot": True, "first_name": name, "username": username,
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
            "can_connect_to_business": False, "has_main_web_app": False,
        }  # fmt: skip
        self.town, self.files, self.profile = Town(), Files(), Profile()
        self.updates, self.calls, self.live = Updates(first_update), Calls(log), Live()
        self.webhook, self.faults = Webhook(self.updates, webhook_pace), Faults(seed)
        self.queries: dict[str, Query] = {}
        self.polls: dict[str, tuple[int, int]] = {}
        self.presets: list[Json] = []
        self.logged_out = False
        self.closing = asyncio.Event()

    def bot_user(self) -> Json:
        """The bot as the sender of a message."""
        return {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}

    def happened(self, kind: str, body: Json, lane: str, person: Person) -> int:
        """Something a person did becomes an update. Returns its id, or 0 when the bot did not ask for that kind."""
        update = self.updates.push(kind, body, lane)
        if not update:
            return 0
        person.last_update = update.id
        self.webhook.offer(update)
        return update.id

    def shown(self, chat: Chat, message: Json, event: str = "message") -> None:
        """A message is new or has changed: open pages hear of it, and its readers have something to read."""
        if event == "message" and chat.person and message["from"]["is_bot"]:
            chat.person.unread += 1
        self.live.tell(event, chat=chat.id, message=message)

    async def close(self) -> None:
        """Hang up on everybody and close the log."""
        self.closing.set()
        self.updates.close()
        self.live.close()
        await self.webhook.close()
        self.calls.close()
