"""Where things are: distances, and the town's own places with the county they lie in.

Pure. A place is a neighbourhood or a nearby town as `town.toml` lists it; words for it in other languages included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from statistics import median

from models.resources.facts import Fact
from models.resources.names import fold

NEXT_TO = 5_000  # metres: near enough to be in the same county
REMEMBERED = 16_384  # ways from a maker's place to a thing's: both are the same for many
EARTH_RADIUS = 6_371_009  # metres, the mean of the ellipsoid


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    latitude: float
    longitude: float
    city: str | None = None
    county: str | None = None
    words: tuple[str, ...] = ()
    postcode: str | None = None


@lru_cache(REMEMBERED)
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


def places_of(facts: Iterable[Fact]) -> list[Place]:
    """The neighbourhoods, postcodes and towns where a town's things are: for a town that has listed no places itself.

    Narrow ones come first. A county or a postcode is told only where all things there agree on it.
    """
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        for kind in ("neighborhood", "postcode", "city"):
            name = getattr(fact, kind)
            if name and fact.point:
                found.setdefault((kind, fold(name)), []).append(fact)
    order = ("neighborhood", "postcode", "city")
    return [_place(kind, there) for (kind, _), there in sorted(found.items(), key=lambda one: order.index(one[0][0]))]


def _place(kind: str, there: list[Fact]) -> Place:
    """In the middle of what is there."""
    points = [fact.point for fact in there if fact.point]
    return Place(
        name=str(getattr(there[0], kind)),
        latitude=median(latitude for latitude, _ in points),
        longitude=median(longitude for _, longitude in points),
        city=_agreed(fact.city for fact in there),
        county=_agreed(fact.county for fact in there),
        postcode=_agreed(fact.postcode for fact in there) if kind == "neighborhood" else None,
    )


def _agreed(names: Iterable[str | None]) -> str | None:
    said = {name for name in names if name}
    return said.pop() if len(said) == 1 else None


def with_place(answers: Mapping[str, object], places: Iterable[Place]) -> dict[str, object]:
    """The answers, completed by what the neighbourhood tells, else the postcode, the town, the point: county, where."""
    known, said = list(places), [str(answers.get(name) or "") for name in ("neighborhood", "postcode", "city")]
    place = next((found for words in said if (found := find(words, known))), None) or _around(answers, known)
    if place is None:
        return dict(answers)
    told: dict[str, object] = {"city": place.city, "county": place.county, "postcode": place.postcode}
    if answers.get("latitude") is None:
        told |= {"latitude": place.latitude, "longitude": place.longitude}
    return {name: value for name, value in told.items() if value is not None} | {
        name: value for name, value in answers.items() if value is not None
    }


def _around(answers: Mapping[str, object], places: Iterable[Place]) -> Place | None:
    """The place a given point lies in or next to."""
    latitude, longitude = answers.get("latitude"), answers.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return nearest((latitude, longitude), places, within=NEXT_TO)
