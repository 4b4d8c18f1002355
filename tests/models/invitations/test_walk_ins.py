"""Filling in for somebody: it is hers from the first answer, and the helper's never."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from models.intake.tables import Answer
from models.invitations import walk_ins
from models.people import meeting
from models.people.meeting import Caller
from models.people.tables import Person


@pytest.fixture
async def rosa(database, now):
    return await met(database, now, 1, "Rosa")


async def met(database, now, chat_id, name):
    async with database.transaction() as session:
        return (await meeting.meet(session, Caller(chat_id, name, "es"), now))[0]


async def filled_in(database, rosa, now, **answers):
    """What Rosa filled in for somebody at the desk, and the code that hands it over."""
    async with database.transaction() as session:
        person = await walk_ins.begin(session, rosa, now)
        for question, value in answers.items():
            session.add(Answer(person_id=person.id, question=question, value=value, answered_at=now))
        return await walk_ins.hand_over(session, rosa.id, now)


async def claimed(database, code, person, now):
    async with database.transaction() as session:
        return await walk_ins.claim(session, code, person, now)


async def answers_of(database, person):
    async with database.reading() as session:
        query = select(Answer.question, Answer.value).where(Answer.person_id == person.id)
        return dict((await session.exec(query)).all())


async def people(database):
    async with database.reading() as session:
        return sorted((await session.exec(select(Person.first_name))).all())


async def test_her_code_makes_the_answers_hers_and_leaves_nothing_behind(database, now, rosa):
    code = await filled_in(database, rosa, now, trade={"choices": ["food"]}, stage="idea")
    ana = await met(database, now, 2, "Ana")
    assert await claimed(database, code.lower(), ana, now)
    assert await answers_of(database, ana) == {"trade": {"choices": ["food"]}, "stage": "idea"}
    assert await people(database) == ["Ana", "Rosa"]


async def test_the_code_works_once(database, now, rosa):
    code = await filled_in(database, rosa, now, stage="idea")
    ana, ben = await met(database, now, 2, "Ana"), await met(database, now, 3, "Ben")
    results = await asyncio.gather(*(claimed(database, code, one, now) for one in (ana, ben)))
    assert sorted(results) == [False, True]


async def test_after_the_handing_over_the_helper_has_nothing_open(database, now, rosa):
    await filled_in(database, rosa, now, stage="idea")
    async with database.reading() as session:
        assert await walk_ins.filling_in_for(session, rosa.id) is None


async def test_nobody_agrees_for_somebody_else(database, now, rosa):
    code = await filled_in(database, rosa, now, stage="idea", consent_announcements=True)
    ana = await met(database, now, 2, "Ana")
    await claimed(database, code, ana, now)
    assert await answers_of(database, ana) == {"stage": "idea"}


async def test_what_she_had_told_herself_makes_room(database, now, rosa):
    code = await filled_in(database, rosa, now, stage="idea")
    ana = await met(database, now, 2, "Ana")
    async with database.transaction() as session:
        session.add(Answer(person_id=ana.id, question="trade", value={"choices": ["wood"]}, answered_at=now))
    await claimed(database, code, ana, now)
    assert await answers_of(database, ana) == {"stage": "idea"}


async def test_thrown_away_it_is_gone(database, now, rosa):
    async with database.transaction() as session:
        await walk_ins.begin(session, rosa, now)
        assert await walk_ins.give_up(session, rosa.id)
        assert not await walk_ins.give_up(session, rosa.id)
    assert await people(database) == ["Rosa"]


async def test_what_nobody_comes_back_for_goes_after_a_week(database, now, rosa):
    code = await filled_in(database, rosa, now, stage="idea")
    later = now + timedelta(days=7)
    ana = await met(database, now, 2, "Ana")
    assert not await claimed(database, code, ana, later)
    async with database.transaction() as session:
        assert await walk_ins.forget_old(session, later) == 1
    assert await people(database) == ["Ana", "Rosa"]


async def test_one_after_the_other_each_has_her_own_row(database, now, rosa):
    async with database.transaction() as session:
        first = await walk_ins.begin(session, rosa, now)
        second = await walk_ins.begin(session, rosa, now)
        assert (await walk_ins.filling_in_for(session, rosa.id)).id == second.id != first.id
