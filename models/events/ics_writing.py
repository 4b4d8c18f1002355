"""Rows of Event as a calendar file (RFC 5545) that any calendar reads, and that our own reader reads back unchanged.

Pure. icalendar folds the lines and knows the zones; here is decided what of an event is said, and under which id.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from models.events.ics_fields import OURS, TRANSLATED, property_of
from models.events.recurrence import Occurrence, Override, to_utc, wall_of
from models.events.tables import Event, EventStatus
from models.resources.exporting.sheet import cell

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Component

PRODUCT = "-//Echoppe//Events//EN"
REFRESH = "PT1H"  # how often a subscriber may ask again
ZONES_UNTIL = date(2038, 1, 1)
STATUSES = {EventStatus.ACTIVE: "CONFIRMED", EventStatus.CANCELLED: "CANCELLED"}


def whole_calendar(rows: Iterable[Event], name: str, timezone: str) -> bytes:
    """Everything we know of these events: for a copy, or for another town."""
    calendar = _calendar(name, timezone)
    for row in rows:
        master, *moved = _series(row, row.title, row.description)
        _add_ours(master, row)
        for component, (_, override) in zip(moved, sorted(row.overrides.items()), strict=True):
            _add_ours_of_one(component, row, override)
        for component in (master, *moved):
            calendar.add_component(component)
    return _written(calendar)


def public_calendar(rows: Iterable[Event], name: str, timezone: str, language: str) -> bytes:
    """Whole series, in the reader's language where it was translated: what anybody may subscribe to."""
    calendar = _calendar(name, timezone)
    for row in rows:
        for component in _series(row, said(row, "title", language) or row.title, said(row, "description", language)):
            calendar.add_component(component)
    return _written(calendar)


def calendar_of_times(times: Iterable[tuple[Event, Occurrence, str]], name: str, timezone: str, language: str) -> bytes:
    """Single times, each an event of its own, with the status it has for the reader: what she comes to."""
    calendar = _calendar(name, timezone)
    for row, occurrence, status in times:
        calendar.add_component(_one_time(row, occurrence, status, language))
    return _written(calendar)


def uid_of_time(row: Event, key: str) -> str:
    """The id of one time: the event's own where it happens once, so that both ways to it are one event."""
    return row.uid if not (row.rrule or row.rdates) else f"{row.uid}-{key.replace(':', '').replace('-', '')}"


def said(row: Event, name: str, language: str) -> str | None:
    """A text in this language where there is one, else as it was written."""
    found = row.translations.get(language, {}).get(name) or getattr(row, name)
    return str(found) if found else None


def _calendar(name: str, timezone: str) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 only who writes a calendar pays

    calendar = Calendar()
    for title, value in (
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("X-WR-TIMEZONE", timezone),
        ("X-PUBLISHED-TTL", REFRESH),
    ):
        calendar.add(title, value)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return calendar


def _written(calendar: "Calendar") -> bytes:
    """With the rules of every zone it speaks of, before the events."""
    from icalendar import Timezone  # noqa: PLC0415 as above

    starts = [component.start for component in calendar.events]
    first = min((start.year for start in starts), default=2026) - 1
    for zone in sorted(calendar.get_missing_tzids() - {"UTC"}):
        rules = Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=ZONES_UNTIL)
        calendar.subcomponents.insert(0, rules)
    written: bytes = calendar.to_ical()
    return written


def _series(row: Event, title: str, description: str | None) -> "Iterator[Component]":
    """The event, and behind it each single time that differs."""
    length = row.ends_local - row.starts_local if row.ends_local else None
    master = _component(row, row.uid, title, description, row.status)
    _add_when(master, row, row.starts_local, row.ends_local, row.fold)
    _add_rule(master, row)
    yield master
    for key, override in sorted(row.overrides.items()):
        wall = wall_of(override.get("starts", key))
        usual = wall + length if length is not None else None
        ends = wall_of(override["ends"]) if "ends" in override else usual
        status = EventStatus.CANCELLED.value if override.get("cancelled") else row.status
        component = _component(row, row.uid, title, description, status, override)
        _add_when(component, row, wall, ends)
        component.add("RECURRENCE-ID", _moment(row, wall_of(key)))
        yield component


def _one_time(row: Event, occurrence: Occurrence, status: str, language: str) -> "Component":
    from icalendar import vText  # noqa: PLC0415 as above

    title, description = said(row, "title", language) or row.title, said(row, "description", language)
    override = occurrence.override
    uid = uid_of_time(row, occurrence.key)
    component = _component(row, uid, title, description, row.status, override)
    wall = wall_of(override.get("starts", occurrence.key))
    usual = wall + (row.ends_local - row.starts_local) if row.ends_local else None
    _add_when(component, row, wall, wall_of(override["ends"]) if "ends" in override else usual, row.fold)
    component["STATUS"] = vText("CANCELLED" if occurrence.cancelled else status)
    return component


