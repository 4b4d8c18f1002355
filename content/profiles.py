"""A maker's answers as another program writes them down, read into the answers the matching asks.

What cannot be read is named and left out: an answer that is missing is unknown, and unknown excludes nobody.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite

from content.towns import Town
from content.understanding import MOST_TRADES
from content.vocabulary import Vocabulary
from models.resources import places
from models.resources.income import LARGEST_HOUSEHOLD, IncomeTable, with_tier
from models.resources.rules import INCOME_TIERS

UNKNOWN = "unknown"
EMPTY_TELLS = frozenset({"attributes"})  # to belong to none of these groups is an answer
LATEST = {"day": "18:00", "evening": "22:00", "night": "24:00"}  # of working_hours.toml
DAWN, MIDNIGHT = 6 * 60, 24 * 60  # minutes
CLOCK = re.compile(
    r"(?<![\d/])(?P<hour>\d{1,2})(?!\s*(?:/|hours|heures|horas))(?:[:.h](?P<minute>[0-5]\d))?(?!\d)\s*(?:(?P<half>[ap])\.?\s?m\b)?",
    re.IGNORECASE,
)
MOST_NEEDS = 3  # heard in one goal: who names more has said nothing


class Odd(ValueError):
    """A value that is not what this answer takes; says what would be."""


@dataclass(frozen=True)
class Profile:
    """The answers as the matching reads them, and a sentence for each that was left out."""

    answers: Mapping[str, object]
    oddities: tuple[str, ...]

    @property
    def income_tier(self) -> str:
        return str(self.answers.get("income_tier", UNKNOWN))


Reader = Callable[[object], object]


class Profiles:
    """Reads answers in this town's terms: its words, its places, its table of incomes."""

    def __init__(
        self, town: Town, vocabulary: Vocabulary, income: IncomeTable | None, found: Sequence[places.Place] = ()
    ) -> None:
        """`found` are places its things tell of, for what its own list leaves out."""
        self.town, self.vocabulary, self.income = town, vocabulary, income
        self.places = [*_listed(town), *found]
        self._readers = self._all_readers()

    def read(self, given: object) -> Profile:
        """Never raises: the worst profile is one of somebody who has said nothing."""
        if not isinstance(given, dict):
            return Profile({}, ("answers: this must be an object with one entry an answer",))
        told: dict[str, object] = {}
        oddities = []
        for name, value in given.items():
            reader = self._readers.get(name)
            if reader is None:
                oddities.append(f"answers.{name}: no such answer is known; it is left out")
            elif value not in (None, "", UNKNOWN) and (value != [] or name in EMPTY_TELLS):
                try:
                    told[name] = reader(value)
                except Odd as odd:
                    oddities.append(f"answers.{name}: {odd}; it is left out")
        heard = {**told, **self._heard(told), **self._of_a_room(told)}
        return Profile(with_tier(places.with_place(heard, self.places), self.income), tuple(oddities))

    def _all_readers(self) -> Mapping[str, Reader]:
        several = {"needs": "needs", "attributes": "attributes", "processes": "processes", "trade": "trades"}
        return {
            **{name: partial(self._ids, list_name) for name, list_name in several.items()},
            "stage": self._stage,
            **dict.fromkeys(("trade_text", "goal", "neighborhood", "postcode", "city", "county"), _words),
            "hours": _hours,
            "languages": _languages,
            "latitude": partial(_number, least=-90, most=90),
            "longitude": partial(_number, least=-180, most=180),
            **dict.fromkeys(("has_car", "registered", "licensed"), _yes_no),
            "household_size": partial(_whole, least=1, most=LARGEST_HOUSEHOLD),
            "age": partial(_number, least=0, most=130),
            **dict.fromkeys(("household_income", "employees", "area_min", "area_max", "rent_max"), _number),
            "income_tier": _tier,
        }

    def _ids(self, list_name: str, value: object) -> list[str]:
        """Ids of the vocabulary; other words are understood where they clearly name one."""
        found: list[str] = []
        for said in _texts(value):
            id_ = said.strip().casefold().replace(" ", "_").replace("-", "_")
            meant = [id_] if self.vocabulary.has(list_name, id_) else self._named(list_name, said)[:1]
            if not meant:
                raise Odd(f"“{said[:60]}” is none of its values")
            found += meant
        return list(dict.fromkeys(found))

    def _stage(self, value: object) -> str:
        match self._ids("stages", value):
            case [stage]:
                return stage
            case _:
                raise Odd("this must be one stage")

    def _named(self, list_name: str, words: str, *, denied_too: bool = True) -> list[str]:
        language = self.town.default_language
        return self.vocabulary.recognise(list_name, words[:1_000], language, denied_too=denied_too)

    def _heard(self, told: Mapping[str, object]) -> dict[str, object]:
        """What free words say where nothing was chosen."""
        heard: dict[str, object] = {}
        make, goal = str(told.get("trade_text", "")), str(told.get("goal", ""))
        if make and (topics := self._named("topics", make)):
            heard["topics"] = topics
        if "trade" not in told:
            trades = [id_ for id_ in self._named("trades", make) or self._named("trades", goal) if id_ != "any"]
            heard |= {"trade": trades[:MOST_TRADES]} if trades else {}
        if "needs" not in told and goal:
            needs = self._named("needs", goal)
            heard |= {"needs": needs[:MOST_NEEDS]} if needs else {}
        return heard

    def _of_a_room(self, told: Mapping[str, object]) -> dict[str, object]:
        """What her work asks of a space, and how late she works there."""
        processes, hours = told.get("processes"), told.get("hours")
        asked = self.vocabulary.asked_of_a_room(processes) if isinstance(processes, list) else {}
        until = _ends(hours) if isinstance(hours, str) else None
        if until is None and isinstance(hours, str):
            named = self._named("working_hours", hours)
            until = LATEST[named[0]] if named else None
        return {**asked, **({"works_until": until} if until else {})}


