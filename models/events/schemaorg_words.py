"""What a schema.org Event says beside when it is: words, place, price."""

from collections.abc import Mapping
from typing import Any

from models.events.tables import EventStatus
from models.resources.importing.cells import BadCell, Known, text

Object = Mapping[str, Any]
ADDRESS = ("streetAddress", "postalCode", "addressLocality", "addressRegion")


def words_of(event: Object, known: Known) -> dict[str, object]:
    title = _said(event.get("name"), "name", known)
    if not title:
        raise BadCell("missing", column="name")
    values: dict[str, object] = {
        "title": title,
        "description": _said(event.get("description"), "description", known),
        "description_language": _language(event.get("inLanguage")) or known.language,
        "status": _status(event.get("eventStatus")),
        "organization": _name(event.get("organizer")),
        "url": _link(event.get("url")),
        "venue": None,
        "address": None,
        "online_url": None,
    }
    for place in _list(event.get("location")):
        values |= _place(place, known)
    return values | _price(event) | _seats(event)


def _list(said: object) -> list[Any]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _said(said: object, column: str, known: Known) -> str | None:
    first = next(iter(_list(said)), None)
    if isinstance(first, dict):
        first = first.get("@value")
    if first is None:
        return None
    try:
        return text(str(first).strip(), known) or None
    except BadCell as bad:
        raise BadCell(bad.code, **{**bad.values, "column": column}) from None


def _link(said: object) -> str | None:
    return said if isinstance(said, str) and said.startswith(("https://", "http://")) else None


def _language(said: object) -> str | None:
    code = said.get("alternateName") if isinstance(said, dict) else said
    return code.casefold() if isinstance(code, str) and 2 <= len(code) <= 5 else None


def _name(said: object) -> str | None:
    names = [one.get("name") if isinstance(one, dict) else one for one in _list(said)]
    return next((name.strip() for name in names if isinstance(name, str) and name.strip()), None)


def _status(said: object) -> str:
    cancelled = str(said or "").rpartition("/")[2] == "EventCancelled"
    return (EventStatus.CANCELLED if cancelled else EventStatus.ACTIVE).value


def _place(place: object, known: Known) -> dict[str, object]:
    if isinstance(place, str):
        link = _link(place)
        return {"online_url": link} if link else {"venue": _said(place, "location", known)}
    if not isinstance(place, dict):
        return {}
    if place.get("@type") == "VirtualLocation":
        return {"online_url": _link(place.get("url"))}
    return {"venue": _said(place.get("name"), "location", known), "address": _address(place.get("address"), known)}


def _address(said: object, known: Known) -> str | None:
    if isinstance(said, dict):
        said = ", ".join(str(said[name]).strip() for name in ADDRESS if said.get(name))
    return _said(said, "location", known)


def _price(event: Object) -> dict[str, object]:
    """Only what is plain: free, or a price."""
    offers = [one for one in _list(event.get("offers")) if isinstance(one, dict)]
    prices = {str(one.get("price", one.get("lowPrice", ""))).strip() for one in offers} - {""}
    if event.get("isAccessibleForFree") is True or (prices and all(_is_zero(price) for price in prices)):
        return {"cost": "free"}
    return {"cost": "paid"} if prices else {}


def _is_zero(price: str) -> bool:
    try:
        return float(price) == 0
    except ValueError:
        return False


def _seats(event: Object) -> dict[str, object]:
    said = event.get("maximumAttendeeCapacity")
    return {"capacity": said} if isinstance(said, int) and not isinstance(said, bool) and said > 0 else {}
