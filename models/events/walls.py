"""Whether a time on the wall is one that will come: the hour that is skipped, the hour that comes twice, the past.

Pure. What is wrong comes with the times that would be right, for whoever asks to choose from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.events.recurrence import to_utc

WEEK, YEAR = timedelta(days=7), 1


class Odd(StrEnum):
    """What may be wrong with it."""

    SKIPPED = "skipped"  # the clocks jump over it
    TWICE = "twice"  # the clocks go back over it
    PAST = "past"
    BACKWARDS = "backwards"  # it ends before it starts


@dataclass(frozen=True)
class Choice:
    """A time that would do. `fold` 1: the second of two equal hours."""

    wall: datetime
    fold: int = 0


@dataclass(frozen=True)
class Doubt:
    odd: Odd
    choices: tuple[Choice, ...]


def is_skipped(wall: datetime, timezone: str) -> bool:
    """Whether the clocks jump over this time."""
    zone = ZoneInfo(timezone)
    return to_utc(wall, zone) > to_utc(wall, zone, 1)


def doubt(wall: datetime, timezone: str, now: datetime) -> Doubt | None:
    """What is to be asked about this start; None where it is plain and ahead."""
    zone = ZoneInfo(timezone)
    first, second = to_utc(wall, zone), to_utc(wall, zone, 1)
    if is_skipped(wall, timezone):  # a gap: the two ways to read it lie on its two sides
        return Doubt(Odd.SKIPPED, (Choice(_wall(second, zone)), Choice(_wall(first, zone))))
    if second <= now:
        return Doubt(Odd.PAST, _ahead(wall, zone, now))
    if first < second:
        return Doubt(Odd.TWICE, (Choice(wall, 0), Choice(wall, 1)))
    return None


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _ahead(wall: datetime, zone: ZoneInfo, now: datetime) -> tuple[Choice, ...]:
    """The same weekday at the same hour, next; and the same day of another year."""
    weeks = (now.astimezone(zone).replace(tzinfo=None) - wall) // WEEK + 1
    found = [wall + weeks * WEEK]
    for year in range(wall.year + YEAR, now.year + 2):
        try:
            day = wall.replace(year=year)
        except ValueError:  # 29 February
            continue
        if day.replace(tzinfo=zone).astimezone(UTC) > now:
            found.append(day)
            break
    return tuple(Choice(one) for one in dict.fromkeys(found))


def doubt_end(starts: datetime, ends: datetime) -> Doubt | None:
    """An end before its start: the night after it was meant, or the two were exchanged."""
    if ends > starts:
        return None
    after = ends + timedelta(days=1)
    return Doubt(
        Odd.BACKWARDS, (Choice(after), Choice(starts + timedelta(hours=1)), Choice(starts + timedelta(hours=2)))
    )
