"""When an event happens: its own and its repeated starts, on the clock on the wall.

Pure. Repetitions are counted in wall time and only then become moments, so nine o'clock stays nine o'clock when the
clocks change. As in RFC 5545, an hour that does not exist that night is taken as the one after it, a doubled one as the
first.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from heapq import merge
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from typing_extensions import TypedDict  # typing's own until Python 3.12: pydantic asks for it

MOST_STARTS = 500  # of one event in one look: a daily class over more than a year
LONGEST_SEARCH = timedelta(days=366 * 40)
ORDER = (
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS",
)  # fmt: skip
_WHICH = r"(COUNT|WKST|BYDAY|BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS)=[\w,+-]+|UNTIL=\d{8}(T\d{6}Z?)?"
_PART = rf"(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=[1-9]\d{{0,3}}|{_WHICH})"
_RULE = re.compile(rf"(RRULE:)?{_PART}(;{_PART})*;?", re.IGNORECASE)


class Override(TypedDict, total=False):
    """What is different about one time of a series. Times on the wall, in the event's zone; absent is as usual."""

    starts: str  # "2026-11-27T19:00"
    ends: str
    cancelled: bool
    title: str
    description: str
    venue: str
    address: str
    online_url: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of an event. `key` is the start its rule gives it, and stays when that one time is moved."""

    key: str  # "2026-11-26T18:00", wall time
    starts_at: datetime
    ends_at: datetime | None
    override: Override = field(default_factory=Override)

    @property
    def cancelled(self) -> bool:
        return self.override.get("cancelled", False)


@dataclass(frozen=True, slots=True)
class Series:
    """One event's times: the first start on the wall, the zone, the rule for more, and the days left out or moved."""

    starts_local: datetime  # no zone
    timezone: str
    rrule: str | None = None
    exdates: Collection[str] = ()  # "2026-11-26" for the whole day, "2026-11-26T18:00" for one start
    rdates: Collection[str] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    length: timedelta | None = None  # on the wall
    fold: int = 0

    def starts(self, after: datetime, before: datetime) -> list[datetime]:
        """The starts in UTC that take place, from `after` on and earlier than `before`, in order."""
        return [one.starts_at for one in self.occurrences(after, before) if not one.cancelled]

    def occurrences(self, after: datetime, before: datetime) -> list[Occurrence]:
        """Every time of it that starts from `after` on and earlier than `before`, cancelled ones too, in order."""
        zone = ZoneInfo(self.timezone)
        # A day wider on both sides: wall time may be that far from UTC and no rule is exact over a change of clocks.
        from_, to = (moment.astimezone(zone).replace(tzinfo=None) for moment in (after, before))
        walls = self._walls(from_ - timedelta(days=1), to + timedelta(days=1))
        usual = [self._occurrence(wall, zone) for wall in walls if key_of(wall) not in self.overrides]
        moved = [self._occurrence(wall_of(key), zone) for key in self.overrides if not self._left_out(wall_of(key))]
        found = [one for one in usual + moved if after <= one.starts_at < before]
        return sorted(found, key=lambda one: one.starts_at)

    def next_start(self, after: datetime, within: timedelta = timedelta(days=400)) -> datetime | None:
        found = self.starts(after, after + within)
        return found[0] if found else None

    def find(self, key: str) -> Occurrence | None:
        """The one time of this key; None where the event has none, or has it no more."""
        wall = wall_of(key)
        zone = ZoneInfo(self.timezone)
        known = key in self.overrides or wall in self._walls(wall, wall)
        return self._occurrence(wall, zone) if known and not self._left_out(wall) else None

    def _occurrence(self, wall: datetime, zone: ZoneInfo) -> Occurrence:
        override = self.overrides.get(key_of(wall), Override())
        starts = wall_of(override["starts"]) if "starts" in override else wall
        usual = None if self.length is None else starts + self.length
        ends = wall_of(override["ends"]) if "ends" in override else usual
        fold = self.fold if starts == self.starts_local else 0
        return Occurrence(
            key_of(wall), to_utc(starts, zone, fold), to_utc(ends, zone, fold) if ends else None, override
        )

    def _walls(self, from_: datetime, to: datetime) -> Iterator[datetime]:
        """The starts of the rule and those beside it, each once, without those left out."""
        ruled: Iterator[datetime] = iter(())
        if self.rrule is not None:
            rule = read_rrule(self.rrule, self.starts_local, self.timezone)
            ruled = takewhile(lambda wall: wall <= to, rule.xafter(from_, count=MOST_STARTS, inc=True))
        more = sorted(wall for wall in map(wall_of, self.rdates) if from_ <= wall <= to)
        last, first = None, [self.starts_local] if from_ <= self.starts_local <= to else []
        for wall in merge(first, ruled, more):  # the first start is one of them, whatever the rule says: RFC 5545
            if wall != last and not self._left_out(wall):
                yield wall
            last = wall

    def _left_out(self, wall: datetime) -> bool:
        return wall.date().isoformat() in self.exdates or key_of(wall) in self.exdates


