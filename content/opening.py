"""Opening hours as a town writes them: "mon-fri 09:00-17:00", "thu 17:00-19:00". Pure: the moment is given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_WEEK = 7
_LINE = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? (?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Span:
    """Open on these days of the week (Monday is 0), from one hour to another."""

    days: frozenset[int]
    start: time
    end: time


def read_hours(line: str) -> Span:
    """Raises ValueError, in words, for a line that is none."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"{line!r} are not hours; write them like mon-fri 09:00-17:00")
    days = frozenset(_days(found["first"].lower(), (found["last"] or found["first"]).lower()))
    start, end = time.fromisoformat(found["start"]), time.fromisoformat(found["end"])
    if start >= end:
        raise ValueError(f"{line!r}: the hours must end after they begin, on the same day")
    return Span(days, start, end)


def _days(first: str, last: str) -> Iterator[int]:
    """sat-mon goes over Sunday."""
    for name in (first, last):
        if name not in DAYS:
            raise ValueError(f"{name!r} is not a day; write mon, tue, wed, thu, fri, sat or sun")
    day, until = DAYS.index(first), DAYS.index(last)
    yield day
    while day != until:
        day = (day + 1) % A_WEEK
        yield day


def is_open(hours: Sequence[Span], here: datetime) -> bool:
    """`here` is on the town's own clock. A town that says no hours has none to keep: it is never closed."""
    wall = here.time()
    return not hours or any(here.weekday() in span.days and span.start <= wall < span.end for span in hours)


def opens_next(hours: Sequence[Span], here: datetime) -> datetime | None:
    """When somebody is there again; None while somebody is."""
    if is_open(hours, here):
        return None
    coming = (here.date() + timedelta(days=ahead) for ahead in range(A_WEEK + 1))
    moments = [
        datetime.combine(day, span.start, here.tzinfo) for day in coming for span in hours if day.weekday() in span.days
    ]
    return min((moment for moment in moments if moment > here), default=None)
