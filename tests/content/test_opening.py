"""Opening hours: when somebody is there, and when again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from content.opening import is_open, opens_next, read_hours

HERE = ZoneInfo("America/New_York")
HOURS = [read_hours("mon-fri 09:00-17:00"), read_hours("thu 17:00-19:00")]


def at(day, hour, minute=0):
    """A moment of the week that begins on Monday, 23 November 2026."""
    return datetime(2026, 11, 22 + day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("moment", "opened", "again"),
    [
        (at(1, 9), True, None),
        (at(1, 8, 59), False, at(1, 9)),
        (at(1, 17), False, at(2, 9)),
        (at(4, 18), True, None),
        (at(4, 19), False, at(5, 9)),
        (at(5, 17), False, at(8, 9)),
        (at(6, 12), False, at(8, 9)),
    ],
)
def test_somebody_is_there_or_comes_again(moment, opened, again):
    assert (is_open(HOURS, moment), opens_next(HOURS, moment)) == (opened, again)


def test_where_no_hours_are_said_nobody_is_sent_away():
    assert is_open([], at(7, 3))
    assert opens_next([], at(7, 3)) is None


def test_days_go_over_the_end_of_the_week():
    assert read_hours("sat-mon 10:00-12:00").days == {5, 6, 0}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("every day", "'every day' are not hours; write them like mon-fri 09:00-17:00"),
        ("lun 09:00-17:00", "'lun' is not a day; write mon, tue, wed, thu, fri, sat or sun"),
        ("mon 17:00-09:00", "'mon 17:00-09:00': the hours must end after they begin, on the same day"),
    ],
)
def test_what_is_no_hours_is_said(line, sentence):
    with pytest.raises(ValueError) as fault:
        read_hours(line)
    assert str(fault.value) == sentence
