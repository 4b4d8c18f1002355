"""Calendar files, good and bad, as a town takes them in."""

from datetime import UTC, datetime

import pytest

from models.events.ics_reading import read_ics
from models.events.shelf import shelf
from models.events.tables import Event
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Draft
from models.resources.importing.saving import save
from tests.models.events.calendars import KNOWN, calendar, times

ZONE = ("BEGIN:VTIMEZONE", "TZID:Eastern", "BEGIN:STANDARD", "DTSTART:20001029T020000", "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD", "BEGIN:DAYLIGHT",
        "DTSTART:20000402T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "END:DAYLIGHT", "END:VTIMEZONE")  # fmt: skip
MARS = ("BEGIN:VTIMEZONE", "TZID:Mars", "BEGIN:STANDARD", "DTSTART:20000101T000000", "TZOFFSETFROM:+0137",
        "TZOFFSETTO:+0137", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
YOGA = (
    "UID:yoga@hall", "SUMMARY:Yoga for makers", "DTSTART;TZID=Europe/Paris:20261105T180000", "DURATION:PT1H30M",
)  # fmt: skip


def read(*lines, head=(), known=KNOWN):
    return list(read_ics(calendar(*lines, head=head), known))


def told(*lines, head=(), known=KNOWN):
    """Drafts as their id, problems as their sentence."""
    return [one.source_id if isinstance(one, Draft) else str(one) for one in read(*lines, head=head, known=known)]


def test_one_event_with_all_a_calendar_can_say():
    (draft,) = read(
        (
            *YOGA,
            "DESCRIPTION:Bring a mat.\\nTea afterwards.",
            "LOCATION:Town hall\\, 2 Main Street",
            "GEO:44.55;-70.06",
            "URL:https://hall.example/yoga",
            "ORGANIZER;CN=The Hall:mailto:ann@hall.example",
            "CONFERENCE;VALUE=URI:https://meet.example/yoga",
        )
    )
    assert draft.values == {
        "source_id": "yoga@hall",
        "uid": "yoga@hall",
        "title": "Yoga for makers",
        "description": "Bring a mat.\nTea afterwards.",
        "description_language": "en",
        "venue": "Town hall, 2 Main Street",
        "latitude": 44.55,
        "longitude": -70.06,
        "online_url": "https://meet.example/yoga",
        "url": "https://hall.example/yoga",
        "organization": "The Hall",
        "status": "active",
        "starts_local": datetime.fromisoformat("2026-11-05T18:00"),
        "ends_local": datetime.fromisoformat("2026-11-05T19:30"),
        "timezone": "Europe/Paris",
        "fold": 0,
        "all_day": False,
        "starts_at": datetime(2026, 11, 5, 17, tzinfo=UTC),
        "rrule": None,
        "rdates": [],
        "exdates": [],
        "overrides": {},
    }


def test_a_series_with_times_added_left_out_moved_and_cancelled():
    (draft,) = read(
        (
            *YOGA,
            "RRULE:FREQ=WEEKLY;COUNT=5",
            "EXDATE;TZID=Europe/Paris:20261112T180000",
            "RDATE;VALUE=PERIOD;TZID=Europe/Paris:20261114T100000/PT4H",
        ),
        ("UID:yoga@hall", "RECURRENCE-ID;TZID=Europe/Paris:20261119T180000", "SUMMARY:Yoga outside",
         "DTSTART;TZID=Europe/Paris:20261120T170000", "DURATION:PT1H30M"),
        ("UID:yoga@hall", "RECURRENCE-ID:20261126T170000Z", "SUMMARY:Yoga for makers", "STATUS:CANCELLED",
         "DTSTART;TZID=Europe/Paris:20261126T180000", "DURATION:PT1H30M"),
    )  # fmt: skip
    assert draft.values["overrides"] == {
        "2026-11-14T10:00": {"ends": "2026-11-14T14:00"},
        "2026-11-19T18:00": {"starts": "2026-11-20T17:00", "title": "Yoga outside"},
        "2026-11-26T18:00": {"cancelled": True},
    }
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-05 18:00", "11-14 10:00", "11-20 17:00", "12-03 18:00"]


def test_a_zone_with_a_name_of_its_own_is_known_by_its_clock():
    event = ("UID:e", "SUMMARY:E", "DTSTART;TZID=Eastern:20261029T180000", "RRULE:FREQ=WEEKLY;COUNT=2")
    (draft,) = read(*ZONE, event, known=Known(language="en", timezone="America/Detroit"))
    assert draft.values["timezone"] == "America/Detroit"
    assert times(draft, "2026-10-01", "2026-11-30") == ["10-29 18:00", "11-05 18:00"]


def test_windows_names_its_zones_otherwise():
    (draft,) = read(("UID:e", "SUMMARY:E", "DTSTART;TZID=Romance Standard Time:20261029T180000"))
    assert draft.values["timezone"] == "Europe/Paris"


def test_a_zone_no_clock_shows():
    once = ("UID:e", "SUMMARY:E", "DTSTART;TZID=Mars:20261029T180000")
    assert told(*MARS, once) == [
        "e",
        "event 1, DTSTART: the time zone “Mars” is not known; the hour was reckoned into America/New_York",
    ]
    assert read(*MARS, once)[0].values["starts_local"] == datetime.fromisoformat("2026-10-29T12:23")
    assert told(*MARS, (*once, "RRULE:FREQ=DAILY")) == [
        "event 1, DTSTART: the time zone “Mars” is not known; write it like Europe/Paris"
    ]


def test_universal_time_is_put_on_the_towns_wall_for_one_event_and_kept_for_a_series():
    once, series = read(
        ("UID:a", "SUMMARY:A", "DTSTART:20261101T063000Z"),
        ("UID:b", "SUMMARY:B", "DTSTART:20261101T063000Z", "RRULE:FREQ=DAILY"),
    )
    assert (once.values["timezone"], once.values["starts_local"].hour, once.values["fold"]) == (
        "America/New_York",
        1,
        1,
    )
    assert once.values["starts_at"] == datetime(
        2026, 11, 1, 6, 30, tzinfo=UTC
    )  # the second half past one of that night
    assert (series.values["timezone"], series.values["starts_local"].hour) == ("UTC", 6)


def test_the_calendars_own_zone_comes_before_the_towns():
    event = ("UID:e", "SUMMARY:E", "DTSTART:20261029T180000")
    assert told(event) == ["e", "event 1, DTSTART: the time names no zone; America/New_York was taken"]
    assert told(event, head=["X-WR-TIMEZONE:Asia/Kathmandu"]) == [
        "e",
        "event 1, DTSTART: the time names no zone; Asia/Kathmandu was taken",
    ]


def test_whole_days():
    (draft,) = read(("UID:fair", "SUMMARY:Fair", "DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261207"))
    assert (draft.values["all_day"], draft.values["starts_at"]) == (True, datetime(2026, 12, 5, 5, tzinfo=UTC))
    assert draft.values["ends_local"] == datetime.fromisoformat("2026-12-07")


def test_nine_hours_are_nine_hours_when_the_clocks_change_and_a_day_is_a_day():
    event = ("UID:e", "SUMMARY:E", "DTSTART;TZID=America/New_York:20261031T200000")
    (hours,) = read((*event, "DURATION:PT24H30M"))
    (days,) = read((*event, "DURATION:P1D"))
    assert hours.values["ends_local"] == datetime.fromisoformat("2026-11-01T19:30")
    assert days.values["ends_local"] == datetime.fromisoformat("2026-11-01T20:00")


def test_a_link_where_the_place_should_be_is_an_address_on_the_net():
    (draft,) = read((*YOGA, "LOCATION:https://meet.example/1"))
    assert (draft.values["venue"], draft.values["online_url"]) == (None, "https://meet.example/1")


def test_until_is_kept_as_the_wall_shows_it():
    (draft,) = read((*YOGA, "RRULE:UNTIL=20261112T170000Z;FREQ=WEEKLY"))
    assert draft.values["rrule"] == "FREQ=WEEKLY;UNTIL=20261112T180000"
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-05 18:00", "11-12 18:00"]
    (draft,) = read((*YOGA, "RRULE:FREQ=WEEKLY;UNTIL=20261112"))  # a day, where a moment is due: that whole day
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-05 18:00", "11-12 18:00"]


def test_the_first_start_counts_even_where_the_rule_has_none():
    (draft,) = read((*YOGA, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"))  # the fifth is a Thursday
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-05 18:00", "11-09 18:00", "11-16 18:00"]


def test_a_moved_time_without_its_series_happens_once():
    (draft,) = read((*YOGA, "RECURRENCE-ID;TZID=Europe/Paris:20261106T180000", "RRULE:FREQ=DAILY"))
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-05 18:00"]


def test_of_two_tellings_the_later_one_stands():
    (draft,) = read((*YOGA, "SEQUENCE:2", "LOCATION:Library"), (*YOGA, "SEQUENCE:1", "LOCATION:Hall"))
    assert draft.values["venue"] == "Library"
    assert told(YOGA, YOGA) == ["event 2, UID: event 1 has the same id; give each event its own", "yoga@hall"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("SUMMARY:E",), "DTSTART: this must not be empty"),
        (("SUMMARY:E", "DTSTART:soon"), "DTSTART: this cannot be read (Expected datetime, date, or time. Got: 'soon'); correct it, or delete the line"),
        (("SUMMARY:E", "DTSTART;TZID=Nowhere/At_All:20261029T180000"), "DTSTART: the time zone “Nowhere/At_All” is not known; write it like Europe/Paris"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "DTEND:20261029T170000Z"), "DTEND: this is before or below DTSTART"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "RRULE:FREQ=SECONDLY"), "RRULE: “FREQ=SECONDLY” is not a repetition; write it like FREQ=WEEKLY;BYDAY=TU"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "RRULE: “FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2” is not a repetition; write it like FREQ=WEEKLY;BYDAY=TU"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "RRULE: an event may have one repetition only; make two events of it"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"), "EXRULE: calendars no longer know this; write the dates it leaves out as EXDATE"),
        (("SUMMARY:E", "DTSTART:00010101T180000Z"), "DTSTART: 1 is not between 1970 and 2099"),
        (("SUMMARY:" + "e" * 10_001, "DTSTART:20261029T180000Z"), "SUMMARY: the text is longer than 10000 characters"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "X-ECHOPPE-CAPACITY:many"), "X-ECHOPPE-CAPACITY: “many” is not a number; write it like 40"),
    ],
)  # fmt: skip
def test_what_keeps_an_event_out(lines, sentence):
    assert told(lines, ("UID:good", "SUMMARY:Good", "DTSTART:20261029T180000Z")) == [f"event 1, {sentence}", "good"]


