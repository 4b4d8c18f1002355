"""What waits, since when, whether it moves, and whether calls fail more than they should."""

from datetime import timedelta

import pytest

from models.outbox import batches, health, rate, waking
from models.outbox.health import Health
from models.outbox.outcomes import Broken, Gone, Sent
from models.outbox.tables import Lane, State
from tests.models.outbox.conftest import always

HOUR = timedelta(hours=1)


async def look(town):
    return await town.do(health.look, town.now)


async def test_a_quiet_house(town):
    assert await look(town) == Health({}, {}, 0, 0, 0, stalled=False)


async def test_what_waits_is_told_by_lane(town):
    ana, bea, cleo = await town.welcome(3)
    await town.plan(town.draft("rem", Lane.REMINDER), ana)
    town.wait(hours=1)
    noon = town.now
    await town.plan(town.draft("news"), bea, cleo)
    await town.plan(town.draft("later", due_at=noon + HOUR), ana)
    await town.do(rate.hold, timedelta(seconds=20), noon)
    assert await look(town) == Health(
        {Lane.REMINDER: 1, Lane.ANNOUNCEMENT: 2}, {Lane.REMINDER: noon - HOUR, Lane.ANNOUNCEMENT: noon}, 0, 20, 0, False
    )


async def test_a_line_that_does_not_move_is_stalled_and_a_long_one_that_moves_is_not(town):
    await town.welcome(10)
    await town.plan(town.draft())
    town.wait(minutes=5)
    assert not (await look(town)).stalled
    town.wait(seconds=1)
    assert (await look(town)).stalled
    await town.tick(limit=1)
    assert not (await look(town)).stalled
    town.wait(minutes=6)
    assert (await look(town)).stalled


@pytest.mark.parametrize(("bad", "paused"), [(5, []), (6, ["b"])])
async def test_a_batch_pauses_itself_when_more_than_one_in_twenty_fails(town, bad, paused):
    await town.welcome(101)
    await town.plan(town.draft(batch="b"))
    await town.tick()
    town.wait(seconds=2)
    fails = iter([True] * bad + [False] * 200)
    await town.drain(lambda _: Gone("no_such_reason") if next(fails) else Sent(1), ticks=2)
    assert await town.do(health.pause_failing) == paused
    assert await town.do(health.pause_failing) == []


async def test_people_who_left_are_no_failure(town):
    await town.welcome(40)
    await town.plan(town.draft(batch="b"))
    await town.tick()
    town.wait(seconds=2)
    await town.drain(always(Gone("blocked")), ticks=2)
    assert (await look(town)).failing == 0
    assert await town.do(health.pause_failing) == []


async def test_too_few_calls_say_nothing(town):
    await town.welcome(19)
    for number in range(19):
        await town.do(batches.cancel, f"b{number}", "", town.now)
        await town.plan(town.draft(f"b{number}", batch=f"b{number}"), *(await town.welcome(1, first=number + 1)))
    await town.drain(always(Broken("too long")), ticks=2)
    assert (await look(town)).failing == 0


# --- after a long sleep


async def test_after_a_long_sleep_what_nobody_asked_for_waits_for_a_word(town):
    await town.do(waking.wake, town.now, HOUR)
    ana, bea, cleo = await town.welcome(3)
    soon = town.now + timedelta(minutes=10)
    await town.plan(town.draft("news", batch="b", due_at=soon), ana)
    await town.plan(town.draft("nudge", Lane.NUDGE, due_at=soon), bea)
    await town.plan(town.draft("rem", Lane.REMINDER, due_at=soon, expires_at=soon + 24 * HOUR), cleo)
    town.wait(hours=2)
    assert await town.do(waking.wake, town.now, HOUR) == ["b"]
    await town.drain(ticks=2)
    assert await town.states() == [(State.HELD, None), (State.EXPIRED, "asleep"), (State.SENT, None)]
    await town.do(batches.resume, "b", town.now)
    await town.drain(ticks=2)
    assert (await town.states())[0] == (State.SENT, None)


async def test_a_short_break_holds_nothing_up(town):
    await town.do(waking.wake, town.now, HOUR)
    await town.welcome(1)
    await town.plan(town.draft(batch="b"))
    town.wait(minutes=59)
    assert await town.do(waking.wake, town.now, HOUR) == []
    await town.drain(ticks=1)
    assert await town.states() == [(State.SENT, None)]


async def test_a_long_line_in_a_house_that_is_awake_is_not_late(town):
    await town.welcome(2)
    await town.plan(town.draft(batch="b"))
    for _ in range(30):
        assert await town.do(waking.wake, town.now, HOUR) == []
        town.wait(minutes=10)
