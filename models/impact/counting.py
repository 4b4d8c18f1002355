"""How many came, how far they got and what they look for. A group under five is counted and not told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from models.db import Session
from models.intake.questions import picks
from models.intake.tables import Answer, Intake
from models.people.tables import Person

SMALLEST = 5  # fewer people than this, and a number could tell who they are


@dataclass(frozen=True)
class Group:
    """Some people who have something in common; the number is for `shown` to decide on."""

    value: str
    count: int

    @property
    def shown(self) -> int | None:
        """The number, or None for a group too small to be told."""
        return self.count if self.count >= SMALLEST else None


@dataclass(frozen=True)
class Programme:
    """The numbers of the whole programme, largest groups first."""

    people: int
    reached: int  # answered as far as the first recommendations
    finished: int
    languages: list[Group]
    sources: list[Group]
    trades: list[Group]
    needs: list[Group]


async def programme(session: Session) -> Programme:
    people = (await session.exec(select(func.count()).select_from(Person))).one()
    far = select(func.count(col(Intake.milestone_at)), func.count(col(Intake.finished_at)))
    reached, finished = (await session.exec(far)).one()
    return Programme(
        people=people,
        reached=reached,
        finished=finished,
        languages=groups((await session.exec(select(Person.language))).all()),
        sources=groups(source for source in (await session.exec(select(Person.source))).all() if source),
        trades=await _answered(session, "trade"),
        needs=await _answered(session, "needs"),
    )


async def _answered(session: Session, question: str) -> list[Group]:
    """Who gave several answers counts once in each."""
    query = select(Answer.value).where(col(Answer.question) == question, col(Answer.skipped).is_(False))
    return groups(str(pick) for value in await session.exec(query) for pick in picks(value))


def groups(values: Iterable[str]) -> list[Group]:
    """The same values together, the largest group first."""
    return [Group(value, count) for value, count in sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))]
