"""The database on its own: writers of several processes wait for each other, and nobody else is held up by it."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from models import db
from models.db import Database
from models.people import meeting
from models.people.meeting import Caller
from models.schema import migrate


@pytest.fixture
async def file(tmp_path):
    """A SQLite file at the newest shape."""
    path = tmp_path / "town.sqlite3"
    database = Database(f"sqlite:///{path}")
    await migrate(database)
    await database.close()
    return path


@pytest.fixture
async def database(file):
    database = Database(f"sqlite:///{file}")
    yield database
    await database.close()


@pytest.fixture
def another_process(file):
    """Holds the file's one place for a writer, until it commits."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def _meet(database, chat_id, now):
    async with database.transaction() as session:
        await meeting.meet(session, Caller(chat_id, "Ana", "es"), now)


async def test_a_writer_waits_for_the_write_of_another_process_and_holds_nobody_up(database, another_process, now):
    writing = asyncio.create_task(_meet(database, 1, now))
    async with database.reading() as session:
        assert await meeting.count(session) == 0
    assert not writing.done()
    another_process.execute("COMMIT")
    await writing
    async with database.reading() as session:
        assert await meeting.count(session) == 1


async def test_a_writer_does_not_wait_for_ever(database, another_process, now, monkeypatch):
    monkeypatch.setattr(db, "SQLITE_WAIT", 0.02)
    with pytest.raises(OperationalError, match="database is locked"):
        await _meet(database, 1, now)
    another_process.execute("COMMIT")
    await _meet(database, 1, now)


async def test_a_transaction_that_fails_leaves_nothing_and_lets_the_next_one_in(database, now):
    with pytest.raises(LookupError):
        async with database.transaction() as session:
            await meeting.meet(session, Caller(1, "Ana", "es"), now)
            raise LookupError
    await _meet(database, 2, now)
    async with database.reading() as session:
        assert await meeting.by_chat(session, 1) is None
        assert await meeting.count(session) == 1


async def test_two_writers_of_one_process_take_turns(database, now):
    await asyncio.gather(*(_meet(database, chat_id, now) for chat_id in range(20)))
    async with database.reading() as session:
        assert await meeting.count(session) == 20


async def test_a_transaction_asks_for_its_connection_once_and_the_next_one_for_its_own(database):
    async with database.transaction() as session:
        first = await session.connection()
        assert await session.connection() is first
        await session.commit()
        assert (await (await session.connection()).execute(text("SELECT 1"))).scalar() == 1
