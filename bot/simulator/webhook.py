"""Delivers updates to the bot's own address: each lane in order, a failed update again and again until it is taken."""

import asyncio
import json
import time
from collections import deque
from http import HTTPStatus

import aiohttp

from bot.simulator.shapes import Json
from bot.simulator.updates import Update, Updates

LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0
PATIENCE = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)


class Webhook:
    """`pace` is the first pause in seconds after a second failure; it doubles up to a minute."""

    def __init__(self, updates: Updates, pace: float = 2.0) -> None:
        self.updates = updates
        self.pace = pace
        self.url = ""
        self.info: Json = {}
        self._secret = ""
        self._slots = asyncio.Semaphore(40)
        self._lanes: dict[str, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.deliveries = 0

    def open(self, url: str, secret: str, max_connections: int, **info: object) -> None:
        """Send updates to an address from now on, those that wait first."""
        self.close_lanes()
        self.url, self._secret = url, secret
        self._slots = asyncio.Semaphore(max_connections)
        self.info = {"max_connections": max_connections, **info}
        for update in list(self.updates.pending.values()):
            self.offer(update)

    def offer(self, update: Update) -> None:
        """Put an update into its lane; a lane that was idle starts moving."""
        if not self.url:
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[name]

    async def _deliver(self, update: Update) -> None:
        failures = 0
        while update.id in self.updates.pending:
            async with self._slots:
                pause = await self._post(update)
            if pause is None:
                self.updates.confirm(update.id)
                return
            failures += 1
            backoff = 0.0 if failures == 1 else min(self.pace * 2 ** (failures - 2), LONGEST_PAUSE)
            await asyncio.sleep(max(pause, backoff))

    async def _post(self, update: Update) -> float | None:
        """None when the bot took the update, otherwise the seconds it asked to wait."""
        session = self._session = self._session or aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        self.deliveries += 1
        try:
            async with session.post(self.url, data=json.dumps(update.body), headers=headers) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return self._failed(_reason(error))
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return None
        self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        return _retry_after(answer.headers.get("Retry-After", ""))

    def _failed(self, reason: str) -> float:
        self.info |= {"last_error_date": int(time.time()), "last_error_message": reason}
        return 0.0

    def close_lanes(self) -> None:
        """Stop delivering; what waits stays in the queue."""
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()
        self.url, self.info = "", {}

    async def close(self) -> None:
        """Stop for good."""
        tasks = list(self._tasks)
        self.close_lanes()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Read timeout expired"
    return "Connection refused" if isinstance(error, aiohttp.ClientConnectorError) else "Connection closed"


def _retry_after(header: str) -> float:
    try:
        return min(max(float(header), 0.0), LONGEST_RETRY_AFTER)
    except ValueError:
        return 0.0
