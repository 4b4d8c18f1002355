"""The tables and the steps to them stay one thing."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.db import Database
from models.schema import MIGRATIONS, NEWEST, migrate, version
from models.tables import metadata


async def test_steps_lead_to_the_tables_as_they_are(database):
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda plain: compare_metadata(MigrationContext.configure(plain, opts={"compare_type": True}), metadata)
        )
    assert differences == []


def test_newest_is_the_last_step():
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [NEWEST]


async def test_an_empty_database_has_no_version(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert await version(database) is None
    await migrate(database)
    assert await version(database) == NEWEST
    await database.close()


async def test_several_processes_may_migrate_at_once(address):
    houses = [Database(address) for _ in range(4)]
    assert await asyncio.gather(*(migrate(house) for house in houses)) == [NEWEST] * 4
    for house in houses:
        await house.close()
