"""The columns of people.csv: makers who agreed to be shown. A row without the day of that agreement is refused."""

from collections.abc import Iterator

from models.resources.importing import cells
from models.resources.importing.cells import Known
from models.resources.importing.columns import Column, Fill, Shape
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.filling import Ids
from models.resources.importing.resources import both_or_none, status
from models.resources.tables import Status

COLUMNS = (
    Column("id", cells.text, "source_id", required=True),
    Column("first_name", cells.text, required=True),
    Column("business", cells.text),
    Column("trades", cells.ids("trades"), empty=[]),
    Column("stage", cells.one_id("stages")),
    Column("makes", cells.text, translated=True),
    Column("offers", cells.text, translated=True),
    Column("asks", cells.text, translated=True),
    Column("description_language", cells.language),
    Column("neighborhood", cells.text),
    Column("latitude", cells.latitude),
    Column("longitude", cells.longitude),
    Column("languages", cells.languages, empty=[]),
    Column("attributes", cells.ids("attributes"), empty=[]),
    Column("link", cells.link),
    Column("agreed_on", cells.day, required=True),
    Column("status", status, empty=Status.ACTIVE.value),
)


def finish(values: dict[str, object], known: Known) -> None:
    both_or_none(values)
    values["description_language"] = values.get("description_language") or known.language


def ids() -> Fill:
    made = Ids()
    return lambda row: made.of(f"{row.get('first_name', '')} {row.get('business', '')}")


SHAPE = Shape(COLUMNS, finish, "people", {"id": ids})


def read_peers(data: bytes, known: Known) -> Iterator[Draft | Problem]:
    """The people of a CSV file: drafts of rows of Peer, and problems."""
    return SHAPE.read(data, known)
