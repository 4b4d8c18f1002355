"""A town of three things and a few people who say what they found."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.people import meeting
from models.people.meeting import Caller
from models.resources import catalogue
from models.resources.catalogue import CatalogueKeeper
from models.resources.freshness import desk
from models.resources.tables import Resource

TODAY = date(2026, 11, 23)


class Town:
    def __init__(self, database, now):
        self.database, self.now, self.keeper = database, now, CatalogueKeeper()

    def wait(self, **time):
        self.now += timedelta(**time)

    async def do(self, function, *arguments):
        async with self.database.transaction() as session:
            return await function(session, *arguments)

    async def somebody(self, chat_id=7):
        async with self.database.transaction() as session:
            person, _ = await meeting.meet(session, Caller(chat_id, "Ana", "en"), self.now)
            return person

    async def has(self, source_id, assured_on=TODAY, **more):
        async with self.database.transaction() as session:
            values = {
                "kind": "space",
                "name": source_id.title(),
                "assured_on": assured_on,
                "changed_at": self.now,
                **more,
            }
            session.add(Resource(source_id=source_id, **values))
            await catalogue.bump(session)

    async def status(self, source_id):
        """As every maker's list sees it."""
        async with self.database.reading() as session:
            return (await self.keeper.current(session, self.now)).get(source_id).status

    async def row(self, source_id):
        async with self.database.reading() as session:
            return (await session.exec(select(Resource).where(Resource.source_id == source_id))).one()

    async def doubts(self):
        async with self.database.reading() as session:
            return await desk.doubts(session, self.now.date())


@pytest.fixture
async def town(database, now):
    town = Town(database, now)
    for name in ("kitchen", "loft", "yard"):
        await town.has(name)
    return town
