"""What a calendar's words become in a row of Event: title, place, addresses; and the fields only we write."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.events.ics_zones import names
from models.events.importing import COLUMNS
from models.events.tables import EventStatus
from models.resources.importing.cells import BadCell, Known, text
from models.resources.importing.columns import Column

if TYPE_CHECKING:
    from icalendar import Event as Component

PREFIX = "X-ECHOPPE-"
# Columns of events.csv that RFC 5545 has no word for, written and read as their cells. What a file does not speak
# about stays as it is.
NAMES = (
    "venue", "address", "neighborhood", "organization", "capacity", "plus_ones", "waiting", "reminders", "languages",
    "trades", "stages", "needs", "cost", "cost_detail", "status", "description_language",
)  # fmt: skip
OURS: Mapping[str, Column] = MappingProxyType({one.name: one for one in COLUMNS if one.name in NAMES})
TRANSLATED = tuple(column.name for column in COLUMNS if column.translated)
LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def property_of(name: str) -> str:
    """cost_detail: X-ECHOPPE-COST-DETAIL; title_fr: X-ECHOPPE-TITLE-FR."""
    return PREFIX + name.upper().replace("_", "-")


def spoken_translations(values: Mapping[str, object]) -> frozenset[tuple[str, str]]:
    """Which translations a draft's values speak about: the others keep their words."""
    found = values.get("translations")
    texts = found if isinstance(found, dict) else {}
    return frozenset((language, name) for language, names in texts.items() for name in names)


def known_zone(name: str) -> str | None:
    return name if name in names() else None


def words_of(component: "Component", known: Known) -> dict[str, object]:
    """Everything about an event but when it is."""
    location = _said(component, "LOCATION", known)
    link = LINK.fullmatch(location or "")
    values: dict[str, object] = {
        "title": _said(component, "SUMMARY", known) or "",
        "description": _said(component, "DESCRIPTION", known),
        "description_language": _language(component) or known.language,
        "venue": None if link else location,
        "online_url": link[0] if link else _link(component, "CONFERENCE", known),
        "url": _link(component, "URL", known),
        "organization": _organizer(component),
        "status": EventStatus.ACTIVE.value,
        **_point(component),
    }
    if str(component.get("STATUS", "")).strip().upper() == "CANCELLED":
        values["status"] = EventStatus.CANCELLED.value
    return values | _ours(component, known)


def _said(component: "Component", name: str, known: Known) -> str | None:
    found = component.get(name)
    if found is None:
        return None
    first = found[0] if isinstance(found, list) else found
    try:
        return text(str(first).strip(), known) or None
    except BadCell as bad:
        raise BadCell(bad.code, **{**bad.values, "column": name}) from None


def _link(component: "Component", name: str, known: Known) -> str | None:
    found = LINK.search(_said(component, name, known) or "")
    return found[0] if found else None


def _language(component: "Component") -> str | None:
    params = getattr(component.get("SUMMARY"), "params", {})
    said = str(params.get("LANGUAGE", "")).casefold()
    return said if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", said) else None


def _organizer(component: "Component") -> str | None:
    """The name only: the address is a person's."""
    name = str(getattr(component.get("ORGANIZER"), "params", {}).get("CN", "")).strip()
    return None if "@" in name else name or None


def _point(component: "Component") -> dict[str, object]:
    geo = component.get("GEO")
    latitude, longitude = getattr(geo, "latitude", None), getattr(geo, "longitude", None)
    if isinstance(latitude, float) and isinstance(longitude, float) and abs(latitude) <= 90 and abs(longitude) <= 180:
        return {"latitude": latitude, "longitude": longitude}
    return {"latitude": None, "longitude": None}


def _ours(component: "Component", known: Known) -> dict[str, object]:
    """What our own export said."""
    values: dict[str, object] = {}
    translations: dict[str, dict[str, object]] = {}
    for name in component:
        if not name.upper().startswith(PREFIX):
            continue
        column = name.upper().removeprefix(PREFIX).lower().replace("-", "_")
        if column in OURS:
            values[column] = _cell(OURS[column], str(component[name]), name, known)
            continue
        of, _, language = column.rpartition("_")
        if of in TRANSLATED and re.fullmatch("[a-z]{2,3}", language):
            translations.setdefault(language, {})[of] = _said(component, name, known)
    return values | ({"translations": translations} if translations else {})


def _cell(column: Column, cell: str, name: str, known: Known) -> object:
    try:
        return column.read(cell.strip(), known) if cell.strip() else column.empty
    except BadCell as bad:
        raise BadCell(bad.code, **{**bad.values, "column": name}) from None
