"""Eighty calendars as programs really write them, against what icalendar and recurring-ical-events made of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.events.ics_reading import read_ics
from models.resources.importing.drafts import Draft, Problem
from tests.models.events.calendars import FOLDER, KNOWN, series_of

HERE = Path(FOLDER) / "ics"
REAL = json.loads((HERE / "MANIFEST.json").read_text(encoding="utf-8")) if HERE.is_dir() else []
pytestmark = pytest.mark.skipif(not REAL, reason=f"the real calendars are not on this machine ({HERE})")


def occurrences(draft, window):
    """Days for events of whole days, moments for others."""
    zone = ZoneInfo(draft.values["timezone"])
    from_, to = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in window)
    for one in series_of(draft).occurrences(from_, to):
        yield one.starts_at.astimezone(zone).date() if draft.values["all_day"] else one.starts_at


def same(ours, listed):
    """The manifest may give a day of whole days its midnight."""
    moment = datetime.fromisoformat(listed)
    return (
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) == ours
        if hasattr(ours, "hour")
        else moment.date() == ours
    )


READABLE = [one for one in REAL if one["first_starts"]]


@pytest.mark.parametrize("listed", READABLE, ids=[one["file"] for one in READABLE])
def test_happens_when_the_manifest_says(listed):
    found = list(read_ics((HERE / listed["file"]).read_bytes(), KNOWN))
    drafts = [one for one in found if isinstance(one, Draft)]
    assert [str(one) for one in found if isinstance(one, Problem) and one.fatal] == []
    ours = sorted((one for draft in drafts for one in occurrences(draft, listed["window"])), key=str)
    assert len(ours) == listed["occurrences_in_window"]
    assert all(same(one, wanted) for one, wanted in zip(ours, sorted(listed["first_starts"]), strict=False))


TWICE = "event 1, DTSTART: this stands there twice; keep one"
UNSTARTED = "DTSTART: this must not be empty"
CAN_NOT = "this cannot be read"
# What the manifest could not expand either, and what a coordinator is told.
BROKEN = {
    "collective_icalendar/america_new_york_forward_reference.ics": [TWICE],
    "collective_icalendar/pacific_fiji.ics": [TWICE],
    "collective_icalendar/multiple_timezones.ics": [  # an hour without its day
        f"event 1, RDATE: {CAN_NOT} (08:30:00); correct it, or delete the line",
        f"event 2, RDATE: {CAN_NOT} (13:30:00+00:00); correct it, or delete the line",
        f"event 3, RDATE: {CAN_NOT} (08:30:00); correct it, or delete the line",
    ],
    "collective_icalendar/issue_722_missing_timezones.ics": [f"event 2, {UNSTARTED}", f"event 3, {UNSTARTED}"],
    "collective_icalendar/rfc_5545_RDATE_example.ics": [f"event {number}, {UNSTARTED}" for number in range(1, 7)],
    "collective_icalendar/parsing_error.ics": [
        f"event 2, EXDATE: {CAN_NOT} (Expected datetime, date, or time. Got: ''); correct it, or delete the line"
    ],
    "collective_icalendar/issue_165_missing_event.ics": [
        f"event 1, RRULE: {CAN_NOT} (Expected weekday abbreviation, got:  TU); correct it, or delete the line"
    ],
    "collective_icalendar/rfc_7529.ics": [  # years of other calendars: Chinese, Ethiopic, Hebrew
        f"event {number}, RRULE: “{rule}” is not a repetition; write it like FREQ=WEEKLY;BYDAY=TU"
        for number, rule in (
            (1, "RSCALE=CHINESE;FREQ=YEARLY"),
            (2, "RSCALE=ETHIOPIC;FREQ=MONTHLY;BYMONTH=13"),
            (3, "RSCALE=HEBREW;FREQ=YEARLY;BYMONTHDAY=8;BYMONTH=5L;SKIP=FORWA"),
            (4, "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD"),
        )
    ],
    "ical4j/phpicalendar_sample.ics": [
        "event 12, DTSTART: 1753 is not between 1970 and 2099",
        f"event 13, DURATION: {CAN_NOT} (Invalid iCalendar duration: PT10M ); correct it, or delete the line",
        f"event 15, DTEND: {CAN_NOT} (Expected datetime, date, or time. Got: '20031114T18300'); correct it, or delete the line",
        "event 16, DTSTART: 1753 is not between 1970 and 2099",
        "event 17, DTSTART: 1753 is not between 1970 and 2099",
    ],
    "ical4j/twinkle.ics": [
        "the calendar cannot be read (Wrong datetime format: -0011130T100000); export it anew from the program that made it"
    ],
}


def test_every_file_is_either_read_or_explained():
    assert {one["file"] for one in REAL} == {one["file"] for one in READABLE} | BROKEN.keys()
    assert len(REAL) == 80


@pytest.mark.parametrize("file", BROKEN)
def test_what_is_broken_is_named(file):
    found = read_ics((HERE / file).read_bytes(), KNOWN)
    assert [str(one) for one in found if isinstance(one, Problem) and one.fatal] == BROKEN[file]
