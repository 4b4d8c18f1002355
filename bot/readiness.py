"""Looks at the database before the house opens: are these the tables we know, and is there anything to show?"""

import structlog

from bot.settings import WrongSettings
from models import schema
from models.db import Database
from models.resources.counting import count

log = structlog.get_logger()


async def check_shape(database: Database) -> None:
    """Refuse a database whose tables are not the ones this version knows."""
    found = await schema.version(database)
    if found != schema.NEWEST:
        raise WrongSettings(
            f"DATABASE_URL: this database is {'empty' if found is None else f'at version {found}'}, "
            f"and {schema.NEWEST} is needed; run `python -m bot migrate` first"
        )


async def tell_if_empty(database: Database) -> None:
    """A town without resources can talk and has nothing to show: its operator should know before its people do."""
    async with database.reading() as session:
        if not await count(session):
            log.warning("the town has no resources yet; run `python -m bot load`")
