"""The shape of the tables and how a database gets to it. Alembic is loaded only when something is to be changed."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from models.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0014"  # a test keeps it equal to the newest file in migrations/versions
LOCK = 0x6563686F  # any number of ours: processes that migrate at once wait for each other on it


def alembic_config(connection: Connection) -> "Config":
    """Alembic's settings without an alembic.ini: the address comes with the connection."""
    from alembic.config import Config  # noqa: PLC0415 a quarter of a second that only a migration should pay

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 as above

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(alembic_config(connection), "head")


async def migrate(database: Database) -> str:
    """Bring the tables to the newest shape, all or nothing; safe from several processes at once.

    On SQLite the transaction itself is the lock. Returns the version that stands now.
    """
    async with database.engine.begin() as connection:
        await connection.run_sync(upgrade)
    return NEWEST


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def version(database: Database) -> str | None:
    """The shape this database has, None for an empty one. Fails as the driver does when it cannot be reached."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_version)
