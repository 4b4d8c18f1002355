"""How long before an event somebody is reminded of it, and the moment that comes to. Pure.

An offset is a word: `day` (the day before, at the same hour of the wall clock), `morning` (of the day itself),
`hour`, or minutes of her own: `90m`. A day is a day of the wall clock: six in the evening stays six in the evening when
the clocks change in the night between.
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


@dataclass(frozen=True)
class Hours:
    """When a reminder in the morning comes, and when on the evening before, on the event's own clock."""

    morning: time = time(8)
    evening: time = time(18)


def is_offset(word: str) -> bool:
    return word in USUAL or (bool(_MINUTES.fullmatch(word)) and timedelta(minutes=int(word[:-1])) <= LONGEST)


def written(offsets: Iterable[str]) -> str:
    """Several in one word, each once, the earliest reminder first."""
    return ",".join(sorted(dict.fromkeys(offsets), key=_length, reverse=True))


def read(word: str) -> tuple[str, ...]:
    return tuple(one for one in word.split(",") if is_offset(one))


def _length(offset: str) -> timedelta:
    usual = {"day": timedelta(days=1), "morning": timedelta(hours=6), "hour": timedelta(hours=1)}
    return usual[offset] if offset in usual else timedelta(minutes=int(offset[:-1]))


def due(offset: str, starts_at: datetime, timezone: str, hours: Hours, *, all_day: bool = False) -> datetime:
    """When it is time, as UTC. What lasts all day has no hour: it is counted from the town's morning."""
    zone = ZoneInfo(timezone)
    wall = starts_at.astimezone(zone).replace(tzinfo=None)
    if all_day:
        wall = datetime.combine(wall, hours.morning)
    if offset == "day":
        return to_utc(wall - timedelta(days=1), zone)
    if offset == "morning":
        return _morning(wall, zone, hours, all_day=all_day)
    begins = to_utc(wall, zone) if all_day else starts_at.astimezone(UTC)
    return begins - _length(offset)


def _morning(wall: datetime, zone: ZoneInfo, hours: Hours, *, all_day: bool) -> datetime:
    morning = datetime.combine(wall, hours.morning)
    if all_day or morning + NOT_IN_A_HURRY <= wall:
        return to_utc(morning, zone)
    return to_utc(datetime.combine(wall - timedelta(days=1), hours.evening), zone)
