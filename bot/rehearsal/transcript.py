"""What everybody got, as one can read it: by day and hour on the town's clock, each person's lines under her name."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rehearsal.pen import Seen

INDENT = " " * 10


class Transcript:
    """Lines in the order they happened. `only_unasked`: without what people do and what they are answered."""

    def __init__(self, zone: ZoneInfo, *, only_unasked: bool = False) -> None:
        self._zone, self._only_unasked = zone, only_unasked
        self._lines: list[tuple[datetime, int, str]] = []
        self.unasked: Counter[str] = Counter()  # by person

    def did(self, at: datetime, chat: int, name: str, what: str) -> None:
        """Something a person does herself, or somebody at the town's desk (chat 0)."""
        if not self._only_unasked or not chat:
            self._note(at, chat, f"{name} {what}")

    def got(self, at: datetime, name: str, seen: Seen, *, unasked: bool) -> None:
        if unasked:
            self.unasked[name] += 1
        elif self._only_unasked:
            return
        arrow = "⇒" if unasked else ("✎" if seen.changed else "→")
        rows = [" ".join(f"[{button['text']}]" for button in row) for row in seen.rows]
        self._note(at, seen.chat, f"{arrow} {name}", *seen.text.splitlines(), *rows)

    def _note(self, at: datetime, chat: int, first: str, *more: str) -> None:
        here = at.astimezone(self._zone)
        lines = [f"{here:%H:%M}     {first}", *(f"{INDENT}{line}".rstrip() for line in more)]
        self._lines.append((at, chat, "\n".join(lines)))

    @property
    def text(self) -> str:
        """At the same moment, by person: a database owes nobody an order."""
        parts: list[str] = []
        day: date | None = None
        for at, _, lines in sorted(self._lines, key=lambda one: one[:2]):
            here = at.astimezone(self._zone)
            if here.date() != day:
                day = here.date()
                parts.append(f"——— {here:%A %d %B %Y} (UTC{here:%z}) ———")
            parts.append(lines)
        return "\n\n".join(parts) + "\n"

    def write(self, file: Path, heading: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{heading}\n\n{self.text}", encoding="utf-8")
