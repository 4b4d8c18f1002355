"""A large town's things that may stand on a maker's list, found without judging every one of them.

What a thing can have at most is added up for all of them at once. They are then judged in that order, each by the same
judge as in a small town, until nothing that is left can reach what is already there: the list comes out the same.
"""

from collections.abc import Callable, Collection, Iterator
from heapq import heappush, heapreplace

import numpy as np

from models.resources.facets import Choice, Facets, Numbers
from models.resources.facts import Fact
from models.resources.judging import OUT, Judge, price
from models.resources.weights import FLOOR, NEAR_FADES, WEIGHTS

SLACK = 0.02  # points: sums in another order, and metres in short numbers
ROUGHLY = 10  # metres: through the earth, in short numbers
AT_FIRST = 2_048  # things that are put in order; more only where these are not enough

Rated = tuple[float, Fact]


class Shortlist:
    """Those of a town that one judge may put on a list."""

    def __init__(self, judge: Judge, facts: tuple[Fact, ...], facets: Facets, left_out: Collection[str]) -> None:
        self.judge, self.facts, self.facets, self.left_out = judge, facts, facets, left_out
        self.hopes = at_most(judge, facets)
        self._judged: dict[int, float] = {}

    def seek(self, most: int, among: Choice | None = None) -> None:
        """Judge until the best of these are known, with all that equal the last of them."""
        hoped = self.hopes >= FLOOR - SLACK
        places = np.flatnonzero(hoped if among is None else hoped & among)
        if len(places) > AT_FIRST:
            first = np.argpartition(-self.hopes[places], AT_FIRST)
            if self._are_judged(self._in_order(places[first[:AT_FIRST]]), most):
                return
            places = places[first[AT_FIRST:]]
        self._are_judged(self._in_order(places), most)

    def pass_over(self, those: Choice) -> None:
        """Of these no more are wanted."""
        self.hopes[those] = OUT

    def _in_order(self, places: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Iterator[tuple[int, float]]:
        """The most hopeful first."""
        ordered = places[np.argsort(-self.hopes[places])]
        return zip(ordered.tolist(), self.hopes[ordered].tolist(), strict=True)

    def _are_judged(self, hopeful: Iterator[tuple[int, float]], most: int) -> bool:
        """Whether so many were found that nothing after them can be among the best."""
        held: list[float] = []
        for place, hope in hopeful:
            if len(held) == most and hope + SLACK < held[0]:
                return True
            points = self._points(place)
            if points < FLOOR:
                continue
            if len(held) < most:
                heappush(held, points)
            elif points > held[0]:
                heapreplace(held, points)
        return False

    def _points(self, place: int) -> float:
        if place not in self._judged:
            fact = self.facts[place]
            self._judged[place] = OUT if fact.id in self.left_out else self.judge.points(fact)
        return self._judged[place]

    def rated(self) -> list[Rated]:
        """All that were judged and fit."""
        return [(points, self.facts[place]) for place, points in self._judged.items() if points >= FLOOR]


def at_most(judge: Judge, facets: Facets) -> Numbers:
    """What each thing can have at most; OUT for what is out for certain."""
    rates: dict[str, Callable[[Fact], float]] = {
        "trades": judge.of_trade,
        "needs": lambda fact: judge.by_needs[fact.needs],
        "stages": lambda fact: judge.by_stages[fact.stages],
        "price": lambda fact: judge.by_cost[price(fact)],
        "assured": lambda fact: judge.by_assurance[fact.assured_on],
        "kind": lambda fact: WEIGHTS["right_kind"] if judge.is_right_kind(fact) else 0,
        "company": judge.of_company,
        "features": lambda fact: 0 if judge.tools.isdisjoint(fact.features) else WEIGHTS["equipped"],
        "about": judge.of_aim,
        "speaks_of": judge.of_words,
        "topics": judge.of_topics,
        "area": judge.of_area,
        "language": judge.of_language,
        "rule": lambda fact: judge.by_rule[fact.requires],
        "time": lambda fact: WEIGHTS["soon"] if fact.kind == "event" else judge.of_time(fact),
        "room": lambda fact: _room(judge, fact),
    }
    points = np.zeros(len(facets), np.float64)
    for name, rate in rates.items():
        points += facets[name].rated(rate)
    return points if judge.point is None else points + _way(judge, judge.point, facets)


def _room(judge: Judge, fact: Fact) -> float:
    """By its equipment alone; its rent and its hours are looked at when it is judged."""
    if fact.kind != "space" or not judge.wishes.any:
        return 0
    fit = judge.fit(fact)
    return OUT if any(fail.code == "lacks" for fail in fit.fails) else judge.of_features(fit)


def _way(judge: Judge, point: tuple[float, float], facets: Facets) -> Numbers:
    metres = facets.metres(point)
    near = WEIGHTS["near"] * (1 - metres / NEAR_FADES)
    far = WEIGHTS["far_without_car"] if judge.walks else 0
    points = np.where(np.isnan(metres), 0, np.where(metres > NEAR_FADES + ROUGHLY, far, np.maximum(near, 0)))
    points[metres > facets.reach(judge.farthest) + ROUGHLY] = OUT
    return points
