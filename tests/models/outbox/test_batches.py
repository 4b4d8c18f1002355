"""Pause, resume, cancel, withdraw, try again: at once, and the numbers always add up."""

import asyncio

from models.outbox import batches, queue
from models.outbox.outcomes import Broken, Gone, Later, Sent
from models.outbox.tables import Lane, State
from tests.models.outbox.conftest import TOWN, always


async def running(town, count=20):
    """A batch of which the first has arrived."""
    await town.welcome(count)
    await town.plan(town.draft(batch="b"))
    await town.tick()
    town.wait(seconds=2)


async def test_a_pause_lets_out_only_the_calls_already_made(town):
    await running(town)
    taken = await town.take(per_second=10)
    assert (len(taken.marked), len(taken.later)) == (1, 4)
    assert await town.do(batches.pause, "b", "wait a minute")
    assert not await town.do(batches.pause, "b", "again")
    late = [ready for _, ready in taken.later]
    assert await town.do(queue.mark, late, taken.slots, town.now, TOWN) == []
    town.wait(seconds=2)
    assert (await town.take()).claimed == 0
    assert await town.do(batches.progress, "b") == {State.SENT: 1, State.SENDING: 1, State.HELD: 18}


async def test_after_a_pause_the_rest_goes_once(town):
    await running(town)
    await town.tick(limit=7)
    await town.do(batches.pause, "b", "wait a minute")
    town.wait(hours=1)
    assert await town.do(batches.resume, "b", town.now)
    assert not await town.do(batches.resume, "b", town.now)
    assert {row.due_at for row in await town.rows() if row.state == State.PENDING} == {town.now}
    await town.drain(ticks=4)
    assert sorted(town.accepted) == list(range(1, 21))
    assert await town.do(batches.progress, "b") == {State.SENT: 20}


async def test_cancelling_ends_the_rest_for_good(town):
    await running(town)
    assert await town.do(batches.cancel, "b", "wrong date", town.now) == 19
    await town.drain(ticks=3)
    assert len(town.accepted) == 1
    assert await town.do(batches.progress, "b") == {State.SENT: 1, State.CANCELLED: 19}
    assert await town.do(batches.reasons, "b") == {(State.CANCELLED, "wrong date"): 19}
    assert not await town.do(batches.resume, "b", town.now)


async def test_what_is_planned_into_a_cancelled_batch_does_not_leave(town):
    await running(town, count=1)
    await town.do(batches.cancel, "b", "wrong date", town.now)
    await town.welcome(1, first=50)
    await town.plan(town.draft(batch="b"))
    await town.drain(ticks=2)
    assert await town.states() == [(State.SENT, None), (State.CANCELLED, "wrong date")]


async def test_a_matter_is_withdrawn_also_from_a_hand_that_has_not_called_yet(town):
    ana, bea = await town.welcome(2)
    await town.plan(town.draft("rem:5:v1:24h", Lane.REMINDER, about="event:5"), ana)
    await town.plan(town.draft("rem:6:v1:24h", Lane.REMINDER, about="event:6"), bea)
    taken = await town.take(per_second=4)
    in_hand = [ready.row.about for ready in taken.marked] + [ready.row.about for _, ready in taken.later]
    assert sorted(in_hand) == ["event:5", "event:6"]
    ((_, late),) = taken.later
    assert await town.do(batches.withdraw, late.row.about, "moved", town.now) == 1
    assert await town.do(queue.mark, [late], taken.slots, town.now, TOWN) == []
    assert sorted(await town.states()) == [(State.CANCELLED, "moved"), (State.SENDING, None)]


async def test_moved_twice_in_a_moment_only_the_last_version_is_sent(town):
    await town.welcome(1)
    for version in (1, 2, 3):
        await town.do(batches.withdraw, "event:5", "moved", town.now)
        await town.plan(town.draft(f"rem:5:v{version}:24h", Lane.REMINDER, about="event:5"))
    await town.drain(ticks=4)
    assert await town.states() == [(State.CANCELLED, "moved"), (State.CANCELLED, "moved"), (State.SENT, None)]


async def test_only_what_failed_is_tried_again_and_nobody_who_left(town):
    await running(town, count=4)
    answers = iter([Gone("blocked"), Broken("too long"), Sent(1)])
    await town.tick(lambda _: next(answers))
    assert await town.do(batches.reasons, "b") == {(State.FAILED, "blocked"): 1, (State.FAILED, "too long"): 1}
    assert await town.do(batches.resume, "b", town.now)
    assert await town.do(batches.retry, "b", town.now) == 1
    await town.drain(ticks=3)
    assert await town.do(batches.progress, "b") == {State.SENT: 3, State.FAILED: 1}


async def test_pausing_and_cancelling_beside_busy_workers_loses_nobody(town):
    """Workers claim, mark and finish while a coordinator changes her mind: no deadlock, and the numbers add up."""
    await running(town, count=200)

    def every_third(ready):
        return Sent(1) if ready.row.id % 3 else Later("server_error")

    async def worker():
        for _ in range(6):
            await town.tick(every_third, limit=9)

    async def coordinator():
        for _ in range(4):
            await town.do(batches.pause, "b", "hm")
            await town.do(batches.resume, "b", town.now)
        await town.do(batches.cancel, "b", "no", town.now)

    await asyncio.gather(worker(), worker(), worker(), coordinator())
    town.wait(minutes=1)
    await town.drain(ticks=6)
    progress = await town.do(batches.progress, "b")
    assert sum(progress.values()) == 200
    assert set(progress) == {State.SENT, State.CANCELLED}
    assert len(town.accepted) == len(set(town.accepted)) == progress[State.SENT]


async def test_a_refused_batch_says_why(town):
    await town.welcome(2)
    await town.plan(town.draft(batch="b"))
    await town.tick(always(Broken("can't parse entities")))
    assert ("held", None) in await town.states()
    assert await town.do(batches.reasons, "b") == {(State.FAILED, "can't parse entities"): 1}
