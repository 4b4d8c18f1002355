"""A row of hers in every table; then she goes, and nothing leads back to her."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Uuid

from models.db import UtcDateTime
from models.desk.tables import Conversation, DeskMessage
from models.events.customs import Customs
from models.invitations import walk_ins
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.people import meeting
from models.people.meeting import Caller
from models.personal import erasing, telling
from models.personal.ways import WAYS, Gone
from models.tables import metadata

CUSTOMS = Customs(Manners(Quiet("America/New_York", time(21), time(8))))
ANA, BEN = 70_001, 70_002
PLAIN = {
    object: "x",
    str: "x",
    int: 1,
    float: 1.0,
    bool: False,
    date: date(2026, 11, 23),
    time: time(9),
    UUID: None,
    dict: {},
}


async def met(session, now, chat_id):
    return (await meeting.meet(session, Caller(chat_id, "Ana", "en"), now))[0]


def value_of(column, person, now, made):
    """Something that fits into the column; hers, where it can be."""
    for key in column.foreign_keys:
        if key.column.table.name in made:
            return made[key.column.table.name]
    if isinstance(column.type, Uuid):
        return person.id if column.name in {"person_id", "created_by", "actor"} else uuid4()
    if isinstance(column.type, UtcDateTime):
        return now
    if column.name in {"chat_id", "board_chat", "copy_chat", "speaker", "answered_in"} and isinstance(
        column.type, BigInteger
    ):
        return person.chat_id
    kind = column.type.python_type
    return datetime(2026, 11, 23, 9, 0) if kind is datetime else PLAIN[kind]  # noqa: DTZ001 a time on the wall


async def a_row_of_everything(session, person, now):
    """One row in each table that can name her, and in those they point to."""
    beside = {name for way in WAYS.values() for name in way.beside}
    made = {"person": person.id}
    for table in metadata.sorted_tables:
        if table.name == "person" or table.name not in beside | {*WAYS}:
            continue
        row = {column.name: value_of(column, person, now, made) for column in table.c}
        await (await session.connection()).execute(table.insert().values(row))
        made[table.name] = next(iter(row.values()))


async def everything_with(session, *keys):
    """The tables in which one of these keys still stands."""
    found = set()
    for table in metadata.sorted_tables:
        rows = (await (await session.connection()).execute(table.select())).all()
        if any(value in keys for row in rows for value in row if isinstance(value, int | str | UUID)):
            found.add(table.name)
    return found


async def test_she_is_told_a_row_of_every_table(database, now):
    async with database.transaction() as session:
        ana = await met(session, now, ANA)
        await a_row_of_everything(session, ana, now)
        told = await telling.everything(session, ana.id)
    assert {*told} == {*WAYS}
    assert told["person"][0]["first_name"] == "Ana"
    assert told["attendance"][0]["starts_local"] == "2026-11-23T09:00:00"


async def test_nobody_is_told_of_somebody_else(database, now):
    async with database.transaction() as session:
        await a_row_of_everything(session, await met(session, now, ANA), now)
        ben = await met(session, now, BEN)
        assert {*await telling.everything(session, ben.id)} == {"person"}


async def test_nothing_leads_back_to_her(database, now):
    async with database.transaction() as session:
        ana = await met(session, now, ANA)
        await a_row_of_everything(session, ana, now)
        await erasing.erase(session, ana, now, CUSTOMS)
    async with database.reading() as session:
        left = await everything_with(session, ana.id, ANA)
        assert left == {name for name, way in WAYS.items() if way.gone is Gone.STAYS} | {"broadcast"}
        assert await everything_with(session, ANA) == set()


async def test_what_a_helper_had_begun_goes_with_her_and_what_she_handed_over_waits(database, now):
    async with database.transaction() as session:
        rosa = await met(session, now, ANA)
        await walk_ins.begin(session, rosa, now)
        code = await walk_ins.hand_over(session, rosa.id, now)
        begun = await walk_ins.begin(session, rosa, now)
        await erasing.erase(session, rosa, now, CUSTOMS)
    async with database.transaction() as session:
        assert await telling.everything(session, begun.id) == {}
        assert await walk_ins.claim(session, code, await met(session, now, BEN), now)
        assert await meeting.count(session) == 1


async def test_of_those_who_answer_her_own_chat_goes_and_the_talk_stays(database, now):
    async with database.transaction() as session:
        rosa, ben = await met(session, now, ANA), await met(session, now, BEN)
        talk = Conversation(
            person_id=ben.id, assignee=rosa.id, speaker=ANA, answered_in=ANA, opened_at=now, last_at=now
        )
        session.add(talk)
        await session.flush()
        session.add(DeskMessage(conversation_id=talk.id, by="maker", at=now, chat_id=BEN, copy_chat=ANA))
        await session.flush()
        await erasing.erase(session, rosa, now, CUSTOMS)
    async with database.reading() as session:
        assert await everything_with(session, rosa.id, ANA) == set()
        assert {*await telling.everything(session, ben.id)} == {"person", "conversation"}
