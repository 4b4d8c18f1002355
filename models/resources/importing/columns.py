"""From a sheet to drafts by a list of columns: the same way for resources, people and events.

Pure. A bad cell keeps out its row and nothing else; every problem names its row and column.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from models.resources.importing.cells import BadCell, Known, Reader
from models.resources.importing.drafts import Draft, Problem, place
from models.resources.importing.escaping import as_written
from models.resources.importing.headers import meant
from models.resources.importing.sheet import Unreadable, open_sheet

NOTHING: Mapping[str, Any] = MappingProxyType({})
SHORT, REMEMBERED = 60, 20_000  # letters of a cell, and how many cells of a file, are read once only
MOST_PROBLEMS = 3  # of one row: enough to mend it, few enough to read


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how its cells read, where they go. `translated`: name_fr, name_es … may stand beside."""

    name: str
    read: Reader
    field: str = ""
    required: bool = False
    translated: bool = False
    decides: bool = False  # who may come: where it cannot be read, the row stays out of any file
    empty: object = None  # what an empty cell means; shared by all rows, so nobody may change it


class Grid(Protocol):
    """What has a header and rows under it, wherever it comes from."""

    @property
    def header(self) -> Sequence[str]: ...

    @property
    def labels(self) -> Sequence[str]:
        """What stands over the columns in the file, where it is not the header: a problem is looked for there."""

    @property
    def lenient(self) -> bool:
        """A file made for others: what cannot be read is left out and told, and the row goes in without it."""

    @property
    def unit(self) -> str:
        """What its rows are called: row, service, feature."""

    def rows(self) -> Iterator[tuple[int, list[str]] | Problem]:
        """Rows with the number a spreadsheet shows beside them."""


class Target(NamedTuple):
    """Where the cells under one header go."""

    column: Column
    language: str  # of a translation; "" for the text as it was written
    field: str
    header: str  # as it stands in the file

    @property
    def place(self) -> tuple[str, str]:
        """Only one header may lead there."""
        return self.column.name, self.language


Finish = Callable[[dict[str, object], Known], None]  # looks at a row as a whole; BadCell refuses it
Fill = Callable[[Mapping[str, str]], str]  # a cell from the others of its row


@dataclass(frozen=True)
class Shape:
    """The columns of one kind of file, and what is checked or filled in once a row is read.

    `fills` make what a file has no column for; each file begins with new ones. `settle` decides what only the whole
    file can tell.
    """

    columns: Sequence[Column]
    finish: Finish
    name: str = ""
    fills: Mapping[str, Callable[[], Fill]] = field(default_factory=dict)
    settle: Callable[[Iterator[Draft | Problem]], Iterator[Draft | Problem]] = iter

    def read(self, data: bytes, known: Known) -> Iterator[Draft | Problem]:
        """Drafts and problems of a CSV file, in its order. Never raises for what the file says."""
        try:
            sheet = open_sheet(data)
        except Unreadable as unreadable:
            yield unreadable.problem
            return
        yield from self.drafts(sheet, known)

    def drafts(self, grid: Grid, known: Known) -> Iterator[Draft | Problem]:
        targets, problems = self.targets(grid.header, grid.labels)
        yield from problems
        if not any(problem.fatal for problem in problems):
            yield from self.settle(_Reading(self, grid, targets, known).drafts())

    def targets(self, header: Sequence[str], labels: Sequence[str] = ()) -> tuple[list[Target | None], list[Problem]]:
        """Where each cell of a row goes, and what there is to say about the header."""
        problems: list[Problem] = []
        targets = [self._exact(name, label) for name, label in zip(header, labels or header, strict=True)]
        taken = {target.place for target in targets if target}
        for at, name in enumerate(header):
            if name and name in header[:at]:
                problems.append(Problem("twice_column", 1, name))
            elif name and targets[at] is None:
                target = self._meant(name)
                if target is None or target.place in taken:
                    problems.append(Problem("unknown_column", 1, name, fatal=False))
                    continue
                targets[at] = target
                taken.add(target.place)
                wanted = f"{target.column.name}_{target.language}".rstrip("_")
                problems.append(Problem("guessed_column", 1, name, {"wanted": wanted}, fatal=False))
        missing = [
            Problem("missing_column", 1, values={"wanted": column.name})
            for column in self.columns
            if column.required and column.name not in self.fills and (column.name, "") not in taken
        ]
        return targets, [*missing, *problems]

    def _exact(self, name: str, label: str) -> Target | None:
        for column in self.columns:
            if name == column.name:
                return Target(column, "", column.field or column.name, label)
            if column.translated and (said := re.fullmatch(rf"{column.name}_([a-z]{{2,3}})", name)):
                return Target(column, said[1], column.field or column.name, label)
        return None

    def _meant(self, name: str) -> Target | None:
        by_name = {column.name: column for column in self.columns}
        guess = meant(name, self.name, frozenset(column.name for column in self.columns if column.translated))
        if guess is None or guess[0] not in by_name:
            return None
        column = by_name[guess[0]]
        return Target(column, guess[1], column.field or column.name, name)


