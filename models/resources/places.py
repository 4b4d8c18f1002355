"""Where things are: distances, and the town's own places with the county they lie in.

Pure. A place is a neighbourhood or a nearby town as `town.toml` lists it; words for it in other languages included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from models.resources.names import fold

EARTH_RADIUS = 6_371_009  # metres, the mean of the ellipsoid


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    latitude: float
    longitude: float
    city: str | None = None
    county: str | None = None
    words: tuple[str, ...] = ()


def distance(from_: tuple[float, float], to: tuple[float, float]) -> int:
    """Great-circle metres between two (latitude, longitude) in degrees: as the crow flies, not as the bus goes."""
    south, north = radians(from_[0]), radians(to[0])
    across = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(to[1] - from_[1]) / 2) ** 2
    return round(2 * EARTH_RADIUS * asin(sqrt(min(1.0, across))))


def find(words: str, places: Iterable[Place]) -> Place | None:
    """The place somebody means who writes these words."""
    wanted = fold(words)
    for place in places:
        if wanted and wanted in {fold(name) for name in (place.name, *place.words)}:
            return place
    return None


def nearest(point: tuple[float, float], places: Iterable[Place], within: int = 30_000) -> Place | None:
    """The place a shared location lies in or next to, None when all are more than `within` metres away."""
    found = min(places, key=lambda place: distance(point, (place.latitude, place.longitude)), default=None)
    if found is None or distance(point, (found.latitude, found.longitude)) > within:
        return None
    return found


def with_place(answers: Mapping[str, object], places: Iterable[Place]) -> dict[str, object]:
    """The answers, completed by what the neighbourhood tells: city, county and roughly where."""
    place = find(str(answers.get("neighborhood") or ""), places)
    if place is None:
        return dict(answers)
    told: dict[str, object] = {"city": place.city, "county": place.county}
    if answers.get("latitude") is None:
        told |= {"latitude": place.latitude, "longitude": place.longitude}
    return {name: value for name, value in told.items() if value is not None} | {
        name: value for name, value in answers.items() if value is not None
    }
