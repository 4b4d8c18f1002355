"""An event into her own calendar: once as a file, and for good behind an address that only she knows."""

import re

import aiohttp
import pytest
from icalendar import Calendar

from tests.conftest import NOON
from tests.stage import free_port, set_up
from tests.walks.fingers import choices, press


@pytest.fixture
async def listening(town_address):
    """A house with a web address of its own."""
    async with set_up(town_address, NOON, port=free_port()) as stage:
        yield stage


async def say_yes(phone):
    """To the first event of the list."""
    await phone.type("/start")
    await phone.type("/events")
    await press(phone, choices(phone, "ev:open")[0])
    await press(phone, next(one for one in choices(phone) if one.startswith("ev:yes")))


async def test_one_event_as_a_file(stage):
    phone = stage.phone("Amina", "fr")
    await say_yes(phone)
    await press(phone, choices(phone, "cal:take")[0])
    file = phone.last["document"]
    assert file["file_name"].endswith(".ics")
    (event,) = Calendar.from_ical(stage.sim.world.files.find(file["file_id"]).upload.content).events
    assert (str(event["STATUS"]), event.start > NOON) == ("CONFIRMED", True)


async def test_her_address_made_made_anew_and_taken_away(listening):
    phone = listening.phone("Amina")
    await say_yes(phone)
    await press(phone, "ev:list:all:0", "ev:list:mine:0", "cal:mine")
    assert "an address that only you know" in phone.last["text"]
    await press(phone, "cal:make")
    first = re.search(r"http://\S+", phone.last["text"])[0]
    await phone.type("/events")
    await press(phone, "ev:list:mine:0", "cal:mine")
    assert "You have had a private address since Monday, November 23" in phone.last["text"]
    assert first not in phone.last["text"]
    await press(phone, "cal:make")
    second = re.search(r"http://\S+", phone.last["text"])[0]
    async with aiohttp.ClientSession() as http:
        async with http.get(first) as old, http.get(second) as new:
            assert (old.status, new.status) == (404, 200)
            assert len(Calendar.from_ical(await new.read()).events) == 1
        await press(phone, "cal:drop")
        async with http.get(second) as gone:
            assert gone.status == 404


async def test_without_a_web_address_it_is_said(stage):
    phone = stage.phone("Amina")
    await say_yes(phone)
    await press(phone, "ev:list:all:0", "ev:list:mine:0", "cal:mine")
    assert "This bot has no web address of its own" in phone.last["text"]
    assert choices(phone) == ["ev:list:mine:0"]