def test_all_that_follow_can_not_be_moved_by_a_file():
    moved = (*YOGA, "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261112T180000")
    assert told((*YOGA, "RRULE:FREQ=WEEKLY"), moved) == [
        "event 2, RECURRENCE-ID: this changes one time and all that follow (RANGE); end the series there and make a second one"
    ]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("SUMMARY:E", "DTSTART;TZID=America/New_York:20270314T023000"), "DTSTART: there is no such hour that day, the clocks jump over it; the one after it was taken"),
        (("DTSTART:20261029T180000Z",), "SUMMARY: the event has no title; it is kept but not shown until it has one"),
        (("SUMMARY:E", "DTSTART:20261029T180000Z", "CLASS:PRIVATE"), "CLASS: the event is marked as private; it is kept but not shown"),
        (("SUMMARY:E", "DTSTART:20261031T180000Z", "RRULE:FREQ=MONTHLY"), "RRULE: this skips every month without such a day; for the last day write BYMONTHDAY=-1"),
        (("SUMMARY:E", "DTSTART:20280229T180000Z", "RRULE:FREQ=YEARLY"), "RRULE: this comes round in leap years only; for each year choose 28 February or 1 March"),
    ],
)  # fmt: skip
def test_what_is_taken_in_but_said(lines, sentence):
    assert told(("UID:e", *lines)) == ["e", f"event 1, {sentence}"]


