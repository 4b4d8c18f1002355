"""When something takes place, as a coordinator types it: "Thursday 3 December, 6 pm to 8", "jeudi 18h30", "2h30".

Pure: today is given. What is not clear is None, and is asked again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from content.moments import Moments

LOOKED_AT = 200  # characters
LONGEST = timedelta(days=14)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")
_MARKED = re.compile(  # an hour that says it is one: 18:30, 18h, 6 pm, at 6, a las 18
    r"(?<![\d/])(?:(?P<at>\b(?:at|from|to|until|till|à|de|jusqu['’]?à|a las?|desde las?|hasta las?)\s+))?"
    r"(?P<hour>\d{1,2})(?:(?P<mark>\s?[:hH]\s?)(?P<minute>\d{2})?)?(?(mark)(?!\d)|(?!\d|[/.]\d|-\d))"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2})(?P<part>[.,]\d)?\s?h(?:ours?|eures?|oras?|rs?)?\.?\s?(?:(?:and|et|y)?\s*(?P<after>\d{1,2})\b)?)?"
    r"\s*(?:(?P<minutes>\d{1,3})\s?m(?:in(?:utes?|utos?)?)?\.?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """A day, its hour, and where she said so the hour it ends."""

    day: date
    start: time
    end: time | None = None


class Whens:
    """Reads them in the town's languages."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    def read(self, text: str, language: str, today: date) -> Said | None:
        said = _ISO.sub(r"\1 \2", text[:LOOKED_AT])
        found = list(clock_hours(said))
        if not 1 <= len(found) <= 2:
            return None
        rest = said
        for place, _ in reversed(found):
            rest = f"{rest[: place.start()]} {rest[place.end() :]}"
        day = self._moments.day(rest, language, today)
        hours = [hour for _, hour in found]
        return Said(day, hours[0], hours[1] if len(hours) == 2 else None) if day else None


def clock_hours(said: str) -> Iterator[tuple[re.Match[str], time]]:
    """Each hour that says it is one, and one that stands behind another: "6 to 8 pm"."""
    found = [one for one in _MARKED.finditer(said) if one["mark"] or one["half"] or one["at"]]
    halves = [one["half"] for one in found]
    for place, one in enumerate(found):
        later = halves[place + 1] if place + 1 < len(found) else None
        hour = _time(one, one["half"] or (later if not one["mark"] else None))
        if hour is not None:
            yield one, hour


def _time(one: re.Match[str], half: str | None) -> time | None:
    hour, minute = int(one["hour"]), int(one["minute"] or 0)
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0) if 1 <= hour <= 12 else 99
    return time(hour % 24, minute) if hour <= 24 and minute < 60 and (hour < 24 or not minute) else None


def read_length(text: str) -> timedelta | None:
    """`2h30`, `1.5 h`, `90 min`, `2 heures`."""
    found = _LENGTH.fullmatch(text.strip()[:LOOKED_AT])
    if not found or not (found["hours"] or found["minutes"]):
        return None
    hours = float(f"{found['hours'] or 0}{(found['part'] or '').replace(',', '.')}")
    length = timedelta(hours=hours, minutes=int(found["after"] or 0) + int(found["minutes"] or 0))
    return length if timedelta() < length <= LONGEST else None
