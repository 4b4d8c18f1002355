"""How well one thing fits one maker, in points of `weights.py`; and what rules it out altogether.

Pure. Only what is known to be so rules anything out: an answer that is missing costs a few points at most.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Generic, TypeVar

from models.resources.facts import NOTHING, Fact
from models.resources.names import fold
from models.resources.places import distance
from models.resources.rules import STAGES, Answers
from models.resources.ruling import worth
from models.resources.spaces import ANSWERS as WISHES
from models.resources.spaces import Fit, Wishes
from models.resources.weights import (
    AHEAD,
    CLOSING,
    FEATURES_FOR,
    FRESH,
    KIN_NEEDS,
    KIN_TRADES,
    KINDS_FOR,
    NEAR_FADES,
    OWN_ROOMS,
    PAPERS,
    STALE,
    TOO_FAR,
    TOO_FAR_WITHOUT_CAR,
    WEIGHTS,
)

OUT = float("-inf")
# The answers a judge looks at beside those a rule asks for; whoever reads another one in here names it too.
HOMES = ("county", "city", "neighborhood", "postcode")
JUDGED = frozenset(
    {
        "needs",
        "trade",
        "stage",
        "languages",
        "has_car",
        "income_tier",
        "latitude",
        "longitude",
        "topics",
        *HOMES,
        *WISHES,
    }
)
FOR_ALL = frozenset({"makerspace", "desk", "stall", "popup", "storefront", "storage"})
FOR_ANY = frozenset({"any"})
CRAFT_NEEDS = frozenset({"skill", "workspace"})
COMPANY_NEEDS = frozenset({"peers", "events"})
LANGUAGE_ONLY = frozenset({"language"})
TOLD = frozenset({"training", "event", "peer"})  # people talk: the language decides
MOST_HELP = 3  # features that are welcome: more of them say nothing more
REMEMBERED = 256  # different answers
Key = TypeVar("Key", bound=Hashable)


class _Rated(dict[Key, float], Generic[Key]):
    """Points by what they depend on. A thousand facts share a few dozen sets of needs, trades and stages.

    What depends on nothing else is kept for the next maker who answered the same: nothing in it can grow old.
    """

    def __init__(self, rate: Callable[[Key], float]) -> None:
        super().__init__()
        self.rate = rate

    def __missing__(self, key: Key) -> float:
        self[key] = points = self.rate(key)
        return points


class Judge:
    """One maker's answers and the hour, looking at one fact after the other."""

    def __init__(self, answers: Answers, now: datetime, ahead: timedelta = AHEAD) -> None:
        """`ahead`: events further off are out."""
        self.answers, self.now, self.today, self.ahead = answers, now, now.date(), ahead
        self.needs = tuple(dict.fromkeys(_several(answers.get("needs"))))
        self.trades = tuple(trade for trade in _several(answers.get("trade")) if trade != "any")
        self.makes_anything = bool(answers.get("trade") and not self.trades and self.needs)
        self.topics = frozenset(_several(answers.get("topics")))
        self.stage = str(answers["stage"]) if answers.get("stage") in STAGES else None
        self.languages = _several(answers.get("languages"))
        self.walks = answers.get("has_car") is False
        self.farthest = TOO_FAR_WITHOUT_CAR if self.walks else TOO_FAR
        self.modest = answers.get("income_tier") in {"30", "50"} or self.stage == "idea"
        self.point = _point(answers)
        self.kinds_for = {kind: needs.intersection(self.needs) for kind, needs in KINDS_FOR.items()}
        self.tools = frozenset(tool for trade in self.trades for tool in FEATURES_FOR.get(trade, NOTHING))
        self.homes = frozenset(_home(str(answers[name])) for name in HOMES if answers.get(name))
        self.wishes = Wishes.of(answers)
        self.by_needs = _by_needs(self.needs)
        self.by_trades = _by_trades(self.trades)
        self.by_stages = _by_stages(self.stage)
        self.by_cost = _by_cost(self.modest, self.stage)
        self.by_assurance = _by_assurance(self.today)
        self.by_rule: _Rated[str | None] = _Rated(self._rule)

    def points(self, fact: Fact) -> float:
        """How well it fits; OUT when it cannot be had."""
        points = self.worth(fact)
        if points == OUT or (held := self.by_rule[fact.requires]) == OUT:
            return OUT
        points += held
        if fact.kind == "event" or fact.opens_on or fact.closes_on:
            points += self.of_time(fact)
        if fact.kind == "space":
            points += self._room(fact)
        return points + self._way(fact) if self.point and fact.point else points

    def worth(self, fact: Fact) -> float:
        """What it would be to her if nothing stood in the way; OUT for what is closed or for other trades."""
        trade = self.of_trade(fact)
        if trade == OUT or self._is_anothers(fact, trade):
            return OUT  # a third of a town is for other trades: nothing else about it is looked at
        points = (
            trade
            + self.by_needs[fact.needs]
            + self.by_stages[fact.stages]
            + self.by_cost[price(fact)]
            + self.by_assurance[fact.assured_on]
        )
        points += self.of_company(fact)
        if self.is_right_kind(fact):
            points += WEIGHTS["right_kind"]
            if fact.features and not self.tools.isdisjoint(fact.features):
                points += WEIGHTS["equipped"]
        if fact.about and self.needs:
            points += self.of_aim(fact)
        if fact.speaks_of:
            points += self.of_words(fact)
        if self.topics:
            points += self.of_topics(fact)
        if fact.service_area and self.homes:
            points += self.of_area(fact)
        return points + self.of_language(fact) if fact.languages and self.languages else points

    def of_trade(self, fact: Fact) -> float:
        """OUT for what is for other trades than hers, or closed."""
        if fact.status != "active":
            return OUT
        points = self.by_trades[fact.trades]
        return WEIGHTS["mentions_a_trade"] if points == OUT and only_mentions(fact) else points

    def _is_anothers(self, fact: Fact, trade: float) -> bool:
        """What only its own trade can use, if that is next door; for who makes anything, what she did not ask for."""
        if trade == WEIGHTS["kin_trade"]:
            return _only_for_its_own(fact, self.trades) and not only_mentions(fact)
        return trade == 0 and self.makes_anything and fact.needs.isdisjoint(self.needs)

    def of_company(self, fact: Fact) -> float:
        return WEIGHTS["goes_along"] if fact.subtype == "mentor" else 0

    def is_right_kind(self, fact: Fact) -> bool:
        """A room for who asked for a room."""
        return not self.kinds_for.get(fact.kind, NOTHING).isdisjoint(fact.needs)

    def of_aim(self, fact: Fact) -> float:
        """By what it is for above all."""
        return WEIGHTS["main_need" if fact.about in self.needs else "by_the_way"] if fact.about and self.needs else 0

    def of_words(self, fact: Fact) -> float:
        return 0 if fact.speaks_of.isdisjoint(self.needs) else WEIGHTS["speaks_of"]

    def of_topics(self, fact: Fact) -> float:
        """More for the smokehouse and the one who smokes fish, for somebody who does, than for any kitchen and cook."""
        return 0 if fact.topics.isdisjoint(self.topics) else WEIGHTS["same_topic"]

    def of_area(self, fact: Fact) -> float:
        served = not fact.service_area or not self.homes or not self.homes.isdisjoint(map(_home, fact.service_area))
        return 0 if served else WEIGHTS["elsewhere"]

    def fit(self, fact: Fact) -> Fit:
        """How a room stands to what she does in it."""
        return self.wishes.fit(fact, self.today)

    def _room(self, fact: Fact) -> float:
        """OUT for a room she cannot use; a few points for one that has what her work needs."""
        if not self.wishes.any and fact.available_from is None:
            return 0
        fit = self.fit(fact)
        if fit.fails:
            return OUT
        return self.of_features(fit) + sum(
            WEIGHTS["bring" if one.code == "bring" else "condition"] for one in fit.conditions
        )

    def of_features(self, fit: Fit) -> float:
        """More for a room that has all her work needs, and a bit for what makes it easier."""
        has = WEIGHTS["has_features"] if fit.has and len(fit.has) == len(self.wishes.features) else 0
        return has + min(len(fit.helps), MOST_HELP) * WEIGHTS["helps"]

    def _rule(self, requires: str | None) -> float:
        """Unknown never excludes."""
        points = worth(requires, self.answers) if requires else 0
        return OUT if points is None else points

    def of_language(self, fact: Fact) -> float:
        if not fact.languages or not self.languages:
            return 0
        if not fact.languages.isdisjoint(self.languages):
            return WEIGHTS["language" if self.languages[0] in fact.languages else "second_language"]
        if not fact.interpreters.isdisjoint(self.languages) or fact.about == "language":
            return 0  # whoever learns a language does not speak it yet
        return WEIGHTS["foreign" if fact.kind in TOLD else "foreign_paper"]

    def of_time(self, fact: Fact) -> float:
        """Not yet open, closed, past or too far ahead: OUT."""
        if (fact.opens_on and fact.opens_on > self.today) or (fact.closes_on and fact.closes_on < self.today):
            return OUT
        if fact.kind == "event":
            start = self.comes(fact)
            return OUT if start is None else WEIGHTS["soon"] * max(0.0, 1 - (start - self.now) / AHEAD)
        return WEIGHTS["closing"] if self.closes_soon(fact) else 0

    def comes(self, fact: Fact) -> datetime | None:
        """When an event comes next, if that is near enough to be news."""
        start = fact.next_start(self.now)
        return start if start is not None and start - self.now <= self.ahead else None

    def closes_soon(self, fact: Fact) -> bool:
        return fact.closes_on is not None and fact.closes_on - self.today <= CLOSING

    def metres(self, fact: Fact) -> int | None:
        return distance(self.point, fact.point) if self.point and fact.point else None

    def _way(self, fact: Fact) -> float:
        """How near it is; OUT beyond its reach, or beyond what anybody would travel."""
        metres = self.metres(fact)
        if metres is None:
            return 0
        if not self.reaches(fact, metres):
            return OUT
        if metres > NEAR_FADES:
            return WEIGHTS["far_without_car"] if self.walks else 0
        return WEIGHTS["near"] * (1 - metres / NEAR_FADES)

    def reaches(self, fact: Fact, metres: int) -> bool:
        """Money comes by post, unless its giver says how far."""
        if fact.reach_km is None:
            return metres <= self.farthest or fact.kind == "incentive"
        return metres <= fact.reach_km * 1000


