"""A large town's things in columns: what of a thing a judge looks at, each different value once, and who has which.

A hundred thousand things share some hundred sets of needs, of trades, of stages. What a maker would give for each of
them is asked once, and added up for all things at the same time. Loaded only where a town is large.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from models.resources.facts import Fact
from models.resources.judging import only_mentions, price
from models.resources.places import EARTH_RADIUS

Numbers = npt.NDArray[np.float64]
Single = npt.NDArray[np.float32]
Choice = npt.NDArray[np.bool_]
Key = Callable[[Fact], Hashable]
KEYS: Mapping[str, Key] = {  # things alike in this are rated alike
    "trades": lambda fact: (fact.status, fact.trades, only_mentions(fact)),
    "needs": lambda fact: fact.needs,
    "stages": lambda fact: fact.stages,
    "price": price,
    "assured": lambda fact: fact.assured_on,
    "kind": lambda fact: (fact.kind, fact.needs),
    "company": lambda fact: fact.subtype == "mentor",
    "features": lambda fact: fact.features,
    "about": lambda fact: fact.about,
    "topics": lambda fact: fact.topics,
    "speaks_of": lambda fact: fact.speaks_of,
    "area": lambda fact: fact.service_area,
    "language": lambda fact: (fact.kind, fact.languages, fact.interpreters, fact.about == "language"),
    "rule": lambda fact: fact.requires,
    "time": lambda fact: (fact.kind == "event", fact.opens_on, fact.closes_on),
    "room": lambda fact: fact.kind == "space" and (fact.features, fact.street_level),
}


class Column:
    """One of these: its different values, each by a thing that has it, and the number of the one each thing has."""

    def __init__(self, facts: Sequence[Fact], key: Key) -> None:
        numbers: dict[Hashable, int] = {}
        self.like: list[Fact] = []
        which = np.empty(len(facts), np.intp)  # as numpy counts: else each look would begin with a copy
        for place, fact in enumerate(facts):
            number = numbers.setdefault(key(fact), len(numbers))
            if number == len(self.like):
                self.like.append(fact)
            which[place] = number
        self.which = which

    def rated(self, rate: Callable[[Fact], float]) -> Numbers | float:
        """What each thing has by this: one number where it is the same for all."""
        rates = [rate(fact) for fact in self.like]
        return rates[0] if len({*rates}) == 1 else np.array(rates, np.float64).take(self.which)

    def those(self, wanted: Callable[[Fact], bool]) -> Choice:
        """Which things are wanted by this."""
        return np.array([wanted(fact) for fact in self.like], np.bool_).take(self.which)


class Facets:
    """All columns of a catalogue. Built with it, then only read."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.columns = {name: Column(facts, key) for name, key in KEYS.items()}
        self._globe = _globe(np.array([fact.point or (np.nan, np.nan) for fact in facts], np.float64))
        self._reach = np.array([_reach(fact) for fact in facts], np.float64)

    def __len__(self) -> int:
        return len(self._reach)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def metres(self, point: tuple[float, float]) -> Single:
        """How far each thing is at least, straight through the earth; not a number where nobody knows."""
        hers = _globe(np.array([point], np.float64))
        away = self._globe - hers
        metres: Single = np.sqrt((away * away).sum(axis=0))
        return metres

    def reach(self, farthest: float) -> Numbers:
        """From how many metres somebody comes to each thing, or it comes to her."""
        return np.where(np.isnan(self._reach), farthest, self._reach)


def _globe(points: Numbers) -> Single:
    """Latitudes and longitudes as metres from the middle of the earth, in three rows."""
    latitudes, longitudes = np.radians(points.reshape(-1, 2)).T
    around = np.cos(latitudes)
    rows = (around * np.cos(longitudes), around * np.sin(longitudes), np.sin(latitudes))
    return (EARTH_RADIUS * np.array(rows)).astype(np.float32)


def _reach(fact: Fact) -> float:
    """Not a number where it is as far as anybody would travel. Money comes by post."""
    if fact.reach_km is not None:
        return fact.reach_km * 1000
    return np.inf if fact.kind == "incentive" else np.nan
