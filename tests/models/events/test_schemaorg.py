"""Events as web pages tell them: schema.org's Event in JSON-LD."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from models.events.schemaorg import read_schemaorg
from models.resources.importing.drafts import Draft
from tests.models.events.calendars import FOLDER, KNOWN, times

EXAMPLES = Path(FOLDER) / "schemaorg_event_examples.json"
UNSTARTED = "startDate: this must not be empty"
CLASS = {
    "@type": "Event",
    "@id": "https://hall.example/class",
    "name": "Pottery",
    "eventSchedule": {
        "@type": "Schedule",
        "startDate": "2026-11-01",
        "repeatFrequency": "P1W",
        "byDay": "https://schema.org/Wednesday",
        "startTime": "19:00:00",
        "endTime": "21:00:00",
        "exceptDate": "2026-11-11",
        "scheduleTimezone": "Europe/London",
    },
}


def read(thing):
    return list(read_schemaorg(json.dumps(thing).encode(), KNOWN))


def told(thing):
    return [one.source_id if isinstance(one, Draft) else str(one) for one in read(thing)]


def test_one_event_with_place_price_and_seats():
    (draft,) = read(
        {
            "@context": "https://schema.org",
            "@type": ["Thing", "https://schema.org/BusinessEvent"],
            "@id": "https://hall.example/1",
            "name": "Market stall night",
            "startDate": "2026-12-01T18:00:00-05:00",
            "endDate": "2026-12-01T20:00:00-05:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "inLanguage": "es",
            "location": [
                {
                    "@type": "Place",
                    "name": "Mill",
                    "address": {"streetAddress": "4 Mill Lane", "addressLocality": "Belmoulin"},
                },
                {"@type": "VirtualLocation", "url": "https://meet.example/1"},
            ],
            "offers": {"price": "0", "priceCurrency": "USD"},
            "maximumAttendeeCapacity": 40,
            "organizer": {"@type": "Organization", "name": "Main Street"},
        }
    )
    kept = {
        name: draft.values[name] for name in ("title", "venue", "address", "online_url", "cost", "capacity", "status")
    }
    assert kept == {
        "title": "Market stall night",
        "venue": "Mill",
        "address": "4 Mill Lane, Belmoulin",
        "online_url": "https://meet.example/1",
        "cost": "free",
        "capacity": 40,
        "status": "active",
    }
    assert draft.values["starts_local"] == datetime.fromisoformat("2026-12-01T18:00")
    assert (draft.values["organization"], draft.values["description_language"]) == ("Main Street", "es")


def test_a_schedule_begins_with_its_first_such_day():
    (draft,) = read(CLASS)
    assert draft.values["rrule"] == "FREQ=WEEKLY;BYDAY=WE"
    assert times(draft, "2026-11-01", "2026-11-30") == ["11-04 19:00", "11-18 19:00", "11-25 19:00"]


def test_first_and_third_wednesdays_and_an_end_after_midnight():
    schedule = CLASS["eventSchedule"] | {
        "byMonthWeek": [1, 3],
        "repeatFrequency": "P1M",
        "endTime": "01:00",
        "exceptDate": [],
    }
    (draft,) = read(CLASS | {"eventSchedule": schedule})
    assert times(draft, "2026-11-01", "2026-12-31") == ["11-04 19:00", "11-18 19:00", "12-02 19:00", "12-16 19:00"]
    assert draft.values["ends_local"] == datetime.fromisoformat("2026-11-05T01:00")


def test_two_schedules_are_two_events():
    afternoon = CLASS["eventSchedule"] | {"startTime": "14:00:00", "endTime": "15:00:00"}
    assert told(CLASS | {"eventSchedule": [CLASS["eventSchedule"], afternoon]}) == [
        "https://hall.example/class#1",
        "https://hall.example/class#2",
    ]


def test_found_wherever_it_stands_but_not_in_what_it_belongs_to():
    event = {"@type": "Event", "@id": "e", "name": "E", "startDate": "2026-12-01"}
    around = {
        "@graph": [
            {"@type": "EventReservation", "reservationFor": event | {"superEvent": {"@type": "Event", "name": "S"}}}
        ]
    }
    assert told(around) == ["e"]
    assert told([event, event]) == ["e", "event 2, @id: event 1 has the same id; give each event its own"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"startDate": "soon"}, "startDate: “soon” is not a day with an hour; write it like 2026-11-23T18:00"),
        ({"endDate": "2026-11-30"}, "endDate: this is before or below startDate"),
        ({"name": ""}, "name: this must not be empty"),
        ({"duration": "long"}, "duration: this cannot be read (long); correct it, or delete the line"),
        ({"eventSchedule": {"repeatFrequency": "PT1S", "startDate": "2026-12-01"}}, "repeatFrequency: “PT1S” is not a repetition; write it like FREQ=WEEKLY;BYDAY=TU"),
        ({"eventSchedule": {"startDate": "2026-12-01", "scheduleTimezone": "Mars"}}, "scheduleTimezone: “Mars” is not a time zone; write it like Europe/Paris"),
    ],
)  # fmt: skip
def test_what_keeps_an_event_out(change, sentence):
    event = {"@type": "Event", "@id": "e", "name": "E", "startDate": "2026-12-01T18:00"} | change
    assert [one for one in told(event) if "names no zone" not in one] == [f"event 1, {sentence}"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b" ", "the file is empty"),
        (b"{", "this is not JSON"),
        (b"[" * 100_000, "this is not JSON"),
        (b"{}", "there is no event"),
    ],
)
def test_what_is_no_such_file(data, sentence):
    (problem,) = read_schemaorg(data, KNOWN)
    assert str(problem).startswith(sentence)


@pytest.mark.skipif(not EXAMPLES.exists(), reason=f"schema.org's examples are not on this machine ({EXAMPLES})")
def test_schemaorgs_own_examples():
    """Twelve say when they are. One stands there twice, five have a schedule that never begins, one only sub-events."""
    found = list(read_schemaorg(EXAMPLES.read_bytes(), KNOWN))
    assert [one.values["title"] for one in found if isinstance(one, Draft)] == [
        "Miami Heat at Philadelphia 76ers - Game 3 (Home Game 1)",
        "Typhoon with Radiation City",
        "CANCELLED - Typhoon with Radiation City",
        "SOLD OUT! Typhoon with Radiation City",
        "Foo Fighters Concert",
        "Shostakovich Leningrad",
        "Julius Caesar at Shakespeare's Globe",
        "B.B. King",
        "B.B. King",
        'B.B. King with Jonathon "Boogie" Long',
        "Tai chi Class",
        "Count Example",
    ]
    assert [str(one) for one in found if not isinstance(one, Draft) and one.fatal] == [
        "event 5, @id: event 2 has the same id; give each event its own",
        f"event 9, {UNSTARTED}",
        *(f"event {number}, {UNSTARTED}" for number in (14, 16, 16, 17, 18)),
    ]
    *_, tai_chi, counted = (one for one in found if isinstance(one, Draft))
    assert len(times(tai_chi, "2017-01-01", "2017-12-31")) == 52
    assert times(counted, "2016-12-01", "2017-01-31")[-1] == "01-02 09:00"
