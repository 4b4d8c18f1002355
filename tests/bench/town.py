"""The town of a bench, in a process of its own: the project's simulator, and people who answer as soon as they may.

`python -m tests.bench.town` prints its address. POST /bench/round plays one round and gives what it saw; both times of
an answer (the webhook request leaves, the question is accepted) are read on this process's clock.
"""

import asyncio
import random
import time
from collections import deque
from dataclasses import asdict, dataclass, field

from aiohttp import web

from bot.simulator import actions
from bot.simulator.server import build
from bot.simulator.shapes import Json
from bot.simulator.town import Chat, Person
from bot.simulator.updates import Update
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

TOKEN = "123456:bench"
SECRET = "bench-secret"
LANGUAGES = ("en", "fr", "es")
CONNECTIONS = 40  # as Telegram opens at most, unless asked otherwise
WARM_UP = 1.0  # seconds of a round that are not counted
ANSWERS = ("answer:", "tick:")
WAYS_ON = ("done:", "resume", "skip:")


@dataclass
class Round:
    """What is played and what was seen. `rate` in updates a second; 0: everybody goes on as soon as she can."""

    url: str
    typed: bool = False
    people: int = 32
    rate: float = 0.0
    seconds: float = 4.0
    answers: int = 0
    replies: int = 0  # in the whole round, warm-up and starts included
    counted: float = 0.0  # seconds the answers were counted over
    latencies: list[float] = field(default_factory=list)  # milliseconds
    nobody_free: int = 0  # deeds left out because everybody was still waiting
    lost: int = 0  # deeds without a reply
    forbidden: int = 0


class Timed(Webhook):
    """Notes when each update left."""

    left: dict[int, float]

    async def _post(self, update: Update) -> float | None:
        self.left[update.id] = time.perf_counter()
        return await super()._post(update)


class Crowd(World):
    """A world whose people play rounds."""

    def __init__(self) -> None:
        super().__init__(TOKEN)
        self.webhook = Timed(self.updates, 0.05)
        self.webhook.left = {}
        self.dice = random.Random(1)
        self.round = Round("")
        self.waiting: dict[int, bool] = {}  # who waits for a reply; True where it answers an answer
        self.free: deque[tuple[Person, Json | None]] = deque()
        self.counting = self.playing = False

    async def play(self, round_: Round) -> Round:
        self.round, self.webhook.left = round_, {}
        self.free.clear()
        self.waiting.clear()
        self.webhook.open(round_.url, SECRET, CONNECTIONS)
        self.playing = True
        for _ in range(round_.people):
            self._newcomer()
        await (self._at_a_rate() if round_.rate else self._as_fast_as_they_can())
        self.playing = False
        await self._quiet()
        round_.lost = len(self.waiting)
        round_.forbidden = sum(1 for _ in self.calls.violations())
        return round_

    async def _as_fast_as_they_can(self) -> None:
        while self.free:
            self._go_on(*self.free.popleft())
        await self._count(self.round.seconds)

    async def _at_a_rate(self) -> None:
        """Arrivals as they come in life: the same number a second, at times of their own."""
        walking = asyncio.create_task(self._count(self.round.seconds))
        due = time.perf_counter()
        while not walking.done():
            due += self.dice.expovariate(self.round.rate)
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            if self.free:
                self._go_on(*self.free.popleft())
            else:
                self.round.nobody_free += 1

    async def _count(self, seconds: float) -> None:
        await asyncio.sleep(WARM_UP)
        self.counting, begun = True, time.perf_counter()
        await asyncio.sleep(seconds)
        self.counting, self.round.counted = False, time.perf_counter() - begun

    async def _quiet(self) -> None:
        """Until everybody has her reply, or five seconds."""
        for _ in range(100):
            if not self.waiting and not self.updates.pending:
                return
            await asyncio.sleep(0.05)

    def _newcomer(self) -> None:
        language = self.dice.choice(LANGUAGES)
        self.free.append((self.town.add_person("Amina Diallo", language), None))

    def _go_on(self, person: Person, message: Json | None) -> None:
        """Her next deed: /start, an answer typed or tapped, or the way on."""
        self.waiting[person.id] = message is not None
        buttons = _buttons(message) if message else {}
        choices = [data for data in buttons if data.startswith(ANSWERS)]
        done = next((data for data in buttons if data.startswith(WAYS_ON[0])), None)
        if message is None:
            actions.say(self, person, "/start")
        elif self.round.typed and choices:
            actions.say(self, person, buttons[self.dice.choice(choices)])
        else:
            way = next((data for start in WAYS_ON for data in buttons if data.startswith(start)), "")
            actions.press(self, person, message, done or (self.dice.choice(choices) if choices else way))

    def shown(self, chat: Chat, message: Json, event: str = "message") -> None:
        """A reply has been accepted."""
        super().shown(chat, message, event)
        if not message["from"]["is_bot"] or chat.id not in self.waiting or chat.person is None:
            return
        asked = any(data.startswith((*ANSWERS, *WAYS_ON)) for data in _buttons(message))
        is_answer = self.waiting[chat.id]
        if not is_answer and not asked:
            return  # the welcome; the question is behind it
        del self.waiting[chat.id]
        self.round.replies += 1
        if self.counting and is_answer:
            self.round.answers += 1
            left = self.webhook.left[chat.person.last_update]
            self.round.latencies.append((time.perf_counter() - left) * 1000)
        if asked:
            self.free.append((chat.person, message))
        else:
            self._newcomer()
        if self.playing and not self.round.rate:
            # Not inside the bot's own call: she answers once it has its result.
            asyncio.get_running_loop().call_soon(lambda: self._go_on(*self.free.popleft()))


def _buttons(message: Json) -> dict[str, str]:
    """What each button carries, and its words."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"]: button["text"] for row in rows for button in row if "callback_data" in button}


async def serve() -> None:
    crowd = Crowd()

    async def play(request: web.Request) -> web.Response:
        return web.json_response(asdict(await crowd.play(Round(**await request.json()))))

    app = build(crowd)
    app.router.add_post("/bench/round", play)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
