"""Events as web pages tell them to search engines: schema.org's Event in JSON-LD, as rows of Event.

Pure. Looks for events anywhere in the file: alone, in a list, in a `@graph`, inside a reservation. An event on several
schedules is an event for each.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models.events.importing import rule_of
from models.events.recurrence import key_of, oddities, read_rrule, to_utc
from models.events.schemaorg_words import words_of
from models.events.tables import uid_of
from models.resources.importing.cells import BadCell, Known, zone
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.sheet import MOST_BYTES

Object = Mapping[str, Any]
MOST_EVENTS, DEEPEST = 10_000, 20
LEFT_OUT = {"superEvent", "workPerformed", "organizer", "performer"}  # may name other events, not the file's own
OTHERS = {"Festival", "Hackathon", "CourseInstance"}
FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
WEEKDAYS = {
    name: name[:2].upper() for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}


def read_schemaorg(data: bytes, known: Known) -> Iterator[Draft | Problem]:
    """The events of a JSON-LD file. Never raises for what the file says."""
    try:
        found = list(_events(_parsed(data)))
    except BadCell as bad:
        yield Problem(bad.code, values=bad.values)
        return
    if not found:
        yield Problem("no_events")
    if len(found) > MOST_EVENTS:
        yield Problem("too_many_events", values={"limit": MOST_EVENTS})
        return
    seen: dict[str, int] = {}
    for number, event in enumerate(found, 1):
        for one in _drafts(number, event, known):
            first = seen.setdefault(one.source_id, number) if isinstance(one, Draft) else number
            yield one if first == number else Problem("duplicate_uid", number, "@id", {"first": first}, unit="event")


def _parsed(data: bytes) -> object:
    if len(data) > MOST_BYTES:
        raise BadCell("too_big", limit=MOST_BYTES // 1_000_000)
    if not data.strip():
        raise BadCell("empty")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise BadCell("not_json", why=str(fault)[:100]) from None


def _events(thing: object, depth: int = 0) -> Iterator[Object]:
    if depth > DEEPEST:
        return
    if isinstance(thing, list):
        for one in thing:
            yield from _events(one, depth + 1)
    elif isinstance(thing, dict):
        if _is_event(thing) and not ("subEvent" in thing and not {"startDate", "eventSchedule"} & thing.keys()):
            yield thing
        for name, one in thing.items():
            if name not in LEFT_OUT:
                yield from _events(one, depth + 1)


def _is_event(thing: Object) -> bool:
    kinds = thing.get("@type", "")
    names = [
        str(kind).rpartition("/")[2].rpartition(":")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]
    return any(name.endswith("Event") or name in OTHERS for name in names)


def _drafts(number: int, event: Object, known: Known) -> Iterator[Draft | Problem]:
    schedules = event.get("eventSchedule")
    many = schedules if isinstance(schedules, list) else [schedules] if isinstance(schedules, dict) else [None]
    for place, schedule in enumerate(many, 1):
        try:
            reading = _Reading(event, schedule if isinstance(schedule, dict) else None, known)
            yield Draft(number, reading.values(part=place if len(many) > 1 else None))
        except BadCell as bad:
            rest = {name: value for name, value in bad.values.items() if name != "column"}
            yield Problem(bad.code, number, str(bad.values.get("column", "")) or None, rest, unit="event")
        else:
            for code, column, values in reading.notes:
                yield Problem(code, number, column, values, fatal=False, unit="event")


class _Reading:
    """One event on one of its schedules, or on none."""

    def __init__(self, event: Object, schedule: Object | None, known: Known) -> None:
        self.event, self.schedule, self.known = event, schedule, known
        self.notes: list[tuple[str, str, dict[str, str]]] = []
        self.timezone = self._zone()

    def _zone(self) -> str:
        if self.schedule and (said := self.schedule.get("scheduleTimezone")):
            return _within("scheduleTimezone", lambda: zone(str(said), self.known))
        if not self.known.timezone:
            raise BadCell("missing", column="scheduleTimezone")
        return self.known.timezone

    def values(self, part: int | None) -> dict[str, object]:
        words = words_of(self.event, self.known)
        starts, all_day = self._start()
        rule = self._rule(starts, all_day=all_day)
        if rule:  # a schedule's first day is only where the counting begins
            starts = read_rrule(rule, starts, self.timezone)[0]
        ends = self._end(starts, all_day=all_day)
        if ends and ends < starts:
            raise BadCell("wrong_order", column="endDate", first="startDate")
        uid = self._id(str(words["title"]), starts) + (f"#{part}" if part else "")
        return {
            **words,
            "source_id": uid,
            "uid": uid,
            "starts_local": starts,
            "ends_local": ends,
            "timezone": self.timezone,
            "fold": 0,
            "all_day": all_day,
            "starts_at": to_utc(starts, ZoneInfo(self.timezone)),
            "rrule": rule,
            "rdates": [],
            "exdates": self._exceptions(),
            "overrides": {},
        }

    def _id(self, title: str, starts: datetime) -> str:
        for name in ("@id", "identifier", "url"):
            if isinstance(said := self.event.get(name), str) and said.strip():
                return said.strip()
        return uid_of("", title, starts, self.timezone)

    def _start(self) -> tuple[datetime, bool]:
        if self.schedule is None:
            return self._moment(self.event, "startDate", self._said(self.event, "startDate"))
        day = self._said(self.schedule, "startDate") or self._said(self.event, "startDate")
        hour = self._said(self.schedule, "startTime")
        return self._moment(self.schedule, "startDate", f"{day[:10]}T{hour}" if day and hour else day)

    def _said(self, thing: Object, name: str) -> str:
        return str(thing.get(name) or "").strip()

    def _moment(self, thing: Object, name: str, said: str) -> tuple[datetime, bool]:
        """Wall time in the event's zone, and whether it is a whole day."""
        if not said:
            raise BadCell("missing", column=name)
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
                return datetime.combine(date.fromisoformat(said), datetime.min.time()), True
            moment = datetime.fromisoformat(said)
        except ValueError:
            raise BadCell("not_moment", column=name, found=said[:60]) from None
        if moment.tzinfo is not None:
            return moment.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None, fold=0), False
        if name == "startDate" and "scheduleTimezone" not in thing:
            self.notes.append(("floating", name, {"zone": self.timezone}))
        return moment, False

    def _end(self, starts: datetime, *, all_day: bool) -> datetime | None:
        if self.schedule is not None:
            hour = self._said(self.schedule, "endTime")
            if hour:
                ends = self._moment(self.schedule, "endTime", f"{starts:%Y-%m-%d}T{hour}")[0]
                return ends if ends > starts else ends + timedelta(days=1)
        elif said := self._said(self.event, "endDate"):
            ends, whole = self._moment(self.event, "endDate", said)
            return ends + timedelta(days=1) if whole else ends  # schema.org counts the last day in
        if all_day or not (length := self._said(self.event, "duration")):
            return None
        return starts + _duration(length)

    def _rule(self, starts: datetime, *, all_day: bool) -> str | None:
        if self.schedule is None:
            return None
        text = rule_text(self.schedule)
        rule = _within("eventSchedule", lambda: rule_of(text, starts, self.timezone, all_day=all_day))
        self.notes += [(code, "eventSchedule", {}) for code in oddities(rule, starts)]
        return rule

    def _exceptions(self) -> list[str]:
        said = (self.schedule or {}).get("exceptDate", [])
        found = [self._moment(self.schedule or {}, "exceptDate", str(one)) for one in _list(said)]
        return sorted({wall.date().isoformat() if whole else key_of(wall) for wall, whole in found})


