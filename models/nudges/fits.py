"""Something new fits her: whom to look for, and the message for each who has news. At most one a week.

Two steps, so that the many are looked for while reading and nobody waits: `Round.look`, then `plan_new_fits`.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select

from models.db import Session, insert
from models.intake.flow import Flow
from models.intake.tables import Intake
from models.nudges import seekers
from models.nudges.audience import wants
from models.nudges.news import Changes, Seeker, find
from models.nudges.noting import KEPT, versions_of
from models.nudges.tables import FactVersion, FitLook
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane, Preference
from models.people.tables import Person
from models.resources.facts import Catalogue

KIND = "new_fit"
APART = timedelta(days=7)  # from one such message to the next
WRITTEN = 20  # messages put in line in one transaction
SHOWN = 3  # things told in one message; of the rest only how many


@dataclass(frozen=True)
class Looked:
    """Who was looked for, up to which change, and what is news for whom (source ids, best first)."""

    up_to: datetime
    people: tuple[UUID, ...] = ()
    news: Mapping[UUID, list[str]] = field(default_factory=dict)
    last: UUID | None = None  # where the next handful begins; None: that was everybody

    def parts(self) -> Iterator["Looked"]:
        """The same in pieces that are quickly written, so that nobody waits long for their turn to write."""
        without = tuple(person_id for person_id in self.people if person_id not in self.news)
        if without:
            yield Looked(self.up_to, without)
        told = [*self.news]
        for first in range(0, len(told), WRITTEN):
            people = tuple(told[first : first + WRITTEN])
            yield Looked(self.up_to, people, {person_id: self.news[person_id] for person_id in people})


class Round:
    """One round through everybody, a handful at a time. `now` is in the town's own zone."""

    def __init__(self, catalogue: Catalogue, flow: Flow, now: datetime) -> None:
        self.catalogue, self.flow, self.now = catalogue, flow, now
        self._changes: Changes | None = None

    async def look(self, session: Session, after: UUID | None = None) -> Looked:
        """The next handful of people, and the news of those not yet looked for since the town changed. Only reads.

        The looking itself happens beside the loop: other people's visits go on meanwhile.
        """
        newest = (await session.exec(select(func.max(FactVersion.since)))).one() or self.now
        handful = await seekers.handful(session, after)
        last = handful[-1] if len(handful) == seekers.TOGETHER else None
        away = await _seekers(session, self.flow, handful, newest, self.now)
        if not away:
            return Looked(newest, last=last)
        changes = await self._changed(session)
        news = await asyncio.to_thread(find, away, changes, self.now)
        return Looked(newest, tuple(seeker.person_id for seeker in away), news, last)

    async def _changed(self, session: Session) -> Changes:
        """Read once a round: with a whole town loaded anew it is a thousand things."""
        if self._changes is None:
            versions = await versions_of(session, self.now - KEPT)
            self._changes = await asyncio.to_thread(Changes, self.catalogue, versions)
        return self._changes


async def _seekers(
    session: Session, flow: Flow, handful: Sequence[UUID], newest: datetime, now: datetime
) -> list[Seeker]:
    last = func.coalesce(FitLook.looked_at, Intake.milestone_at)
    query = (
        select(col(Person.id), col(Person.language), last)
        .join(Intake, col(Intake.person_id) == col(Person.id))
        .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
        .outerjoin(FitLook, col(FitLook.person_id) == col(Person.id))
        .where(col(Person.id).in_(handful), last < newest, wants(KIND, "announcements", now))
        .where(or_(col(FitLook.told_at).is_(None), col(FitLook.told_at) <= now - APART))
    )
    found = (await session.exec(query)).all()
    ids = [person_id for person_id, _, _ in found]
    told, marked = await seekers.answers(session, ids), await seekers.marked(session, ids)
    return [
        Seeker(
            person_id,
            max(since, now - KEPT),
            {"languages": [language], **flow.facts(told.get(person_id, {}))},  # till she says more, she speaks ours
            frozenset(marked.get(person_id, ())),
        )
        for person_id, language, since in found
    ]


async def plan_new_fits(session: Session, looked: Looked, now: datetime, manners: Manners) -> int:
    """Put one message in line for everybody with news, and note who was looked for; how many are new."""
    if not looked.people:
        return 0
    alike: dict[tuple[str, ...], list[UUID]] = {}
    for person_id, news in looked.news.items():
        alike.setdefault(tuple(news), []).append(person_id)
    planned = 0
    for told, people in alike.items():
        who = select(Person.id).where(col(Person.id).in_(people))
        planned += await plan(session, _draft(told, now), who, now, manners)
    await _note(session, looked, now)
    return planned


def _draft(news: Sequence[str], now: datetime) -> Draft:
    values: dict[str, object] = {"fits": list(news[:SHOWN]), "more": len(news[SHOWN:])}
    return Draft(
        key=f"{KIND}:{now.date().isoformat()}",
        kind=KIND,
        about="fits",
        lane=Lane.ANNOUNCEMENT,
        due_at=now,
        message={"template": KIND, "values": values},
        expires_at=now + APART,
    )


async def _note(session: Session, looked: Looked, now: datetime) -> None:
    """Only for people who are still there: somebody may have asked to be forgotten meanwhile."""
    there = set((await session.exec(select(Person.id).where(col(Person.id).in_(looked.people)))).all())
    rows = [
        {"person_id": one, "looked_at": looked.up_to, "told_at": now if one in looked.news else None}
        for one in looked.people
        if one in there
    ]
    if rows:
        note = insert(session, FitLook)
        # Who was told nothing now keeps the date of her last message.
        told_at = func.coalesce(note.excluded.told_at, col(FitLook.told_at))
        changed = {"looked_at": note.excluded.looked_at, "told_at": told_at}
        upsert = note.on_conflict_do_update(index_elements=["person_id"], set_=changed)
        await (await session.connection()).execute(upsert, rows)
