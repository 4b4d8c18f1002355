"""Time zones as people know them: by a city. Finds the one that is meant, and offers a few near the town's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from content.formats import locale_for
from content.spelling import words
from content.texts import Texts

LOOKED_AT = 200  # characters
# One city for each stretch of the earth: what is offered first, and what "Eastern time" means.
WELL_KNOWN = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/New_York", "America/Halifax", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London", "Europe/Paris",
    "Europe/Athens", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok",
    "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


def city(zone: str, locale: Locale) -> str:
    """What a reader calls the zone: Nueva York."""
    return get_timezone_location(zone, locale=locale, return_city=True)


def near(town: str, now: datetime, count: int) -> Sequence[str]:
    """The town's zone and the best known of those around it, its own country's and the nearest first."""
    here, countries = _offset(town, now), get_global("zone_territories")

    def distance(zone: str) -> tuple[bool, timedelta]:
        return countries.get(zone) != countries.get(town), abs(_offset(zone, now) - here)

    others = [zone for zone in WELL_KNOWN if _offset(zone, now) != here]
    return [town, *sorted(others, key=distance)[: count - 1]]


def _offset(zone: str, now: datetime) -> timedelta:
    return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


class Zones:
    """Knows zones by their cities, their countries and their common names, in the town's languages."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def find(self, text: str) -> str | None:
        """The IANA name of the zone somebody means: `Paris`, `I live in New York`, `Europe/Madrid`, `Eastern Time`."""
        said = words(text[:LOOKED_AT])
        for length in range(len(said), 0, -1):
            found = {self._known.get(said[start : start + length]) for start in range(len(said) - length + 1)} - {None}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    @cached_property
    def _known(self) -> Mapping[tuple[str, ...], str]:
        """Every name; what two zones share belongs to neither, but the better known kind of name comes first."""
        known: dict[tuple[str, ...], str] = {}
        for kind in (self._cities, self._common, self._countries):
            named: dict[tuple[str, ...], set[str]] = {}
            for name, zone in kind():
                named.setdefault(words(name), set()).add(zone)
            for said, zones in named.items():
                if said and len(zones) == 1:
                    known.setdefault(said, zones.pop())
        return known

    @property
    def _locales(self) -> Iterator[Locale]:
        return (locale_for(language) for language in dict.fromkeys(["en", *self._texts.languages]))

    def _cities(self) -> Iterator[tuple[str, str]]:
        for zone in get_global("zone_territories"):
            yield zone, zone
            yield zone.rpartition("/")[2], zone
            for locale in self._locales:
                yield locale.time_zones.get(zone, {}).get("city", ""), zone

    def _common(self) -> Iterator[tuple[str, str]]:
        """Eastern Time, heure de l’Est, hora del este: of the well known zones."""
        belongs = get_global("meta_zones")
        for locale in self._locales:
            for zone in WELL_KNOWN:
                names = locale.meta_zones.get(belongs.get(zone, ""), {}).get(
                    "long", {}
                )  # ET and EST are words elsewhere
                yield from ((name, zone) for name in names.values())

    def _countries(self) -> Iterator[tuple[str, str]]:
        """Countries in which all clocks agree."""
        for code, zones in get_global("territory_zones").items():
            if len(zones) == 1:
                yield from ((locale.territories.get(code, ""), zones[0]) for locale in self._locales)
