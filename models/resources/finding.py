"""Finds what somebody asks for in her own words, best first, and says why.

Pure. Concepts count most, rare ones more than common ones; words and names beside them; what fits the maker settles
the rest by the same rules as her recommendations (`judging.py`): what is closed or not for her is not shown.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate

from models.resources.codes import Reason
from models.resources.currencies import decimals
from models.resources.facts import Fact
from models.resources.judging import OUT, Judge, only_mentions
from models.resources.matching import Match
from models.resources.reasons import MOST_REASONS, why
from models.resources.rules import Answers, evaluate, field_of, kept_for, leaves
from models.resources.tallying import Sought, best
from models.resources.weights import AHEAD, BEST, FIND, KIN_NEEDS, KIN_TRADES
from models.resources.words import Index, Wish

EVENTS_AHEAD = timedelta(days=366)  # who asks for a fair by its name may plan for next summer
LOOKED_AT = 80  # of the best by words alone, how many are looked at one by one
VARIED_AMONG = 4  # times as many as are shown
SAYS = {"needs": "need", "trades": "trade", "features": "has", "topics": "topic", "subtypes": "subtype"}


@dataclass(frozen=True)
class Found(Match):
    """One thing found, with what it has of what was asked for."""

    told: tuple[Reason, ...] = ()

    @cached_property
    def why(self) -> tuple[Reason, ...]:
        """What was asked for and is there, then what speaks for it in her case; what is still unknown stays last."""
        hers = why(self.fact, self.judge, self.starts_at)
        unknown = [reason for reason in hers if reason.code == "unknown"]
        asked = [reason for reason in hers if reason not in unknown and reason.code in {"need", "trade"}]
        others = [reason for reason in hers if reason not in unknown and reason not in asked]
        reasons = list(dict.fromkeys([*asked, *self.told, *others]))
        return (*reasons[: MOST_REASONS - len(unknown)], *unknown)


def find(
    wish: Wish,
    index: Index,
    answers: Answers,
    now: datetime,
    *,
    left_out: Collection[str] = (),
    limit: int = 5,
) -> list[Found]:
    """The best for this wish. `answers` are what is known of the maker; `now` is on the town's clock."""
    if not (wish.concepts or any(map(index.knows, wish.words)) or index.called(wish.said)):
        return []  # nothing was asked for, whatever would fit her otherwise
    search = _Search(wish, index, answers, now)
    rated = sorted(search.rated(left_out), key=lambda one: (-one[0], index.facts[one[1]].id))
    top = rated[0][0] if rated else 0.0
    best = varied(rated, index, limit)
    kept = [(score, place) for score, place in best if score >= max(FIND["least"], FIND["beside_best"] * top)]
    told = accumulate((score for score, _ in kept), min)  # what variety put lower is told with the score above it
    return [search.found(place, score) for score, (_, place) in zip(told, kept, strict=True)]


def varied(rated: list[tuple[float, int]], index: Index, limit: int) -> list[tuple[float, int]]:
    """Of what fits nearly as well, one of each kind before a second: course, room, person, evening."""
    left, chosen = rated[: VARIED_AMONG * limit], list[tuple[float, int]]()
    kinds: Counter[str] = Counter()
    while left and len(chosen) < limit:
        best = max(left, key=lambda one: one[0] - FIND["same_kind"] * kinds[index.facts[one[1]].kind])
        left.remove(best)
        chosen.append(best)
        kinds[index.facts[best[1]].kind] += 1
    return chosen


