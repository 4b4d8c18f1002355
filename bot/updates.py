"""Updates on their way in: people side by side, each person's own in order, each taken whole before it is let go."""

import asyncio
from collections import defaultdict

from telegram import Update

from handlers.door import AnyApplication


class Updates:
    """Hands updates to the application. `take` returns when the update's effect stands and its reply has left."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)

    async def take(self, payload: dict[str, object]) -> None:
        update = Update.de_json(payload, self._application.bot)
        who = update.effective_user.id if update.effective_user else 0
        self._waiting[who] += 1
        try:
            async with self._turns[who]:
                await self._application.process_update(update)
        finally:
            self._leave(who)

    def _leave(self, who: int) -> None:
        """The last one out takes the lock along, or a year of people would stay in memory."""
        self._waiting[who] -= 1
        if not self._waiting[who]:
            del self._waiting[who], self._turns[who]
