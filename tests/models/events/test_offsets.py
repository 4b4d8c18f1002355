"""How long before, in words and as a moment. The hours that go wrong elsewhere stand in test_hard_times.py."""

import pytest

from models.events.offsets import Hours, due, is_offset, read, written
from tests.models.events.fair import NEW_YORK, local, shown

HOURS = Hours()


@pytest.mark.parametrize(
    "word", ["day", "morning", "hour", "1m", "90m", "43200m", "3d", "30d", "3d1800", "0d0730", "1d2359"]
)
def test_what_is_a_time_before(word):
    assert is_offset(word)


@pytest.mark.parametrize(
    "word", ["", "week", "0m", "-5m", "5", "m", "43201m", "90 m", "day,hour", "0d", "1d", "31d", "3d2400", "3d18"]
)
def test_what_is_none(word):
    assert not is_offset(word)


def test_several_are_kept_once_each_the_earliest_first():
    assert written(["hour", "90m", "day", "hour"]) == "day,90m,hour"
    assert read("day,90m,nonsense,hour") == ("day", "90m", "hour")
    assert (written([]), read("")) == ("", ())


@pytest.mark.parametrize(
    ("offset", "starts", "expected"),
    [
        ("day", "2027-05-05T18:00", "2027-05-04 18:00"),
        ("hour", "2027-05-05T18:00", "2027-05-05 17:00"),
        ("3d", "2027-05-05T18:00", "2027-05-02 18:00"),
        ("3d0930", "2027-05-05T18:00", "2027-05-02 09:30"),
        ("0d0730", "2027-05-05T18:00", "2027-05-05 07:30"),
        ("2d", "2027-03-15T18:00", "2027-03-13 18:00"),
        ("90m", "2027-05-05T18:00", "2027-05-05 16:30"),
        ("morning", "2027-05-05T18:00", "2027-05-05 08:00"),
        ("morning", "2027-05-05T09:00", "2027-05-05 08:00"),
        ("morning", "2027-05-05T08:30", "2027-05-04 18:00"),  # no time left: the evening before
    ],
)
def test_the_moment(offset, starts, expected):
    assert shown(due(offset, local(starts), NEW_YORK, HOURS)) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [("day", "2027-05-04 08:00"), ("morning", "2027-05-05 08:00"), ("hour", "2027-05-05 07:00")],
)
def test_what_lasts_all_day_is_counted_from_the_morning(offset, expected):
    assert shown(due(offset, local("2027-05-05T00:00"), NEW_YORK, HOURS, all_day=True)) == expected
