"""Which file changed what is known for a year."""

from datetime import timedelta

from sqlmodel import select

from models.resources.importing import remembering
from models.resources.importing.tables import FieldChange, FileImport
from models.resources.tables import Resource
from tests.models.resources.importing.test_undoing import FIRST, put


async def test_after_a_year_an_import_and_its_changes_are_forgotten_and_the_town_stays(database, now):
    await put(database, FIRST, now)
    async with database.transaction() as session:
        assert await remembering.forget_old(session, now + timedelta(days=366)) == 0
        assert await remembering.forget_old(session, now + timedelta(days=367)) > 0
    async with database.reading() as session:
        assert (await session.exec(select(FieldChange))).all() == []
        assert (await session.exec(select(FileImport))).all() == []
        assert (await session.exec(select(Resource))).all() != []
