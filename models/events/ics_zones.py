"""Time zones as calendars name them: often by names of their own. Finds the IANA zone that is meant.

A calendar brings the rules of its zone along. A zone whose clocks show the same through the year after the event's
start is as good as the one it meant; its own town's comes first.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

LOOKED_AT = tuple(timedelta(days=28 * month) for month in range(14))  # a year and a bit: both changes of clocks


def iana_of(zone: tzinfo, first: datetime, likely: tuple[str, ...]) -> str | None:
    """The IANA name of a calendar's own zone, or None where no clock on earth shows what it says.

    `first` is an aware moment in that zone; `likely` are names to try first.
    """
    if isinstance(zone, ZoneInfo):
        return zone.key
    moments = [first.astimezone(UTC) + step for step in LOOKED_AT]
    shown = [moment.astimezone(zone).utcoffset() for moment in moments]  # slow: asked once
    known = names()
    for name in (*_spoken(zone), *likely, *_all()):
        if name in known and _shows(ZoneInfo(name), moments, shown):
            return name
    return None


def _spoken(zone: tzinfo) -> Iterator[str]:
    """What its own name may mean: "/vendor/Europe/Berlin", or Windows' "Eastern Standard Time"."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 only who reads a calendar pays

    name = str(getattr(zone, "_tzid", "") or zone.tzname(datetime(2026, 1, 1, tzinfo=UTC)) or "")
    parts = name.strip("/").split("/")
    yield from ("/".join(parts[-many:]) for many in (3, 2, 1) if many <= len(parts))
    if name in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[name]


def _shows(zone: ZoneInfo, moments: Sequence[datetime], shown: Sequence[timedelta | None]) -> bool:
    return all(moment.astimezone(zone).utcoffset() == offset for moment, offset in zip(moments, shown, strict=True))


@cache
def names() -> frozenset[str]:
    """Every zone this machine knows; looking through its folders takes 60 ms."""
    return frozenset(available_timezones())


@cache
def _all() -> tuple[str, ...]:
    """Every zone with a continent and a city, by name."""
    return tuple(sorted(name for name in names() if "/" in name and not name.startswith("Etc/")))