def _only_for_its_own(fact: Fact, hers: tuple[str, ...]) -> bool:
    """What is made for one trade and does not serve the one next door: a licence to brew, a furnace for glass."""
    if fact.kind == "space":
        return any(not group.isdisjoint(fact.trades) and not group.isdisjoint(hers) for group in OWN_ROOMS)
    return fact.about in PAPERS


def only_mentions(fact: Fact) -> bool:
    """Its file names no trade, its words do by the way: a paper about labels is for everybody who needs labels.

    A craft is taught, and a workshop equipped, for the trade it speaks of.
    """
    if not any(mark.startswith("trades:") for mark in fact.derived):
        return False
    return fact.subtype in FOR_ALL or not (fact.needs <= CRAFT_NEEDS or "skill" in fact.needs)


def _home(name: str) -> str:
    """A county with and without the word."""
    return fold(name).removesuffix(" county")


def _need(needs: tuple[str, ...], met: frozenset[str]) -> float:
    if not needs:
        return WEIGHTS["not_asked"] if met == LANGUAGE_ONLY else 0  # nobody is sent to learn a language unasked
    asked = sum(need in met for need in needs)
    if asked:
        focus = WEIGHTS["focus"] * asked / len(met)
        return WEIGHTS["need"] + WEIGHTS["another_need"] * (asked - 1) + focus
    kin = any(not KIN_NEEDS.get(need, frozenset()).isdisjoint(met) for need in needs)
    return WEIGHTS["kin_need" if kin else "company" if met and met <= COMPANY_NEEDS else "not_asked"]


