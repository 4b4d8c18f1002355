"""Taking an import back as a whole: what it added goes, what it changed is as before. Never commits.

Where somebody has worked on a row since, taking the import back would lose her work: then nothing is done and the
rows are named.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from models.db import Session, metadata
from models.resources.catalogue import bump
from models.resources.importing.cannot_undo import CannotUndo
from models.resources.importing.fields import flat, put
from models.resources.importing.report import Difference
from models.resources.importing.saving import AT_ONCE, change, defaults
from models.resources.importing.tables import Action, FieldChange, FileImport

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Undone:
    """How much was taken back."""

    name: str
    removed: int
    restored: int
    told: tuple[tuple[str, str, tuple[Difference, ...]], ...] = ()  # table, id, what went back


async def imports(session: Session, limit: int = 50, by: str = "") -> Sequence[FileImport]:
    """The files that changed something, the newest first; those that came one way, or all."""
    newest = select_rows(FileImport).order_by(col(FileImport.at).desc(), col(FileImport.id)).limit(limit)
    return (await session.exec(newest.where(FileImport.by == by) if by else newest)).all()


async def find_import(session: Session, said: str) -> FileImport:
    """The import of this id, or of these first letters of one."""
    start = said.strip().casefold().replace("-", "")
    found = [one for one in await imports(session, 10_000) if start and one.id.hex.startswith(start)]
    if not found:
        raise CannotUndo("none", said=said)
    if len(found) > 1:
        raise CannotUndo("several", count=len(found), said=said)
    return found[0]


async def undo(
    session: Session,
    entry: FileImport,
    tables: Mapping[str, type[SQLModel]],
    now: datetime,
    following: Collection[str] = (),
) -> Undone:
    """Take everything back that this import did, or raise CannotUndo. `following`: fields nobody's hand decides."""
    if entry.undone_at:
        raise CannotUndo("undone", name=entry.name, at=f"{entry.undone_at:%Y-%m-%d %H:%M}")
    changes = (await session.exec(select_rows(FieldChange).where(FieldChange.import_id == entry.id))).all()
    log = FileImport(id=entry.id, name=entry.name, by="undo", at=now)
    plans = [
        await _plan(session, table, [one for one in changes if one.about == about], following)
        for about, table in tables.items()
    ]
    if lost := [place for plan in plans for place in plan.lost]:
        raise _would_lose(entry, lost)
    for plan in plans:
        await _carry_out(session, plan, log)
    mine = col(FileImport.id) == entry.id
    await session.exec(update(FileImport).where(mine).values(undone_at=now))
    await bump(session)
    told = tuple((plan.rows.name, id_, tuple(told)) for plan in plans for id_, told in plan.told.items())
    return Undone(entry.name, sum(len(plan.gone) for plan in plans), len(told), told)


def _would_lose(entry: FileImport, lost: Sequence[str]) -> CannotUndo:
    named, more = ", ".join(lost[:MOST_NAMED]), len(lost) - MOST_NAMED
    if more > 0:
        return CannotUndo("worked_on_more", name=entry.name, lost=named, count=more)
    return CannotUndo("worked_on", name=entry.name, lost=named)


@dataclass
class _Plan:
    """What is to be done in one table, and what would be lost by it."""

    rows: Table
    gone: list[str] = field(default_factory=list)
    restored: dict[str, dict[str, Any]] = field(default_factory=dict)  # id: the values to put back
    told: dict[str, list[Difference]] = field(default_factory=dict)  # id: each field on its way back
    lost: list[str] = field(default_factory=list)


async def _plan(
    session: Session, table: type[SQLModel], changes: Sequence[FieldChange], following: Collection[str]
) -> _Plan:
    plan = _Plan(metadata.tables[str(table.__tablename__)])
    standing = await _standing(session, plan.rows, sorted({one.source_id for one in changes}))
    for one in changes:
        row = standing.get(one.source_id)
        if one.action == Action.CREATE and row:
            _plan_removal(plan, one, row, {**flat(defaults(table, [])), **one.replacement}, following)
        elif one.action == Action.UPDATE:
            _plan_return(plan, one, row)
    return plan


async def _standing(session: Session, rows: Table, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(rows).where(rows.c.source_id.in_(ids[start : start + AT_ONCE]))
        answer = (await (await session.connection()).execute(query)).mappings()
        found.update({str(row["source_id"]): dict(row) for row in answer})
    return found


def _plan_removal(
    plan: _Plan, one: FieldChange, row: dict[str, Any], came: Mapping[str, Any], following: Collection[str]
) -> None:
    """A row goes only as it came; what follows from other things by itself is no one's work."""
    now = flat(row)
    worked_on = {**came, **now}.keys() - {"id", "changed_at"} - set(following)
    plan.lost += [f"{one.source_id} ({name})" for name in sorted(worked_on) if came.get(name) != now.get(name)]
    plan.gone.append(one.source_id)


def _plan_return(plan: _Plan, one: FieldChange, row: dict[str, Any] | None) -> None:
    if row is None or flat(row).get(one.field) != one.replacement:
        plan.lost.append(f"{one.source_id} ({one.field})")
        return
    values = plan.restored.setdefault(one.source_id, {"translations": row.get("translations")})
    put(values, plan.rows, one.field, one.previous)
    plan.told.setdefault(one.source_id, []).append(Difference(one.field, one.replacement, one.previous))


async def _carry_out(session: Session, plan: _Plan, log: FileImport) -> None:
    connection, about = await session.connection(), plan.rows.name
    for start in range(0, len(plan.gone), AT_ONCE):
        some = plan.rows.c.source_id.in_(plan.gone[start : start + AT_ONCE])
        await connection.execute(delete(plan.rows).where(some))
    for source_id, values in plan.restored.items():
        mine = plan.rows.c.source_id == source_id
        await connection.execute(update(plan.rows).where(mine).values(**values, changed_at=log.at))
    lines = [change(log, about, id_, Action.DELETE, Difference("", None, None)) for id_ in plan.gone]
    lines += [change(log, about, id_, Action.UPDATE, one) for id_, told in plan.told.items() for one in told]
    if lines:
        await connection.execute(insert(metadata.tables["field_change"]), lines)
