"""Draft the next step from what the tables say: `python -m models.migrations.draft "Why the tables change"`.

Read what it wrote before committing it, and set NEWEST in models/schema.py.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy.engine import Connection

from models.db import Database
from models.schema import MIGRATIONS, alembic_config, upgrade


def write(connection: Connection, why: str) -> None:
    """The difference between all steps so far and the tables, as a new file."""
    number = len(list((MIGRATIONS / "versions").glob("*.py"))) + 1
    upgrade(connection)
    command.revision(alembic_config(connection), why, autogenerate=True, rev_id=f"{number:04}")


async def draft(why: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.sqlite3'}")
        async with database.engine.begin() as connection:
            await connection.run_sync(write, why)
        await database.close()


if __name__ == "__main__":
    asyncio.run(draft(sys.argv[1]))
