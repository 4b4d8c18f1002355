"""schema.org as web pages and programs give it (JSON-LD): organizations, places, services and courses.

Events are another feature's; here they are passed over.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from models.resources.importing.mapping import Mapped, Record, source_of
from models.resources.importing.nested import values_at

THINGS = (
    "Organization", "NGO", "Corporation", "EducationalOrganization", "GovernmentOrganization", "LocalBusiness", "Store",
    "Library", "Place", "CivicStructure", "Accommodation", "Room", "Service", "GovernmentService", "Course",
    "CourseInstance", "MonetaryGrant", "Grant", "LoanOrCredit", "FinancialProduct", "FinancialIncentive", "Offer",
)  # fmt: skip


def is_linked(document: Any) -> bool:
    """Whether this says schema.org anywhere at its top."""
    if isinstance(document, list):
        return any(map(is_linked, document))
    return isinstance(document, dict) and ("@type" in document or "@graph" in document)


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every thing at the top: of a list, of a graph, of an item list."""
    if isinstance(document, list):
        for one in document:
            yield from nodes(one)
    elif isinstance(document, dict):
        inside = document.get("@graph") or document.get("itemListElement")
        if inside:
            yield from nodes(inside)
        elif isinstance(document.get("item"), dict):
            yield from nodes(document["item"])
        elif "@type" in document:
            yield document


def types_of(node: dict[str, Any]) -> list[str]:
    """The address of a type says no more than its end: https://schema.org/Course is Course."""
    return [said.rpartition("/")[2].rpartition(":")[2] for said in values_at(node, "@type")]


def things(document: Any) -> list[dict[str, Any]]:
    """What may be a resource: known by its type, or ending as one (a kind of business)."""
    return [node for node in nodes(document) if any(_is_thing(said) for said in types_of(node))]


def _is_thing(said: str) -> bool:
    return said in THINGS or said.endswith(("Business", "Organization", "Store", "Service", "Place"))


def has_events(document: Any) -> bool:
    return any(said.endswith("Event") or said == "Festival" for node in nodes(document) for said in types_of(node))


def grid(found: Sequence[dict[str, Any]]) -> Mapped:
    """They count from 1."""
    return Mapped(source_of("schemaorg"), partial(_records, found), unit="entry")


def _records(found: Sequence[dict[str, Any]]) -> Iterator[Record]:
    for number, node in enumerate(found, 1):
        told = {**node, "@type": types_of(node), "openingHoursSpecification": _hours(node)}
        yield Record(number, partial(values_at, told))


def _hours(node: dict[str, Any]) -> list[dict[str, str]]:
    found = node.get("openingHoursSpecification")
    rows = found if isinstance(found, list) else [found]
    return [{"words": _opening(row)} for row in rows if isinstance(row, dict)]


def _opening(row: dict[str, Any]) -> str:
    days = ", ".join(day.rpartition("/")[2] for day in values_at(row, "dayOfWeek"))
    hours = "–".join(text[:5] for name in ("opens", "closes") for text in values_at(row, name))
    return f"{days} {hours}".strip()