def _listed(town: Town) -> Iterator[places.Place]:
    """The places of town.toml, and the town itself."""
    for place in town.places:
        yield places.Place(
            place.name, place.latitude, place.longitude, place.city or None, place.county or None, words=place.words
        )
    if town.latitude is not None and town.longitude is not None:
        city = town.city or town.name
        yield places.Place(city, town.latitude, town.longitude, city, town.county or None)


def _ends(hours: str) -> str | None:
    """The hour at which the last of them ends: 06:00-14:00, until 10 pm, 18h-2h; what begins before dawn or ends after
    midnight is work at night, 24:00.
    """
    read = [
        (int(found["hour"]) % 12 + 12 * (found["half"].casefold() == "p")) * 60 + int(found["minute"] or 0)
        if found["half"]
        else int(found["hour"]) * 60 + int(found["minute"] or 0)
        for found in CLOCK.finditer(hours)
    ]
    if not read or any(minutes > MIDNIGHT for minutes in read):
        return None
    over = len(read) > 1 and (read[-1] <= read[0] or read[0] < DAWN)
    minutes = MIDNIGHT if over else max(read)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _words(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):  # a postcode written as a number
        return str(value)
    if not isinstance(value, str):
        raise Odd("this must be words in quotes")
    return value


def _texts(value: object) -> Sequence[str]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
        raise Odd('this must be a list of words: ["…", "…"]')
    return several


def _hours(value: object) -> str:
    return " ".join(_texts(value))


def _languages(value: object) -> list[str]:
    codes = [code.strip().casefold().partition("-")[0] for code in _texts(value)]
    odd = [code for code in codes if not (2 <= len(code) <= 3 and code.isalpha())]
    if odd:
        raise Odd(f"“{odd[0][:60]}” is not a language code; write it like fr")
    return codes


def _number(value: object, least: float = 0, most: float = 1e12) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or not isfinite(number):
        raise Odd("this must be a number")
    if not least <= number <= most:
        raise Odd(f"{number:g} is not between {least:g} and {most:g}")
    return int(number) if number.is_integer() else number


def _whole(value: object, least: int, most: int) -> int:
    number = _number(value, least, most)
    if not isinstance(number, int):
        raise Odd("this must be a whole number")
    return number


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Odd("this must be true or false")
    return value


def _tier(value: object) -> str:
    if str(value) not in INCOME_TIERS:
        raise Odd(f"this must be one of {', '.join(INCOME_TIERS)}")
    return str(value)
