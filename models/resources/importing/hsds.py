"""HSDS, the Human Services Data Specification: services out of its JSON or its packages, as records of our columns.

A service at several places is one resource per place: how far it is decides whether somebody goes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from models.resources.importing.drafts import Problem
from models.resources.importing.mapping import Mapped, Record, source_of
from models.resources.importing.nested import values_at
from models.resources.importing.packages import Tables, table_name

OWN = "echoppe"  # our extension: what HSDS has no field for, under our columns' names
DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}

_SECONDS = re.compile(r"(?<=\d\d:\d\d):\d\d(\.\d+)?Z?$")

Found = Iterator[tuple[int, dict[str, Any]] | Problem]


def services_in(document: Any) -> list[dict[str, Any]] | None:
    """The services of an HSDS document of any shape; None where it is none."""
    if isinstance(document, list):
        found = [services_in(one) for one in document]
        known = [some for some in found if some is not None]
        return [service for some in known for service in some] if known else None
    if not isinstance(document, dict):
        return None
    if "contents" in document and isinstance(document["contents"], list):
        return services_in(document["contents"]) if document["contents"] else []
    if isinstance(document.get("services"), list):
        owner = {name: value for name, value in document.items() if name != "services"}
        return [{"organization": owner, **one} for one in document["services"] if isinstance(one, dict)]
    if isinstance(document.get("service"), dict) and ("location" in document or "id" in document):
        place = {name: value for name, value in document.items() if name != "service"}
        return [{"service_at_locations": [place], **document["service"]}]
    return [document] if {"id", "name", "status"} <= document.keys() and "@type" not in document else None


def tables_in(document: Any) -> Tables | None:
    """A package written as one JSON document: {"services.csv": [rows], …}."""
    if not isinstance(document, dict) or "services.csv" not in document:
        return None
    tables = Tables()
    for file, rows in document.items():
        if (table := table_name(file)) and isinstance(rows, list):
            tables.rows[table] = [{"": place, **row} for place, row in enumerate(rows, 1) if isinstance(row, dict)]
    return tables


def of_documents(services: Iterable[dict[str, Any]]) -> Found:
    """Services of a JSON document; they count from 1."""
    yield from enumerate(services, 1)


def own_columns(services: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those of our columns that these services' extension speaks about."""
    return sorted({name for service in services for name in extension(service)})


def grid(found: Callable[[], Found], own: Sequence[str], unit: str) -> Mapped:
    """These services under our header; `own`: the columns of our extension."""
    return Mapped(source_of("hsds"), partial(_records, found), own, unit)


def _records(found: Callable[[], Found]) -> Iterator[Record | Problem]:
    for one in found():
        if isinstance(one, Problem):
            yield one
            continue
        number, service = one
        for place in spread(service):
            yield Record(number, partial(values_at, place), extension(place))


def extension(service: Mapping[str, Any]) -> dict[str, str]:
    """Cells in our own words: an object in JSON, columns echoppe_… in a table."""
    said = service.get(OWN)
    cells = {name.removeprefix(f"{OWN}_"): value for name, value in service.items() if name.startswith(f"{OWN}_")}
    cells |= said if isinstance(said, dict) else {}
    return {name: str(value or "") for name, value in cells.items()}


def spread(service: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One for each place it has, told in words where HSDS has fields."""
    told = {**service, **_words_of(service), "age_rule": _age_rule(service)}
    places = [_place(one) for one in _rows(service, "service_at_locations")]
    for place in places or [{}]:
        mine = str(told.get("id") or "")
        if len(places) > 1:
            mine = f"{mine}@{place.get('location', {}).get('id') or places.index(place)}"
        yield {**told, "id": mine, "organization": _organization(service), "service_at_locations": [place]}


def _rows(owner: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = owner.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _organization(service: Mapping[str, Any]) -> dict[str, Any]:
    found = service.get("organization")
    return {**found, **_words_of(found)} if isinstance(found, dict) else {}


def _place(link: dict[str, Any]) -> dict[str, Any]:
    found = link.get("location")
    location = found if isinstance(found, dict) else {}
    lines = [{**one, "line": _line(one)} for one in sorted(_rows(location, "addresses"), key=_is_elsewhere)]
    return {**link, **_words_of(link), "location": {**location, **_words_of(location), "addresses": lines}}


def _is_elsewhere(address: Mapping[str, Any]) -> bool:
    """Where letters go, not people."""
    return str(address.get("address_type") or "physical") != "physical"


def _line(address: Mapping[str, Any]) -> str:
    return ", ".join(str(address[name]) for name in ("address_1", "address_2") if address.get(name))


def _words_of(owner: Mapping[str, Any]) -> dict[str, Any]:
    """Telephones, hours and prices as somebody would write them."""
    said = {"phones": _phone, "schedules": _schedule, "cost_options": _price, "languages": _language}
    there = [name for name in said if isinstance(owner.get(name), list)]
    return {name: [{**row, "words": said[name](row)} for row in _rows(owner, name)] for name in there}


def _phone(row: Mapping[str, Any]) -> str:
    if str(row.get("type") or row.get("number_type") or "").casefold() == "fax":
        return ""
    number, more = str(row.get("number") or "").strip(" \"'"), str(row.get("extension") or "").strip()
    return f"{number}, ext. {more}" if number and more else number


def _schedule(row: Mapping[str, Any]) -> str:
    """Its description; else its days and hours."""
    if row.get("description"):
        return str(row["description"])
    days = [DAYS.get(day, day) for day in re.findall(r"[A-Z]{2}", str(row.get("byday") or ""))]
    day = ", ".join(days) or str(row.get("weekday") or row.get("dtstart") or "")
    hours = "–".join(_SECONDS.sub("", str(row[name])) for name in ("opens_at", "closes_at") if row.get(name))
    return f"{day} {hours}".strip()


def _language(row: Mapping[str, Any]) -> str:
    return str(row.get("code") or row.get("name") or row.get("language") or "")


def _price(row: Mapping[str, Any]) -> str:
    amount = " ".join(str(row.get(name) or "") for name in ("amount", "currency")).strip().upper()
    return ", ".join(str(part) for part in (row.get("option"), amount, row.get("amount_description")) if part)


def _age_rule(service: Mapping[str, Any]) -> str:
    """Whom it is for, as our rules say it."""
    limits = (("minimum_age", "age >= {}"), ("maximum_age", "age <= {}"))
    said = [(form, str(service.get(name) or "").removesuffix(".0")) for name, form in limits]
    return " and ".join(form.format(age) for form, age in said if age.isdigit() and age != "0")
