"""Quiet hours on the person's own clock: nobody is woken, and no reminder arrives after what it reminds of. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING_BEFORE = timedelta(minutes=30)  # that long before the quiet begins, so that a queue does not run into it
WORTH_IT = timedelta(hours=1)  # a reminder moved to the morning must leave this long before the event


@dataclass(frozen=True)
class Quiet:
    """From one time of the wall clock to another, over midnight or not. The same time twice is no quiet at all."""

    zone: str
    start: time
    end: time


def _moment(day: date, wall: time, zone: ZoneInfo, *, latest: bool) -> datetime:
    """The wall time as UTC. One that comes twice, or not at all, is taken so that the quiet is the longer one."""
    both = [datetime.combine(day, wall, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(both) if latest else min(both)


def window(quiet: Quiet, moment: datetime) -> tuple[datetime, datetime] | None:
    """The quiet hours this moment lies in, as UTC; None when it is not quiet."""
    zone = ZoneInfo(quiet.zone)
    local = moment.astimezone(zone)
    wall, first, last = local.time(), local.date(), local.date()
    if quiet.start <= quiet.end:
        inside = quiet.start <= wall < quiet.end
    elif wall >= quiet.start:
        inside, last = True, first + timedelta(days=1)
    else:
        inside, first = wall < quiet.end, first - timedelta(days=1)
    if not inside:
        return None
    return _moment(first, quiet.start, zone, latest=False), _moment(last, quiet.end, zone, latest=True)


def place(
    wanted: datetime, quiet: Quiet, *, now: datetime, deadline: datetime | None = None, asked: bool = False
) -> datetime | None:
    """When to send what is wanted at a moment: then, when the quiet ends, or on the evening before.

    `deadline` is what it must arrive before. None: it cannot be sent without breaking the quiet; only what a person
    asked for does that, and only when nothing else is left.
    """
    wanted = max(wanted, now)
    around = window(quiet, wanted)
    if around is None:
        return wanted
    begins, ends = around
    if deadline is None or ends + (WORTH_IT if asked else timedelta(0)) < deadline:
        return ends
    evening = begins - EVENING_BEFORE
    if evening >= now and window(quiet, evening) is None:
        return evening
    if ends < deadline:
        return ends
    return wanted if asked and wanted < deadline else None
