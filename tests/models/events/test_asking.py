"""Still coming? And was it useful? Each asked at most once, and only of those it makes sense to ask."""

from datetime import timedelta

from models.events import asking
from models.events.attendance_tables import Going
from tests.models.events.fair import local

SOON = "2026-11-28T18:00"


async def asked(fair, question, at):
    """Whom the house asks at this moment."""
    fair.now = local(at)
    async with fair.database.transaction() as session:
        count = await question(session, fair.now, fair.customs)
    rows = await fair.rows(kind=asking.STILL if question is asking.ask_whether_still else asking.AFTER)
    assert count <= len(rows)
    return sorted(row.chat_id for row in rows)


async def test_two_days_before_where_seats_are_few(fair):
    ana, bo, cy = await fair.people(3)
    await fair.event(SOON, capacity=5)
    await fair.says(ana)
    await fair.says(bo)
    await fair.says(cy, Going.MAYBE)
    assert await asked(fair, asking.ask_whether_still, "2026-11-26T17:00") == []
    assert await asked(fair, asking.ask_whether_still, "2026-11-26T18:00") == [1, 2]
    assert await asked(fair, asking.ask_whether_still, "2026-11-26T18:10") == [1, 2]


async def test_nobody_is_asked_where_there_is_room_for_all(fair):
    ana = await fair.person()
    await fair.event(SOON, capacity=50)
    await fair.event(SOON, source_id="open")
    await fair.says(ana)
    await fair.says(ana, source_id="open")
    assert await asked(fair, asking.ask_whether_still, "2026-11-27T18:00") == []


async def test_who_said_yes_a_moment_ago_is_not_asked_whether_she_means_it(fair):
    ana = await fair.person()
    await fair.event(SOON, capacity=1)
    fair.now = local("2026-11-26T17:00")
    await fair.says(ana)
    assert await asked(fair, asking.ask_whether_still, "2026-11-26T18:00") == []


async def test_moved_after_she_was_asked_she_is_not_asked_again(fair):
    ana = await fair.person()
    await fair.event(SOON, capacity=1)
    await fair.says(ana)
    assert await asked(fair, asking.ask_whether_still, "2026-11-26T18:00") == [1]
    await fair.edit(starts_local="2026-11-29T18:00")
    assert await asked(fair, asking.ask_whether_still, "2026-11-27T19:00") == [1]


async def test_afterwards_those_who_came_and_nobody_days_later(fair):
    ana, bo, _ = await fair.people(3)
    await fair.event(SOON)
    await fair.event("2026-11-24T10:00", source_id="forgotten")
    await fair.says(ana)
    await fair.says(bo, Going.NO)
    await fair.says(bo, source_id="forgotten")
    assert await asked(fair, asking.ask_how_it_was, "2026-11-28T20:30") == []
    assert await asked(fair, asking.ask_how_it_was, "2026-11-28T21:00") == [1]
    fair.now += timedelta(days=1)
    async with fair.database.transaction() as session:
        assert await asking.ask_how_it_was(session, fair.now, fair.customs) == 0


async def test_a_cancelled_one_was_not_useful_to_anybody(fair):
    ana = await fair.person()
    await fair.event(SOON)
    await fair.says(ana)
    await fair.edit(status="cancelled")
    assert await asked(fair, asking.ask_how_it_was, "2026-11-28T21:00") == []
