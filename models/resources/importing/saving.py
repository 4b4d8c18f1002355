"""Drafts into rows: new ones added, changed ones changed, the same ones left alone. Never commits.

The caller's transaction is the file's: either all its good rows are in, or none. What changed is written down field
by field in the same transaction, under one `FileImport`, so that a file can be undone as a whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import SQLModel, col

from models.db import Session, metadata
from models.resources.catalogue import bump
from models.resources.importing.doubles import likely_doubles
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.fields import flat, merged
from models.resources.importing.report import Difference, Report, RowReport
from models.resources.importing.tables import Action, FileImport
from models.resources.tables import Resource

AT_ONCE = 500  # ids in one question: below SQLite's and PostgreSQL's limits with room to spare

Found = Iterable[Draft | Problem]
Step = Callable[[int], None]
Part = tuple[type[SQLModel], Found]  # a table, and what a file holds for it


def unwatched(_rows: int) -> None:
    """Nobody wants to see how far it is."""


async def save(session: Session, table: type[SQLModel], found: Found, now: datetime, name: str = "") -> Report:
    """Put what a reader found into `table` by source id. Fields the file does not speak about keep their values."""
    return await save_file(session, [(table, found)], now, name=name)


async def save_file(
    session: Session,
    parts: Iterable[Part],
    now: datetime,
    *,
    name: str,
    by: str = "import",
    only_look: bool = False,
    step: Step = unwatched,
) -> Report:
    """Everything one file holds, for as many tables as it speaks about. `only_look` tells what would become of it.

    `step` hears how many rows were compared, and again how many were written.
    """
    report, entry = Report(), FileImport(name=name, by=by, at=now)
    if not only_look:
        await session.exec(insert(FileImport).values(entry.model_dump()))
    for table, found in parts:
        drafts = _sorted_out(found, report)
        weighed = []
        for start in range(0, len(drafts), AT_ONCE):
            weighed.append(await _weigh(session, table, drafts[start : start + AT_ONCE], report))
            step(AT_ONCE)
        new = [draft for some in weighed for draft in some.new]
        report.doubles += likely_doubles(new, await _names(session, table) if new else ())
        if only_look and table is Resource:
            report.edits += [values for some in weighed for values in _as_they_would_be(some)]
        for some in () if only_look else weighed:
            await _write(session, some, entry)
            step(AT_ONCE)
    if not only_look:
        await _close(session, entry, report)
    return report


async def _close(session: Session, entry: FileImport, report: Report) -> None:
    """Keep the import with its figures; one that changed nothing leaves no trace."""
    mine = col(FileImport.id) == entry.id
    if not report.added and not report.changed:
        await session.exec(delete(FileImport).where(mine))
        return
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    await session.exec(update(FileImport).where(mine).values(**counts, refused=len(report.refused)))
    await bump(session)
    report.import_id = entry.id


class _Weighed:
    """Some drafts beside the rows that stand."""

    def __init__(self, table: type[SQLModel], rows: Table) -> None:
        self.table, self.rows = table, rows
        self.new: list[Draft] = []
        self.changed: list[tuple[dict[str, Any], RowReport]] = []
        self.becoming: list[tuple[Mapping[str, Any], dict[str, Any]]] = []  # each row that changes, and what it gets


def _sorted_out(found: Found, report: Report) -> list[Draft]:
    drafts = []
    for one in found:
        if isinstance(one, Draft):
            drafts.append(one)
        else:
            (report.refused if one.fatal else report.noted).append(one)
    return drafts


async def _weigh(session: Session, table: type[SQLModel], drafts: Sequence[Draft], report: Report) -> _Weighed:
    rows = metadata.tables[str(table.__tablename__)]
    query = select(rows).where(rows.c.source_id.in_([draft.source_id for draft in drafts]))
    found = (await (await session.connection()).execute(query)).mappings()
    standing: dict[str, Mapping[str, Any]] = {str(row["source_id"]): dict(row) for row in found}
    weighed = _Weighed(table, rows)
    for draft in drafts:
        row = standing.get(draft.source_id)
        if row is None:
            weighed.new.append(draft)
            report.new.append(RowReport(rows.name, draft.source_id, _name(draft.values), draft.row))
        elif differences := _differences(values := merged(draft, row), row):
            told = RowReport(rows.name, draft.source_id, _name(draft.values), draft.row, differences)
            weighed.changed.append((values, told))
            weighed.becoming.append((row, values))
            report.changes.append(told)
        else:
            report.unchanged += 1
    report.added += len(weighed.new)
    report.changed += len(weighed.changed)
    return weighed


def _differences(values: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Difference, ...]:
    if all(row[name] == value for name, value in values.items()):
        return ()
    before, after = flat({name: row[name] for name in values}), flat(values)
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if before.get(name) != after.get(name)
    )


def _name(values: Mapping[str, object]) -> str:
    """What a row is called in its table."""
    return str(next((values[name] for name in ("name", "title", "first_name") if values.get(name)), ""))


async def _names(session: Session, table: type[SQLModel]) -> list[Mapping[str, Any]]:
    """What doubles are told by, of every row that stands."""
    rows = metadata.tables[str(table.__tablename__)]
    wanted = ("source_id", "name", "title", "first_name", "organization", "address", "phone", "url")
    query = select(*(rows.c[name] for name in wanted if name in rows.c)).order_by(rows.c.source_id)
    return [dict(row) for row in (await (await session.connection()).execute(query)).mappings()]


def _as_they_would_be(weighed: _Weighed) -> Iterator[dict[str, Any]]:
    """Every row that would come or change, whole."""
    for draft in weighed.new:
        yield {**defaults(weighed.table, draft.values), **draft.values}
    for row, values in weighed.becoming:
        yield {**row, **values}


async def _write(session: Session, weighed: _Weighed, entry: FileImport) -> None:
    connection = await session.connection()
    rows = weighed.rows
    for names, drafts in _alike(weighed.new):
        rest = {**defaults(weighed.table, names), "changed_at": entry.at}
        await connection.execute(insert(rows), [{**rest, **draft.values, "id": uuid4()} for draft in drafts])
    by_names = groupby(sorted(weighed.changed, key=lambda one: sorted(one[0])), key=lambda one: sorted(one[0]))
    for names, some in by_names:
        fields: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in [*names, "changed_at"] if name != "source_id"
        }
        statement = update(rows).where(rows.c.source_id == bindparam("new_source_id")).values(fields)
        given = [{**values, "changed_at": entry.at} for values, _ in some]
        await connection.execute(statement, [{f"new_{name}": value for name, value in one.items()} for one in given])
    if log := list(_log(weighed, entry)):
        await connection.execute(insert(metadata.tables["field_change"]), log)


def _alike(drafts: Iterable[Draft]) -> Iterator[tuple[list[str], list[Draft]]]:
    """Drafts that speak about the same fields, together: one statement writes them."""
    for names, some in groupby(sorted(drafts, key=lambda one: sorted(one.values)), key=lambda one: sorted(one.values)):
        yield names, list(some)


def defaults(table: type[SQLModel], names: Iterable[str]) -> dict[str, object]:
    """The table's own values for the fields a draft does not speak about."""
    spoken = set(names)
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required() and name not in spoken
    }


def _log(weighed: _Weighed, entry: FileImport) -> Iterator[dict[str, object]]:
    about = weighed.rows.name
    for draft in weighed.new:
        yield change(entry, about, draft.source_id, Action.CREATE, Difference("", None, _said(draft)))
    for _, told in weighed.changed:
        for one in told.differences:
            yield change(entry, about, told.source_id, Action.UPDATE, one)


def _said(draft: Draft) -> dict[str, object]:
    """What a new row brought; what it says nothing about need not be kept."""
    return {name: value for name, value in flat(draft.values).items() if value is not None and value != []}


def change(entry: FileImport, about: str, source_id: str, action: Action, one: Difference) -> dict[str, object]:
    """One line of the log."""
    return {
        "id": uuid4(),
        "about": about,
        "source_id": source_id,
        "action": action.value,
        "field": one.field,
        "previous": one.previous,
        "replacement": one.replacement,
        "by": entry.by,
        "at": entry.at,
        "import_id": entry.id,
    }
