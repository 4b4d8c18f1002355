"""From a sheet to drafts by a list of columns: the same way for resources, people and events.

Pure. A bad cell keeps out its row and nothing else; every problem names its row and column.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.resources.importing.cells import BadCell, Known, Reader
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.sheet import Sheet, Unreadable, open_sheet

MOST_PROBLEMS = 3  # of one row: enough to mend it, few enough to read


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how its cells read, where they go. `translated`: name_fr, name_es … may stand beside."""

    name: str
    read: Reader
    field: str = ""
    required: bool = False
    translated: bool = False
    empty: object = None  # what an empty cell means; shared by all rows, so nobody may change it


class Target(NamedTuple):
    """Where the cells under one header go."""

    column: Column
    language: str  # of a translation; "" for the text as it was written
    field: str


Finish = Callable[[dict[str, object], Known], None]  # looks at a row as a whole; BadCell refuses it


@dataclass(frozen=True)
class Shape:
    """The columns of one kind of file, and what is checked or filled in once a row is read."""

    columns: Sequence[Column]
    finish: Finish

    def read(self, data: bytes, known: Known) -> Iterator[Draft | Problem]:
        """Drafts and problems in the order of the file. Never raises for what the file says."""
        try:
            sheet = open_sheet(data)
        except Unreadable as unreadable:
            yield unreadable.problem
            return
        problems = list(self._header_problems(sheet))
        yield from problems
        if not any(problem.fatal for problem in problems):
            yield from self._drafts(sheet, known)

    def _header_problems(self, sheet: Sheet) -> Iterator[Problem]:
        for column in self.columns:
            if column.required and column.name not in sheet.header:
                yield Problem("missing_column", 1, values={"wanted": column.name})
        for place, name in enumerate(sheet.header):
            if name and name in sheet.header[:place]:
                yield Problem("twice_column", 1, name)
            elif name and self._target(name) is None:
                yield Problem("unknown_column", 1, name, fatal=False)

    def _target(self, name: str) -> Target | None:
        for column in self.columns:
            if name == column.name:
                return Target(column, "", column.field or column.name)
            if column.translated and (said := re.fullmatch(rf"{column.name}_([a-z]{{2,3}})", name)):
                return Target(column, said[1], column.field or column.name)
        return None

    def _drafts(self, sheet: Sheet, known: Known) -> Iterator[Draft | Problem]:
        targets = [self._target(name) for name in sheet.header]
        seen: dict[object, int] = {}
        for row in sheet.rows():
            if isinstance(row, Problem):
                yield row
                continue
            number, cells = row
            outcome = self._row(number, cells, targets, known)
            if isinstance(outcome, Draft):
                first = seen.setdefault(outcome.source_id, number)
                outcome = outcome if first == number else [Problem("duplicate_id", number, "id", {"first": first})]
            yield from (outcome,) if isinstance(outcome, Draft) else outcome

    def _row(
        self, number: int, cells: list[str], targets: Sequence[Target | None], known: Known
    ) -> Draft | list[Problem]:
        cells += [""] * (len(targets) - len(cells))
        if len(cells) > len(targets) and any(map(str.strip, cells[len(targets) :])):
            return [Problem("too_many_cells", number, values={"cells": len(cells), "columns": len(targets)})]
        values: dict[str, object] = {}
        translations: dict[str, dict[str, object]] = {}
        problems = []
        for target, cell in zip(targets, map(str.strip, cells), strict=False):
            if target is None:
                continue
            column, language, field = target
            if cell:
                try:
                    value = column.read(cell, known)
                except BadCell as bad:
                    problems.append(Problem(bad.code, number, f"{column.name}_{language}".rstrip("_"), bad.values))
                    continue
                (translations.setdefault(language, {}) if language else values)[field] = value
            elif column.required and not language:
                problems.append(Problem("missing", number, column.name))
            elif not language:
                values[field] = column.empty
        if any(column.translated for column in self.columns):
            values["translations"] = translations
        if not problems:
            problems = list(self._finish(number, values, known))
        return problems[:MOST_PROBLEMS] or Draft(number, values)

    def _finish(self, number: int, values: dict[str, object], known: Known) -> Iterator[Problem]:
        try:
            self.finish(values, known)
        except BadCell as bad:
            column = bad.values.get("column")
            rest = {name: value for name, value in bad.values.items() if name != "column"}
            yield Problem(bad.code, number, str(column) if column else None, rest)
