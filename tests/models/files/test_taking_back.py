"""An import of events taken back: whoever comes keeps her word, or nothing is done."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.events.tables import Event
from models.files.formats import read_parts
from models.files.taking import take_back, take_in
from models.resources.importing.cannot_undo import CannotUndo
from models.resources.importing.parcel import parcel_of
from models.resources.importing.undoing import find_import
from tests.models.events.fair import CUSTOMS, Fair
from tests.models.files.places import KNOWN

FAIR = "id,title,starts_at\nfair,Fair,2026-12-05T10:00\n"


async def put(database, text, now):
    async with database.transaction() as session:
        parts = read_parts(parcel_of("events.csv", text.encode()), KNOWN)
        return await take_in(session, parts, now, CUSTOMS, name="events.csv")


async def back(database, report, now):
    async with database.transaction() as session:
        return await take_back(session, await find_import(session, str(report.import_id)), now, CUSTOMS)


async def events(database):
    async with database.reading() as session:
        return (await session.exec(select(Event))).all()


async def test_events_come_and_go(database, now):
    first = await put(database, FAIR, now)
    moved = await put(database, FAIR.replace("10:00", "14:00"), now + timedelta(hours=1))
    assert (await back(database, moved, now + timedelta(hours=2))).restored == 1
    (event,) = await events(database)
    assert (event.starts_local.hour, event.version) == (10, 3)  # calendars hear of both changes
    assert (await back(database, first, now + timedelta(hours=3))).removed == 1
    assert await events(database) == []


async def test_an_event_somebody_comes_to_stays(database, now):
    first = await put(database, FAIR, now)
    fair = Fair(database, now)
    await fair.says(await fair.person())
    with pytest.raises(CannotUndo, match=r"^events\.csv stays: people have said that they come to fair\.$"):
        await back(database, first, now + timedelta(hours=1))
    assert len(await events(database)) == 1
