"""The flow with rows: nothing lives in memory, a step costs few statements, on both databases."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from models.intake import progress
from models.intake.flow import State
from models.intake.progress import Step
from models.intake.questions import Reason
from models.intake.tables import Answer, Intake
from models.people import leaving, meeting
from models.people.meeting import Caller
from tests.models.intake.questions import FLOW

FOOD = {"choices": ["food"]}


@pytest.fixture
async def ana(database, now):
    async with database.transaction() as session:
        person, _ = await meeting.meet(session, Caller(7, "Ana", "es"), now)
    return person


@pytest.fixture
def take(database, ana, now):
    """A step in a transaction of its own, as doors take it."""

    async def taken(step, *arguments, at=now):
        async with database.transaction() as session:
            return await progress.take(session, FLOW, ana.id, at, lambda state: step(state, *arguments))

    return taken


@pytest.fixture
async def begun(database, ana, now):
    async with database.transaction() as session:
        return await progress.begin(session, FLOW, ana.id, now)


@contextmanager
def counted(database):
    statements = []

    def count(_connection, _cursor, statement, *_others):
        statements.append(statement.split()[0])

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    yield statements
    event.remove(database.engine.sync_engine, "before_cursor_execute", count)


async def standing(database, ana):
    async with database.reading() as session:
        return await progress.standing(session, ana.id)


async def test_somebody_who_has_not_begun_has_nothing_open(database, ana, take):
    assert await standing(database, ana) is None
    assert await take(FLOW.skip, "trade") == Step(State(), State(), Reason.NOT_OPEN)


async def test_the_first_question_is_open_after_the_beginning(database, ana, begun):
    assert begun == State(open="trade")
    assert (await standing(database, ana)).state == begun


async def test_every_answer_is_in_the_database_before_the_next_step(database, ana, begun, take):
    await take(FLOW.answer, "trade", {"choices": ["food"], "text": "tamales"})
    await take(FLOW.skip, "stage")
    await take(FLOW.tick, "needs", "grant", True)
    expected = State(
        answers={"trade": {"choices": ["food"], "text": "tamales"}},
        skipped=frozenset({"stage"}),
        open="needs",
        chosen=("grant",),
    )
    assert (await standing(database, ana)).state == expected


async def test_an_answer_costs_one_read_and_two_writes(database, begun, take):
    await take(FLOW.answer, "trade", "food")
    with counted(database) as statements:
        await take(FLOW.answer, "stage", "idea")
    assert [word for word in statements if word not in {"BEGIN", "COMMIT"}] == ["SELECT", "INSERT", "UPDATE"]


async def test_an_old_press_writes_nothing(database, begun, take):
    await take(FLOW.answer, "trade", "food")
    with counted(database) as statements:
        step = await take(FLOW.answer, "trade", "wood")
    assert step == Step(State({"trade": FOOD}, open="stage"), State({"trade": FOOD}, open="stage"), Reason.NOT_OPEN)
    assert [word for word in statements if word not in {"BEGIN", "COMMIT"}] == ["SELECT"]


async def test_the_milestone_and_the_end_come_once(database, ana, begun, take, now):
    steps = [await take(FLOW.answer, *given) for given in (("trade", "food"), ("stage", "idea"), ("needs", ["grant"]))]
    assert [step.milestone for step in steps] == [False, False, True]
    await take(FLOW.resume)
    assert not (await take(FLOW.back, "place")).milestone
    await take(FLOW.keep, "needs")
    later = now + timedelta(hours=1)
    skips = [await take(FLOW.skip, key, at=later) for key in ("place", "getting_around", "household_size", "reminders")]
    assert [step.finished for step in skips] == [False, False, False, True]
    await take(FLOW.change, "place")
    assert not (await take(FLOW.skip, "place")).finished
    stands = await standing(database, ana)
    assert (stands.started_at, stands.milestone_at, stands.finished_at) == (now, now, later)


async def test_a_changed_answer_replaces_its_row_and_a_skip_empties_it(database, ana, begun, take):
    await take(FLOW.answer, "trade", "food")
    await take(FLOW.back, "stage")
    await take(FLOW.answer, "trade", "wood")
    async with database.reading() as session:
        assert await progress.answers_of(session, ana.id) == {"trade": {"choices": ["wood"]}}
    await take(FLOW.back, "stage")
    await take(FLOW.skip, "trade")
    async with database.reading() as session:
        row = (await session.exec(select(Answer).where(col(Answer.person_id) == ana.id))).one()
        assert (row.question, row.value, row.skipped) == ("trade", None, True)
        assert await progress.answers_of(session, ana.id) == {}


async def test_another_household_takes_the_income_band_with_it(database, ana, begun, take):
    for key, raw in (("household_size", 2), ("income", {"tier": "50", "year": 2026}), ("household_size", 3)):
        await take(FLOW.change, key)
        await take(FLOW.answer, key, raw)
    async with database.reading() as session:
        assert await progress.answers_of(session, ana.id) == {"household_size": 3}


async def test_starting_over_forgets_every_answer_and_nobody_elses(database, ana, begun, take, now):
    async with database.transaction() as session:
        other, _ = await meeting.meet(session, Caller(8, "Béa", "fr"), now)
        await progress.begin(session, FLOW, other.id, now)
        await progress.take(session, FLOW, other.id, now, lambda state: FLOW.answer(state, "trade", "wood"))
    for key, raw in (("trade", "food"), ("stage", "idea"), ("needs", ["grant"])):
        await take(FLOW.answer, key, raw)
    later = now + timedelta(days=1)
    async with database.transaction() as session:
        assert await progress.restart(session, FLOW, ana.id, later) == State(open="trade")
    stands = await standing(database, ana)
    assert stands.state == State(open="trade")
    assert (stands.started_at, stands.milestone_at) == (later, None)
    assert (await standing(database, other)).state.answers == {"trade": {"choices": ["wood"]}}


async def test_everything_goes_with_the_person(database, ana, begun, take):
    await take(FLOW.answer, "trade", "food")
    async with database.transaction() as session:
        await leaving.erase(session, await meeting.by_chat(session, 7))
    async with database.reading() as session:
        assert (await session.exec(select(Answer))).all() == []
        assert (await session.exec(select(Intake))).all() == []


async def test_hostile_words_come_back_as_they_were_typed(database, ana, begun, take):
    words = "<b>Ñ</b> \u202e 👩🏽\u200d🍳 '; drop table"
    await take(FLOW.answer, "trade", words)
    async with database.reading() as session:
        assert await progress.answers_of(session, ana.id) == {"trade": {"text": words}}
