"""People change their minds while a broadcast is on its way, and machines wake up late: who gets what, and who does not."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.outbox import batches, leaving, waking
from models.outbox.tables import BatchState, Delivery, Lane, State
from models.people.leaving import erase
from models.people.tables import Person
from tests.faults.outbox_bed import bed
from tests.faults.outbox_town import FIRST

A_SECOND = 28  # messages
ON_THEIR_WAY = 5


@pytest.fixture
async def town(address, tmp_path):
    async with bed(address, tmp_path, people=1200) as made:
        yield made


def on(kind):
    return pytest.mark.parametrize("address", [kind], indirect=True)


async def test_f12_a_pause_takes_effect_within_a_second_and_the_rest_comes_once(town):
    await town.plan(90, batch="news")
    await town.start()
    await town.until(lambda: town.heard >= 36)
    before = town.heard
    async with town.database.transaction() as session:
        await batches.pause(session, "news", "coordinator")
    await asyncio.sleep(1.5)
    stopped = town.heard
    assert stopped - before <= A_SECOND + ON_THEIR_WAY
    assert await town.states() == {"sent": stopped, "held": 90 - stopped}
    async with town.database.transaction() as session:
        await batches.resume(session, "news", town.now())
    await town.settled()
    assert (town.heard, town.twice) == (90, 0)


async def test_f13_a_cancelled_batch_ends_and_its_counts_add_up(town):
    await town.plan(90, batch="news")
    await town.start()
    await town.until(lambda: town.heard >= 20)
    async with town.database.transaction() as session:
        await batches.cancel(session, "news", "coordinator", town.now())
    await asyncio.sleep(2)
    sent = town.heard
    await asyncio.sleep(1)
    assert town.heard == sent
    assert await town.states() == {"sent": sent, "cancelled": 90 - sent}


async def test_f14_confirming_five_times_at_once_is_one_broadcast(town):
    planned = await asyncio.gather(*(town.plan(40, batch="news") for _ in range(5)))
    assert sum(planned) == 40
    await town.start(MESSAGES_PER_SECOND="200")
    await town.settled()
    assert (town.heard, town.twice, (await town.batch("news")).recipients) == (40, 0, 40)


async def _last_awake(town, hours):
    """The workers were last seen so many hours ago."""
    async with town.database.transaction() as session:
        await waking.wake(session, town.now() - timedelta(hours=hours), timedelta(hours=1))


async def test_f15_after_a_long_stop_the_late_is_sent_the_stale_is_asked_about_the_past_is_not_told(town):
    await _last_awake(town, hours=2)
    news = {"lane": Lane.ANNOUNCEMENT, "message": {"texts": {"en": "News"}}}
    await town.plan(10, key="late", batch="late", ago=timedelta(minutes=30), **news)
    await town.plan(10, key="stale", batch="stale", ago=timedelta(minutes=90), **news)
    ended = town.now() - timedelta(minutes=1)
    await town.plan(10, key="past", lane=Lane.REMINDER, ago=timedelta(hours=2), expires_at=ended)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.until(lambda: town.alarms)
    await town.settled()
    assert {(row.batch, row.state, row.reason) for row in await town.rows()} == {
        ("late", "sent", None),
        ("stale", "held", None),
        (None, "expired", "too_late"),
    }
    assert len(town.accepted) == 10
    found = await town.batch("stale")
    assert (found.state, found.reason) == (BatchState.PAUSED, waking.ASLEEP)
    assert len(town.alarms) == 1
    assert "stale" in town.alarms[0]


@on("sqlite")
async def test_f20_yesterday_s_backup_sends_nothing_by_itself(town):
    await _last_awake(town, hours=24)
    yesterday = timedelta(hours=23)
    await town.plan(20, batch="news", lane=Lane.ANNOUNCEMENT, ago=yesterday)
    await town.plan(20, key="nudge", lane=Lane.NUDGE, ago=yesterday)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.until(lambda: town.alarms)
    await asyncio.sleep(1.5)
    assert town.accepted == []
    assert await town.states() == {"held": 20, "expired": 20}


async def test_f17_whoever_stops_or_is_erased_meanwhile_gets_nothing_more(town):
    await town.plan(100)
    await town.start()
    await town.until(lambda: town.heard >= 20)
    async with town.database.transaction() as session:
        people = (await session.exec(select(Person).where(Person.chat_id >= FIRST + 60).with_for_update())).all()
        waiting = set(await session.exec(select(Delivery.chat_id).where(Delivery.state == State.PENDING)))
        for person in people[:20]:
            await leaving.forget(session, person.id, town.now())
            await erase(session, person)
        stopped = [person.id for person in people[20:]]
        await session.exec(update(Person).where(col(Person.id).in_(stopped)).values(stopped_at=town.now()))
    spared = waiting & {person.chat_id for person in people}
    await town.settled()
    assert len(spared) >= 20
    assert spared & {call.chat for call in town.accepted} == set()
    assert town.heard + len(spared) <= 100
    assert {row.reason for row in await town.rows(State.SKIPPED)} <= {"stopped", "erased"}


async def test_f16_who_writes_meanwhile_is_answered_at_once(town):
    """The real bot, polling, with a broadcast under way."""
    await town.plan(1000)
    await town.start("-m", "bot", "run", MESSAGES_PER_SECOND="200")
    await town.until(lambda: town.heard >= 50)
    took = []
    for person in range(FIRST + 1100, FIRST + 1110):
        await town.say(person, "/start")
        took.append(await town.until(lambda person=person: any(call.chat == person for call in town.calls)))
    assert town.heard < 1000
    assert max(took) < 5  # the figure itself is measured in tests/bench/outbox_speed.py
    await town.end(town.workers[0])


async def _in_doubt(town):
    """More were twice without an answer than one killed worker leaves behind."""
    return (await town.states())["uncertain"] > ON_THEIR_WAY


async def test_f21_bad_days_all_at_once_and_the_counts_add_up(town):
    for kind, ratio in (("500", 0.05), ("drop_before", 0.05), ("drop_after", 0.35), ("blocked", 0.05)):
        await town.weather(kind, ratio=ratio)
    await town.plan(150)
    first = await town.start_odd(lease=2)
    await town.until(lambda: town.heard >= 30)
    await town.weather("429", times=1, seconds=1)
    await town.kill(first)
    await town.start_odd(lease=2)
    await town.until(lambda: town.heard >= 90)
    await town.until(lambda: _in_doubt(town))
    await town.good_weather()
    await town.settled(60)
    states = await town.states()
    assert sum(states.values()) == 150
    assert states["sent"] + states["failed"] + states["uncertain"] == 150
    heard = {call.chat for call in town.accepted}
    assert {row.chat_id for row in await town.rows(State.SENT)} <= heard
    most = max(sum(call.chat == chat for call in town.accepted) for chat in heard)
    assert most <= 2  # a second time where nobody could know, never a third


async def test_f22_it_keeps_its_speed(town):
    await town.plan(1000)
    await town.start(MESSAGES_PER_SECOND="5000")
    await town.settled()
    moments = sorted(call.at for call in town.accepted)
    assert (town.heard, town.twice) == (1000, 0)
    assert 1000 / (moments[-1] - moments[0]) > 100  # a floor for the slowest machine; the figure is in `make bench`
