"""Those for whom the town is looked through: a handful at a time, with what they told and what they marked."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from models.db import Session
from models.intake.questions import Value
from models.intake.tables import Answer, Intake
from models.resources.tables import Mark

TOGETHER = 100  # people looked at in one go


async def handful(session: Session, after: UUID | None) -> Sequence[UUID]:
    """The next people who have seen what fits them, in the order of their ids: no look is larger, however many."""
    query = select(Intake.person_id).where(col(Intake.milestone_at).is_not(None))
    if after:
        query = query.where(col(Intake.person_id) > after)
    return (await session.exec(query.order_by(col(Intake.person_id)).limit(TOGETHER))).all()


async def count(session: Session) -> int:
    """How many they are."""
    query = select(func.count()).select_from(Intake).where(col(Intake.milestone_at).is_not(None))
    return (await session.exec(query)).one()


async def answers(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, Value]]:
    found: dict[UUID, dict[str, Value]] = {}
    query = select(Answer.person_id, Answer.question, Answer.value)
    for person_id, question, value in await session.exec(
        query.where(col(Answer.person_id).in_(ids), col(Answer.skipped).is_(False))
    ):
        found.setdefault(person_id, {})[question] = value
    return found


async def marked(session: Session, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Saved, had or hidden: she knows it."""
    found: dict[UUID, list[str]] = {}
    for person_id, source_id in await session.exec(
        select(Mark.person_id, Mark.source_id).where(col(Mark.person_id).in_(ids))
    ):
        found.setdefault(person_id, []).append(source_id)
    return found