def _trade(hers: tuple[str, ...], trades: frozenset[str]) -> float:
    if not trades.isdisjoint(hers):
        return WEIGHTS["trade"]
    if not trades or trades == FOR_ANY or ("any" in trades and not hers):
        return WEIGHTS["any_trade"]
    if "any" in trades:
        return WEIGHTS["any_but_first"]
    if not hers:
        return 0
    kin = any(not group.isdisjoint(trades) and not group.isdisjoint(hers) for group in KIN_TRADES)
    return WEIGHTS["kin_trade"] if kin else OUT


def _stage(stage: str | None, stages: frozenset[str]) -> float:
    known = [STAGES.index(one) for one in stages if one in STAGES]
    if not known:
        return 0
    if stage is None:  # who has not said begins at the beginning
        return 0 if STAGES[0] in stages else WEIGHTS["next_stage"]
    off = min(abs(step - STAGES.index(stage)) for step in known)
    return WEIGHTS[("stage", "next_stage")[off] if off < 2 else "far_stage"]


def _cost(modest: bool, stage: str | None, cost: str | None) -> float:
    if cost in {"free", "grant"}:
        return WEIGHTS["modest_free" if modest else "free"]
    if cost == "paid":
        return WEIGHTS["modest_paid" if modest else "paid"]
    if cost == "loan":
        return WEIGHTS["modest_loan"] if stage == "idea" else 0
    return WEIGHTS["low"] if cost == "low" else 0


def _freshness(today: date, assured_on: date | None) -> float:
    if assured_on is None:
        return 0
    age = today - assured_on
    if age <= FRESH:
        return WEIGHTS["fresh"]
    return WEIGHTS["stale"] * min(1.0, (age - FRESH) / (STALE - FRESH))  # each month of silence a little lower


@lru_cache(REMEMBERED)
def _by_needs(needs: tuple[str, ...]) -> _Rated[frozenset[str]]:
    return _Rated(partial(_need, needs))


@lru_cache(REMEMBERED)
def _by_trades(trades: tuple[str, ...]) -> _Rated[frozenset[str]]:
    return _Rated(partial(_trade, trades))


@lru_cache(REMEMBERED)
def _by_stages(stage: str | None) -> _Rated[frozenset[str]]:
    return _Rated(partial(_stage, stage))


@lru_cache(REMEMBERED)
def _by_cost(modest: bool, stage: str | None) -> _Rated[str | None]:
    return _Rated(partial(_cost, modest, stage))


@lru_cache(REMEMBERED)
def _by_assurance(today: date) -> _Rated[date | None]:
    return _Rated(partial(_freshness, today))


def price(fact: Fact) -> str | None:
    """A peer gives freely; that a room has a rent says nothing about it."""
    if fact.kind == "peer":
        return "free"
    return None if fact.kind == "space" and fact.cost == "paid" else fact.cost


def _several(answer: object) -> tuple[str, ...]:
    """One id or a list of them, as answers come."""
    if isinstance(answer, str):
        return (answer,) if answer else ()
    return tuple(str(one) for one in answer) if isinstance(answer, list | tuple | set | frozenset) else ()


def _point(answers: Answers) -> tuple[float, float] | None:
    latitude, longitude = answers.get("latitude"), answers.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None
