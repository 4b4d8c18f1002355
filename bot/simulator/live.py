"""Tells open pages what has just changed. A page that falls behind is let go and asks for everything again."""

import asyncio

from bot.simulator.shapes import Json

ROOM = 2000


class Live:
    """One queue per open page. Telling nobody costs nothing."""

    def __init__(self) -> None:
        self._ears: set[asyncio.Queue[Json | None]] = set()

    def listen(self) -> asyncio.Queue[Json | None]:
        """Start hearing; None in the queue means: hang up."""
        ear: asyncio.Queue[Json | None] = asyncio.Queue(ROOM)
        self._ears.add(ear)
        return ear

    def leave(self, ear: asyncio.Queue[Json | None]) -> None:
        """Stop hearing."""
        self._ears.discard(ear)

    def tell(self, event: str, **data: object) -> None:
        """Say what happened to every open page."""
        for ear in list(self._ears):
            if ear.qsize() >= ROOM - 1:
                self._hang_up(ear)
            else:
                ear.put_nowait({"event": event, **data})

    def _hang_up(self, ear: asyncio.Queue[Json | None]) -> None:
        self._ears.discard(ear)
        ear.put_nowait(None)

    def close(self) -> None:
        """Hang up on everybody."""
        for ear in list(self._ears):
            self._hang_up(ear)
