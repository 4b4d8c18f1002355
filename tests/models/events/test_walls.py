"""Times on the wall that never come, come twice, or are over: each with the times that would do."""

from datetime import UTC, datetime

from models.events.walls import Choice, Doubt, Odd, doubt, doubt_end

wall = datetime.fromisoformat
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
NEW_YORK = "America/New_York"


def test_a_plain_time_ahead():
    assert doubt(wall("2026-12-03T18:00"), NEW_YORK, NOW) is None


def test_the_hour_that_is_skipped():
    assert doubt(wall("2027-03-14T02:30"), NEW_YORK, NOW) == Doubt(
        Odd.SKIPPED, (Choice(wall("2027-03-14T01:30")), Choice(wall("2027-03-14T03:30")))
    )
    assert doubt(wall("2027-10-03T02:15"), "Australia/Lord_Howe", NOW) == Doubt(  # half an hour only
        Odd.SKIPPED, (Choice(wall("2027-10-03T01:45")), Choice(wall("2027-10-03T02:45")))
    )


def test_the_hour_that_comes_twice():
    twice = wall("2027-11-07T01:30")
    assert doubt(twice, NEW_YORK, NOW) == Doubt(Odd.TWICE, (Choice(twice, 0), Choice(twice, 1)))


def test_what_is_over():
    assert doubt(wall("2026-11-20T18:00"), NEW_YORK, NOW) == Doubt(
        Odd.PAST, (Choice(wall("2026-11-27T18:00")), Choice(wall("2027-11-20T18:00")))
    )
    assert doubt(wall("2024-02-29T18:00"), NEW_YORK, NOW) == Doubt(Odd.PAST, (Choice(wall("2026-11-26T18:00")),))


def test_an_end_before_its_start():
    assert doubt_end(wall("2026-12-03T22:00"), wall("2026-12-03T23:00")) is None
    assert doubt_end(wall("2026-12-03T22:00"), wall("2026-12-03T01:00")) == Doubt(
        Odd.BACKWARDS,
        (Choice(wall("2026-12-04T01:00")), Choice(wall("2026-12-03T23:00")), Choice(wall("2026-12-04T00:00"))),
    )