def rule_text(schedule: Object) -> str:
    """A Schedule as an RRULE."""
    frequency = str(schedule.get("repeatFrequency") or ("P1M" if schedule.get("byMonthWeek") else "P1W"))
    found = re.fullmatch(r"P(\d+)([DWMY])", frequency)
    if not found:
        raise BadCell("not_repeating", column="repeatFrequency", found=frequency[:60])
    days = ",".join(_days(schedule))
    word = FREQUENCIES[found[2]]
    if days and word == "DAILY" and found[1] == "1":
        word = "WEEKLY"  # "each day, on these days": a week of them
    parts = [
        ("FREQ", word),
        ("INTERVAL", found[1] if found[1] != "1" else ""),
        ("COUNT", str(schedule.get("repeatCount") or "")),
        ("UNTIL", str(schedule.get("endDate") or "")[:10].replace("-", "")),
        ("BYMONTH", ",".join(map(str, _list(schedule.get("byMonth"))))),
        ("BYMONTHDAY", ",".join(map(str, _list(schedule.get("byMonthDay"))))),
        ("BYDAY", days),
    ]
    if schedule.get("repeatCount"):
        parts = [one for one in parts if one[0] != "UNTIL"]
    return ";".join(f"{name}={value}" for name, value in parts if value)


def _days(schedule: Object) -> list[str]:
    names = [str(one).rpartition("/")[2].rpartition(":")[2] for one in _list(schedule.get("byDay"))]
    days = [WEEKDAYS.get(name, name) for name in names]
    weeks = _list(schedule.get("byMonthWeek"))
    return [f"{week}{day}" for week in weeks for day in days] if weeks else days


def _list(said: object) -> list[object]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _duration(said: str) -> timedelta:
    from icalendar import vDuration  # noqa: PLC0415 only who reads one pays

    try:
        length: timedelta = vDuration.from_ical(said)  # type: ignore[no-untyped-call]  # icalendar's, without types
    except ValueError:
        raise BadCell("broken_property", column="duration", why=said[:60]) from None
    return length


def _within(column: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except BadCell as bad:
        raise BadCell(bad.code, **{**bad.values, "column": column}) from None
