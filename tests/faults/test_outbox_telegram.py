"""Telegram says no, says wait, says nothing: what the outbox makes of each answer."""

import asyncio

import pytest
from sqlmodel import col, select

from models.outbox import batches
from models.outbox.tables import BatchState, Policy, State
from models.people.tables import Person
from tests.faults.outbox_bed import bed, fastest

STRETCH = 3.0  # seconds: a busy machine hands in late what left in time; `make bench` looks at each single second
MOST_IN_A_STRETCH = 90  # Telegram's limit is 30 a second; the pace is 28
HANDFUL = 6  # calls that three workers may have out when the first 429 comes


@pytest.fixture
async def town(address, tmp_path):
    async with bed(address, tmp_path) as made:
        yield made


def on(kind):
    return pytest.mark.parametrize("address", [kind], indirect=True)


@on("postgresql")
async def test_f7_one_429_holds_everybody_and_nobody_s_attempt_is_used_up(town):
    await town.plan(120)
    for _ in range(3):
        await town.start()
    await town.until(lambda: town.heard >= 20)
    await town.weather("429", times=1, seconds=3)
    await town.settled()
    told = next(call.at for call in town.calls if not call.accepted)
    during = [call for call in town.accepted if told < call.at < told + 3]
    assert len(during) <= HANDFUL
    assert fastest([call for call in town.accepted if call.at >= told + 3], STRETCH) <= MOST_IN_A_STRETCH
    assert (town.heard, town.twice) == (120, 0)
    assert {(row.state, row.attempts) for row in await town.rows()} == {("sent", 1)}


@on("postgresql")
async def test_f8_four_workers_keep_one_pace(town):
    await town.plan(170)
    for _ in range(4):
        await town.start()
    await town.settled()
    assert (town.heard, town.twice) == (170, 0)
    assert fastest(town.accepted, STRETCH) <= MOST_IN_A_STRETCH


async def test_f9_whoever_blocked_us_is_tried_once_and_left_alone(town):
    await town.weather("blocked", ratio=0.2)
    await town.plan(60)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.settled()
    blocked = {call.chat for call in town.calls if not call.accepted}
    assert 0 < len(blocked) < 30
    assert len(town.calls) == 60
    assert {row.reason for row in await town.rows(State.FAILED)} == {"blocked"}
    async with town.database.reading() as session:
        marked = await session.exec(select(Person.chat_id).where(col(Person.blocked_at).is_not(None)))
        assert set(marked) == blocked
    assert await town.plan(60, key="another") == 60 - len(blocked)


async def test_f10_words_telegram_cannot_read_stop_the_whole_batch(town):
    await town.plan(60, batch="broken", message={"texts": {"en": "<b>The hall"}})
    await town.start()
    await town.until(lambda: town.alarms)
    refused = [call for call in town.calls if not call.accepted]
    assert len(refused) <= 5
    found = await town.batch("broken")
    assert (found.state, found.reason) == (BatchState.PAUSED, "markup")
    assert await town.states() == {"failed": len(refused), "held": 60 - len(refused)}
    assert "broken" in town.alarms[0]
    await asyncio.sleep(1.5)
    assert (town.heard, len(town.alarms)) == (0, 1)


@pytest.mark.parametrize(("policy", "arrives"), [(Policy.RESEND, 2), (Policy.NEVER_TWICE, 1)])
async def test_f11_an_answer_that_never_came_leaves_one_in_doubt(town, policy, arrives):
    await town.weather("drop_after", times=1, method="sendMessage")
    await town.plan(20, policy=policy)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.settled()
    doubtful = [row for row in await town.rows() if row.doubts]
    assert [row.state for row in doubtful] == ["sent" if policy == Policy.RESEND else "uncertain"]
    assert sum(call.chat == doubtful[0].chat_id for call in town.accepted) == arrives
    assert (town.heard, town.twice) == (20, arrives - 1)


async def test_bad_weather_of_every_kind_loses_nobody(town):
    for kind, ratio in (("500", 0.2), ("drop_before", 0.1), ("slow", 0.2)):
        await town.weather(kind, ratio=ratio, seconds=0.05)
    await town.plan(40)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.until(lambda: town.heard >= 30)
    await town.good_weather()
    await town.settled()
    assert (town.heard, town.twice) == (40, 0)
    assert await town.states() == {"sent": 40}


async def test_after_mending_a_paused_batch_the_rest_leaves_once(town):
    await town.plan(30, batch="broken")
    await town.weather("blocked", ratio=0.1)
    await town.start(MESSAGES_PER_SECOND="200")
    await town.until(lambda: town.heard >= 1)
    async with town.database.transaction() as session:
        await batches.pause(session, "broken", "coordinator")
    await asyncio.sleep(0.5)
    async with town.database.transaction() as session:
        await batches.resume(session, "broken", town.now())
    await town.settled()
    assert town.twice == 0
    assert sum((await town.states()).values()) == 30
