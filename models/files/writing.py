"""The town's data as files again. A new format is one line in WRITERS."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlmodel import SQLModel, col, select

from models.db import Session, metadata
from models.events.ics_writing import whole_calendar
from models.events.tables import Event
from models.files.sheets import SHAPES
from models.resources.exporting.hsds import services, write_document
from models.resources.exporting.package import write_package
from models.resources.exporting.sheet import write_sheet
from models.resources.freshness.reports import hidden
from models.resources.importing.resources import SHAPE as RESOURCES
from models.resources.tables import Resource

Writer = Callable[[Session], Awaitable[dict[str, bytes]]]


async def rows_of(session: Session, table: type[SQLModel]) -> list[Mapping[str, Any]]:
    """Every row of a table, by its id in files."""
    rows = metadata.tables[str(table.__tablename__)]
    answer = await (await session.connection()).execute(rows.select().order_by(rows.c.source_id))
    return [dict(row) for row in answer.mappings()]


async def write_csv(session: Session) -> dict[str, bytes]:
    """resources.csv, people.csv and events.csv as a town's folder has them.

    These are the facts as their coordinator wrote them: what makers doubt stands beside them, not in them.
    """
    return {f"{shape.name}.csv": write_sheet(shape.columns, await rows_of(session, table)) for shape, table in SHAPES}


async def write_hsds(session: Session) -> dict[str, bytes]:
    """The resources as HSDS 3.0, for other directories: one document, and the same as a package of tables.

    What is kept back from makers is not active there either.
    """
    rows, kept_back = await rows_of(session, Resource), await hidden(session)
    package = write_package(services(rows, RESOURCES.columns, kept_back=kept_back, tabular=True))
    document = write_document(services(rows, RESOURCES.columns, kept_back=kept_back))
    return {"services.json": document, **{f"csv/{name}": data for name, data in package.items()}}


async def write_ics(session: Session) -> dict[str, bytes]:
    """events.ics with every event, in the words and with the details of events.csv."""
    events = (await session.exec(select(Event).order_by(col(Event.source_id)))).all()
    zones = Counter(event.timezone for event in events)
    return {"events.ics": whole_calendar(events, "events", next(iter(zones.most_common(1)), ("UTC", 0))[0])}


WRITERS: Mapping[str, Writer] = {"csv": write_csv, "hsds": write_hsds, "ics": write_ics}
