"""Services of HSDS 3.0 as a package of CSV tables, with a datapackage.json that describes them."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from models.resources.exporting.hsds import Service
from models.resources.exporting.sheet import MARK, cell
from models.resources.importing.escaping import disarmed
from models.resources.importing.hsds import OWN

Tables = dict[str, dict[str, dict[str, Any]]]  # table: id: row

OF_SERVICE = ("phones", "schedules", "service_areas", "languages", "required_documents")


def write_package(services: Iterable[Service]) -> dict[str, bytes]:
    """Each table as a file; tables without a row are left out."""
    tables: Tables = {}
    for service in services:
        _take_apart(service, tables)
    headers = {table: _header(rows.values()) for table, rows in tables.items()}
    files = {f"{table}.csv": _sheet(headers[table], rows.values()) for table, rows in tables.items()}
    files["datapackage.json"] = _description(headers)
    return files


def _take_apart(service: Service, tables: Tables) -> None:
    mine = {name: value for name, value in service.items() if not isinstance(value, dict | list)}
    organization = service.get("organization")
    if organization:
        _put(tables, "organizations", organization)
        mine["organization_id"] = organization["id"]
    _put(tables, "services", {**mine, **{f"{OWN}_{name}": text for name, text in service[OWN].items()}})
    for table in OF_SERVICE:
        for row in service.get(table, ()):
            _put(tables, table, {**row, "service_id": service["id"]})
    for row in service.get("attributes", ()):
        _put(tables, "taxonomy_terms", row["taxonomy_term"])
        link = {"id": row["id"], "link_id": service["id"], "link_entity": row["link_entity"]}
        _put(tables, "attributes", {**link, "taxonomy_term_id": row["taxonomy_term"]["id"]})
    for place in service.get("service_at_locations", ()):
        location = place["location"]
        _put(tables, "locations", {name: value for name, value in location.items() if name != "addresses"})
        link = {"id": place["id"], "service_id": service["id"], "location_id": location["id"]}
        _put(tables, "service_at_location", link)
        for row in location.get("addresses", ()):
            _put(tables, "addresses", {**row, "location_id": location["id"]})


def _put(tables: Tables, table: str, row: Mapping[str, Any]) -> None:
    tables.setdefault(table, {}).setdefault(str(row["id"]), dict(row))


def _header(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _sheet(header: list[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([disarmed(cell(row.get(name))) for name in header] for row in rows)
    return (MARK + text.getvalue()).encode()


def _description(headers: Mapping[str, list[str]]) -> bytes:
    """Frictionless: what each file holds."""
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": name} for name in header], "primaryKey": "id"},
        }
        for table, header in headers.items()
    ]
    return json.dumps({"name": "hsds", "profile": "tabular-data-package", "resources": resources}, indent=1).encode()
