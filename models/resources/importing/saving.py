"""Drafts into rows: new ones added, changed ones changed, the same ones left alone. Never commits.

The caller's transaction is the file's: either all its good rows are in, or none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import SQLModel

from models.db import Session
from models.resources.catalogue import bump
from models.resources.importing.drafts import Draft, Problem, Report

AT_ONCE = 500  # ids in one question: below SQLite's and PostgreSQL's limits with room to spare


async def save(session: Session, table: type[SQLModel], found: Iterable[Draft | Problem], now: datetime) -> Report:
    """Put what a reader found into `table` by source id. Fields the file does not speak about keep their values."""
    report, drafts = Report(), []
    for one in found:
        if isinstance(one, Draft):
            drafts.append(one)
        else:
            (report.refused if one.fatal else report.noted).append(one)
    rows = SQLModel.metadata.tables[str(table.__tablename__)]
    for start in range(0, len(drafts), AT_ONCE):
        await _save_some(session, table, rows, drafts[start : start + AT_ONCE], now, report)
    if report.added or report.changed:
        await bump(session)
    return report


async def _save_some(
    session: Session, table: type[SQLModel], rows: Table, drafts: Sequence[Draft], now: datetime, report: Report
) -> None:
    connection = await session.connection()
    query = select(rows).where(rows.c.source_id.in_([draft.source_id for draft in drafts]))
    standing = {str(row["source_id"]): dict(row) for row in (await connection.execute(query)).mappings()}
    new = [draft for draft in drafts if draft.source_id not in standing]
    changed = [
        draft for draft in drafts if draft.source_id in standing and _differs(draft.values, standing[draft.source_id])
    ]
    if new:
        rest = {**_defaults(table, new[0]), "changed_at": now}  # all drafts of a file speak about the same fields
        await connection.execute(insert(rows), [{**rest, **draft.values, "id": uuid4()} for draft in new])
    if changed:
        fields: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in [*changed[0].values, "changed_at"] if name != "source_id"
        }
        statement = update(rows).where(rows.c.source_id == bindparam("new_source_id")).values(fields)
        values = [{**draft.values, "changed_at": now} for draft in changed]
        await connection.execute(statement, [{f"new_{name}": value for name, value in one.items()} for one in values])
    report.added += len(new)
    report.changed += len(changed)
    report.unchanged += len(drafts) - len(new) - len(changed)


def _differs(values: Mapping[str, object], row: Mapping[str, Any]) -> bool:
    return any(row[name] != value for name, value in values.items())


def _defaults(table: type[SQLModel], draft: Draft) -> dict[str, object]:
    """The table's own values for the fields the file does not speak about."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required() and name not in draft.values
    }
