"""When an event happens: its own and its repeated starts, on the clock on the wall.

Pure. Repetitions are counted in wall time and only then become moments, so nine o'clock stays nine o'clock when the
clocks change. As in RFC 5545, an hour that does not exist that night is taken as the one after it, a doubled one as the
first.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

MOST_STARTS = 500  # of one event in one look: a daily class over more than a year
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})Z", re.IGNORECASE)
_WHICH = r"(COUNT|UNTIL|WKST|BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS)=[\w,+-]+"
_PART = rf"(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=[1-9]\d{{0,3}}|{_WHICH})"
_RULE = re.compile(rf"(RRULE:)?{_PART}(;{_PART})*;?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """One event's times: the first start on the wall, the zone, the rule for more, and the days left out."""

    starts_local: datetime  # no zone
    timezone: str
    rrule: str | None = None
    exdates: Collection[str] = ()  # "2026-11-26" for the whole day, "2026-11-26T18:00" for one start

    def starts(self, after: datetime, before: datetime) -> list[datetime]:
        """The starts in UTC, from `after` on and earlier than `before`, in order."""
        zone = ZoneInfo(self.timezone)
        # A day wider on both sides: wall time may be that far from UTC and no rule is exact over a change of clocks.
        from_, to = (moment.astimezone(zone).replace(tzinfo=None) for moment in (after, before))
        walls = self._walls(from_ - timedelta(days=1), to + timedelta(days=1))
        moments = (to_utc(wall, zone) for wall in walls if not self._left_out(wall))
        return [moment for moment in moments if after <= moment < before]

    def next_start(self, after: datetime, within: timedelta = timedelta(days=400)) -> datetime | None:
        found = self.starts(after, after + within)
        return found[0] if found else None

    def _walls(self, from_: datetime, to: datetime) -> Iterator[datetime]:
        if self.rrule is None:
            return iter([self.starts_local])
        rule = read_rrule(self.rrule, self.starts_local, self.timezone)
        return takewhile(lambda wall: wall <= to, rule.xafter(from_, count=MOST_STARTS, inc=True))

    def _left_out(self, wall: datetime) -> bool:
        return wall.date().isoformat() in self.exdates or wall.isoformat(timespec="minutes") in self.exdates


def to_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def read_rrule(text: str, starts_local: datetime, timezone: str) -> rrule:
    """The rule as dateutil knows it, in wall time. ValueError for one that cannot be read, or never comes round.

    RFC 5545 writes UNTIL in UTC; on the wall it is another hour, sometimes another day.
    """
    if not _RULE.fullmatch(text):
        raise ValueError(text)

    def on_the_wall(found: re.Match[str]) -> str:
        until = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return f"UNTIL={until.astimezone(ZoneInfo(timezone)):%Y%m%dT%H%M%S}"

    rule = rrulestr(_UNTIL.sub(on_the_wall, text.removeprefix("RRULE:")), dtstart=starts_local)
    if not isinstance(rule, rrule) or next(iter(rule), None) is None:
        raise ValueError(text)
    return rule
