"""Saved, have it already, not for me."""

from datetime import timedelta

import pytest

from models.people.meeting import Caller, meet
from models.resources.marks import mark, marks_of, unmark
from models.resources.tables import MarkKind


@pytest.fixture
async def rosa(database, now):
    async with database.transaction() as session:
        person, _ = await meet(session, Caller(chat_id=1, first_name="Rosa", language="es"), now)
    return person.id


async def test_newest_first_and_one_per_thing(database, rosa, now):
    async with database.transaction() as session:
        await mark(session, rosa, "kitchen", MarkKind.SAVED, now)
        await mark(session, rosa, "grant", MarkKind.HAVE_IT, now + timedelta(minutes=1))
        await mark(session, rosa, "kitchen", MarkKind.NOT_FOR_ME, now + timedelta(minutes=2))
        found = await marks_of(session, rosa)
    assert list(found.items()) == [("kitchen", MarkKind.NOT_FOR_ME), ("grant", MarkKind.HAVE_IT)]


async def test_taken_off_again(database, rosa, now):
    async with database.transaction() as session:
        await mark(session, rosa, "kitchen", MarkKind.SAVED, now)
        await unmark(session, rosa, "kitchen")
        await unmark(session, rosa, "never marked")
        assert await marks_of(session, rosa) == {}
