"""After a month a delivery is a number, and the numbers still add up."""

from datetime import date, timedelta

from sqlmodel import select

from models.outbox import batches, reconcile, retention
from models.outbox.outcomes import Gone, Sent
from models.outbox.reconcile import Account
from models.outbox.tables import DeliveryCount, State


async def sent_out(town, batch="b"):
    await town.welcome(4)
    await town.plan(town.draft(batch, batch=batch))
    await town.drain(lambda ready: Gone("blocked") if ready.row.chat_id == 2 else Sent(1), ticks=4)


async def counts(town):
    async with town.database.reading() as session:
        rows = (await session.exec(select(DeliveryCount).order_by(DeliveryCount.day, DeliveryCount.state))).all()
    return [(row.day, row.batch, row.kind, row.state, row.reason, row.count) for row in rows]


async def test_within_a_month_nothing_is_forgotten(town):
    await sent_out(town)
    town.wait(days=30)
    assert await town.do(retention.count_away, town.now) == 0


async def test_after_a_month_only_how_many_and_why_is_kept(town):
    await sent_out(town)
    town.wait(days=31)
    assert await town.do(retention.count_away, town.now) == 4
    assert await town.rows() == []
    assert await counts(town) == [
        (date(2026, 11, 23), "b", "news", "failed", "blocked", 1),
        (date(2026, 11, 23), "b", "news", "sent", "", 3),
    ]
    assert await town.do(batches.progress, "b") == {State.SENT: 3, State.FAILED: 1}
    assert await town.do(reconcile.reconcile, town.now) == Account()
    assert await town.do(retention.count_away, town.now) == 0


async def test_days_are_counted_one_by_one_and_added_up(town):
    await sent_out(town)
    await town.plan(town.draft("same", batch="b"))
    await town.drain(ticks=4)
    town.wait(days=5)
    await town.plan(town.draft("later", batch="b"))
    await town.drain(ticks=4)
    town.wait(days=40)
    assert await town.do(retention.count_away, town.now) == 10
    assert [(row[0].day, row[-1]) for row in await counts(town)] == [(23, 1), (23, 6), (28, 3)]


async def test_a_day_that_was_counted_before_is_added_to(town):
    await sent_out(town)
    town.wait(days=31)
    await town.do(retention.count_away, town.now)
    town.wait(days=-31)  # a clock that was wrong
    await town.plan(town.draft("late", batch="b"))
    await town.drain(ticks=4)
    town.wait(days=31)
    assert await town.do(retention.count_away, town.now) == 3
    assert [(row[3], row[-1]) for row in await counts(town)] == [("failed", 1), ("sent", 6)]


async def test_what_still_waits_is_kept_however_old(town):
    await town.welcome(1)
    await town.plan(town.draft(due_at=town.now + timedelta(days=90)))
    town.wait(days=60)
    assert await town.do(retention.count_away, town.now) == 0


async def test_a_key_for_good_stays_without_its_words(town):
    await town.welcome(1)
    nudge = town.draft("nudge", once=True, message={"template": "nudge", "values": {"first": "Ana"}})
    await town.plan(nudge)
    await town.drain(ticks=2)
    town.wait(days=40)
    assert await town.do(retention.count_away, town.now) == 0
    assert (await town.row()).message is None
    assert await town.plan(nudge) == 0
