"""Tables of a header and rows, whatever they list: told by their headers, and joined where a source keeps two."""

from collections.abc import Sequence

from sqlmodel import SQLModel

from models.events.importing import SHAPE as EVENTS
from models.events.tables import Event
from models.peers.importing import SHAPE as PEOPLE
from models.peers.tables import Peer
from models.resources.importing.cells import Known
from models.resources.importing.columns import Grid, Shape
from models.resources.importing.drafts import Problem
from models.resources.importing.flat import understood
from models.resources.importing.resources import SHAPE as RESOURCES
from models.resources.importing.saving import Part
from models.resources.importing.sheet import Unreadable
from models.resources.importing.workbook import open_book
from models.resources.tables import Resource

Sort = tuple[Shape, type[SQLModel]]

SHAPES: tuple[Sort, ...] = ((RESOURCES, Resource), (PEOPLE, Peer), (EVENTS, Event))


def written(shape: Shape) -> list[str]:
    """The names of all its columns."""
    return [column.name for column in shape.columns]


def sort_of(grid: Grid) -> Sort:
    """What this sheet lists: the shape that knows most of its headers, of those it has everything for."""

    def understanding(one: Sort) -> tuple[int, int, int]:
        targets, problems = one[0].targets(grid.header)
        missing = sum(problem.code == "missing_column" for problem in problems)
        exact = sum(header in set(written(one[0])) for header in grid.header)
        return -missing, exact, sum(target is not None for target in targets)

    return max(SHAPES, key=understanding)


def part(grid: Grid, known: Known) -> Part:
    ours = understood(grid)
    shape, table = sort_of(ours)
    if not any(shape.targets(ours.header, ours.labels)[0]):
        raise Unreadable(Problem("no_table"))
    return table, shape.drafts(ours, known)


def read_book(data: bytes, known: Known) -> list[Part]:
    """Every sheet that lists something of ours; of several, those that list nothing are told and left out."""
    sheets = dict(open_book(data).sheets)
    ours = {name: understood(grid, sheets) for name, grid in sheets.items()}
    helping = {helper for grid in ours.values() for helper in getattr(grid, "joined", ())}
    listing = [name for name, grid in ours.items() if name not in helping and _lists_something(grid)]
    parts: list[Part] = []
    for name in listing or list(ours)[:1]:
        shape, table = sort_of(ours[name])
        parts.append((table, shape.drafts(ours[name], known)))
    left = [name for name in ours if name not in helping and name not in listing]
    if listing and left:
        parts.append((Resource, [Problem("left_sheet", values={"sheet": name}, fatal=False) for name in left]))
    return parts


def _lists_something(grid: Grid) -> bool:
    return any(not _missing(shape, grid.header) for shape, _ in SHAPES)


def _missing(shape: Shape, header: Sequence[str]) -> bool:
    return any(problem.code == "missing_column" for problem in shape.targets(header)[1])
