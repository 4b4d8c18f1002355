"""Every call the bot made, in order, kept for ever: tests read it, and a file may be written beside it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from bot.simulator.shapes import Call, Json, Upload

POLL = "getupdates"


class Calls:
    """An append-only log. `open` are the calls still without an answer, polls left out; `heard` each chat's last."""

    def __init__(self, path: Path | None = None) -> None:
        self._all: list[Call] = []
        self._file = path.open("a", encoding="utf-8") if path else None
        self.open: dict[int, Call] = {}
        self.heard: dict[int | None, tuple[float, str]] = {}

    def begin(self, method: str, params: Json, files: dict[str, Upload]) -> Call:
        """Note a call that has just arrived."""
        call = Call(len(self._all) + 1, method, params, time.time(), time.monotonic(), files)
        self._all.append(call)
        if method.lower() != POLL:
            self.open[call.number] = call
        return call

    def finish(self, call: Call) -> None:
        """Note how a call ended."""
        now = time.monotonic()
        call.took = now - call.started
        if self.open.pop(call.number, None):
            self.heard[call.chat] = now, call.method
        if self._file:
            self._file.write(json.dumps(call.as_json(), ensure_ascii=False) + "\n")
            self._file.flush()

    def __iter__(self) -> Iterator[Call]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def since(self, number: int) -> list[Call]:
        """The calls after the given number."""
        return self._all[number:]

    def violations(self) -> list[Call]:
        """The calls the Bot API forbids, whatever the weather."""
        return [call for call in self._all if call.violation]

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file:
            self._file.close()
            self._file = None
