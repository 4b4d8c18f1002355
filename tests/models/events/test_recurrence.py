"""When an event happens."""

from datetime import UTC, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from models.events.recurrence import Series, read_rrule

NEW_YORK = "America/New_York"
wall = datetime.fromisoformat  # without a zone


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(first, rrule, after, before, zone=NEW_YORK, exdates=()):
    series = Series(wall(first), zone, rrule, exdates)
    return [start.isoformat(timespec="minutes")[:16] for start in series.starts(utc(after), utc(before))]


def test_once():
    assert starts("2026-11-26T18:00", None, "2026-11-01", "2026-12-01") == ["2026-11-26T23:00"]
    assert starts("2026-11-26T18:00", None, "2026-11-26T23:00", "2026-12-01") == ["2026-11-26T23:00"]
    assert starts("2026-11-26T18:00", None, "2026-11-26T23:01", "2026-12-01") == []
    assert starts("2026-11-26T18:00", None, "2026-11-01", "2026-11-26T23:00") == []


def test_every_thursday_but_thanksgiving():
    found = starts(
        "2026-01-08T18:00",
        "FREQ=WEEKLY;BYDAY=TH",
        "2026-11-15",
        "2026-12-12",
        exdates=["2026-11-26", "2026-12-10T18:00"],
    )
    assert found == ["2026-11-19T23:00", "2026-12-03T23:00"]


def test_six_in_the_evening_stays_six_when_the_clocks_change():
    assert starts("2026-10-22T18:00", "FREQ=WEEKLY", "2026-10-20", "2026-11-10") == [
        "2026-10-22T22:00",
        "2026-10-29T22:00",
        "2026-11-05T23:00",  # clocks went back on 1 November
    ]


def test_an_hour_that_does_not_exist_is_the_one_after_it():
    # 8 March 2026, 02:30 in New York never comes: the clocks go from 02:00 to 03:00.
    assert starts("2026-03-07T02:30", "FREQ=DAILY;COUNT=3", "2026-03-01", "2026-03-20") == [
        "2026-03-07T07:30",
        "2026-03-08T07:30",
        "2026-03-09T06:30",
    ]


def test_an_hour_that_comes_twice_is_the_first():
    assert starts("2026-11-01T01:30", None, "2026-10-01", "2026-12-01") == ["2026-11-01T05:30"]


def test_last_friday_and_no_thirty_first_in_november():
    assert starts("2026-01-30T12:00", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-01", "2027-01-01", "UTC") == [
        "2026-11-27T12:00",
        "2026-12-25T12:00",
    ]
    assert starts("2026-10-31T12:00", "FREQ=MONTHLY", "2026-10-01", "2027-01-01", "UTC") == [
        "2026-10-31T12:00",
        "2026-12-31T12:00",
    ]


def test_until_in_utc_counts_on_the_wall():
    # 00:30 UTC on the 4th is still the evening of the 3rd in New York, half an hour after the start.
    rule = "FREQ=DAILY;UNTIL=20261204T003000Z"
    assert starts("2026-12-02T19:00", rule, "2026-12-01", "2026-12-31") == ["2026-12-03T00:00", "2026-12-04T00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every Tuesday",
        "FREQ=MINUTELY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYHOUR=1,2,3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY\nEXRULE:FREQ=DAILY",
    ],
)
def test_a_rule_that_cannot_be_read_or_never_comes_round(text):
    with pytest.raises((ValueError, TypeError)):
        read_rrule(text, wall("2026-01-01T09:00"), NEW_YORK)


def test_the_next_start():
    series = Series(wall("2026-01-06T08:00"), NEW_YORK, "FREQ=MONTHLY;BYDAY=1TU")
    assert series.next_start(utc("2026-11-23")) == utc("2026-12-01T13:00")
    assert Series(wall("2026-01-06T08:00"), NEW_YORK).next_start(utc("2026-11-23")) is None


days = st.datetimes(wall("2026-01-01"), wall("2026-12-31")).map(lambda day: day.replace(microsecond=0))


@given(days, st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,SA", "FREQ=MONTHLY;BYDAY=2WE"]), days)
def test_agrees_with_counting_from_the_beginning(first, text, after):
    """In a zone whose clocks never change, the starts are dateutil's own, and the first one in any case."""
    from_, to = after.replace(tzinfo=UTC), after.replace(tzinfo=UTC) + timedelta(days=40)
    every = [
        start.replace(tzinfo=UTC)
        for start in sorted(
            {first, *rrulestr(text, dtstart=first).between(first, after + timedelta(days=40), inc=True)}
        )
    ]
    assert Series(first, "UTC", text).starts(from_, to) == [start for start in every if from_ <= start < to]


WEEKLY = Series(
    wall("2026-11-05T18:00"),
    NEW_YORK,
    "FREQ=WEEKLY",
    exdates=["2026-11-26"],
    rdates=["2026-11-28T10:00"],
    overrides={
        "2026-11-12T18:00": {"starts": "2026-11-13T19:30", "ends": "2026-11-13T20:00", "venue": "Library"},
        "2026-11-19T18:00": {"cancelled": True},
    },
    length=timedelta(hours=2),
)


def test_one_time_of_a_series_is_moved_one_cancelled_one_added_one_left_out():
    found = WEEKLY.occurrences(utc("2026-11-01"), utc("2026-12-05"))
    assert [(one.key, one.starts_at.isoformat()[:16], one.cancelled) for one in found] == [
        ("2026-11-05T18:00", "2026-11-05T23:00", False),
        ("2026-11-12T18:00", "2026-11-14T00:30", False),
        ("2026-11-19T18:00", "2026-11-19T23:00", True),
        ("2026-11-28T10:00", "2026-11-28T15:00", False),
        ("2026-12-03T18:00", "2026-12-03T23:00", False),
    ]
    assert [one.ends_at.isoformat()[11:16] for one in found] == ["01:00", "01:00", "01:00", "17:00", "01:00"]
    assert found[1].override["venue"] == "Library"
    assert utc("2026-11-19T23:00") not in WEEKLY.starts(utc("2026-11-01"), utc("2026-12-05"))


def test_a_moved_time_is_found_where_it_went():
    assert WEEKLY.starts(utc("2026-11-14"), utc("2026-11-15")) == [utc("2026-11-14T00:30")]
    assert WEEKLY.starts(utc("2026-11-12"), utc("2026-11-13T12:00")) == []


def test_one_time_by_its_key():
    assert WEEKLY.find("2026-11-12T18:00").starts_at == utc("2026-11-14T00:30")
    assert WEEKLY.find("2026-11-28T10:00").starts_at == utc("2026-11-28T15:00")
    assert WEEKLY.find("2026-11-26T18:00") is None
    assert WEEKLY.find("2026-11-06T18:00") is None


def test_the_second_of_two_equal_hours_where_somebody_chose_it():
    night = Series(wall("2026-11-01T01:30"), NEW_YORK, fold=1)
    assert night.starts(utc("2026-10-01"), utc("2026-12-01")) == [utc("2026-11-01T06:30")]