def test_an_event_without_an_id_gets_one_that_stays():
    (one,), (two,) = (read(("SUMMARY:E", "DTSTART:20261029T180000Z")) for _ in range(2))
    assert one.source_id == two.source_id


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"id,title\n1,Yoga", "this is not a calendar file; it must begin with BEGIN:VCALENDAR"),
        (b"\x00\xff" * 50, "this is not a calendar file; it must begin with BEGIN:VCALENDAR"),
        (calendar(), "there is no event in this file"),
        (calendar(YOGA)[:-20], "the calendar is cut off"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 10_001, "the calendar has more than 10000 events; split it"),
        (b"BEGIN:VCALENDAR\r\n" * 5_000 + b"END:VCALENDAR", "there is no event in this file"),
        (b"x" * 20_000_001, "the file is larger than 20 MB; split it"),
    ],
)
def test_what_is_no_calendar(data, sentence):
    (problem,) = read_ics(data, KNOWN)
    assert str(problem).startswith(sentence)


def test_a_flood_of_single_dates_is_refused():
    dates = ",".join(["20261105T180000"] * 2_001)
    assert told((*YOGA, f"RDATE;TZID=Europe/Paris:{dates}")) == [
        "event 1, RDATE: more than 2000 single dates; say them as a repetition (RRULE)"
    ]


async def test_in_the_town_twice_is_once(database, now):
    data = calendar((*YOGA, "RRULE:FREQ=WEEKLY"))
    for counts in ((1, 0, 0), (0, 0, 1)):
        async with database.transaction() as session:
            report = await save(session, Event, read_ics(data, KNOWN), now)
        assert (report.added, report.changed, report.unchanged) == counts
    async with database.reading() as session:
        (fact,) = await shelf(session, now)
    assert fact.dates[0] == datetime(2026, 11, 26, 17, tzinfo=UTC)
