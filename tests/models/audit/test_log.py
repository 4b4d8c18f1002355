"""The log of privileged acts: only ever added to, and what was touched from outside shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from models.audit import log
from models.audit.log import Act
from models.audit.tables import Outcome
from models.db import DBAPIError

ANA = uuid4()


def act(name, outcome=Outcome.DONE, **more):
    return Act(ANA, "coordinator", name, outcome=outcome, **more)


async def written(database, now, *acts):
    async with database.transaction() as session:
        for number, one in enumerate(acts):
            await log.write(session, one, now + timedelta(minutes=number))


async def touched(database, statement):
    """Somebody with the database's own password, who knows how to get round the triggers."""
    async with database.engine.begin() as connection:
        if database.is_sqlite:
            await connection.execute(text("DROP TRIGGER audit_is_not_changed"))
            await connection.execute(text("DROP TRIGGER audit_is_kept"))
        else:
            await connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        await connection.execute(text(statement))


async def broken(database):
    async with database.reading() as session:
        return await log.broken_at(session)


async def test_acts_stand_in_their_order_with_who_what_and_when(database, now):
    await written(database, now, act("/stats"), act("send", about="broadcast:7"))
    async with database.reading() as session:
        newest = await log.newest(session)
    assert [(one.actor, one.role, one.act, one.about, one.outcome, one.at) for one in newest] == [
        (ANA, "coordinator", "send", "broadcast:7", "done", now + timedelta(minutes=1)),
        (ANA, "coordinator", "/stats", "", "done", now),
    ]
    assert await broken(database) is None


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"])
async def test_the_database_itself_refuses_to_change_it(database, now, statement):
    await written(database, now, act("/stats"))
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with database.engine.begin() as connection:
            await connection.execute(text(statement))


TOUCHES = {
    "a word changed": ("UPDATE audit_entry SET about = 'broadcast:8' WHERE number = 2", 2),
    "one taken out": ("DELETE FROM audit_entry WHERE number = 2", 3),
    "another person's": ("UPDATE audit_entry SET actor = NULL WHERE number = 3", 3),
}


@pytest.mark.parametrize(("statement", "where"), TOUCHES.values(), ids=TOUCHES.keys())
async def test_what_was_touched_from_outside_shows(database, now, statement, where):
    await written(database, now, act("/stats"), act("send", about="broadcast:7"), act("/inbox"))
    await touched(database, statement)
    assert await broken(database) == where


async def test_the_same_refusal_is_written_once_an_hour(database, now):
    refused = act("/stats", Outcome.REFUSED)
    for minutes in (0, 1, 59, 61):
        async with database.transaction() as session:
            await log.write_refusal(session, refused, now + timedelta(minutes=minutes))
    async with database.reading() as session:
        assert [one.at for one in await log.newest(session)] == [now + timedelta(minutes=61), now]


async def test_after_a_year_an_entry_goes_and_the_chain_holds(database, now):
    await written(database, now - timedelta(days=400), act("/stats"), act("/inbox"))
    await written(database, now, act("send"), act("send"))
    async with database.transaction() as session:
        assert await log.forget_old(session, now) == 2
    async with database.reading() as session:
        assert [one.act for one in await log.newest(session)] == ["send", "send"]
        assert await log.broken_at(session) is None
