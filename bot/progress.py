"""A bar on a terminal for work that takes longer than a second; nothing at all elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

SILENCE = 1.0  # seconds: what is done by then needs no bar
WIDTH = 30
EVERY = 0.1  # seconds between two looks


class Bar:
    """Counts towards a whole that is known or guessed; wiped away when all is done."""

    def __init__(self, whole: int, said: str, out: TextIO | None = None) -> None:
        self._whole, self._said, self._out = max(1, whole), said, out or sys.stderr
        self._done, self._next = 0, time.monotonic() + SILENCE
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def step(self, count: int = 1) -> None:
        self._done += count
        if self._out.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self._show()

    def _show(self) -> None:
        part = min(1.0, self._done / self._whole)
        bar = "#" * round(part * WIDTH)
        self._out.write(f"\r{self._said} [{bar:<{WIDTH}}] {part:4.0%}")
        self._out.flush()
        self._shown = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._shown:
            self._out.write("\r\033[K")
            self._out.flush()
