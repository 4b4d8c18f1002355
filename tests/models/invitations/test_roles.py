"""Links that give a role: once, for a week, and nobody loses by opening one."""

import asyncio
from datetime import timedelta

import pytest

from models.invitations import roles
from models.people import meeting
from models.people.meeting import Caller
from models.people.tables import Role


async def person(database, now, chat_id=1, role=Role.MAKER):
    async with database.transaction() as session:
        met, _ = await meeting.meet(session, Caller(chat_id, "Ana", "es"), now)
        await meeting.appoint(session, met, role)
        return met


async def code_for(database, now, role=Role.HELPER):
    rosa = await person(database, now, 99, Role.ADMINISTRATOR)
    async with database.transaction() as session:
        return await roles.invite(session, role, rosa.id, now)


async def accepted(database, code, who, now):
    async with database.transaction() as session:
        return await roles.accept(session, code, who, now)


async def test_the_link_gives_the_role(database, now):
    ana, code = await person(database, now), await code_for(database, now, Role.COORDINATOR)
    assert await accepted(database, code, ana, now) is Role.COORDINATOR
    assert ana.role == Role.COORDINATOR


async def test_only_to_the_first_who_opens_it(database, now):
    code = await code_for(database, now)
    both = [await person(database, now, chat) for chat in (1, 2)]
    opened = await asyncio.gather(*(accepted(database, code, one, now) for one in both))
    assert sorted(opened, key=str) == [None, Role.HELPER]


@pytest.mark.parametrize("code", ["", "MADEUP", "'; DROP TABLE person"])
async def test_a_made_up_code_opens_nothing(database, now, code):
    assert await accepted(database, code, await person(database, now), now) is None


async def test_after_a_week_it_is_too_old(database, now):
    code = await code_for(database, now)
    assert await accepted(database, code, await person(database, now), now + timedelta(days=7)) is None


async def test_who_may_do_more_keeps_it(database, now):
    rosa, code = await person(database, now, 5, Role.ADMINISTRATOR), await code_for(database, now)
    assert await accepted(database, code, rosa, now) is Role.HELPER
    assert rosa.role == Role.ADMINISTRATOR
