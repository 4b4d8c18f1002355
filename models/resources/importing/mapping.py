"""What is known about other people's files, kept as data in mappings/*.toml: which of their words fill our columns.

A new source is one more file there. It says how the source is told by its headers, and for each of our columns where
its cell comes from: `from` (one or several of their fields), `how` (ways.py), `values` (their words for ours),
`always`, `default`, `join`.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from models.resources.importing.drafts import Problem
from models.resources.importing.mending import Mender
from models.resources.importing.ways import WAYS
from models.resources.names import fold

MAPPINGS = Path(__file__).parent / "mappings"

_NO = re.compile(r"$|no\b|none\b|n/a|not\b|meh\b")

Look = Callable[[str], Sequence[str]]  # their field → what stands there


@cache
def read_data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((MAPPINGS / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Cell:
    """How one of our columns is filled."""

    column: str
    sources: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None  # for what `values` does not hold
    join: str | None = None  # all that is found, with this between; else the first text
    first: bool = False  # all that is found in the first field that says anything
    always: str = ""
    default: str = ""
    flags: Mapping[str, str] = field(default_factory=dict)  # a field that says anything but no: what that means
    split: tuple[str, ...] = ()  # fields whose one text is a list
    prefix: str = ""  # before an id that is a mere number: every town's list has a 1

    def text(self, look: Look, mend: Callable[[str, str], str]) -> str:
        if self.always:
            return self.always
        kept = self._found(look, mend)
        whole = next(kept, "") if self.join is None else self.join.join(dict.fromkeys(kept))
        if self.flags:
            whole = "|".join(dict.fromkeys(means for name, means in self.flags.items() if _says_yes(look(name))))
        return f"{self.prefix}{whole}" if self.prefix and whole.isdigit() else whole or self.default

    def _found(self, look: Look, mend: Callable[[str, str], str]) -> Iterator[str]:
        for source in self.sources:
            said = [self._ours(mend(text, source), source in self.split) for text in look(source) if text.strip()]
            yield from filter(None, said)
            if self.first and any(said):
                return

    def _ours(self, text: str, is_list: bool) -> str:
        for way in self.how:
            text = WAYS[way](text)
        if self.join == "|" and "list" not in self.how:
            text = WAYS["list"](text) if is_list else text.replace("|", "/")
        if not self.values and self.otherwise is None:
            return text
        return self.values.get(fold(text).strip(), text if self.otherwise is None else self.otherwise)


def _says_yes(found: Sequence[str]) -> bool:
    return any(not _NO.match(fold(text).strip()) for text in found)


@dataclass(frozen=True)
class Join:
    """Another sheet of the same book: its rows are found by `key`, and their fields are called "name.field"."""

    name: str
    sheet: str
    on: str  # the field that holds the other's key
    key: str


@dataclass(frozen=True)
class Source:
    """Somebody's files of one make."""

    title: str
    cells: tuple[Cell, ...]
    recognise: frozenset[str] = frozenset()  # headers that all stand in them
    skip: Mapping[str, Collection[str]] = field(default_factory=dict)  # where a field says this, it is no row
    joins: tuple[Join, ...] = ()

    def fits(self, header: Collection[str]) -> bool:
        return bool(self.recognise) and self.recognise <= set(header)


@cache
def sources() -> tuple[Source, ...]:
    """Every source that is told by its headers."""
    found = (source_of(file.stem) for file in sorted(MAPPINGS.glob("*.toml")))
    return tuple(source for source in found if source.recognise)


@cache
def source_of(name: str) -> Source:
    data = read_data(name)
    cells = tuple(_cell(column, said) for column, said in data.get("columns", {}).items())
    skip = {fold(header): {fold(word) for word in words} for header, words in data.get("skip", {}).items()}
    joins = tuple(_join(name, said) for name, said in data.get("join", {}).items())
    return Source(data.get("title", name), cells, frozenset(map(fold, data.get("recognise", ()))), skip, joins)


def _join(name: str, said: Mapping[str, str]) -> Join:
    return Join(name, said["sheet"], fold(said["on"]), fold(said["key"]))


def _cell(column: str, said: Any) -> Cell:
    if not isinstance(said, dict):
        said = {"from": said}
    more = {name: value for name, value in said.items() if name not in {"from", "how", "values", "split"}}
    values = {fold(word): value for word, value in said.get("values", {}).items()}
    sources, how, split = (_several(said.get(name, ())) for name in ("from", "how", "split"))
    return Cell(column, sources, how, values, split=split, **more)


def _several(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


@dataclass(frozen=True)
class Record:
    """One row of theirs, whatever it looked like."""

    row: int
    look: Look
    ours: Mapping[str, str] = field(default_factory=dict)  # cells in our own words: they come first, untouched


@dataclass
class Mapped:
    """Somebody's rows under our own header."""

    source: Source
    records: Callable[[], Iterator[Record | Problem]]
    own: Sequence[str] = ()  # columns of ours that the records may name beyond the source's
    unit: str = "row"
    lenient: bool = True

    @property
    def header(self) -> list[str]:
        return [cell.column for cell in self.source.cells] + self._more

    @property
    def labels(self) -> list[str]:
        """What they call it: a problem is looked for in their file."""
        return [self._label(cell) for cell in self.source.cells] + self._more

    def _label(self, cell: Cell) -> str:
        name = cell.sources[0] if cell.sources else cell.column
        return name if self.source.recognise else name.replace("[]", "").rpartition(".")[2]

    @property
    def _more(self) -> list[str]:
        known = {cell.column for cell in self.source.cells}
        return [column for column in self.own if column not in known]

    def rows(self) -> Iterator[tuple[int, list[str]] | Problem]:
        yield Problem("read_as", values={"source": self.source.title}, fatal=False)
        mender = Mender()
        for record in self.records():
            if isinstance(record, Problem):
                yield record
            elif not self._skipped(record):
                yield record.row, self._cells(record, mender)
        yield from mender.what_was_done()

    def _skipped(self, record: Record) -> bool:
        return any(fold(text) in words for name, words in self.source.skip.items() for text in record.look(name))

    def _cells(self, record: Record, mender: Mender) -> list[str]:
        ours = record.ours
        mend = (lambda text, _: text) if ours else (lambda text, name: mender.mend(text, record.row, name))
        cells = [
            ours[cell.column] if cell.column in ours else cell.text(record.look, mend) for cell in self.source.cells
        ]
        return cells + [ours.get(column, "") for column in self._more]
