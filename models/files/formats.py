"""Which reader a file needs, found by what stands in it. A new format is one line in READERS.

A reader takes the parcel and gives its parts: for each table it speaks about, drafts and problems.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import SQLModel

from models.events.ics_reading import read_ics
from models.events.importing import SHAPE as EVENTS
from models.events.schemaorg import read_schemaorg
from models.events.tables import Event
from models.peers.importing import SHAPE as PEOPLE
from models.peers.tables import Peer
from models.resources.importing.cells import Known
from models.resources.importing.columns import Grid, Shape
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.parcel import Parcel
from models.resources.importing.resources import SHAPE as RESOURCES
from models.resources.importing.saving import Part
from models.resources.importing.sheet import Unreadable, open_sheet
from models.resources.tables import Resource

TABLES: dict[str, type[SQLModel]] = {"resource": Resource, "peer": Peer, "event": Event}
SHAPES: tuple[tuple[Shape, type[SQLModel]], ...] = ((RESOURCES, Resource), (PEOPLE, Peer), (EVENTS, Event))


@dataclass(frozen=True)
class Format:
    """One kind of file: its name on the command line, how it is told, how it is read."""

    name: str
    fits: Callable[[Parcel], bool]
    read: Callable[[Parcel, Known], Sequence[Part]]


def read_parts(parcel: Parcel, known: Known, said: str = "") -> Sequence[Part]:
    """The parts of what came in; `said` names its format where a person knows better. Unreadable where nobody does."""
    for one in READERS:
        if said == one.name or (not said and one.fits(parcel)):
            return one.read(parcel, known)
    raise Unreadable(Problem("not_for_us"))


def sort_of(grid: Grid) -> tuple[Shape, type[SQLModel]]:
    """What this sheet lists: the shape that knows most of its headers, of those it has everything for."""

    def understood(one: tuple[Shape, type[SQLModel]]) -> tuple[int, int]:
        targets, problems = one[0].targets(grid.header)
        fatal = sum(problem.code == "missing_column" for problem in problems)
        return -fatal, sum(target is not None and target.header == target.column.name for target in targets)

    return max(SHAPES, key=understood)


def read_csv(parcel: Parcel, known: Known) -> list[Part]:
    """Every CSV file of the parcel, whatever each of them lists."""
    parts: list[Part] = []
    for data in parcel.files.values():
        sheet = open_sheet(data)
        shape, table = sort_of(sheet)
        parts.append((table, shape.drafts(sheet, known)))
    return parts


def any_other(_parcel: Parcel) -> bool:
    return True


def anything(_parcel: Parcel) -> bool:
    return True


def every(start: bytes, suffix: str) -> Callable[[Parcel], bool]:
    """Whether each file of a parcel begins so, or says by its name what it is."""
    return lambda parcel: all(
        data.lstrip(b"\xef\xbb\xbf \r\n")[: len(start)].upper() == start or name.casefold().endswith(suffix)
        for name, data in parcel.files.items()
    )


def is_jsonld(parcel: Parcel) -> bool:
    """JSON that names schema.org. (Resources in JSON do not.)"""
    return all(data.lstrip()[:1] in b"[{" and b"schema.org" in data for data in parcel.files.values())


def events_with(read: Callable[[bytes, Known], Iterator[Draft | Problem]]) -> Callable[[Parcel, Known], list[Part]]:
    return lambda parcel, known: [(Event, read(data, known)) for data in parcel.files.values()]


READERS: tuple[Format, ...] = (
    Format("ics", every(b"BEGIN:VCALENDAR", ".ics"), events_with(read_ics)),
    Format("schemaorg", is_jsonld, events_with(read_schemaorg)),
    Format("csv", anything, read_csv),  # the last to be asked
)
