"""The feeds over real HTTP: the town's for anybody, one person's behind her token, and a line for who has them."""

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
import vobject
from icalendar import Calendar

from bot.serve import show_outside
from models.events import addresses, attendance, gatherings
from models.events.attendance import Place
from models.events.attendance_tables import Going
from models.events.changing import settle
from models.people import meeting
from models.resources.catalogue import bump
from tests.conftest import NOON
from tests.stage import free_port, set_up

BENCH = "evt-open-workbench"


@pytest.fixture
async def served(town_address):
    """A house that listens, and how to ask it."""
    async with set_up(town_address, NOON, port=free_port()) as stage, aiohttp.ClientSession() as http:

        async def ask(path, **headers):
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{stage.settings.port}{path}", headers=headers) as answer:
                        return answer.status, await answer.read(), answer.headers
                except aiohttp.ClientConnectorError:
                    await asyncio.sleep(0.01)

        stage.ask = ask
        yield stage


async def test_a_house_that_asks_telegram_itself_serves_calendars_where_its_address_is_told(stage):
    port = free_port()
    settings = stage.settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}", "port": port})
    serving = asyncio.create_task(show_outside(settings, stage.running, stop := asyncio.Event(), calendars_too=True))
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"{settings.public_address}/events.ics") as answer:
                    assert (answer.status, len(Calendar.from_ical(await answer.read()).events) > 10) == (200, True)
                    break
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.01)
        async with http.get(f"{settings.public_address}/metrics") as answer:
            assert answer.status == 404
    stop.set()
    await serving


async def joined(stage, phone, source_id, going=Going.YES):
    """She says so to the next time of an event."""
    async with stage.database.transaction() as session:
        person = await meeting.by_chat(session, phone.id)
        event = await gatherings.event_of(session, source_id)
        occurrence = next(one for one in event.series.occurrences(NOON, NOON.replace(year=2027)))
        await attendance.answer(Place(session, event, occurrence, NOON, stage.running.house.customs), person.id, going)
        return person, event, occurrence


def events_of(data):
    return Calendar.from_ical(data).events


async def test_anybody_reads_the_towns_events(served):
    status, data, headers = await served.ask("/events.ics")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (
        200,
        "text/calendar; charset=utf-8",
        "public, max-age=900",
    )
    assert len(events_of(data)) > 10
    assert b"X-ECHOPPE" not in data
    assert vobject.readOne(data.decode()).vevent_list
    _, french, _ = await served.ask("/events.ics?lang=fr")
    _, unknown, _ = await served.ask("/events.ics?lang=xx")
    assert french != data == unknown


async def test_who_has_it_is_told_so_until_something_changes(served):
    _, _, headers = await served.ask("/events.ics")
    for said in (headers["ETag"], f'"other", W/{headers["ETag"]}', "*"):
        status, data, again = await served.ask("/events.ics", **{"If-None-Match": said})
        assert (status, data, again["ETag"]) == (304, b"", headers["ETag"])
    async with served.database.transaction() as session:
        event = (
            await gatherings.event_of(session, "bench-thursdays")
            or (await session.exec(gatherings.select(gatherings.Event))).first()
        )
        event.title, event.changed_at = "Another name", datetime(2026, 11, 23, 18, tzinfo=UTC)
        await settle(session, event, ["title"], NOON, served.running.house.customs)
        await bump(session)
    status, data, changed = await served.ask("/events.ics", **{"If-None-Match": headers["ETag"]})
    assert (status, changed["ETag"] != headers["ETag"]) == (200, True)
    assert b"SUMMARY;LANGUAGE=en:Another name" in data


async def test_one_persons_calendar_follows_her_word_and_the_event(served):
    phone = served.phone("Amina")
    await phone.type("/start")
    person, event, occurrence = await joined(served, phone, BENCH)
    async with served.database.transaction() as session:
        token = await addresses.make(session, person, NOON)
    status, data, headers = await served.ask(f"/calendar/{token}.ics")
    assert (status, headers["Cache-Control"]) == (200, "private, no-cache")
    (mine,) = events_of(data)
    assert (mine.start.astimezone(UTC), str(mine["STATUS"])) == (occurrence.starts_at, "CONFIRMED")
    async with served.database.transaction() as session:
        moved = await gatherings.event_of(session, event.source_id)
        moved.overrides = {**moved.overrides, occurrence.key: {"cancelled": True}}
        await settle(session, moved, ["overrides"], NOON, served.running.house.customs)
    _, data, _ = await served.ask(f"/calendar/{token}.ics")
    (gone,) = events_of(data)
    assert (str(gone["UID"]), str(gone["STATUS"]), gone["SEQUENCE"]) == (
        str(mine["UID"]),
        "CANCELLED",
        mine["SEQUENCE"] + 1,
    )
    await joined(served, phone, event.source_id, Going.NO)


async def test_a_new_address_ends_the_old_one_and_nobody_guesses_one(served):
    phone = served.phone("Amina")
    await phone.type("/start")
    async with served.database.transaction() as session:
        person = await meeting.by_chat(session, phone.id)
        first = await addresses.make(session, person, NOON)
        second = await addresses.make(session, person, NOON)
        kept = await addresses.of(session, person.id)
        assert second not in kept.token_hash
    assert (await served.ask(f"/calendar/{first}.ics"))[0] == 404
    assert (await served.ask(f"/calendar/{second}.ics"))[0] == 200
    for wrong in ("x", "%00", "a" * 5_000, "..%2Fevents"):
        assert (await served.ask(f"/calendar/{wrong}.ics"))[0] == 404
    async with served.database.transaction() as session:
        await addresses.revoke(session, person.id)
    status, data, headers = await served.ask(f"/calendar/{second}.ics")
    assert (status, data, headers["Cache-Control"]) == (404, b"There is no calendar here (any more).", "no-store")


async def test_who_is_forgotten_has_no_calendar(served):
    phone = served.phone("Amina")
    await phone.type("/start")
    async with served.database.transaction() as session:
        token = await addresses.make(session, await meeting.by_chat(session, phone.id), NOON)
    async with served.database.transaction() as session:
        await session.delete(await meeting.by_chat(session, phone.id))
    assert (await served.ask(f"/calendar/{token}.ics"))[0] == 404
