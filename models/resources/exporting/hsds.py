"""Resources as HSDS 3.0: services with all that belongs to them, for whoever speaks Open Referral.

What HSDS has no field for goes into an extension under our columns' names. What belongs there is found by reading the
service back: so whatever is written is read again without a change, and everything else stands where HSDS has it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from models.resources.exporting.sheet import cell, cell_of
from models.resources.freshness.tables import IN_REVIEW
from models.resources.importing.columns import Column
from models.resources.importing.escaping import as_written, disarmed
from models.resources.importing.hsds import OWN, spread
from models.resources.importing.mapping import source_of
from models.resources.importing.nested import values_at
from models.resources.tables import Status

Row = Mapping[str, Any]
Service = dict[str, Any]

NAMES = UUID("5b9d5a5e-2f0c-5b0e-8f5e-6d1f0d2c7a11")  # the name space of ids that our own ids are no UUIDs for
NOTHING: Mapping[str, str] = MappingProxyType({})
_AGES = re.compile(r"(?:age >= (\d+))?(?: and )?(?:age <= (\d+))?")


def id_of(*said: object) -> str:
    """The same thing has the same id in every export."""
    return str(uuid5(NAMES, "\n".join(map(str, said))))


def services(
    rows: Iterable[Row], columns: Sequence[Column], *, kept_back: Mapping[str, str] = NOTHING, tabular: bool = False
) -> list[Service]:
    """Each resource as a service.

    `kept_back`: the status of what makers are not shown, by source id. Other directories show it no more than we do;
    our own status goes into the extension. A table has one header for all, and an organization for each: who has none
    is her own.
    """
    found = [(_service(row, _status(row, kept_back), tabular=tabular), _cells(row, columns)) for row in rows]
    for service, cells in found:
        service[OWN] = _beyond(service, cells)
    if tabular:
        needed = sorted({name for service, _ in found for name in service[OWN]})
        for service, cells in found:
            service[OWN] = {name: disarmed(cells.get(name, "")) for name in needed}
    return [service for service, _ in found]


def write_document(found: Iterable[Service]) -> bytes:
    """As an HSDS interface gives a page of services."""
    contents = list(found)
    page = {"total_items": len(contents), "total_pages": 1, "page_number": 1, "size": len(contents)}
    whole = {**page, "first_page": True, "last_page": True, "empty": not contents, "contents": contents}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _cells(row: Row, columns: Sequence[Column]) -> dict[str, str]:
    """Every cell of ours, translations among them."""
    cells = {column.name: cell_of(row, column) for column in columns}
    for language, texts in (row.get("translations") or {}).items():
        cells.update({f"{name}_{language}": cell(text) for name, text in texts.items()})
    return cells


def _beyond(service: Service, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that reading the service would not give."""
    look = partial(values_at, next(iter(spread(service))))
    read = {one.column: as_written(one.text(look, _untouched).strip()) for one in source_of("hsds").cells}
    return {name: disarmed(text) for name, text in cells.items() if read.get(name, "") != text}


def _untouched(text: str, _source: str) -> str:
    return text


def _status(row: Row, kept_back: Mapping[str, str]) -> str:
    """Of what is shown, as its coordinator wrote it; what waits for a look is not active, whoever reads it."""
    status = str(row["status"])
    if status == Status.ACTIVE:
        status = kept_back.get(row["source_id"], status)
    return "inactive" if status == IN_REVIEW else status.replace("_", " ")


def _service(row: Row, status: str, *, tabular: bool) -> Service:
    me = row["source_id"]
    said = {
        "id": _own_id(me),
        "name": row["name"],
        "description": row["description"],
        "url": row["url"],
        "email": row["email"],
        "status": status,
        "application_process": row["next_step"],
        "fees_description": row["cost_detail"],
        "eligibility_description": row["eligibility"],
        **_ages(row["requires"]),
        "assured_date": row["assured_on"].isoformat() if row["assured_on"] else None,
        "assurer_email": row["assured_by"] if "@" in (row["assured_by"] or "") else None,
        "last_modified": row["changed_at"].isoformat(),
        "phones": _each(me, "phone", "number", [row["phone"]], type="voice"),
        "schedules": _each(me, "schedule", "description", [row["schedule"]]),
        "service_areas": _each(me, "area", "name", row["service_area"]),
        "languages": _each(me, "language", "code", row["languages"]),
        "required_documents": _each(me, "document", "document", row["documents"]),
        "attributes": [_attribute(me, tag) for tag in row["tags"]],
        "organization": _organization(row["organization"] or (row["name"] if tabular else None)),
        "service_at_locations": _places(row),
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def _own_id(source_id: str) -> str:
    try:
        return source_id if str(UUID(source_id)) == source_id else id_of("service", source_id)
    except ValueError:
        return id_of("service", source_id)


def _each(me: str, kind: str, field: str, values: Iterable[str | None], **more: str) -> list[Service]:
    return [{"id": id_of(me, kind, value), field: value, **more} for value in values if value]


def _ages(requires: str | None) -> dict[str, int]:
    found = _AGES.fullmatch(requires or "")
    said = {"minimum_age": found[1], "maximum_age": found[2]} if found else {}
    return {name: int(age) for name, age in said.items() if age}


def _attribute(me: str, tag: str) -> Service:
    term = {"id": id_of("tag", tag), "name": tag, "description": tag}
    return {"id": id_of(me, "attribute", tag), "link_entity": "service", "taxonomy_term": term}


def _organization(name: str | None) -> Service | None:
    return {"id": id_of("organization", name), "name": name, "description": name} if name else None


def _places(row: Row) -> list[Service]:
    """Where it is, if anybody said so."""
    me = row["source_id"]
    point = {name: row[name] for name in ("latitude", "longitude") if row[name] is not None}
    address = {
        "address_1": row["address"],
        "city": row["city"],
        "region": row["county"],
        "postal_code": row["postcode"],
    }
    if not point and not any(address.values()):
        return []
    location: Service = {"id": id_of(me, "location"), "location_type": "physical", **point}
    if any(address.values()):
        known = {name: value or "" for name, value in address.items() if value or name != "region"}
        rest = {"id": id_of(me, "address"), "state_province": "", "country": "", "address_type": "physical"}
        location["addresses"] = [{**rest, **known}]
    return [{"id": id_of(me, "place"), "location": location}]
