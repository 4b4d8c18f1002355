"""Calendar files (RFC 5545) as rows of Event: `.ics` in, drafts and problems out.

Pure. icalendar knows the format; here is decided what a town makes of it. What cannot be read keeps out its event and
nothing else, and is named by the event's number in the file and the property.
"""

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from models.events.ics_fields import known_zone, spoken_translations, words_of
from models.events.ics_zones import iana_of
from models.events.importing import rule_of, whole_days
from models.events.recurrence import Override, key_of, oddities, to_utc
from models.events.tables import EventStatus, uid_of
from models.events.walls import is_skipped
from models.resources.importing.cells import BadCell, Known
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.sheet import MOST_BYTES

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Component

MOST_EVENTS = 10_000
MOST_DATES = 2_000  # beside a rule, of one event
YEARS = range(1970, 2100)  # a daily event of 1900 would be counted through on every look
WHEN = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
REFUSED = ("EXRULE",)  # gone from RFC 5545: what it leaves out can no longer be read by anybody
ONE_TIME: tuple[Literal["title", "description", "venue", "address", "online_url"], ...] = (
    "title", "description", "venue", "address", "online_url",
)  # fmt: skip
Moment = date | datetime


def read_ics(data: bytes, known: Known) -> Iterator[Draft | Problem]:
    """The events of a calendar file. Never raises for what the file says."""
    try:
        calendars = _parsed(data)
    except BadCell as bad:
        yield Problem(bad.code, values=bad.values)
        return
    number = 0
    for calendar in calendars:
        components = list(enumerate(calendar.events, number + 1))
        number += len(components)
        yield from _of_calendar(calendar, components[: MOST_EVENTS + 1], known)
    if not number:
        yield Problem("no_events")


