"""Somebody is told when messages do not leave, once, and what fails too much stops by itself."""

import pytest
from sqlmodel import select

from handlers.clock.nightly import Nights
from handlers.clock.watching import PATIENCE, watch
from models.outbox import preferences, queue
from models.outbox.tables import Batch, Delivery, DeliveryCount, Lane
from models.people import meeting
from tests.handlers.clock.test_sending import planned, states
from tests.stage import COORDINATOR


@pytest.fixture
async def robin(stage):
    """The administrator, who has written before."""
    robin = stage.phone("Robin", id=COORDINATOR)
    await robin.type("/start")
    return robin


@pytest.fixture
async def makers(stage):
    phones = [stage.phone(f"Maker {number}") for number in range(30)]
    for phone in phones:
        await phone.type("/start", wait=False)
    await stage.sim.settled()
    return phones


def told(phone):
    return [words for words in phone.heard if "Messages are not going out" in words]


async def test_a_batch_that_fails_too_often_is_paused_and_told_once(stage, robin, makers):
    await planned(stage, *makers, batch="news")
    async with stage.database.transaction() as session:
        for row in (await session.exec(select(Delivery))).all():
            row.state, row.reason, row.ended_at = "failed", "telegram", stage.clock.now
            session.add(row)
        (await session.exec(select(Batch))).one().proved = True
    for _ in range(2):
        await watch(stage.running.outbox)
        await stage.deliver()
        stage.clock.tick(seconds=5)
    async with stage.database.reading() as session:
        found = (await session.exec(select(Batch))).one()
    assert (found.state, found.reason) == ("paused", "failing")
    assert len(told(robin)) == 1
    assert "news" in told(robin)[0]


async def test_a_standstill_is_told_past_the_line_and_once_an_incident(stage, robin, makers):
    await planned(stage, *makers[:3])
    stage.clock.tick(minutes=6)
    for _ in range(3):
        await watch(stage.running.outbox)
        stage.clock.tick(seconds=5)
    assert len(told(robin)) == 1
    assert "3 messages are waiting" in told(robin)[0]
    await stage.deliver()
    await watch(stage.running.outbox)
    stage.clock.tick(minutes=6)
    await planned(stage, makers[4], key="other")
    stage.clock.tick(minutes=6)
    await watch(stage.running.outbox)
    assert len(told(robin)) == 2


async def test_a_line_that_moves_is_no_alarm(stage, robin, makers):
    await planned(stage, *makers)
    await stage.deliver()
    await watch(stage.running.outbox)
    assert (told(robin), {state for _, state, _ in await states(stage)}) == ([], {"sent"})


async def test_a_database_that_takes_no_marks_is_told_once(stage, robin):
    outbox = stage.running.outbox
    for _ in range(2):
        outbox.tally.stumbling = PATIENCE
        await watch(outbox)
    assert len(told(robin)) == 1
    outbox.tally.stumbling = 0
    await watch(outbox)
    outbox.tally.stumbling = PATIENCE
    await watch(outbox)
    assert len(told(robin)) == 2


async def test_what_a_dead_process_held_is_freed(stage, makers):
    await planned(stage, makers[0])
    async with stage.database.transaction() as session:
        await queue.claim(session, 5, stage.clock.now)
    stage.clock.tick(seconds=14)
    await watch(stage.running.outbox)
    assert await states(stage) == [(makers[0].id, "leased", None)]
    stage.clock.tick(seconds=2)
    await watch(stage.running.outbox)
    assert await states(stage) == [(makers[0].id, "pending", None)]


async def test_a_month_old_message_becomes_a_number_in_the_night(stage, makers):
    await planned(stage, *makers[:3])
    await stage.deliver()
    nights = Nights(stage.running.outbox)
    stage.clock.tick(days=32)
    await nights.look()
    assert await states(stage) == []
    async with stage.database.reading() as session:
        assert [row.count for row in await session.exec(select(DeliveryCount))] == [3]


async def test_what_is_over_the_week_s_measure_comes_in_one_digest(stage, makers):
    ana = makers[0]
    async with stage.database.transaction() as session:
        her = await meeting.by_chat(session, ana.id)
        await preferences.turn(session, her.id, "announcements", on=True)
    for number in range(7):
        text = {"texts": {"en": f"News {number}"}}
        await planned(stage, ana, key=f"news:{number}", lane=Lane.ANNOUNCEMENT, message=text)
    for _ in range(8):
        await stage.deliver()
        stage.clock.tick(seconds=1)
    assert sorted(state for _, state, _ in await states(stage)) == ["digest"] * 2 + ["sent"] * 5
    await Nights(stage.running.outbox).look()
    stage.clock.tick(seconds=1)
    await stage.deliver()
    assert "News 5" in ana.screen
    assert "News 6" in ana.screen
    assert sorted(state for _, state, _ in await states(stage)) == ["merged"] * 2 + ["sent"] * 6


async def test_the_night_s_work_is_done_once_a_night(stage, monkeypatch):
    nights, counted = Nights(stage.running.outbox), []

    async def count(_self):
        counted.append(stage.clock.now.hour)

    monkeypatch.setattr(Nights, "_account", count)
    for _ in range(48):
        stage.clock.tick(hours=1)
        await nights.look()
    assert len(counted) == 3
    stage.clock.tick(days=1)
    await nights.look()
    assert len(counted) == 4
