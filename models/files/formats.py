"""Which reader a file needs, found by what stands in it. A new format is one line in READERS.

A reader takes the parcel and gives its parts: for each table it speaks about, drafts and problems.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from models.events.ics_reading import read_ics
from models.events.schemaorg import read_schemaorg
from models.events.tables import Event
from models.files import sheets
from models.resources.importing import geojson, hsds, packages, schemaorg
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Problem
from models.resources.importing.packages import is_package
from models.resources.importing.parcel import Parcel, is_workbook
from models.resources.importing.resources import SHAPE as RESOURCES
from models.resources.importing.saving import Part
from models.resources.importing.sheet import Unreadable, open_sheet
from models.resources.tables import Resource

CALENDAR = b"BEGIN:VCALENDAR"


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


def read_tables(parcel: Parcel, known: Known) -> list[Part]:
    """Every CSV or spreadsheet of the parcel, whatever each of its sheets lists."""
    parts: list[Part] = []
    for data in parcel.files.values():
        parts += sheets.read_book(data, known) if is_workbook(data) else [sheets.part(open_sheet(data), known)]
    return parts


def read_hsds(parcel: Parcel, known: Known) -> list[Part]:
    """A document or a package of tables, of any release."""
    tables = packages.read_tables(parcel.files) if is_package(parcel.files) else hsds.tables_in(parcel.document)
    services = tables.rows.get("services") if tables else hsds.services_in(parcel.document)
    if not services:
        raise Unreadable(Problem("no_services"))
    found = partial(packages.put_together, tables) if tables else partial(hsds.of_documents, services)
    grid = hsds.grid(found, hsds.own_columns(services), "row" if tables else "service")
    return [(Resource, RESOURCES.drafts(grid, known))]


def is_hsds(parcel: Parcel) -> bool:
    if is_package(parcel.files):
        return True
    return hsds.tables_in(parcel.document) is not None or hsds.services_in(parcel.document) is not None


def read_linked(parcel: Parcel, known: Known) -> list[Part]:
    """The organizations, places, services and courses of schema.org; and its events."""
    parts: list[Part] = []
    for one in parcel.single:
        if things := schemaorg.things(one.document):
            parts.append((Resource, RESOURCES.drafts(schemaorg.grid(things), known)))
        if not things or schemaorg.has_events(one.document):
            parts.append((Event, read_schemaorg(one.data, known)))
    return parts


def read_geojson(parcel: Parcel, known: Known) -> list[Part]:
    if not geojson.is_geojson(parcel.document):
        raise Unreadable(Problem("not_geojson"))
    return [sheets.part(geojson.table_of(parcel.document), known)]


def read_calendars(parcel: Parcel, known: Known) -> list[Part]:
    return [(Event, read_ics(data, known)) for data in parcel.files.values()]


def is_calendar(parcel: Parcel) -> bool:
    """Each file begins so, or says by its name what it is."""
    return all(
        data.lstrip(b"\xef\xbb\xbf \r\n")[: len(CALENDAR)].upper() == CALENDAR or name.casefold().endswith(".ics")
        for name, data in parcel.files.items()
    )


def is_linked(parcel: Parcel) -> bool:
    """Every file says schema.org, at its top or further in."""
    return all(
        schemaorg.is_linked(one.document) or (one.document is not None and b"schema.org" in one.data)
        for one in parcel.single
    )


def is_geojson(parcel: Parcel) -> bool:
    return geojson.is_geojson(parcel.document)


def is_sheet(parcel: Parcel) -> bool:
    """Anything that is no JSON."""
    return parcel.document is None


READERS: tuple[Format, ...] = (
    Format("ics", is_calendar, read_calendars),
    Format("schemaorg", is_linked, read_linked),
    Format("geojson", is_geojson, read_geojson),
    Format("hsds", is_hsds, read_hsds),
    Format("csv", is_sheet, read_tables),  # the last to be asked
)
