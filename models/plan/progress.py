"""What a person has done of her steps, and the day she wants to be ready. Never commits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select

from models.db import Session, insert
from models.plan.tables import Goal, StepDone


async def done(session: Session, person_id: UUID) -> set[str]:
    """The steps she has done, also those that are no longer in the file."""
    return set(await session.exec(select(StepDone.step).where(StepDone.person_id == person_id)))


async def mark(session: Session, person_id: UUID, step: str, now: datetime, *, is_done: bool) -> None:
    """Twice is once."""
    if is_done:
        row = {"person_id": person_id, "step": step, "at": now}
        await session.exec(insert(session, StepDone).values(row).on_conflict_do_nothing())
    else:
        hers = (col(StepDone.person_id) == person_id, col(StepDone.step) == step)
        await session.exec(delete(StepDone).where(*hers))


async def goal(session: Session, person_id: UUID) -> Goal | None:
    query = select(Goal).where(Goal.person_id == person_id)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def aim(session: Session, person_id: UUID, day: date, event: str | None = None) -> None:
    """The day she wants to be ready; a new one replaces the old."""
    row = insert(session, Goal).values(person_id=person_id, day=day, event=event)
    await session.exec(row.on_conflict_do_update(index_elements=["person_id"], set_={"day": day, "event": event}))


async def let_go(session: Session, person_id: UUID) -> None:
    await session.exec(delete(Goal).where(col(Goal.person_id) == person_id))
