"""Tables of whatever make, a header and rows under it: our own, a source's we know, or told by what headers mean."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from models.resources.importing.columns import Grid
from models.resources.importing.drafts import Problem
from models.resources.importing.mapping import Join, Mapped, Record, sources
from models.resources.names import fold

Rows = Callable[[], Iterator[tuple[int, list[str]] | Problem]]


@dataclass(frozen=True)
class Table:
    """A grid held by a function that gives its rows."""

    header: Sequence[str]
    of: Rows
    lenient: bool = False
    unit: str = "row"

    @property
    def labels(self) -> Sequence[str]:
        return self.header

    def rows(self) -> Iterator[tuple[int, list[str]] | Problem]:
        return self.of()


@dataclass
class Joined(Mapped):
    """Rows that draw on other sheets of their book."""

    joined: tuple[str, ...] = ()


def understood(grid: Grid, beside: Mapping[str, Grid] | None = None) -> Grid:
    """The same rows under our own header, where these headers are of a source we know. `beside`: sheets of its book."""
    folded = [fold(name) for name in grid.header]
    for source in sources():
        if source.fits(folded):
            joins = [one for one in source.joins if one.sheet in (beside or {})]
            rows = partial(records, grid, folded, [_joined(one, (beside or {})[one.sheet]) for one in joins])
            return Joined(source, rows, unit=grid.unit, joined=tuple(one.sheet for one in joins))
    return grid


Lookup = tuple[Join, dict[str, dict[str, str]]]


def _joined(join: Join, grid: Grid) -> Lookup:
    folded = [fold(name) for name in grid.header]
    rows = (_named(folded, row[1]) for row in grid.rows() if not isinstance(row, Problem))
    return join, {key: row for row in rows if (key := row.get(join.key))}


def records(grid: Grid, folded: Sequence[str], joins: Sequence[Lookup] = ()) -> Iterator[Record | Problem]:
    for row in grid.rows():
        if isinstance(row, Problem):
            yield row
            continue
        number, cells = row
        there = _named(folded, cells)
        for join, rows in joins:
            other = rows.get(there.get(join.on, ""), {})
            there.update({f"{join.name}.{name}": text for name, text in other.items()})
        yield Record(number, partial(_look, there))


def _named(folded: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by their headers; of a header that stands there twice, the first that says something."""
    there: dict[str, str] = {}
    for name, cell in zip(folded, cells, strict=False):
        there[name] = there.get(name) or cell
    return there


def _look(there: Mapping[str, str], name: str) -> list[str]:
    text = there.get(fold(name), "")
    return [text] if text else []
