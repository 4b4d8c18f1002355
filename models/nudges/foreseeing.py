"""Before an edit is saved: whom it will newly fit, and whom it will no longer fit. Reads only."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.db import Session
from models.intake.flow import Flow
from models.nudges import seekers
from models.resources.facts import Fact
from models.resources.judging import Judge
from models.resources.weights import FLOOR

Edit = tuple[Fact | None, Fact | None]
"""A thing before and after; None where it is not there."""


@dataclass(frozen=True)
class Foreseen:
    """How many people something will newly fit, and how many will lose something that fits them."""

    newly: int = 0
    no_longer: int = 0

    def __add__(self, other: "Foreseen") -> "Foreseen":
        return Foreseen(self.newly + other.newly, self.no_longer + other.no_longer)


async def foresee(session: Session, flow: Flow, edits: Sequence[Edit], now: datetime) -> Foreseen:
    """Over everybody who has seen what fits her, each counted once however many edits touch her.

    Who has hidden a thing, or has it already, is not counted for it. `now` is in the town's own zone.
    """
    found, after = Foreseen(), None
    while edits:
        people = await seekers.handful(session, after)
        told = await seekers.answers(session, people)
        marked = await seekers.marked(session, people)
        facts = {one: flow.facts(told.get(one, {})) for one in people}
        found += await asyncio.to_thread(_among, facts, marked, edits, now)
        if len(people) < seekers.TOGETHER:
            break
        after = people[-1]
    return found


def _among(
    people: Mapping[UUID, Mapping[str, object]],
    marked: Mapping[UUID, Sequence[str]],
    edits: Sequence[Edit],
    now: datetime,
) -> Foreseen:
    newly = no_longer = 0
    for person_id, answers in people.items():
        judge, known = Judge(answers, now), set(marked.get(person_id, ()))
        differs = [(_fits(judge, before, known), _fits(judge, after, known)) for before, after in edits]
        newly += any(after and not before for before, after in differs)
        no_longer += any(before and not after for before, after in differs)
    return Foreseen(newly, no_longer)


def _fits(judge: Judge, fact: Fact | None, known: set[str]) -> bool:
    return fact is not None and fact.id not in known and judge.points(fact) >= FLOOR