class _Reading:
    """One file on its way to drafts."""

    def __init__(self, shape: Shape, grid: Grid, targets: Sequence[Target | None], known: Known) -> None:
        self.shape, self.grid, self.targets, self.known = shape, grid, targets, known
        there = {target.column.name for target in targets if target and not target.language}
        self.fills = {name: make() for name, make in shape.fills.items() if grid.lenient or name not in there}
        self.absent = [column for column in shape.columns if column.name in self.fills and column.name not in there]
        self.filled: dict[str, Counter[str]] = {name: Counter() for name in self.fills}
        self.read_before: dict[tuple[str, str], object] = {}
        self.blank = {to.field: to.column.empty for to in targets if to and not to.language}
        self.needed = [bool(to and not to.language and self._needs(to.column)) for to in targets]
        self.spoken = frozenset((target.language, target.field) for target in targets if target and target.language)
        self.translated = any(column.translated for column in shape.columns)

    def drafts(self) -> Iterator[Draft | Problem]:
        seen: dict[object, int] = {}
        for row in self.grid.rows():
            if isinstance(row, Problem):
                yield row
                continue
            number, cells = row
            for outcome in self._row(number, cells):
                first = seen.setdefault(outcome.source_id, number) if isinstance(outcome, Draft) else number
                yield outcome if first == number else self._twice(number, first)
        yield from self._what_was_filled()

    def _needs(self, column: Column) -> bool:
        """Whether an empty cell of this column is something to speak of."""
        return column.required or column.name in self.fills

    def _twice(self, number: int, first: int) -> Problem:
        return Problem("duplicate_id", number, "id", {"first": place(self.grid.unit, first)}, unit=self.grid.unit)

    def _row(self, number: int, cells: list[str]) -> Iterator[Draft | Problem]:
        targets = self.targets
        cells += [""] * (len(targets) - len(cells))
        if len(cells) > len(targets) and any(map(str.strip, cells[len(targets) :])):
            yield Problem("too_many_cells", number, values={"cells": len(cells), "columns": len(targets)})
            return
        row = _Row(number, self.grid, self.blank, self.read_before)
        texts = [as_written(cell.strip()) for cell in cells]
        for target, text, needed in zip(targets, texts, self.needed, strict=False):
            if target and (text or needed):
                row.take(target, text or self._fill(target, texts), self.known)
        for column in self.absent:
            target = Target(column, "", column.field or column.name, column.name)
            row.take(target, self._fill(target, texts), self.known)
        if self.translated:
            row.values["translations"] = row.translations
        if not row.problems:
            row.check(self.shape.finish, self.known)
        if row.problems:
            yield from self._told(row.problems)
            return
        yield from row.noted
        yield Draft(number, row.values, self.spoken)

    def _told(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """What there is to mend. That nothing could be made of an empty name need not be said beside it."""
        mended = [one for one in problems if one.code != "missing" or one.column not in self.fills]
        return (mended or problems)[:MOST_PROBLEMS]

    def _fill(self, target: Target, texts: Sequence[str]) -> str:
        fill = None if target.language else self.fills.get(target.column.name)
        if fill is None:
            return ""
        named = {to.column.name: text for to, text in zip(self.targets, texts, strict=False) if to and not to.language}
        made = fill(named)
        if made:
            self.filled[target.column.name][made] += 1
        return made

    def _what_was_filled(self) -> Iterator[Problem]:
        for name, made in self.filled.items():
            if name == "id" and made:
                yield Problem("made_ids", values={"count": made.total()}, fatal=False)
            elif made:
                counts = ", ".join(f"{count} {value}" for value, count in made.most_common())
                yield Problem("made_values", column=name, values={"counts": counts}, fatal=False)


class _Row:
    """One row on its way to a draft."""

    def __init__(
        self, number: int, grid: Grid, blank: Mapping[str, object], read_before: dict[tuple[str, str], object]
    ) -> None:
        """`read_before`: what short cells of this file meant; a column holds the same few again and again."""
        self.read_before = read_before
        self.number, self.lenient, self.unit = number, grid.lenient, grid.unit
        self.values = dict(blank)  # what a row holds that says nothing
        self.translations: dict[str, dict[str, object]] = {}
        self.problems: list[Problem] = []
        self.noted: list[Problem] = []

    def take(self, target: Target, text: str, known: Known) -> None:
        column, language, name, header = target
        if not text:
            if column.required and not language:
                self.problems.append(self._problem("missing", header))
            return
        try:
            value = self._read(column, text, known) if len(text) <= SHORT else column.read(text, known)
        except BadCell as bad:
            self._refuse(column, header, bad)
            return
        (self.translations.setdefault(language, {}) if language else self.values)[name] = value

    def _read(self, column: Column, text: str, known: Known) -> object:
        key = column.name, text
        if key not in self.read_before:
            value = column.read(text, known)
            if len(self.read_before) >= REMEMBERED:
                return value
            self.read_before[key] = value
        value = self.read_before[key]
        return value.copy() if isinstance(value, list) else value  # each row's list is its own

    def _problem(self, code: str, header: str | None, values: Mapping[str, Any] = NOTHING) -> Problem:
        return Problem(code, self.number, header, values, unit=self.unit)

    def _refuse(self, column: Column, header: str, bad: BadCell) -> None:
        problem = self._problem(bad.code, header, bad.values)
        if self.lenient and not column.required and not column.decides:
            self.noted.append(replace(problem, fatal=False, left_out=True))
        else:
            self.problems.append(problem)

    def check(self, finish: Finish, known: Known) -> None:
        """Look at the row as a whole. A lenient one goes in without what contradicts the rest."""
        while True:
            try:
                finish(self.values, known)
            except BadCell as bad:
                column = str(bad.values.get("column") or "")
                rest = {name: value for name, value in bad.values.items() if name != "column"}
                problem = self._problem(bad.code, column or None, rest)
                if not self.lenient or not self._drop(bad.code, column):
                    self.problems.append(problem)
                    return
                if bad.code != "one_coordinate" or not self.noted:
                    self.noted.append(replace(problem, fatal=False, left_out=True))
            else:
                return

    def _drop(self, code: str, column: str) -> bool:
        """Take out what is wrong; False where there is nothing to take out."""
        names = ("latitude", "longitude") if code == "one_coordinate" else (column,)
        there = [name for name in names if self.values.get(name) is not None]
        for name in there:
            self.values[name] = None
        return bool(there)
