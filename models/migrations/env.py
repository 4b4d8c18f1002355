"""What Alembic runs: the connection comes from models.schema, the tables from every feature's tables.py."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

from models import tables
from models.db import UtcDateTime


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A step names SQLAlchemy's own types: it must read the same years after our types have moved."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,  # SQLite changes a column by copying its table
    render_item=plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
