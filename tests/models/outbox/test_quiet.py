"""Quiet hours over midnight, over clock changes, and beside events that begin early."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outbox.quiet import Quiet, place, window

NEW_YORK = Quiet("America/New_York", time(21), time(8))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def placed(wanted, quiet=NEW_YORK, **other):
    zone = quiet.zone
    given = {name: local(value, zone) if isinstance(value, str) else value for name, value in other.items()}
    found = place(local(wanted, zone), quiet, now=given.pop("now", local("2026-01-01T00:00", zone)), **given)
    return found and found.astimezone(local(wanted, zone).tzinfo)


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("2026-11-23T12:00", "2026-11-23T12:00"),  # broad day
        ("2026-11-23T20:59", "2026-11-23T20:59"),  # a minute before
        ("2026-11-23T21:00", "2026-11-24T08:00"),  # the evening waits for tomorrow
        ("2026-11-24T00:00", "2026-11-24T08:00"),  # midnight belongs to both days
        ("2026-11-24T07:59", "2026-11-24T08:00"),  # the small hours wait for today
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-10-31T23:00", "2026-11-01T08:00"),  # a night of thirteen hours: the clocks go back
        ("2026-03-07T23:00", "2026-03-08T08:00"),  # and one of eleven
    ],
)
def test_the_night_waits_for_the_morning(wanted, sent):
    assert placed(wanted) == local(sent, "America/New_York")


def test_a_night_over_a_clock_change_has_its_true_length():
    begins, ends = window(NEW_YORK, local("2026-10-31T23:00", "America/New_York"))
    assert ends - begins == timedelta(hours=12)
    begins, ends = window(NEW_YORK, local("2026-03-07T23:00", "America/New_York"))
    assert ends - begins == timedelta(hours=10)


@pytest.mark.parametrize(
    ("wanted", "event", "sent"),
    [
        ("2026-11-24T07:30", "2026-11-24T08:30", "2026-11-23T20:30"),  # at 08:00 it would be half an hour before
        ("2026-11-24T06:00", "2026-11-24T09:30", "2026-11-24T08:00"),  # the morning is early enough
        ("2026-11-24T04:00", "2026-11-24T05:00", "2026-11-23T20:30"),  # a market before dawn
        ("2026-11-24T17:00", "2026-11-24T18:00", "2026-11-24T17:00"),
    ],
)
def test_a_reminder_comes_before_its_event(wanted, event, sent):
    assert placed(wanted, deadline=event, asked=True) == local(sent, "America/New_York")


def test_when_the_evening_has_passed_the_morning_is_better_than_nothing():
    late = placed("2026-11-24T07:30", now="2026-11-23T22:00", deadline="2026-11-24T08:30", asked=True)
    assert late == local("2026-11-24T08:00", "America/New_York")


def test_what_she_asked_for_breaks_the_night_only_when_nothing_else_is_left():
    dawn = {"now": "2026-11-23T22:00", "deadline": "2026-11-24T05:00"}
    assert placed("2026-11-24T04:00", **dawn, asked=True) == local("2026-11-24T04:00", "America/New_York")
    assert placed("2026-11-24T04:00", **dawn) is None


def test_the_same_hour_twice_is_never_quiet():
    assert window(Quiet("Europe/Paris", time(8), time(8)), utc("2026-11-23T02:00")) is None


@pytest.mark.parametrize(
    ("zone", "wanted", "sent"),
    [
        ("Europe/Paris", "2026-11-23T22:00", "2026-11-24T07:00"),  # noon in the town's office hours, night in Paris
        ("Pacific/Honolulu", "2026-11-23T08:00", "2026-11-23T18:00"),
        ("Asia/Kathmandu", "2026-11-23T16:00", "2026-11-24T02:15"),
        ("Pacific/Chatham", "2026-11-23T12:00", "2026-11-23T18:15"),
        ("Australia/Lord_Howe", "2026-11-23T12:00", "2026-11-23T21:00"),
        ("Africa/Casablanca", "2026-02-15T03:00", "2026-02-15T08:00"),  # the day Ramadan's offset begins
        ("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T18:00"),  # 30 December did not exist there
    ],
)
def test_it_is_her_own_clock_that_counts(zone, wanted, sent):
    quiet = Quiet(zone, time(21), time(8))
    assert place(utc(wanted), quiet, now=utc("2011-01-01T00:00")) == utc(sent)


def test_hours_that_end_when_a_clock_repeats_itself_end_the_second_time():
    quiet = Quiet("America/New_York", time(21), time(1, 30))
    assert place(utc("2026-11-01T05:20"), quiet, now=utc("2026-11-01T00:00")) == utc("2026-11-01T06:30")


HOURS = st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0))
ZONES = st.sampled_from(
    ["America/New_York", "Europe/Paris", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]
)


@given(
    st.datetimes(datetime(2011, 1, 1), datetime(2038, 12, 31)),  # noqa: DTZ001 hypothesis adds the zone
    ZONES,
    HOURS,
    HOURS,
    st.integers(0, 72),
    st.booleans(),
)
def test_whatever_the_hours_nobody_is_woken_and_nothing_comes_too_late(naive, zone, start, end, hours, asked):
    wanted, quiet = naive.replace(tzinfo=UTC), Quiet(zone, start, end)
    deadline = wanted + timedelta(hours=hours) if hours else None
    found = place(wanted, quiet, now=wanted - timedelta(days=2), deadline=deadline, asked=asked)
    around = window(quiet, wanted)
    assert around is None or around[0] <= wanted < around[1]
    if found is None:
        assert deadline is not None
        assert not asked
        return
    assert deadline is None or found < deadline or found == wanted
    if found != wanted and deadline is None:
        assert found > wanted
        assert found - wanted < timedelta(hours=27)
    if found != wanted and found < wanted:
        assert window(quiet, found) is None