class _Search:
    """One wish, going through one index."""

    def __init__(self, wish: Wish, index: Index, answers: Answers, now: datetime) -> None:
        self.wish, self.index = wish, index
        self.needs, self.trades = wish.ids("needs"), wish.ids("trades")
        self.kinds = frozenset(
            kind for kind in wish.ids("kinds") if wish.concepts[f"kinds:{kind}"] >= FIND["clear_kind"]
        )
        hers = {name: value for name, value in answers.items() if name not in {"needs", "trade"}}
        speaks = {"languages": [wish.language]} if wish.language and not hers.get("languages") else {}
        says = {"age": wish.age} if wish.age is not None else {}
        asks = {**hers, **speaks, **says, "needs": list(self.needs)}
        self.strict = Judge(asks, now, EVENTS_AHEAD)  # rules, dates and distance; another trade is no rule here
        self.telling = Judge({**asks, "trade": list(self.trades)}, now, EVENTS_AHEAD)
        self.names_no_trade = not self.trades and not answers.get("trade")
        self._reserved: dict[str | None, bool] = {}
        self.kin = {kin for group in KIN_TRADES if not group.isdisjoint(self.trades) for kin in group}
        self.importance = {
            concept: weight * (FIND["common"] + (1 - FIND["common"]) * index.rarity(concept))
            for concept, weight in {**self._own_trade(answers), **wish.concepts}.items()
            if len(index.holding(concept)) or concept.startswith(("needs:", "trades:")) or concept in wish.belongs
        }
        self.whole = sum(self.importance.values()) or 1.0

    def _own_trade(self, answers: Answers) -> dict[str, float]:
        """What she makes, where she does not say: it settles ties."""
        hers = answers.get("trade")
        if self.trades or not hers:
            return {}
        several = (hers,) if isinstance(hers, str) else tuple(hers) if isinstance(hers, list | tuple) else ()
        return {f"trades:{trade}": FIND["own_trade"] for trade in several}

    def rated(self, left_out: Collection[str]) -> Iterator[tuple[float, int]]:
        """The most likely places with their score, those that are closed or not for her left out."""
        sought = self._sought()
        for place, score in best(sought, self.index.lengths, self.index.usual, LOOKED_AT):
            fact = self.index.facts[place]
            points = self.strict.points(fact)
            if points != OUT and fact.id not in left_out:
                fit = min(1.0, max(0.0, points / BEST)) * FIND["fit"]
                whole = min(1.0, score * self._beside(fact) + fit * min(1.0, 4 * score))
                yield max(whole, FIND["named"] + (1 - FIND["named"]) * score if place in sought.named else 0.0), place

    def _sought(self) -> Sought:
        """The rows of the index that hold what was asked for."""
        near = {one: [(share, self.index.holding(kin)) for kin, share in self._near(one)] for one in self.importance}
        return Sought(
            [
                (weight / self.whole, [(share, row) for share, row in near[one] if len(row)])
                for one, weight in self.importance.items()
                if any(len(row) for _, row in near[one])
            ],
            [
                (FIND["unwanted"] * weight, row)
                for one, weight in self.wish.unwanted.items()
                if len(row := self.index.holding(one))
            ],
            self.index.rows_of(self.wish.words),
            frozenset(self.index.places_called(self.wish.said)),
        )

    def _near(self, concept: str) -> Iterator[tuple[str, float]]:
        """The concept, its kin, and of a topic the need it is part of: each with the share it counts."""
        yield from _near(concept)
        if need := self.wish.belongs.get(concept):
            yield f"needs:{need}", FIND["need_of_topic"]

    def _beside(self, fact: Fact) -> float:
        """What it loses by being for another trade, for none of the needs, or for people she did not speak of."""
        share = 1.0
        if self.trades and fact.trades and fact.trades.isdisjoint({*self.trades, "any"}):
            share *= FIND[self._other_trade(fact)]
        elif self.names_no_trade and fact.trades and "any" not in fact.trades:
            share *= FIND["one_trade"]
        if self.needs and fact.needs and fact.needs.isdisjoint(self.needs):
            share *= FIND["other_room" if fact.kind == "space" else "other_need"]
        if self.kinds and fact.kind not in self.kinds:
            share *= FIND["other_kind"]
        if fact.kind == "event" and self._is_far(fact):
            share *= FIND["far_event"]
        if self.wish.amount and not _covers(fact, self.wish.amount):
            share *= FIND["other_amount"]
        if not fact.rule:
            return share
        return share * (
            FIND["for_her"] if self._is_for_her(fact) else FIND["reserved"] if self._is_reserved(fact) else 1.0
        )

    def _other_trade(self, fact: Fact) -> str:
        if only_mentions(fact):
            return "mentions_a_trade"
        return "other_trade" if fact.trades.isdisjoint(self.kin) else "kin_trade"

    def _is_far(self, fact: Fact) -> bool:
        start = self.strict.comes(fact)
        return start is not None and start - self.strict.now > AHEAD

    def _is_for_her(self, fact: Fact) -> bool:
        """Kept for people of a kind, or an age, that her words speak of."""
        if fact.rule is None:
            return False
        if not kept_for(fact.rule).isdisjoint(self.wish.ids("attributes")):
            return True
        aged = (leaf for leaf in leaves(fact.rule) if field_of(leaf) == "age")
        return self.wish.age is not None and any(evaluate(leaf, self.strict.answers) for leaf in aged)

    def _is_reserved(self, fact: Fact) -> bool:
        """Kept for people of a kind that neither her words nor her answers speak of."""
        if fact.requires not in self._reserved:
            kinds = kept_for(fact.rule)
            spoken_of = not kinds.isdisjoint(self.wish.ids("attributes"))
            self._reserved[fact.requires] = bool(kinds) and not spoken_of and self._is_open(fact)
        return self._reserved[fact.requires]

    def _is_open(self, fact: Fact) -> bool:
        """Whether nobody knows yet if its rule holds for her."""
        return fact.rule is not None and evaluate(fact.rule, self.strict.answers) is None

    def found(self, place: int, score: float) -> Found:
        fact = self.index.facts[place]
        return Found(fact, round(score, 3), self.telling, tuple(self._told(place)))

    def _told(self, place: int) -> Iterator[Reason]:
        """What it has of what was asked for, the most telling first."""
        if place in set(self.index.places_called(self.wish.said)):
            yield Reason("name")
        for concept in sorted(self.importance, key=lambda one: -self.importance[one]):
            list_name, _, id_ = concept.partition(":")
            if list_name in SAYS and self.index.holds(concept, place):
                yield Reason(SAYS[list_name], id_)


def _covers(fact: Fact, amount: float) -> bool:
    """Whether a loan or a grant is of about that size; in minor units, as money is kept."""
    asked: float = amount * 10 ** decimals(fact.currency)
    return (fact.amount_min or 0) <= asked * 1.25 and asked <= (fact.amount_max or asked) * 2


def _near(concept: str) -> Iterator[tuple[str, float]]:
    """The concept itself, then those next to it with the share they count."""
    yield concept, 1.0
    list_name, _, id_ = concept.partition(":")
    if list_name == "needs":
        yield from ((f"needs:{kin}", FIND["kin_need"]) for kin in sorted(KIN_NEEDS.get(id_, ())))
    elif list_name == "trades":
        yield "trades:any", FIND["any_trade"]
        kin = {one for group in KIN_TRADES if id_ in group for one in group} - {id_}
        yield from ((f"trades:{one}", FIND["near_trade"]) for one in sorted(kin))
