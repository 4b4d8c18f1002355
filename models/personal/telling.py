"""All that names one person, as plain data that can be written into a file."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Table, or_, select

from models.db import Session, metadata
from models.personal.ways import WAYS, Way

Record = dict[str, object]
Records = dict[str, list[Record]]


async def everything(session: Session, person_id: UUID) -> Records:
    """Her rows by table, the tables without any left out."""
    found = {name: await _rows(session, name, way, person_id) for name, way in WAYS.items()}
    return {name: rows for name, rows in found.items() if rows}


async def _rows(session: Session, name: str, way: Way, person_id: UUID) -> list[Record]:
    table, beside = metadata.tables[name], [metadata.tables[other] for other in way.beside]
    shown = [table.c[column] for column in way.told]
    shown += [metadata.tables[other].c[column] for other, columns in way.beside.items() for column in columns]
    hers = or_(*(_column(table, place) == person_id for place in way.by))
    rows: FromClause = table
    for other in beside:
        rows = rows.join(other)
    query = select(*shown).select_from(rows).where(hers).order_by(*table.primary_key)
    return [_record({**row}) for row in (await (await session.connection()).execute(query)).mappings()]


def _column(table: Table, place: str) -> ColumnElement[UUID]:
    other, _, name = place.rpartition(".")
    return (metadata.tables[other] if other else table).c[name]


def _record(row: Mapping[str, object]) -> Record:
    """What is empty says nothing, and is left out."""
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