def _component(
    row: Event, uid: str, title: str, description: str | None, status: str, override: Override | None = None
) -> "Component":
    from icalendar import Event as Component  # noqa: PLC0415 as above

    own: Mapping[str, Any] = override or {}
    component = Component()
    component.add("UID", uid)
    component.add("DTSTAMP", row.changed_at)
    component.add("LAST-MODIFIED", row.changed_at)
    component.add("SEQUENCE", row.sequence)
    language = {"LANGUAGE": row.description_language} if row.description_language else {}
    component.add("SUMMARY", own.get("title", title), parameters=language)
    component.add("STATUS", STATUSES.get(EventStatus(status), "TENTATIVE"))
    link = own.get("online_url", row.online_url)
    for name, value in (
        ("DESCRIPTION", own.get("description", description)),
        ("LOCATION", ", ".join(filter(None, (own.get("venue", row.venue), own.get("address", row.address)))) or link),
        ("CONTACT", row.organization),
    ):
        if value:
            component.add(name, value)
    if row.latitude is not None and row.longitude is not None:
        component.add("GEO", (row.latitude, row.longitude))
    if row.url:
        component.add("URL", row.url)
    if link:
        component.add("CONFERENCE", link, parameters={"VALUE": "URI"})
    return component


def _add_when(component: "Component", row: Event, starts: datetime, ends: datetime | None, fold: int = 0) -> None:
    component.add("DTSTART", _moment(row, starts, fold))
    if ends is not None:
        component.add("DTEND", _moment(row, ends, fold))


def _moment(row: Event, wall: datetime, fold: int = 0) -> date | datetime:
    """A day, a time on the wall of the event's zone; of two equal hours the second one, which only UTC can tell."""
    if row.all_day:
        return wall.date()
    zone = ZoneInfo(row.timezone)
    return to_utc(wall, zone, fold) if fold or row.timezone == "UTC" else wall.replace(tzinfo=zone)


def _add_rule(master: "Component", row: Event) -> None:
    from icalendar import vRecur  # noqa: PLC0415 as above

    if row.rrule:
        master.add("RRULE", vRecur.from_ical(_until_in_utc(row)))
    if row.rdates:
        master.add("RDATE", [_moment(row, wall_of(key)) for key in row.rdates])
    if left_out := [_moment(row, wall) for wall in _left_out(row)]:
        master.add("EXDATE", left_out)


def _until_in_utc(row: Event) -> str:
    """RFC 5545 wants UNTIL as DTSTART is: a day for whole days, else a moment in UTC."""
    rule, _, until = (row.rrule or "").partition("UNTIL=")
    until, semicolon, rest = until.partition(";")
    if not until or row.all_day:
        return row.rrule or ""
    wall = datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007 wall time on purpose
    return f"{rule}UNTIL={to_utc(wall, ZoneInfo(row.timezone)):%Y%m%dT%H%M%SZ}{semicolon}{rest}"


def _left_out(row: Event) -> Iterator[datetime]:
    """A day left out, as each start it has."""
    for key in row.exdates:
        if "T" in key:
            yield wall_of(key)
            continue
        day = date.fromisoformat(key)
        yield datetime.combine(day, time() if row.all_day else row.starts_local.time())
        yield from (
            wall for wall in map(wall_of, row.rdates) if wall.date() == day and wall.time() != row.starts_local.time()
        )


def _add_ours(component: "Component", row: Event) -> None:
    """What RFC 5545 has no word for, as cells of events.csv."""
    component.add("X-ECHOPPE-ID", row.source_id)
    if "TZID" not in component["DTSTART"].params:
        component.add(property_of("timezone"), row.timezone)
    for name, column in OURS.items():
        value = getattr(row, column.field or name)
        if value != column.empty and value is not None:
            component.add(property_of(name), cell(value))
    for language, texts in sorted(row.translations.items()):
        for name in TRANSLATED:
            if texts.get(name):
                component.add(property_of(f"{name}_{language}"), texts[name])


def _add_ours_of_one(component: "Component", row: Event, override: Override) -> None:
    """The place in its parts, and whether this time is cancelled for itself."""
    for name, value in (("venue", override.get("venue", row.venue)), ("address", override.get("address", row.address))):
        if value:
            component.add(property_of(name), value)
    if override.get("cancelled"):
        component.add(property_of("status"), EventStatus.CANCELLED.value)
