"""What she has done and the day she aims at: rows, and hers alone."""

from datetime import date

from models.people import leaving, meeting
from models.people.meeting import Caller
from models.plan import progress


async def somebody(session, now, chat_id=7):
    person, _ = await meeting.meet(session, Caller(chat_id, "Ana", "en"), now)
    return person


async def test_done_twice_is_done_once_and_can_be_taken_back(database, now):
    async with database.transaction() as session:
        ana, ben = await somebody(session, now), await somebody(session, now, 8)
        for _ in range(2):
            await progress.mark(session, ana.id, "register", now, is_done=True)
        await progress.mark(session, ana.id, "stall", now, is_done=True)
        await progress.mark(session, ana.id, "stall", now, is_done=False)
        assert await progress.done(session, ana.id) == {"register"}
        assert await progress.done(session, ben.id) == set()


async def test_a_new_day_takes_the_place_of_the_old(database, now):
    async with database.transaction() as session:
        ana = await somebody(session, now)
        assert await progress.goal(session, ana.id) is None
        await progress.aim(session, ana.id, date(2026, 12, 12), "evt-market")
        await progress.aim(session, ana.id, date(2027, 3, 20))
        goal = await progress.goal(session, ana.id)
        assert (goal.day, goal.event) == (date(2027, 3, 20), None)
        await progress.let_go(session, ana.id)
        assert await progress.goal(session, ana.id) is None


async def test_who_leaves_takes_her_plan_along(database, now):
    async with database.transaction() as session:
        ana = await somebody(session, now)
        await progress.mark(session, ana.id, "register", now, is_done=True)
        await progress.aim(session, ana.id, date(2026, 12, 12))
        await leaving.erase(session, ana)
        await session.flush()
        assert await progress.done(session, ana.id) == set()
        assert await progress.goal(session, ana.id) is None
