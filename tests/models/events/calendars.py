"""Small calendars, and what a draft of an event means in time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.events.recurrence import Series
from models.resources.importing.cells import Known

KNOWN = Known(language="en", timezone="America/New_York")
FOLDER = "../shared/data/events"


def calendar(*lines, head=()):
    """A calendar file; a line that is a tuple is an event of those lines."""
    body = []
    for line in lines:
        body += ["BEGIN:VEVENT", *line, "END:VEVENT"] if isinstance(line, tuple) else [line]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *head, *body, "END:VCALENDAR", ""]
    ).encode()


def series_of(draft):
    values = draft.values
    length = values["ends_local"] - values["starts_local"] if values["ends_local"] else None
    more = values["rrule"], values["exdates"], values["rdates"], values["overrides"], length, values["fold"]
    return Series(values["starts_local"], values["timezone"], *more)


def times(draft, first, last):
    """Its starts between two days, as the clock on the wall shows them there."""
    zone = ZoneInfo(draft.values["timezone"])
    from_, to = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in (first, last))
    found = series_of(draft).starts(from_, to + timedelta(days=1))
    return [f"{start.astimezone(zone):%m-%d %H:%M}" for start in found]
