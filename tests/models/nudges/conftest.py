"""People somewhere in the questions, a town whose things change, and a clock that is moved by hand."""

from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from models.intake.flow import Flow
from models.intake.questions import Kind, Question
from models.intake.tables import Answer, Intake
from models.nudges import fits, going_on, noting
from models.outbox import preferences
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.outbox.tables import Delivery
from models.people import meeting
from models.people.meeting import Caller
from models.resources import catalogue
from models.resources.catalogue import CatalogueKeeper
from models.resources.tables import Resource

TOWN = Manners(Quiet("UTC", time(22), time(7)))
FLOW = Flow(
    [
        Question("trade", Kind.ONE, choices=("wood", "food")),
        Question("needs", Kind.SEVERAL, choices=("workspace", "grant"), most=2, milestone=True),
    ]
)


class Place:
    """What the tests say: who is there, what the town has, what is planned."""

    def __init__(self, database, now):
        self.database, self.now, self.keeper = database, now, CatalogueKeeper()

    def wait(self, **time):
        self.now += timedelta(**time)

    async def do(self, function, *arguments, **more):
        async with self.database.transaction() as session:
            return await function(session, *arguments, **more)

    # people

    async def comes(self, name, *, chat_id, answers=None, milestone=True, finished=False, agrees=True):
        """Somebody who answered this much just now."""
        async with self.database.transaction() as session:
            person, _ = await meeting.meet(session, Caller(chat_id, name, "en"), self.now)
            await session.flush()
            state = {"started_at": self.now, "changed_at": self.now, "finished_at": self.now if finished else None}
            session.add(Intake(person_id=person.id, milestone_at=self.now if milestone else None, **state))
            for question, value in (answers or {"trade": "wood", "needs": ["workspace"]}).items():
                session.add(Answer(person_id=person.id, question=question, value=value, answered_at=self.now))
            await preferences.agree(session, person.id, {"consent_announcements": agrees})
            return person

    async def writes(self, person):
        await self.do(meeting.meet, Caller(person.chat_id, person.first_name, "en"), self.now)

    # the town

    async def has(self, source_id, **fields):
        """The town adds this, or changes it."""
        values = {"kind": "space", "name": source_id.title(), "needs": ["workspace"], "trades": ["wood"], **fields}
        async with self.database.transaction() as session:
            old = (await session.exec(select(Resource).where(Resource.source_id == source_id))).first()
            row = old or Resource(source_id=source_id, changed_at=self.now, **values)
            row.sqlmodel_update({**values, "changed_at": self.now})
            session.add(row)
            await catalogue.bump(session)

    async def loses(self, source_id):
        async with self.database.transaction() as session:
            await session.delete((await session.exec(select(Resource).where(Resource.source_id == source_id))).one())
            await catalogue.bump(session)

    async def note(self):
        return await self.do(noting.note, self.keeper, self.now)

    async def look(self):
        """One round of looking and telling; how many messages are new."""
        await self.note()
        planned, after = 0, None
        while True:
            looked = await self.look_at_a_handful(after)
            planned += await self.do(fits.plan_new_fits, looked, self.now, TOWN)
            after = looked.last
            if after is None:
                return planned

    async def look_at_a_handful(self, after=None):
        async with self.database.reading() as session:
            current = await self.keeper.current(session, self.now)
            return await fits.Round(current, FLOW, self.now).look(session, after)

    async def nudge(self):
        return await self.do(going_on.plan_nudges, self.now, TOWN)

    # what came of it

    async def planned(self, kind):
        """Chat and message of everything planned of a kind, in the order of planning."""
        async with self.database.reading() as session:
            rows = (await session.exec(select(Delivery).where(Delivery.kind == kind).order_by(col(Delivery.id)))).all()
        return [(row.chat_id, row.message) for row in rows]

    async def told(self):
        """Whom something newly fits, and what."""
        return [(chat_id, message["values"]["fits"]) for chat_id, message in await self.planned(fits.KIND)]


@pytest.fixture
def place(database, now):
    return Place(database, now)
