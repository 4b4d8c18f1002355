"""An HSDS package of CSV tables, of any release: its rows put together into services as the JSON of 3.0 has them.

Rows that name nobody they belong to are left out and counted; so are parents that lead in a circle.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from models.resources.importing.drafts import Problem
from models.resources.importing.escaping import as_written
from models.resources.importing.mapping import read_data
from models.resources.importing.sheet import Unreadable, open_sheet

Row = dict[str, Any]


@dataclass
class Tables:
    """The tables by the names of HSDS 3.0; each row knows its number in its file."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def table_name(file: str) -> str | None:
    """The table a file of a package holds; None for files that are none of them."""
    stem = PurePosixPath(file).stem.casefold()
    return next((table for table, names in read_data("hsds_tables")["tables"].items() if stem in names), None)


def is_package(files: Mapping[str, object]) -> bool:
    names = {table_name(file) for file in files}
    return "services" in names and len(names - {None}) > 1


def read_tables(files: Mapping[str, bytes]) -> Tables:
    """Every table of these files; one that cannot be read is told, the others are."""
    tables = Tables()
    for file, data in files.items():
        table = table_name(file)
        if not table or not data.strip():
            continue
        try:
            sheet = open_sheet(data)
        except Unreadable as unreadable:
            tables.problems.append(Problem("table", values={"file": file, "why": unreadable.problem.phrase}))
            continue
        found = tables.rows.setdefault(table, [])
        for row in sheet.rows():
            if isinstance(row, Problem):
                tables.problems.append(Problem("table", values={"file": file, "why": row.phrase}))
                continue
            number, cells = row
            texts = (as_written(cell.strip()) for cell in cells)
            found.append({"": number, **dict(zip(sheet.header, texts, strict=False))})
    return tables


def put_together(tables: Tables) -> Iterator[tuple[int, Row] | Problem]:
    """Each service with all that belongs to it, and what could not be put anywhere."""
    yield from tables.problems
    yield from (problem for name in ("organizations", "taxonomy_terms") for problem in _circles(tables, name))
    children = _Children(tables)
    organizations, locations = _by_id(tables, "organizations"), _by_id(tables, "locations")
    for location in locations.values():
        children.give(location, location["id"], "location_id", ("addresses", "phones", "schedules", "languages"))
    for organization in organizations.values():
        children.give(organization, organization["id"], "organization_id", ("phones",))
    programs, places = _by_id(tables, "programs"), _grouped(tables, "service_at_locations", "service_id")
    for service in tables.rows.get("services", ()):
        mine = str(service.get("id") or "")
        service["service_at_locations"] = [
            {"location": locations[said]} for said in _places(service, places.get(mine, ())) if said in locations
        ]
        service["organization"] = _owner(service, organizations, programs)
        children.give(service, mine, "service_id", OF_SERVICE)
        service["attributes"] = children.attributes(mine, str(service.get("taxonomy_ids") or ""))
        yield service.pop("", 0), service
    yield from children.lost()


OF_SERVICE = (
    "phones", "schedules", "languages", "cost_options", "eligibility", "required_documents", "service_areas",
    "contacts", "service_taxonomy",
)  # fmt: skip


def _places(service: Row, links: Sequence[Row]) -> list[str]:
    """Where it takes place: by the table between, or as Ohana says it."""
    return [str(link.get("location_id") or "") for link in links] or [str(service.get("location_id") or "")]


def _owner(service: Row, organizations: Mapping[str, Row], programs: Mapping[str, Row]) -> Row:
    program = programs.get(str(service.get("program_id") or ""), {})
    said = service.get("organization_id") or program.get("organization_id")
    places = (place["location"].get("organization_id") for place in service["service_at_locations"])
    return organizations.get(str(said or next((one for one in places if one), "")), {})


def _by_id(tables: Tables, name: str) -> dict[str, Row]:
    return {str(row["id"]): row for row in tables.rows.get(name, ()) if row.get("id")}


def _grouped(tables: Tables, name: str, by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in tables.rows.get(name, ()):
        if row.get(by):
            found[str(row[by])].append(row)
    return found


class _Children:
    """The small tables' rows by whom they belong to."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._belongs: Mapping[str, Sequence[str]] = read_data("hsds_tables")["belongs"]
        self._groups = {(name, by): _grouped(tables, name, by) for name, keys in self._belongs.items() for by in keys}
        self._terms = {
            str(row.get("id") or row.get("taxonomy_id") or ""): row for row in tables.rows.get("taxonomy_terms", ())
        }
        self._links = _grouped(tables, "attributes", "link_id")

    def give(self, owner: Row, id_: str, by: str, names: Sequence[str]) -> None:
        """Put the rows that name this owner under it; what it says itself in a cell stays where none does."""
        for name in names:
            found = self._groups.get((name, by), {}).get(id_)
            if found or not isinstance(owner.get(name), str):
                owner[name] = found or []

    def attributes(self, service: str, said: str) -> list[Row]:
        ids = [str(link.get("taxonomy_term_id") or "") for link in self._links.get(service, ())]
        ids += [str(row.get("taxonomy_id") or row.get("taxonomy_term_id") or "") for row in self._of_taxonomy(service)]
        ids += [part.strip() for part in said.split(",")]
        return [{"taxonomy_term": self._terms[one]} for one in dict.fromkeys(ids) if one in self._terms]

    def _of_taxonomy(self, service: str) -> Sequence[Row]:
        return self._groups[("service_taxonomy", "service_id")].get(service, ())

    def lost(self) -> Iterator[Problem]:
        """Rows that name nobody."""
        for name, keys in self._belongs.items():
            alone = [row for row in self._tables.rows.get(name, ()) if not any(row.get(key) for key in keys)]
            if alone:
                values = {"table": name, "count": len(alone), "row": alone[0][""], "key": " or ".join(keys)}
                yield Problem("orphans", values=values, fatal=False)


def _circles(tables: Tables, name: str) -> Iterator[Problem]:
    """Parents that lead back to their own children."""
    key = "parent_organization_id" if name == "organizations" else "parent_id"
    parents = {id_: str(row.get(key) or "") for id_, row in _by_id(tables, name).items()}
    told: set[str] = set()
    for start in parents:
        way: list[str] = []
        one = start
        while one in parents and one not in way and one not in told:
            way.append(one)
            one = parents[one]
        if one in way:
            row = next(row[""] for row in tables.rows[name] if row.get("id") == one)
            yield Problem("circle", row, key, {"table": name, "id": one}, fatal=False)
        told.update(way)
