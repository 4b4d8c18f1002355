"""From events.csv to rows and to facts of the catalogue."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.events.importing import read_events
from models.events.shelf import shelf
from models.events.tables import Event
from models.resources.facts import Words
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Problem
from models.resources.importing.saving import save
from models.resources.matching import recommend

KNOWN = Known(language="en", timezone="America/New_York")
HEADER = "id,title,title_fr,description,starts_at,ends_at,timezone,rrule,exdates,venue,cost,needs"
WORKBENCH = (
    "bench,Open Workbench,L’établi ouvert,Bring what you make.,2026-01-08T18:00,2026-01-08T21:00,,"
    "FREQ=WEEKLY;BYDAY=TH,2026-12-24 | 2026-11-26,Mill No. 4,free,workspace"
)


def read(*lines, known=KNOWN):
    return list(read_events("\n".join([HEADER, *lines]).encode(), known))


def test_wall_time_zone_and_the_moment_that_follows():
    (draft,) = read(WORKBENCH)
    told = {
        name: draft.values[name] for name in ("starts_local", "ends_local", "timezone", "starts_at", "rrule", "exdates")
    }
    assert told == {
        "starts_local": datetime.fromisoformat("2026-01-08T18:00"),
        "ends_local": datetime.fromisoformat("2026-01-08T21:00"),
        "timezone": "America/New_York",
        "starts_at": datetime(2026, 1, 8, 23, tzinfo=UTC),
        "rrule": "FREQ=WEEKLY;BYDAY=TH",
        "exdates": ["2026-11-26", "2026-12-24"],
    }


BAD = [
    ("e,T,,,,,,,,,,", Problem("missing", 2, "starts_at")),
    ("e,T,,,2026-01-08,,,,,,,", Problem("not_moment", 2, "starts_at", {"found": "2026-01-08"})),
    ("e,T,,,2026-01-08T18:00Z,,,,,,,", Problem("not_moment", 2, "starts_at", {"found": "2026-01-08T18:00Z"})),
    ("e,T,,,2026-01-08T18:00,2026-01-08T17:00,,,,,,", Problem("wrong_order", 2, "ends_at", {"first": "starts_at"})),
    ("e,T,,,2026-01-08T18:00,,Mars/Base,,,,,", Problem("not_zone", 2, "timezone", {"found": "Mars/Base"})),
    ("e,T,,,2026-01-08T18:00,,,often,,,,", Problem("not_repeating", 2, "rrule", {"found": "often"})),
    ("e,T,,,2026-01-08T18:00,,,,soon,,,", Problem("not_day", 2, "exdates", {"found": "soon"})),
]


@pytest.mark.parametrize(("line", "problem"), BAD)
def test_bad_events(line, problem):
    assert read(line) == [problem]


def test_a_town_without_a_zone_needs_one_in_the_file():
    assert read(WORKBENCH, known=Known()) == [Problem("missing", 2, "timezone")]


async def test_twice_is_once_and_the_next_one_is_recommended(database, now):
    for counts in ((1, 0, 0), (0, 0, 1)):
        async with database.transaction() as session:
            report = await save(session, Event, read(WORKBENCH), now)
        assert (report.added, report.changed, report.unchanged) == counts
    async with database.reading() as session:
        facts = await shelf(session, now)
    (match,) = recommend({"needs": ["workspace"]}, facts, now.astimezone(ZoneInfo("America/New_York")))
    assert (match.fact.id, match.starts_at) == ("bench", datetime(2026, 12, 3, 23, tzinfo=UTC))
    assert match.fact.needs == {"workspace", "events"}
    assert timedelta(seconds=match.fact.length) == timedelta(hours=3)
    assert match.fact.words("name", "fr") == Words("L’établi ouvert", "fr")
    assert match.fact.words("description", "fr") == Words("Bring what you make.", "en")
