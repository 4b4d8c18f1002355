"""The columns of events.csv. Times are what the clock on the wall shows, in the event's own zone."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from models.events.offsets import is_offset
from models.events.recurrence import key_of, one_spelling, read_rrule, to_utc, wall_of
from models.events.tables import EventStatus, Waiting
from models.resources.importing import cells
from models.resources.importing.cells import BadCell, Known
from models.resources.importing.columns import Column, Fill, Shape
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.filling import Ids
from models.resources.importing.resources import both_or_none


def left_out(cell: str, known: Known) -> list[str]:
    """Days, or days with an hour, in one spelling."""
    return sorted(
        key_of(cells.moment(part, known)) if re.search(r"\d[T ]\d", part) else cells.day(part, known).isoformat()
        for part in cells.parts(cell)
    )


def moments(cell: str, known: Known) -> list[str]:
    return sorted(key_of(cells.moment(part, known)) for part in cells.parts(cell))


def whole_days(exdates: Iterable[str], starts: datetime, rdates: Iterable[str]) -> list[str]:
    """The starts left out, in one spelling: the day alone where its usual start is all it has."""
    busy = {key[:10] for key in rdates}
    return sorted(
        {key[:10] if wall_of(key).time() == starts.time() and key[:10] not in busy else key for key in exdates}
    )


def reminder_times(cell: str, _known: Known) -> list[str]:
    """When an event reminds: `day|hour`."""
    times = cells.parts(cell)
    if wrong := [one for one in times if not is_offset(one)]:
        raise BadCell("not_reminder", found=wrong[0][:60])
    return times


def one_of(choices: Iterable[str]) -> cells.Reader:
    """One of a closed list that no town adds to."""
    closed = Known({"choices": [*choices]})
    read = cells.one_id("choices")
    return lambda cell, _known: read(cell, closed)


COLUMNS = (
    Column("id", cells.text, "source_id", required=True),
    Column("title", cells.text, required=True, translated=True),
    Column("description", cells.text, translated=True),
    Column("description_language", cells.language),
    Column("starts_at", cells.moment, "starts_local", required=True),
    Column("ends_at", cells.moment, "ends_local"),
    Column("timezone", cells.zone),
    Column("rrule", cells.text),
    Column("exdates", left_out, empty=[]),
    Column("rdates", moments, empty=[]),
    Column("all_day", cells.yes_no, empty=False),
    Column("venue", cells.text),
    Column("address", cells.text),
    Column("neighborhood", cells.text),
    Column("latitude", cells.latitude),
    Column("longitude", cells.longitude),
    Column("online_url", cells.link),
    Column("capacity", cells.whole(1, 1_000_000, "40")),
    Column("plus_ones", cells.whole(0, 20, "1"), empty=0),
    Column("waiting", one_of(Waiting), empty=Waiting.FIRST_COME.value),
    Column("reminders", reminder_times),
    Column("languages", cells.languages, empty=[]),
    Column("trades", cells.ids("trades"), empty=[]),
    Column("stages", cells.ids("stages"), empty=[]),
    Column("needs", cells.ids("needs"), empty=[]),
    Column("cost", cells.one_id("costs")),
    Column("cost_detail", cells.text, translated=True),
    Column("organization", cells.text),
    Column("url", cells.link),
    Column("status", one_of(EventStatus), empty=EventStatus.ACTIVE.value),
)


def finish(values: dict[str, object], known: Known) -> None:
    both_or_none(values)
    values["description_language"] = values.get("description_language") or known.language
    values["timezone"] = zone = str(values.get("timezone") or known.timezone or "")
    if not zone:
        raise BadCell("missing", column="timezone")
    starts, ends = values["starts_local"], values.get("ends_local")
    assert isinstance(starts, datetime)  # noqa: S101 the column is required and read by cells.moment
    if isinstance(ends, datetime) and ends < starts:
        raise BadCell("wrong_order", column="ends_at", first="starts_at")
    values["starts_at"] = to_utc(starts, ZoneInfo(zone))
    if exdates := values.get("exdates"):
        values["exdates"] = whole_days(_keys(exdates), starts, _keys(values.get("rdates")))
    if values.get("rrule"):
        values["rrule"] = rule_of(str(values["rrule"]), starts, zone, all_day=bool(values.get("all_day")))


def _keys(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def rule_of(text: str, starts: datetime, zone: str, *, all_day: bool) -> str:
    """The rule in the one spelling that is kept. BadCell for one that cannot be read or never comes round."""
    try:
        read_rrule(text, starts, zone)
        return one_spelling(text, zone, all_day=all_day)
    except (ValueError, TypeError):  # dateutil raises either
        raise BadCell("not_repeating", column="rrule", found=text[:60]) from None


def ids() -> Fill:
    made = Ids()
    return lambda row: made.of(row.get("title", ""), row.get("starts_at", ""))


SHAPE = Shape(COLUMNS, finish, "events", {"id": ids})


def read_events(data: bytes, known: Known) -> Iterator[Draft | Problem]:
    """The events of a CSV file: drafts of rows of Event, and problems."""
    return SHAPE.read(data, known)
