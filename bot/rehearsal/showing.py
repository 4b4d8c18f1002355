"""`python -m bot rehearse`: plays, shows how far it is, writes the transcript and says what came of it."""

import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from bot.rehearsal.play import Plan, Played, rehearse
from bot.settings import Settings, WrongSettings


async def show(settings: Settings, days: int, people: int, start: str, seed: int, only_unasked: bool, out: Path) -> str:
    """The summary, for the terminal; the transcript is in `out`."""
    plan = Plan(days, people, _day(start), seed, only_unasked)
    today, begun = datetime.now(UTC).date(), time.perf_counter()
    with typer.progressbar(length=days, label="Days", file=sys.stderr) as bar:
        advance = bar.update if sys.stderr.isatty() else lambda _days: None
        played = await rehearse(settings, plan, today, advance)
    heading = f"{days} days with {people} people, from {played.start:%Y-%m-%d %H:%M} UTC, seed {seed}"
    played.transcript.write(out, heading)
    return f"{heading}, in {time.perf_counter() - begun:.0f} s.\n{summary(played)}\nThe transcript is in {out}."


def summary(played: Played) -> str:
    """How many messages of each kind left, and what became of the others."""
    lines, kinds = [], sorted({kind for kind, _ in played.deliveries})
    for kind in kinds:
        states = Counter({state: count for (one, state), count in played.deliveries.items() if one == kind})
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        lines.append(f"  {kind}: {told}")
    return "\n".join(lines) or "  Nothing came by itself."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongSettings(f"--from: {text!r} is not a day; write it like 2027-02-01") from None
