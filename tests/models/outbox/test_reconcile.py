"""The nightly account finds whoever fell through, puts them back and says so."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import col

from models.outbox import batches, reconcile
from models.outbox.reconcile import Account, Hole
from models.outbox.tables import Batch, BatchState, Delivery, State


async def account(town):
    return await town.do(reconcile.reconcile, town.now)


async def test_a_good_night_finds_nothing(town):
    await town.welcome(5)
    await town.plan(town.draft(batch="b"))
    assert await account(town) == Account()
    await town.drain(ticks=3)
    assert await account(town) == Account()


async def test_a_row_that_vanished_is_a_hole_and_planning_again_fills_it(town):
    await town.welcome(5)
    await town.plan(town.draft(batch="b"))
    async with town.database.transaction() as session:
        await session.exec(delete(Delivery).where(col(Delivery.chat_id) == 3))
    assert (await account(town)).holes == (Hole("b", 5, 4),)
    await town.plan(town.draft(batch="b"))
    assert len(await town.rows()) == 5


async def test_what_is_in_nobodys_hand_goes_back_in_line(town):
    await town.welcome(1)
    await town.plan(town.draft())
    await town.take()
    town.wait(hours=6)
    assert await account(town) == Account(freed=1)
    await town.drain(ticks=1)
    assert town.accepted == [1]


async def test_held_without_a_paused_batch_goes_back_in_line(town):
    await town.welcome(2)
    await town.plan(town.draft(batch="b"))
    await town.do(batches.pause, "b", "hm")
    async with town.database.transaction() as session:
        await session.exec(update(Batch).values(state=BatchState.RUNNING))
    assert await account(town) == Account(requeued=2)
    await town.do(batches.pause, "b", "hm")
    assert await account(town) == Account()


async def test_what_waits_in_a_cancelled_batch_ends(town):
    await town.welcome(2)
    await town.plan(town.draft(batch="b"))
    async with town.database.transaction() as session:
        await session.exec(update(Batch).values(state=BatchState.CANCELLED, reason="no"))
    assert await account(town) == Account(cancelled=2)
    assert await town.states() == [(State.CANCELLED, "no")] * 2


async def test_what_two_digests_overlooked_goes_back_in_line(town):
    await town.welcome(1)
    await town.plan(town.draft())
    async with town.database.transaction() as session:
        await session.exec(update(Delivery).values(state=State.DIGEST))
    assert await account(town) == Account()
    town.now += timedelta(days=16)
    assert await account(town) == Account(requeued=1)
