"""The town's data as files again. A new format is one line in WRITERS."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from models.db import Session, metadata
from models.files.formats import SHAPES
from models.resources.exporting.sheet import write_sheet

Writer = Callable[[Session], Awaitable[dict[str, bytes]]]


async def rows_of(session: Session, table: type[SQLModel]) -> list[Mapping[str, Any]]:
    """Every row of a table, by its id in files."""
    rows = metadata.tables[str(table.__tablename__)]
    answer = await (await session.connection()).execute(select(rows).order_by(rows.c.source_id))
    return [dict(row) for row in answer.mappings()]


async def write_csv(session: Session) -> dict[str, bytes]:
    """resources.csv, people.csv and events.csv as a town's folder has them."""
    return {f"{shape.name}.csv": write_sheet(shape.columns, await rows_of(session, table)) for shape, table in SHAPES}


WRITERS: Mapping[str, Writer] = {"csv": write_csv}
