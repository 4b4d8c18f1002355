"""What follows when an event is changed: counted, derived anew, and known again by its calendar id."""

from datetime import UTC, datetime

from sqlmodel import select

from models.events import deriving
from models.events.changing import count
from models.events.deriving import derive_all
from models.events.tables import Event
from models.files.taking import take_in
from tests.models.events.calendars import KNOWN, calendar
from tests.models.events.fair import CUSTOMS

from models.events.ics_reading import read_ics  # isort: skip

YOGA = ("UID:yoga@hall", "SUMMARY:Yoga", "DTSTART;TZID=Europe/Paris:20261205T180000")


async def take(database, now, *events, source=read_ics):
    async with database.transaction() as session:
        return await take_in(session, [(Event, source(calendar(*events), KNOWN))], now, CUSTOMS, name="events.ics")


async def the_one(database):
    async with database.reading() as session:
        return (await session.exec(select(Event))).one()


async def test_a_new_event_has_its_next_time_and_the_release_of_the_zone_data(database, now):
    await take(database, now, YOGA)
    event = await the_one(database)
    assert (event.sequence, event.version) == (0, 1)
    assert event.next_at == event.starts_at == datetime(2026, 12, 5, 17, tzinfo=UTC)
    assert event.tzdata == deriving.zone_data()


async def test_calendars_hear_of_a_new_place_and_reminders_only_of_a_new_time(database, now):
    await take(database, now, YOGA)
    await take(database, now, (*YOGA, "LOCATION:Library"))
    event = await the_one(database)
    assert (event.sequence, event.version) == (1, 1)
    await take(
        database,
        now,
        ("UID:yoga@hall", "SUMMARY:Yoga", "LOCATION:Library", "DTSTART;TZID=Europe/Paris:20261206T180000"),
    )
    event = await the_one(database)
    assert (event.sequence, event.version, event.next_at) == (2, 2, datetime(2026, 12, 6, 17, tzinfo=UTC))
    await take(
        database,
        now,
        ("UID:yoga@hall", "SUMMARY:Yoga", "LOCATION:Library", "DTSTART;TZID=Europe/Paris:20261206T180000"),
    )
    event = await the_one(database)
    assert (event.sequence, event.version) == (2, 2)


async def test_an_event_that_was_away_is_known_again_by_its_calendar_id(database, now):
    async with database.transaction() as session:
        session.add(Event(source_id="yoga", uid="yoga@hall", title="Yoga", starts_local=datetime.fromisoformat("2026-12-05T18:00"),
                          timezone="Europe/Paris", starts_at=now, changed_at=now))  # fmt: skip
    report = await take(database, now, YOGA)
    assert (report.added, report.changed) == (0, 1)
    assert (await the_one(database)).source_id == "yoga"


OURS = (*YOGA, "X-ECHOPPE-ID:yoga")


async def test_an_older_copy_of_our_own_overwrites_nothing(database, now):
    await take(database, now, (*OURS, "SEQUENCE:3", "LOCATION:Library"))
    report = await take(database, now, (*OURS, "SEQUENCE:2", "LOCATION:Hall"))
    assert (report.changed, [str(one) for one in report.refused]) == (
        0,
        ["event 1, SEQUENCE: this copy is older (SEQUENCE 2) than the event as it stands (3); left as it is"],
    )
    event = await the_one(database)
    assert (event.sequence, event.venue or event.address) == (3, "Library")


async def test_a_copy_of_our_own_that_somebody_went_on_with_counts_on_from_there(database, now):
    await take(database, now, (*OURS, "SEQUENCE:3", "LOCATION:Library"))
    await take(database, now, (*OURS, "SEQUENCE:3", "LOCATION:Hall"))
    assert (await the_one(database)).sequence == 4
    await take(database, now, (*OURS, "SEQUENCE:9", "LOCATION:Garden"))
    event = await the_one(database)
    assert (event.sequence, event.venue or event.address) == (10, "Garden")


async def test_other_programs_may_count_as_they_like(database, now):
    await take(database, now, (*YOGA, "SEQUENCE:3"))
    await take(database, now, (*YOGA, "SEQUENCE:0", "LOCATION:Hall"))
    event = await the_one(database)
    assert (event.sequence, event.venue or event.address) == (1, "Hall")


def test_what_nobody_sees_counts_for_nothing():
    event = Event(sequence=3, version=2)
    count(event, ["trades", "capacity"])
    assert (event.sequence, event.version) == (3, 2)


async def test_new_zone_data_moves_what_it_moves_and_a_past_time_makes_way(database, now, monkeypatch):
    await take(database, now, (*YOGA, "RRULE:FREQ=DAILY"))
    async with database.transaction() as session:
        event = (await session.exec(select(Event))).one()
        event.starts_at = event.starts_at.replace(hour=16)  # as an older law had it
        session.add(event)
    async with database.transaction() as session:
        assert await derive_all(session, now) == 0  # the same release: nothing is looked at
    monkeypatch.setattr(deriving, "zone_data", lambda: "2099z")
    async with database.transaction() as session:
        assert await derive_all(session, now) == 1
    later = datetime(2026, 12, 5, 18, tzinfo=UTC)
    async with database.transaction() as session:
        await derive_all(session, later)
    event = await the_one(database)
    assert (event.starts_at.hour, event.next_at, event.tzdata) == (17, datetime(2026, 12, 6, 17, tzinfo=UTC), "2099z")
