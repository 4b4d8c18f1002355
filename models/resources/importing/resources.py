"""The columns of resources.csv."""

from collections.abc import Iterator
from itertools import pairwise

from models.resources.importing import cells
from models.resources.importing.cells import BadCell, Known
from models.resources.importing.columns import Column, Fill, Shape
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.filling import Ids, kind_of
from models.resources.importing.money import SUMS, money, settled
from models.resources.tables import Status


def status(cell: str, _known: Known) -> str:
    return str(cells.one_id("status")(cell, Known({"status": [*Status]})))


def positive(example: str) -> cells.Reader:
    return cells.number(0, 1_000_000, example)


COLUMNS = (
    Column("id", cells.text, "source_id", required=True),
    Column("kind", cells.one_id("kinds"), required=True),
    Column("subtype", cells.slug),
    Column("name", cells.text, required=True, translated=True),
    Column("organization", cells.text),
    Column("description", cells.text, translated=True),
    Column("description_language", cells.language),
    Column("next_step", cells.text, translated=True),
    Column("trades", cells.ids("trades"), empty=[]),
    Column("stages", cells.ids("stages"), empty=[]),
    Column("needs", cells.ids("needs"), empty=[]),
    Column("tags", cells.texts, empty=[]),
    Column("cost", cells.one_id("costs")),
    Column("cost_detail", cells.text, translated=True),
    Column("languages", cells.languages, empty=[]),
    Column("interpreters", cells.languages, empty=[]),
    Column("address", cells.text),
    Column("neighborhood", cells.text),
    Column("postcode", cells.text),
    Column("city", cells.text),
    Column("county", cells.text),
    Column("latitude", cells.latitude),
    Column("longitude", cells.longitude),
    Column("service_area", cells.texts, empty=[]),
    Column("reach_km", positive("15")),
    Column("eligibility", cells.text, translated=True),
    Column("requires", cells.rule, decides=True),
    Column("schedule", cells.text, translated=True),
    Column("url", cells.link),
    Column("phone", cells.text),
    Column("email", cells.email),
    Column("telegram", cells.text),
    Column("apply_url", cells.link),
    Column("documents", cells.texts, translated=True, empty=[]),
    Column("lead_time_days", cells.whole(0, 3_650, "21")),
    Column("amount_min", money),
    Column("amount_max", money),
    Column("currency", cells.currency),
    Column("opens_on", cells.day),
    Column("closes_on", cells.day),
    Column("status", status, empty=Status.ACTIVE.value),
    Column("assured_on", cells.day),
    Column("assured_by", cells.text),
    Column("source_url", cells.link),
    Column("area_m2", positive("74")),
    Column("rent_month", money),
    Column("features", cells.slugs, empty=[]),
    Column("noise_until", cells.hour),
    Column("street_level", cells.yes_no),
    Column("available_from", cells.day),
)
IN_ORDER = (("opens_on", "closes_on"), ("amount_min", "amount_max"))


def finish(values: dict[str, object], known: Known) -> None:
    """What goes without saying in this town, and what only a whole row can get wrong."""
    both_or_none(values)
    if any(values.get(name) is not None for name in SUMS) and not values.get("currency"):
        if known.currency is None:
            raise BadCell("needs_currency", column="currency")
        values["currency"] = known.currency
    if not values.get("description_language"):
        values["description_language"] = known.language
    for first, last in IN_ORDER:
        ordered = [value for value in (values.get(first), values.get(last)) if value is not None]
        if any(left > right for left, right in pairwise(ordered)):  # type: ignore[operator]  # two days or two amounts
            raise BadCell("wrong_order", column=last, first=first)


def both_or_none(values: dict[str, object]) -> None:
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        raise BadCell("one_coordinate", column="latitude")


def ids() -> Fill:
    made = Ids()
    return lambda row: made.of(row.get("name", ""), row.get("city") or row.get("address", ""))


def kinds() -> Fill:
    return lambda row: kind_of(
        f"{row.get('subtype', '')} {row.get('tags', '')}", row.get("name", ""), row.get("description", "")
    )


SHAPE = Shape(COLUMNS, finish, "resources", {"id": ids, "kind": kinds}, settled)


def read_resources(data: bytes, known: Known) -> Iterator[Draft | Problem]:
    """The resources of a CSV file: drafts of rows of Resource, and problems."""
    return SHAPE.read(data, known)
