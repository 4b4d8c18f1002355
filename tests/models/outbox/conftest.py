"""A small town that is written to: its people, its messages, and a Telegram that does what a test says."""

import random
from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from models.outbox import planning, preferences, queue
from models.outbox.outcomes import Sent
from models.outbox.planning import Draft, Manners
from models.outbox.quiet import Quiet
from models.outbox.tables import Delivery, Lane
from models.people import meeting
from models.people.meeting import Caller
from models.people.tables import Person

TOWN = Manners(Quiet("America/New_York", time(21), time(8)))
ALL = {"consent_reminders": True, "consent_announcements": True}


def taken_in(ready):
    """A Telegram on a good day."""
    return Sent(ready.row.id)


def always(outcome):
    """A Telegram that has only one answer."""
    return lambda _: outcome


class Town:
    """What the tests say: plan, tick, and what stands where afterwards."""

    def __init__(self, database, now):
        self.database, self.now = database, now
        self.accepted = []  # (chat, dedupe key) of every call Telegram took
        self.luck = random.Random(7)

    async def welcome(self, count, first=1):
        """So many people who agreed to everything."""
        async with self.database.transaction() as session:
            people = []
            for chat_id in range(first, first + count):
                person, _ = await meeting.meet(session, Caller(chat_id, f"Ana {chat_id}", "es"), self.now)
                await preferences.agree(session, person.id, ALL)
                people.append(person)
        return people

    def draft(self, key="news", lane=Lane.ANNOUNCEMENT, **other):
        plain = {"kind": "news", "about": "broadcast:1", "due_at": self.now, "message": {"template": "news"}}
        return Draft(key, lane=lane, **{**plain, **other})

    async def plan(self, draft, *people):
        """For these people; for everybody without any."""
        who = select(Person.id)
        if people:
            who = who.where(col(Person.id).in_([person.id for person in people]))
        async with self.database.transaction() as session:
            return await planning.plan(session, draft, who, self.now, TOWN)

    async def do(self, verb, *arguments, **named):
        async with self.database.transaction() as session:
            return await verb(session, *arguments, **named)

    async def take(self, limit=50, per_second=10_000):
        return await self.do(queue.take, limit, per_second, self.now, TOWN)

    async def tick(self, answer=taken_in, limit=50, per_second=10_000):
        """One reach into the line, the calls, and what they came to. `answer` is Telegram."""
        taken = await self.take(limit, per_second)
        results = [(ready, answer(ready)) for ready in taken.marked]
        self.accepted += [ready.row.chat_id for ready, outcome in results if isinstance(outcome, Sent)]
        if not results:
            return taken, None
        return taken, await self.do(queue.finish, results, self.now, self.luck)

    async def drain(self, answer=taken_in, ticks=20, **named):
        """Tick after tick, a little over a second apart."""
        for _ in range(ticks):
            await self.tick(answer, **named)
            self.wait(seconds=1.5)

    def wait(self, **time_passed):
        self.now += timedelta(**time_passed)

    async def rows(self):
        async with self.database.reading() as session:
            return (await session.exec(select(Delivery).order_by(col(Delivery.chat_id), col(Delivery.id)))).all()

    async def states(self):
        return [(row.state, row.reason) for row in await self.rows()]

    async def row(self):
        (row,) = await self.rows()
        return row


@pytest.fixture
def town(database, now):
    return Town(database, now)
