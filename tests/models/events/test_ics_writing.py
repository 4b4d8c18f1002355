"""Calendars as we write them: read back by our own reader, and by another program's."""

from datetime import UTC, datetime

import pytest
import vobject
from icalendar import Calendar
from sqlmodel import select

from models.events.ics_reading import read_ics
from models.events.ics_writing import calendar_of_times, public_calendar, uid_of_time, whole_calendar
from models.events.tables import Event
from models.resources.importing.drafts import Draft
from models.resources.importing.saving import save
from tests.models.events.calendars import KNOWN

wall = datetime.fromisoformat
ZONE = "America/New_York"


def event(**values):
    """The workbench on Thursdays, with all that may be different about single times."""
    usual = {
        "source_id": "bench",
        "uid": "11111111-2222-3333-4444-555555555555",
        "title": "Open Workbench; bring, show\nand tell",
        "description": "Bring what you make." * 12,
        "description_language": "en",
        "translations": {"fr": {"title": "L’établi ouvert"}},
        "starts_local": wall("2026-11-05T18:00"),
        "ends_local": wall("2026-11-05T21:00"),
        "timezone": ZONE,
        "starts_at": datetime(2026, 11, 5, 23, tzinfo=UTC),
        "rrule": "FREQ=WEEKLY;UNTIL=20261231T235959;BYDAY=TH",
        "exdates": ["2026-11-26"],
        "rdates": ["2026-11-28T10:00"],
        "overrides": {
            "2026-11-12T18:00": {"starts": "2026-11-13T19:30", "venue": "Library"},
            "2026-11-19T18:00": {"cancelled": True},
            "2026-11-28T10:00": {"ends": "2026-11-28T16:00", "title": "All-day bench"},
        },
        "venue": "Mill No. 4",
        "address": "4 Mill Lane",
        "latitude": 44.5518,
        "longitude": -70.0601,
        "online_url": "https://meet.example/bench",
        "url": "https://mill.example/bench",
        "organization": "The Mill",
        "capacity": 12,
        "plus_ones": 2,
        "trades": ["wood", "metal"],
        "reminders": ["day", "90m"],
        "changed_at": datetime(2026, 11, 1, 12, tzinfo=UTC),
    }
    return Event(**{**usual, **values})


ONCE = {"rrule": None, "exdates": [], "rdates": [], "overrides": {}}
SORTS = {
    "a series with everything": event(),
    "once": event(**ONCE),
    "without an end": event(**ONCE, ends_local=None),
    "whole days": event(**ONCE, all_day=True, starts_local=wall("2026-12-05"), ends_local=wall("2026-12-07"), timezone="Europe/Paris"),
    "every year, whole days": event(**{**ONCE, "rrule": "FREQ=YEARLY;UNTIL=20301231"}, all_day=True, starts_local=wall("2026-12-05"), ends_local=None),
    "the second of two equal hours": event(**ONCE, starts_local=wall("2026-11-01T01:30"), ends_local=None, fold=1, timezone="America/Chicago"),
    "in universal time": event(**{**ONCE, "rrule": "FREQ=DAILY;COUNT=3"}, timezone="UTC"),
    "cancelled, one time of it before": event(status="cancelled"),
    "not shown": event(**ONCE, status="inactive"),
}  # fmt: skip


@pytest.mark.parametrize("row", SORTS.values(), ids=SORTS)
def test_what_is_written_is_read_back_the_same(row):
    (draft,) = read_ics(whole_calendar([row], "Belmoulin", ZONE), KNOWN)
    assert isinstance(draft, Draft)
    kept = {name: getattr(row, name) for name in draft.values if name != "starts_at"}
    assert {name: value for name, value in draft.values.items() if name != "starts_at"} == kept


@pytest.mark.parametrize("row", SORTS.values(), ids=SORTS)
def test_another_program_reads_the_same_times(row):
    data = whole_calendar([row], "Belmoulin", ZONE).decode()
    other = vobject.readOne(data)
    first = min(other.vevent_list, key=lambda one: hasattr(one, "recurrence_id"))
    start = first.dtstart.value
    if not row.all_day:
        assert (
            start.astimezone(UTC)
            == row.series.occurrences(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))[0].starts_at
        )
    assert first.uid.value == row.uid
    assert first.summary.value == row.title
    if row.rrule and not row.all_day:
        theirs = [one for one in first.getrruleset(addRDate=True) if one.year == 2026]
        moved = {one.recurrence_id.value for one in other.vevent_list if hasattr(one, "recurrence_id")}
        ours = [
            one
            for one in row.series.occurrences(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
            if not one.override
        ]
        assert [one.astimezone(UTC) for one in theirs if one not in moved] == [one.starts_at for one in ours]


def test_lines_are_folded_and_the_zone_is_explained():
    data = whole_calendar([event()], "Belmoulin", ZONE)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\r\nBEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n" in data
    assert data.index(b"BEGIN:VTIMEZONE") < data.index(b"BEGIN:VEVENT")


def test_a_change_is_numbered_and_the_id_stays():
    first, second = (
        Calendar.from_ical(public_calendar([event(sequence=number)], "B", ZONE, "en")) for number in (0, 1)
    )
    told = [(str(one.events[0]["UID"]), one.events[0]["SEQUENCE"]) for one in (first, second)]
    assert told == [("11111111-2222-3333-4444-555555555555", 0), ("11111111-2222-3333-4444-555555555555", 1)]


def test_what_everybody_may_read_is_in_her_language_and_keeps_our_own_words_for_us():
    data = public_calendar([event()], "Belmoulin", ZONE, "fr").decode()
    assert vobject.readOne(data).vevent_list[0].summary.value == "L’établi ouvert"
    assert "X-ECHOPPE" not in data


def test_single_times_are_events_of_their_own():
    row, once = event(), event(**ONCE, uid="once")
    times = row.series.occurrences(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))
    (alone,) = once.series.occurrences(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))
    data = calendar_of_times(
        [*((row, one, "CONFIRMED") for one in times), (once, alone, "TENTATIVE")], "Mine", ZONE, "en"
    )
    found = [(str(one["UID"]), str(one["STATUS"]), one.start.isoformat()) for one in Calendar.from_ical(data).events]
    assert found == [
        ("11111111-2222-3333-4444-555555555555-20261105T1800", "CONFIRMED", "2026-11-05T18:00:00-05:00"),
        ("11111111-2222-3333-4444-555555555555-20261112T1800", "CONFIRMED", "2026-11-13T19:30:00-05:00"),
        ("11111111-2222-3333-4444-555555555555-20261119T1800", "CANCELLED", "2026-11-19T18:00:00-05:00"),
        ("once", "TENTATIVE", "2026-11-05T18:00:00-05:00"),
    ]
    assert uid_of_time(once, "2026-11-05T18:00") == "once"


async def test_the_whole_town_out_and_in_again_changes_nothing(town_address, now):
    from models.db import Database  # noqa: PLC0415

    database = Database(town_address)
    async with database.transaction() as session:
        rows = (await session.exec(select(Event))).all()
        report = await save(session, Event, read_ics(whole_calendar(rows, "Belmoulin", ZONE), KNOWN), now)
    await database.close()
    assert (report.added, report.changed, report.unchanged, report.refused) == (0, 0, len(rows), [])
    assert len(rows) > 10
