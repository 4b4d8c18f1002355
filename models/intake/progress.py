"""The flow with rows: reads where a person stands, takes one step, writes what it changed. Never commits.

One statement reads, at most two write, whatever the number of questions. The person's own row is locked while her
update is answered (models/people/meeting.py), so two taps at the same instant are taken one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlmodel import col

from models.db import Session, dialect_of, insert_in, metadata
from models.intake.flow import Flow, State
from models.intake.questions import Reason, Refused, Value
from models.intake.tables import Answer, Intake

INTAKE, ANSWER = metadata.tables["intake"], metadata.tables["answer"]

# The statements of every step, built once: building them costs more than carrying them out. Plain columns rather
# than objects: a session would keep an object as it first read it, whatever is written afterwards.
STANDING = (
    select(
        INTAKE.c.open,
        INTAKE.c.chosen,
        INTAKE.c.aside,
        INTAKE.c.started_at,
        INTAKE.c.milestone_at,
        INTAKE.c.finished_at,
        ANSWER.c.question,
        ANSWER.c.value,
        ANSWER.c.skipped,
    )
    .select_from(INTAKE.outerjoin(ANSWER, ANSWER.c.person_id == INTAKE.c.person_id))
    .where(INTAKE.c.person_id == bindparam("person"))
)
ANSWERS = select(ANSWER.c.question, ANSWER.c.value).where(
    ANSWER.c.person_id == bindparam("person"), ANSWER.c.skipped.is_(False)
)
BEGUN = insert(INTAKE)
PLACE = (
    update(INTAKE)
    .where(INTAKE.c.person_id == bindparam("person"))
    .values(
        {name: bindparam(name) for name in ("open", "chosen", "aside", "milestone_at", "finished_at", "changed_at")}
    )
)


@dataclass(frozen=True)
class Step:
    """What a step did: from where to where, or why not. `milestone` and `finished` are true once in an intake.

    `shown` says that the milestone was passed before this step: there is a list to compare with.
    """

    before: State
    after: State
    refused: Reason | None = None
    milestone: bool = False
    finished: bool = False
    shown: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a person stands, as her rows say."""

    state: State
    started_at: datetime
    milestone_at: datetime | None
    finished_at: datetime | None


async def standing(session: Session, person_id: UUID) -> Standing | None:
    """None for somebody who has not begun."""
    rows = (await (await session.connection()).execute(STANDING, {"person": person_id})).all()
    if not rows:
        return None
    opened, chosen, aside, started_at, milestone_at, finished_at, *_ = rows[0]
    answers = [(question, value, skipped) for *_, question, value, skipped in rows if question is not None]
    state = State(
        answers={question: value for question, value, skipped in answers if not skipped},
        skipped=frozenset(question for question, _, skipped in answers if skipped),
        open=opened,
        chosen=tuple(chosen),
        aside=aside,
    )
    return Standing(state, started_at, milestone_at, finished_at)


async def answers_of(session: Session, person_id: UUID) -> dict[str, Value]:
    """Every answer by its question, also those that do not apply just now: `Flow.facts` reads those that count."""
    rows = await (await session.connection()).execute(ANSWERS, {"person": person_id})
    return {question: value for question, value in rows}  # noqa: C416 rows are no pairs to mypy


async def begin(session: Session, flow: Flow, person_id: UUID, now: datetime) -> State:
    """The first question, for somebody new."""
    state = flow.begin()
    row = Intake(person_id=person_id, open=state.open, started_at=now, changed_at=now)
    await (await session.connection()).execute(BEGUN, row.model_dump())
    return state


async def restart(session: Session, flow: Flow, person_id: UUID, now: datetime) -> State:
    """From the beginning: every answer is forgotten, and recommendations will come again after the milestone."""
    await session.exec(delete(Answer).where(col(Answer.person_id) == person_id))
    await session.exec(delete(Intake).where(col(Intake.person_id) == person_id))
    return await begin(session, flow, person_id, now)


async def take(
    session: Session,
    flow: Flow,
    person_id: UUID,
    now: datetime,
    step: Callable[[State], State | Refused],
    stands: Standing | None = None,
) -> Step:
    """Take one step of the flow: `take(…, lambda state: flow.answer(state, "stage", "idea"))`.

    `stands`: where she stands, where that was read in this transaction already. For somebody who has not begun,
    nothing is open and every step is refused.
    """
    stands = stands or await standing(session, person_id)
    if stands is None:
        return Step(State(), State(), Reason.NOT_OPEN)
    before = flow.mend(stands.state)
    after = step(before)
    if isinstance(after, Refused):
        return Step(before, before, after.reason)
    milestone = stands.milestone_at is None and _past_milestone(flow, after)
    finished = stands.finished_at is None and flow.finished(after)
    if after != before:
        await _write_answers(session, person_id, before, after, now)
        milestone_at = now if milestone else stands.milestone_at
        finished_at = now if finished else stands.finished_at
        await _write_place(session, person_id, Standing(after, stands.started_at, milestone_at, finished_at), now)
    return Step(before, after, None, milestone, finished, shown=stands.milestone_at is not None)


def _past_milestone(flow: Flow, state: State) -> bool:
    passed = state.skipped | flow.live(state.answers).keys()
    return any(question.milestone and question.key in passed for question in flow.questions)


async def _write_answers(session: Session, person_id: UUID, before: State, after: State, now: datetime) -> None:
    """Only what changed: nearly always one row."""
    gone = (before.answers.keys() | before.skipped) - (after.answers.keys() | after.skipped)
    if gone:
        await session.exec(delete(Answer).where(col(Answer.person_id) == person_id, col(Answer.question).in_(gone)))
    told = {
        key: value for key, value in after.answers.items() if key not in before.answers or before.answers[key] != value
    }
    passed_over = dict.fromkeys(after.skipped - before.skipped)
    rows = [
        {"person_id": person_id, "question": key, "value": value, "skipped": key in passed_over, "answered_at": now}
        for key, value in {**told, **passed_over}.items()
    ]
    if rows:
        await (await session.connection()).execute(_told(dialect_of(session)), rows)


@cache
def _told(dialect: str) -> Executable:
    """An answer written over the one before it."""
    written = insert_in(dialect, Answer)
    changed = {name: written.excluded[name] for name in ("value", "skipped", "answered_at")}
    return written.on_conflict_do_update(index_elements=["person_id", "question"], set_=changed)


async def _write_place(session: Session, person_id: UUID, stands: Standing, now: datetime) -> None:
    row = {
        "person": person_id,
        "open": stands.state.open,
        "chosen": list(stands.state.chosen),
        "aside": stands.state.aside,
        "milestone_at": stands.milestone_at,
        "finished_at": stands.finished_at,
        "changed_at": now,
    }
    await (await session.connection()).execute(PLACE, row)
