"""Points on a map (GeoJSON): each feature's properties and its place as one row."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from models.resources.importing.drafts import Problem
from models.resources.importing.flat import Table
from models.resources.importing.nested import values_at


def is_geojson(document: Any) -> bool:
    return isinstance(document, dict) and document.get("type") in {"FeatureCollection", "Feature"}


def table_of(document: dict[str, Any]) -> Table:
    """Rows count from 1, the first feature."""
    found = document.get("features") if document["type"] == "FeatureCollection" else [document]
    features = found if isinstance(found, list) else []
    names: dict[str, None] = {}
    for feature in features:
        names.update(dict.fromkeys(_properties(feature)))
    header = [*(name for name in names if name.casefold() not in {"latitude", "longitude"}), "latitude", "longitude"]
    return Table([name.casefold() for name in header], partial(_rows, features, header), lenient=True, unit="feature")


def _properties(feature: Any) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _rows(features: list[Any], header: list[str]) -> Iterator[tuple[int, list[str]] | Problem]:
    for number, feature in enumerate(features, 1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            yield Problem("not_point", number, "geometry", unit="feature")
            continue
        place = geometry.get("coordinates")
        longitude, latitude = (place[0], place[1]) if isinstance(place, list) and len(place) >= 2 else ("", "")
        properties = _properties(feature)
        cells = ["|".join(values_at(properties, name)) if name in properties else "" for name in header[:-2]]
        yield number, [*cells, str(latitude), str(longitude)]
