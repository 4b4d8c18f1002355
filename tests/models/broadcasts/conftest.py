"""The small town of the outbox's tests, with answers, and somebody who writes to it."""

import pytest

from models.broadcasts import sending
from models.broadcasts.sending import Town as Customs
from models.intake.tables import Answer
from tests.models.outbox.conftest import TOWN, Town

CUSTOMS = Customs(TOWN)


class Writing(Town):
    """What these tests say on top: who answered what, and an announcement."""

    async def answered(self, person, **answers):
        async with self.database.transaction() as session:
            for question, value in answers.items():
                session.add(Answer(person_id=person.id, question=question, value=value, answered_at=self.now))

    async def draft_of(self, writer, **what):
        async with self.database.transaction() as session:
            broadcast = await sending.draft(session, writer.id, self.now)
            for name, value in {"texts": {"en": "The hall is open, {first_name}."}, **what}.items():
                setattr(broadcast, name, value)
        return broadcast

    async def confirm(self, broadcast, person, customs=CUSTOMS):
        async with self.database.transaction() as session:
            mine = await sending.of(session, broadcast.id)
            return await sending.confirm(session, mine, person.id, self.now, customs)


@pytest.fixture
def town(database, now):
    return Writing(database, now)
