"""How long before an event somebody is reminded of it, and the moment that comes to. Pure.

An offset is a word: `day` (the day before, at the same hour of the wall clock), `morning` (of the day itself),
`hour`; or one's own: minutes (`90m`), days (`3d`), days and an hour of the wall clock (`3d1800`; `0d0730` is the day
itself). A day is a day of the wall clock: six in the evening stays six in the evening when the clocks change between.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.events.recurrence import to_utc

USUAL = ("day", "morning", "hour")
LONGEST = timedelta(days=30)
NOT_IN_A_HURRY = timedelta(
    hours=1
)  # a reminder in the morning leaves this long before the event, or on the evening before
_MINUTES = re.compile(r"[1-9]\d{0,4}m")
_DAYS = re.compile(r"(\d{1,2})d((?:[01]\d|2[0-3])[0-5]\d)?")


@dataclass(frozen=True)
class Hours:
    """When a reminder in the morning comes, and when on the evening before, on the event's own clock."""

    morning: time = time(8)
    evening: time = time(18)


def is_offset(word: str) -> bool:
    return word in USUAL or (_is_own(word) and _length(word) <= LONGEST and word not in {"0d", "1d"})


def _is_own(word: str) -> bool:
    return bool(_MINUTES.fullmatch(word) or _DAYS.fullmatch(word))


def minutes_before(minutes: int) -> str:
    """The word for so many; those that have a name go by it."""
    return "hour" if minutes == 60 else f"{minutes}m"


def days_before(days: int, at: time | None = None) -> str:
    """The word for so many days, at the event's own hour or at one of the clock."""
    if at is None:
        return "day" if days == 1 else f"{days}d"
    return f"{days}d{at:%H%M}"


def own_days(word: str) -> tuple[int, time | None] | None:
    """What `3d1800` says; None for any other word."""
    found = _DAYS.fullmatch(word)
    if found is None:
        return None
    return int(found[1]), time.fromisoformat(found[2]) if found[2] else None


def written(offsets: Iterable[str]) -> str:
    """Several in one word, each once, the earliest reminder first."""
    return ",".join(sorted(dict.fromkeys(offsets), key=_length, reverse=True))


def read(word: str) -> tuple[str, ...]:
    return tuple(one for one in word.split(",") if is_offset(one))


def _length(offset: str) -> timedelta:
    usual = {"day": timedelta(days=1), "morning": timedelta(hours=6), "hour": timedelta(hours=1)}
    if offset in usual:
        return usual[offset]
    own = own_days(offset)
    return timedelta(days=own[0]) if own else timedelta(minutes=int(offset[:-1]))


def due(offset: str, starts_at: datetime, timezone: str, hours: Hours, *, all_day: bool = False) -> datetime:
    """When it is time, as UTC. What lasts all day has no hour: it is counted from the town's morning."""
    zone = ZoneInfo(timezone)
    wall = starts_at.astimezone(zone).replace(tzinfo=None)
    if all_day:
        wall = datetime.combine(wall, hours.morning)
    if own := own_days("1d" if offset == "day" else offset):
        days, at = own
        day = wall - timedelta(days=days)
        return to_utc(day if at is None else datetime.combine(day, at), zone)
    if offset == "morning":
        return _morning(wall, zone, hours, all_day=all_day)
    begins = to_utc(wall, zone) if all_day else starts_at.astimezone(UTC)
    return begins - _length(offset)


def _morning(wall: datetime, zone: ZoneInfo, hours: Hours, *, all_day: bool) -> datetime:
    morning = datetime.combine(wall, hours.morning)
    if all_day or morning + NOT_IN_A_HURRY <= wall:
        return to_utc(morning, zone)
    return to_utc(datetime.combine(wall - timedelta(days=1), hours.evening), zone)
