"""An announcement on a hard day: everybody who can be reached gets it once, and the numbers add up."""

import pytest

from tests.faults.broadcast_day import play
from tests.faults.outbox_bed import bed

PEOPLE = 150
IN_FLIGHT = 30  # calls a killed worker may have out
SLOW = 0.3  # seconds Telegram takes to answer: whenever the worker dies, some calls are out


@pytest.fixture
async def town(address, tmp_path):
    async with bed(address, tmp_path, MESSAGES_PER_SECOND="60") as made:
        yield made


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
async def test_each_reachable_person_gets_it_once(town):
    await town.weather("slow", seconds=SLOW)
    day = await play(town, PEOPLE)
    assert (day.recipients, day.counted) == (PEOPLE + 1, PEOPLE + 1)  # she who wrote it reads it too
    assert (day.twice, day.missed, day.paused_for) == (0, 0, 0)
    assert day.doubtful <= IN_FLIGHT