def key_of(wall: datetime) -> str:
    """A wall time in the one spelling that rdates, exdates and overrides use: seconds only where it has some."""
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def wall_of(key: str) -> datetime:
    return datetime.fromisoformat(key)


def to_utc(wall: datetime, zone: ZoneInfo, fold: int = 0) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


@lru_cache(maxsize=256)  # a rule is read each time somebody looks at its event; it keeps the starts it has counted
def read_rrule(text: str, starts_local: datetime, timezone: str) -> rrule:
    """The rule as dateutil knows it, in wall time. ValueError for one that cannot be read, or never comes round."""
    rule = rrulestr(one_spelling(text, timezone), dtstart=starts_local, cache=True)
    if not isinstance(rule, rrule) or _first(rule, starts_local) is None:
        raise ValueError(text)
    return rule


def _first(rule: rrule, starts_local: datetime) -> datetime | None:
    """Its first start, looked for within a working life: 30 February is not worth three seconds."""
    return next(iter(rule.replace(count=None, cache=False, until=starts_local + LONGEST_SEARCH)), None)


def one_spelling(text: str, timezone: str, *, all_day: bool = False) -> str:
    """The rule as it is kept: capitals, parts in one order, UNTIL on the wall. ValueError for what is no such rule.

    RFC 5545 writes UNTIL in UTC; on the wall it is another hour, sometimes another day. A mere day is that whole day.
    """
    if not _RULE.fullmatch(text):
        raise ValueError(text)
    parts = dict(part.split("=", 1) for part in text.upper().removeprefix("RRULE:").strip(";").split(";"))
    if until := parts.get("UNTIL"):
        parts["UNTIL"] = _on_the_wall(until, ZoneInfo(timezone), all_day=all_day)
    if len(parts) != text.count("=") or "FREQ" not in parts or {"COUNT", "UNTIL"} <= parts.keys():
        raise ValueError(text)
    return ";".join(f"{name}={parts[name]}" for name in ORDER if name in parts)


def _on_the_wall(until: str, zone: ZoneInfo, *, all_day: bool) -> str:
    day, _, hour = until.partition("T")
    if hour.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
        return f"{moment:%Y%m%d}" if all_day else f"{moment:%Y%m%dT%H%M%S}"
    return day if all_day else f"{day}T{hour or '235959'}"


def oddities(text: str | None, starts_local: datetime) -> list[str]:
    """What a coordinator may not expect of a rule: months that are skipped because they have no such day."""
    parts = dict(part.split("=", 1) for part in (text or "").split(";") if "=" in part)
    days = {int(day) for day in parts.get("BYMONTHDAY", str(starts_local.day)).split(",")}
    if "BYDAY" in parts or "BYYEARDAY" in parts or "BYWEEKNO" in parts or max(days) < 29:
        return []
    months = {int(month) for month in parts.get("BYMONTH", "").split(",") if month}
    if parts.get("FREQ") == "YEARLY":
        months = months or {starts_local.month}
        return ["leap_days_only"] if months == {2} else []
    if parts.get("FREQ") == "MONTHLY" and (not months or months & {2, 4, 6, 9, 11}):
        return ["short_months_left_out"]
    return []
