"""How it went: people week by week, and how far they come in the questions. A number under five is not told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.db import Session
from models.intake.tables import Answer, Intake
from models.people.tables import Person

WEEKS = 12
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One question: how many came to it, answered, passed over it, and stopped there."""

    question: str
    reached: int
    answered: int
    skipped: int
    stopped: int


async def weeks(session: Session, now: datetime, zone: str) -> list[tuple[date, int]]:
    """New people by week, Monday to Sunday on the town's clock; the last one is not over yet."""
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - A_WEEK * back for back in range(WEEKS - 1, -1, -1)]
    since = now - A_WEEK * (WEEKS + 1)
    joined = await session.exec(select(Person.joined_at).where(col(Person.joined_at) > since))
    days = (moment.astimezone(ZoneInfo(zone)).date() for moment in joined)
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    return [(monday, counts[monday]) for monday in mondays]


async def steps(session: Session, questions: Sequence[str]) -> list[Step]:
    """Every question in the order it is asked. Who stopped there has it on her screen still."""
    marked = rows_of(col(Answer.question), col(Answer.skipped), func.count()).group_by(
        col(Answer.question), col(Answer.skipped)
    )
    counts: Mapping[tuple[str, bool], int] = {
        (question, bool(skipped)): count
        for question, skipped, count in await (await session.connection()).execute(marked)
    }
    open_ = select(col(Intake.open), func.count()).where(col(Intake.open).is_not(None)).group_by(col(Intake.open))
    stopped = {str(question): count for question, count in await session.exec(open_)}
    found = []
    for question in questions:
        answered, skipped = counts.get((question, False), 0), counts.get((question, True), 0)
        here = stopped.get(question, 0)
        found.append(Step(question, answered + skipped + here, answered, skipped, here))
    return found