def _parsed(data: bytes) -> "list[Calendar]":
    from icalendar import Calendar  # noqa: PLC0415 only who reads a calendar pays
    from icalendar.timezone import tzp  # noqa: PLC0415 as above

    if len(data) > MOST_BYTES:
        raise BadCell("too_big", limit=MOST_BYTES // 1_000_000)
    if not data.strip():
        raise BadCell("empty")
    if b"BEGIN:VCALENDAR" not in data[:100_000].upper():
        raise BadCell("not_calendar")
    if data.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise BadCell("too_many_events", limit=MOST_EVENTS)
    if b"END:VCALENDAR" not in data[-10_000:].upper():
        raise BadCell("cut_off")
    tzp.use_default()  # forgets the zones of the file before this one: two files may mean two things by one name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of zones behind a vendor's name: iana_of looks at them anew
            return [one for one in Calendar.from_ical(data, multiple=True) if isinstance(one, Calendar)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as fault:
        raise BadCell("broken_calendar", why=str(fault)[:100]) from None


def _of_calendar(
    calendar: "Calendar", components: "list[tuple[int, Component]]", known: Known
) -> Iterator[Draft | Problem]:
    zone = known_zone(str(calendar.get("X-WR-TIMEZONE", ""))) or known.timezone
    if not zone:
        yield Problem("missing", column="X-WR-TIMEZONE")
        return
    cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    for group in _by_uid(components):
        try:
            yield from _Group(group, zone, known, cancelled=cancelled).drafts()
        except BadCell as bad:
            yield _problem(bad, group[0][0])


def _problem(bad: BadCell, number: int) -> Problem:
    rest = {name: value for name, value in bad.values.items() if name not in {"column", "number"}}
    column = str(bad.values.get("column", ""))
    return Problem(bad.code, int(str(bad.values.get("number", number))), column, rest, unit="event")


def _by_uid(components: "list[tuple[int, Component]]") -> "list[list[tuple[int, Component]]]":
    """Each event with its moved times behind it; of one told twice, the later telling (SEQUENCE)."""
    groups: dict[str, list[tuple[int, Component]]] = {}
    for number, component in components:
        uid = str(component.get("UID", "")).strip() or f"no id {number}"
        groups.setdefault(uid, []).append((number, component))
    return [sorted(group, key=lambda one: ("RECURRENCE-ID" in one[1], -_sequence(one[1]))) for group in groups.values()]


def _sequence(component: "Component") -> int:
    try:
        return int(component.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


class _Group:
    """One event of a file: the component that gives its rule, and those that change single times of it."""

    def __init__(self, group: "list[tuple[int, Component]]", zone: str, known: Known, *, cancelled: bool) -> None:
        (self.number, self.master), *rest = group
        self.moved = [one for one in rest if "RECURRENCE-ID" in one[1]]
        self.doubles = [one for one in rest if "RECURRENCE-ID" not in one[1]]
        self.calendar_zone, self.known, self.cancelled = zone, known, cancelled
        self.notes: list[Problem] = []

    def drafts(self) -> Iterator[Draft | Problem]:
        for number, component in self.doubles:
            if _sequence(component) == _sequence(self.master):
                yield Problem("duplicate_uid", number, "UID", {"first": self.number}, unit="event")
        for _, component in [(self.number, self.master), *self.moved]:
            self._refuse_broken(component)
        values = self._values()
        yield Draft(self.number, values, spoken_translations(values))
        yield from self.notes

    def _refuse_broken(self, component: "Component") -> None:
        broken = [str(name).upper() for name, _ in component.errors if name]
        for name in WHEN:
            if name in broken:
                why = next(str(reason) for wrong, reason in component.errors if str(wrong).upper() == name)
                raise BadCell("broken_property", column=name, why=why[:100])
        for name in REFUSED:
            if name in component:
                raise BadCell("gone_property", column=name)

    def note(self, code: str, column: str, **values: str | float) -> None:
        self.notes.append(Problem(code, self.number, column, values, fatal=False, unit="event"))

    @cached_property
    def start(self) -> Moment:
        return _one(self.master, "DTSTART")

    @cached_property
    def timezone(self) -> str:
        """The zone whose clock on the wall the event goes by."""
        again = any(name in self.master for name in ("RRULE", "RDATE")) or bool(self.moved)
        start = self.start
        written = known_zone(str(self.master.get("X-ECHOPPE-TIMEZONE", "")))
        if not isinstance(start, datetime):
            return written or self.calendar_zone
        if start.tzinfo is None:
            return self._floating()
        if start.tzname() == "UTC" and not start.utcoffset():
            return written or ("UTC" if again else self.calendar_zone)
        likely = (self.calendar_zone, self.known.timezone or "")
        if found := iana_of(start.tzinfo, start, likely):
            return found
        name = self.master["DTSTART"].params.get("TZID", "")
        if again:
            raise BadCell("unknown_zone", column="DTSTART", found=str(name)[:60])
        self.note("zone_by_offset", "DTSTART", found=str(name)[:60], zone=self.calendar_zone)
        return self.calendar_zone

    def _floating(self) -> str:
        if name := self.master["DTSTART"].params.get("TZID"):
            raise BadCell("unknown_zone", column="DTSTART", found=str(name)[:60])
        self.note("floating", "DTSTART", zone=self.calendar_zone)
        return self.calendar_zone

    def wall(self, value: Moment) -> datetime:
        """A moment of the file on the event's wall, without a zone."""
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 wall time on purpose
        return value.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None, fold=0) if value.tzinfo else value

    def _values(self) -> dict[str, object]:
        words = words_of(self.master, self.known)
        starts, ends = self.wall(self.start), self._ends(self.master, self.start)
        if starts.year not in YEARS:
            raise BadCell("out_of_range", column="DTSTART", found=starts.year, least=YEARS[0], most=YEARS[-1])
        zone, all_day = self.timezone, not isinstance(self.start, datetime)
        rdates, overrides = self._rdates(starts, ends)
        values: dict[str, object] = {
            **words,
            "starts_local": starts,
            "ends_local": ends,
            "timezone": zone,
            "fold": self._fold(),
            "all_day": all_day,
            "starts_at": to_utc(starts, ZoneInfo(zone), self._fold()),
            "rrule": self._rule(starts, all_day=all_day),
            "rdates": rdates,
            "exdates": whole_days(self._exdates(), starts, rdates),
            "overrides": {**overrides, **self._overrides(words, starts, ends)},
        }
        if not all_day and is_skipped(starts, zone):
            self.note("skipped_hour", "DTSTART")
        if self.cancelled:
            values["status"] = EventStatus.CANCELLED.value
        return self._named(values)

    def _named(self, values: dict[str, object]) -> dict[str, object]:
        """With an id, and hidden where it is nobody else's business or has no name to be shown under."""
        starts = values["starts_local"]
        assert isinstance(starts, datetime)  # noqa: S101 set above
        uid = str(self.master.get("UID", "")).strip()
        values["uid"] = uid = uid or uid_of("", str(values["title"]), starts, self.timezone)
        ours = str(self.master.get("X-ECHOPPE-ID", "")).strip()
        values["source_id"] = ours or uid
        if ours and "SEQUENCE" in self.master:  # other programs count as they like, many not at all
            values["sequence"] = _sequence(self.master)
        if not values["title"]:
            self.note("untitled", "SUMMARY")
            values |= {"title": uid, "status": EventStatus.INACTIVE.value}
        if str(self.master.get("CLASS", "PUBLIC")).upper() in {"PRIVATE", "CONFIDENTIAL"}:
            self.note("private", "CLASS")
            values["status"] = EventStatus.INACTIVE.value
        return values

    def _fold(self) -> int:
        start = self.start
        aware = isinstance(start, datetime) and start.tzinfo
        return start.astimezone(ZoneInfo(self.timezone)).fold if aware and isinstance(start, datetime) else 0

    def _ends(self, component: "Component", start: Moment) -> datetime | None:
        if "DTEND" in component:
            ends = self.wall(_one(component, "DTEND"))
        elif "DURATION" in component:
            length = getattr(component["DURATION"], "dt", None)
            if not isinstance(length, timedelta):
                raise BadCell("broken_property", column="DURATION", why=str(length)[:60])
            ends = self._after(start, length)
        else:
            return None
        if ends < self.wall(start):
            raise BadCell("wrong_order", column="DTEND" if "DTEND" in component else "DURATION", first="DTSTART")
        return ends

    def _after(self, start: Moment, length: timedelta) -> datetime:
        """RFC 5545: days of a DURATION are counted on the wall, hours by the clock that runs."""
        wall = self.wall(start)
        if not isinstance(start, datetime) or length % timedelta(days=1) == timedelta():
            return wall + length
        zone = ZoneInfo(self.timezone)
        return (to_utc(wall, zone, self._fold()) + length).astimezone(zone).replace(tzinfo=None, fold=0)

    @property
    def _alone(self) -> bool:
        """A moved time whose series is not in the file: an event that happens once."""
        return "RECURRENCE-ID" in self.master

    def _rule(self, starts: datetime, *, all_day: bool) -> str | None:
        rule = self.master.get("RRULE")
        if rule is None or self._alone:
            return None
        if isinstance(rule, list):
            raise BadCell("two_rules", column="RRULE")
        try:
            text = rule_of(rule.to_ical().decode(), starts, self.timezone, all_day=all_day)
        except BadCell as bad:
            raise BadCell(bad.code, **{**bad.values, "column": "RRULE"}) from None
        for code in oddities(text, starts):
            self.note(code, "RRULE")
        return text

    def _rdates(self, starts: datetime, ends: datetime | None) -> tuple[list[str], dict[str, Override]]:
        """More starts; those that bring a length of their own are moved times, too."""
        keys, overrides = set(), {}
        for value in () if self._alone else _many(self.master, "RDATE"):
            start, end = value if isinstance(value, tuple) else (value, None)
            wall = self.wall(start)
            keys.add(key_of(wall))
            if end is not None:
                until = self._after(start, end) if isinstance(end, timedelta) else self.wall(end)
                if ends is None or until - wall != ends - starts:
                    overrides[key_of(wall)] = Override(ends=key_of(until))
        return sorted(keys), overrides

    def _exdates(self) -> list[str]:
        values = _many(self.master, "EXDATE")
        return sorted({key_of(self.wall(one)) if isinstance(one, datetime) else one.isoformat() for one in values})

    def _overrides(self, words: Mapping[str, object], starts: datetime, ends: datetime | None) -> dict[str, Override]:
        found: dict[str, Override] = {}
        for number, component in self.moved:
            identity = _one(component, "RECURRENCE-ID")
            if component["RECURRENCE-ID"].params.get("RANGE"):
                raise BadCell("from_here_on", column="RECURRENCE-ID", number=number)
            wall = self.wall(identity)
            if not isinstance(identity, datetime) or not isinstance(self.start, datetime):
                wall = datetime.combine(identity, starts.time())  # whole days: the day as it is written
            found[key_of(wall)] = self._one_time(component, wall, words, ends - starts if ends else None)
        return found

    def _one_time(
        self, component: "Component", usual: datetime, words: Mapping[str, object], length: timedelta | None
    ) -> Override:
        """What is different about this time."""
        start = _one(component, "DTSTART")
        wall, ends = self.wall(start), self._ends(component, start)
        override = Override()
        if wall != usual:
            override["starts"] = key_of(wall)
        if ends is not None and (length is None or ends - wall != length):
            override["ends"] = key_of(ends)
        if self._is_off(component):
            override["cancelled"] = True
        own = words_of(component, self.known)
        for name in ONE_TIME:
            if own.get(name) and own[name] != words.get(name):
                override[name] = str(own[name])
        return override

    def _is_off(self, component: "Component") -> bool:
        """Cancelled itself, not only with its whole series."""
        off, all_off = (str(one.get("STATUS", "")).upper() == "CANCELLED" for one in (component, self.master))
        return off and (not all_off or "X-ECHOPPE-STATUS" in component)


def _one(component: "Component", name: str) -> Moment:
    """The moment of a property that stands once."""
    found = component.get(name)
    if found is None:
        raise BadCell("missing", column=name)
    if isinstance(found, list):
        raise BadCell("said_twice", column=name)
    value = getattr(found, "dt", None)
    if not isinstance(value, date):
        raise BadCell("broken_property", column=name, why=str(found)[:60])
    return value


def _many(component: "Component", name: str) -> list[Any]:
    """The moments of a property that may stand several times, with several moments each."""
    found = component.get(name, [])
    lists = found if isinstance(found, list) else [found]
    values = [one.dt for some in lists for one in getattr(some, "dts", [])]
    if wrong := [one for one in values if not isinstance(one[0] if isinstance(one, tuple) else one, date)]:
        raise BadCell("broken_property", column=name, why=str(wrong[0])[:60])
    if len(values) > MOST_DATES:
        raise BadCell("too_many_dates", column=name, limit=MOST_DATES)
    return values
