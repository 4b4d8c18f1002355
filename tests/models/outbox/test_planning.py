"""Putting messages in line: once per key, for those who can be reached, each at her own hour."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from sqlmodel import select

from models.outbox import planning, preferences
from models.outbox.quiet import Quiet
from models.outbox.tables import Batch, Delivery, Lane, Policy, State
from models.people import meeting
from models.people.tables import Person


async def test_each_person_gets_one_and_planning_again_changes_nothing(town):
    await town.welcome(3)
    draft = town.draft(batch="b", policy=Policy.NEVER_TWICE)
    assert await town.plan(draft) == 3
    assert await town.plan(draft) == 0
    rows = await town.rows()
    assert [(row.dedupe_key, row.chat_id, row.state, row.policy) for row in rows] == [
        ("news:1", 1, "pending", "never_twice"),
        ("news:2", 2, "pending", "never_twice"),
        ("news:3", 3, "pending", "never_twice"),
    ]


async def test_a_new_version_is_planned_beside_the_old_one(town):
    await town.welcome(1)
    assert await town.plan(town.draft("rem:5:v1:24h")) == 1
    assert await town.plan(town.draft("rem:5:v2:24h")) == 1
    assert [row.dedupe_key for row in await town.rows()] == ["rem:5:v1:24h:1", "rem:5:v2:24h:1"]


async def test_a_batch_keeps_the_words_once_and_counts_its_people(town):
    await town.welcome(3)
    await town.plan(town.draft(batch="b"), *(await town.welcome(2)))
    await town.plan(town.draft(batch="b"))
    async with town.database.reading() as session:
        batch = (await session.exec(select(Batch))).one()
    assert (batch.id, batch.about, batch.recipients, batch.message) == ("b", "broadcast:1", 3, {"template": "news"})
    assert [row.message for row in await town.rows()] == [None, None, None]


async def test_without_a_batch_each_carries_its_words(town):
    await town.welcome(1)
    await town.plan(town.draft(message={"template": "hello", "values": {"first": "Ana & Zoé"}}))
    assert (await town.row()).message == {"template": "hello", "values": {"first": "Ana & Zoé"}}


async def test_people_who_blocked_or_stopped_are_left_out(town):
    await town.welcome(3)
    await town.do(meeting.leave, 1, town.now)
    async with town.database.transaction() as session:
        second = (await session.exec(select(Person).where(Person.chat_id == 2))).one()
        second.stopped_at = town.now
        session.add(second)
    assert await town.plan(town.draft()) == 1
    assert (await town.row()).chat_id == 3


async def test_a_group_gets_one_too(town):
    draft = town.draft("desk", kind="desk", about="desk")
    assert await town.do(planning.plan_for_chat, draft, -1007, town.now)
    assert not await town.do(planning.plan_for_chat, draft, -1007, town.now)
    row = await town.row()
    assert (row.dedupe_key, row.chat_id, row.person_id) == ("desk:-1007", -1007, None)


async def test_each_gets_it_at_her_own_hour(town):
    _, paris, early, night = await town.welcome(4)
    await town.do(preferences.live_in, paris.id, "Europe/Paris")
    await town.do(preferences.keep_quiet, early.id, Quiet("", time(18), time(6)))
    await town.do(preferences.keep_quiet, night.id, Quiet("", time(8), time(8)))
    await town.plan(town.draft(due_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC)))  # half past nine in the evening
    assert [(row.chat_id, row.due_at) for row in await town.rows()] == [
        (1, datetime(2026, 11, 24, 13, 0, tzinfo=UTC)),  # eight in the morning
        (2, datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),  # eight in Paris
        (3, datetime(2026, 11, 24, 11, 0, tzinfo=UTC)),  # six
        (4, datetime(2026, 11, 24, 2, 30, tzinfo=UTC)),  # never quiet
    ]


async def test_a_reminder_of_an_early_event_comes_the_evening_before(town):
    await town.welcome(1)
    event = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)  # half past eight
    await town.plan(town.draft(lane=Lane.REMINDER, due_at=event - timedelta(hours=1), expires_at=event))
    assert (await town.row()).due_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # half past eight in the evening


async def test_two_planners_at_once_make_one_each(town):
    await town.welcome(20)
    added = await asyncio.gather(*(town.plan(town.draft(batch="b")) for _ in range(5)))
    assert sorted(added) == [0, 0, 0, 0, 20]
    async with town.database.reading() as session:
        assert (await session.exec(select(Batch.recipients))).one() == 20
    assert len(await town.rows()) == 20


async def test_many_thousands_are_planned_in_one_statement(town):
    async with town.database.transaction() as session:
        people = [
            {**Person(chat_id=chat, first_name="Ana", language="es", joined_at=town.now, seen_at=town.now).model_dump()}
            for chat in range(1, 6001)
        ]
        await session.exec(planning.insert(session, Person).values(people[:2000]))
        await session.exec(planning.insert(session, Person).values(people[2000:4000]))
        await session.exec(planning.insert(session, Person).values(people[4000:]))
    assert await town.plan(town.draft(batch="b")) == 6000
    async with town.database.reading() as session:
        states = (await session.exec(select(Delivery.state).distinct())).all()
    assert states == [State.PENDING]
