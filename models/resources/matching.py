"""What fits this maker, in the order a good coordinator would say it, and why.

Pure. Hard rules first, then points (`judging.py`), then a second look at the list as a whole: each need its turn, and
not five of the same.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from heapq import heapify, heappop, heapreplace
from itertools import accumulate

from models.resources.codes import Reason
from models.resources.facts import LARGE, Fact, Facts
from models.resources.judging import JUDGED, Judge
from models.resources.reasons import why
from models.resources.rules import Answers, field_of, leaves
from models.resources.weights import BEST, FLOOR, WEIGHTS

COMPANY = frozenset({"peer", "event"})
PEER_PLACE = 8
SHORT_LIST = 4  # a list shorter than this has no room for company

ENOUGH = 4  # times as many as the list is long: to choose a varied one from
REMEMBERED = 1000  # lists

Rated = tuple[float, Fact]
Things = tuple[Fact, ...]
Asked = tuple[str, frozenset[str], frozenset[str] | None, int]  # answers, left out, kinds, how many

__all__ = ["Match", "Reason", "recommend", "seen_by", "unlocked"]


@dataclass(frozen=True)
class Match:
    """One recommendation. `score` runs from 0 to 1, `metres` and `starts_at` are None where they mean nothing.

    A list holds two dozen and shows four: what is said about one is found out when somebody asks.
    """

    fact: Fact
    score: float
    judge: Judge = field(repr=False, compare=False)

    @cached_property
    def why(self) -> tuple[Reason, ...]:
        return why(self.fact, self.judge, self.starts_at)

    @property
    def metres(self) -> int | None:
        return self.judge.metres(self.fact)

    @property
    def starts_at(self) -> datetime | None:
        return self.fact.next_start(self.judge.now) if self.fact.kind == "event" else None


def recommend(
    answers: Answers,
    facts: Iterable[Fact],
    now: datetime,
    *,
    left_out: Collection[str] = (),
    kinds: Collection[str] | None = None,
    limit: int = 8,
) -> list[Match]:
    """The best for this maker, best first. `now` is in the town's own zone: its date decides what is open today.

    `left_out` are source ids that must not come back (hidden, or had already); `kinds` narrows to these kinds.
    A list holds for the whole minute.
    """
    facts, minute = facts if isinstance(facts, tuple) else tuple(facts), now.replace(second=0, microsecond=0)
    lists, told = _minute.lists(facts, minute), _minute.deciding(answers)
    asked = repr(told), frozenset(left_out), None if kinds is None else frozenset(kinds), limit
    if asked not in lists:
        lists[asked] = _recommend(Judge(answers, minute), facts, asked[1], asked[2], limit)
    return list(lists[asked])


class _Minute:
    """The lists made of one catalogue within one minute; the next of either begins an empty book.

    What a maker is shown before an answer is what she was shown after the one before it, and an answer that decides
    nothing here (her goal, where no rule asks for it) leaves the list as it is: most lists are asked for twice.
    """

    def __init__(self) -> None:
        self._of: tuple[Things, datetime | None] = ((), None)
        self._lists: dict[Asked, list[Match]] = {}
        self._rules: tuple[Things, frozenset[str]] = ((), frozenset())

    def deciding(self, answers: Answers) -> list[tuple[str, object]]:
        """The answers that can change a list of these facts: those the judge looks at and those a rule asks for."""
        facts = self._of[0]
        if self._rules[0] is not facts:
            rules = {fact.requires: fact.rule for fact in facts if fact.rule}  # many things share one
            asked = (field_of(leaf) for rule in rules.values() for leaf in leaves(rule))
            self._rules = facts, JUDGED.union(asked)
        return sorted((field, answer) for field, answer in answers.items() if field in self._rules[1])

    def lists(self, facts: Things, minute: datetime) -> "dict[Asked, list[Match]]":
        if facts is not self._of[0] or minute != self._of[1] or len(self._lists) >= REMEMBERED:
            self._of, self._lists = (facts, minute), {}
        return self._lists


_minute = _Minute()


def _recommend(
    judge: Judge, facts: Things, left_out: frozenset[str], kinds: frozenset[str] | None, limit: int
) -> list[Match]:
    rated = _rated(judge, facts, left_out, kinds, limit)
    rated.sort(key=lambda one: (-one[0], one[1].id))  # equal points: by id, so that the same answers give the same list
    fitting = _one_of_company(rated, judge.needs) if kinds is None else rated
    varied = _varied(_pool(fitting, judge.needs, limit), judge.needs, limit)
    chosen = _with_a_peer(varied, rated, judge.trades, limit) if kinds is None else varied
    # What was held back for variety, or stands below a person to ask, never scores more than what is above it.
    falling = accumulate((points for points, _ in chosen), min)
    return [_match(judge, fact, points) for points, (_, fact) in zip(falling, chosen, strict=True)]


def _rated(
    judge: Judge, facts: Things, left_out: frozenset[str], kinds: frozenset[str] | None, limit: int
) -> list[Rated]:
    """Whatever fits with its points; of a large town, those of them that may come onto the list."""
    if isinstance(facts, Facts) and len(facts) > LARGE:
        return _shortlisted(judge, facts, left_out, kinds, limit)
    return [
        (points, fact)
        for fact in facts
        if fact.id not in left_out and (kinds is None or fact.kind in kinds) and (points := judge.points(fact)) >= FLOOR
    ]


def _shortlisted(
    judge: Judge, facts: Facts, left_out: frozenset[str], kinds: frozenset[str] | None, limit: int
) -> list[Rated]:
    """All that `_pool`, `_one_of_company` and `_with_a_peer` would choose from the whole town, and hardly more."""
    from models.resources.shortlisting import Shortlist  # noqa: PLC0415  (numpy: a small town does without)

    short, facets, enough = Shortlist(judge, facts, facts.facets, left_out), facts.facets, ENOUGH * limit
    if kinds is None:
        hers = facets["trades"].those(lambda fact: not fact.trades.isdisjoint(judge.trades))
        short.seek(1, hers & facets["kind"].those(lambda fact: fact.kind == "peer"))
        for kind in COMPANY:
            unasked = facets["kind"].those(partial(_is_unasked, kind, judge.needs))
            short.seek(1, unasked)
            short.pass_over(unasked)  # only the best one stays
    else:
        short.pass_over(facets["kind"].those(lambda fact: fact.kind not in kinds))
    short.seek(enough)
    for need in judge.needs:
        short.seek(enough + limit, facets["needs"].those(partial(_meets, need)))
    return short.rated()


def _is_unasked(kind: str, needs: Collection[str], fact: Fact) -> bool:
    return fact.kind == kind and fact.needs.isdisjoint(needs)


def _meets(need: str, fact: Fact) -> bool:
    return need in fact.needs


def _match(judge: Judge, fact: Fact, points: float) -> Match:
    return Match(fact, round(min(1.0, max(0.0, points / BEST)), 3), judge)


def seen_by(answers: Answers, fact: Fact, now: datetime) -> Match:
    """One fact through this maker's eyes, whether it fits or not: something she saved stays readable."""
    judge = Judge(answers, now)
    return _match(judge, fact, judge.points(fact))


def unlocked(before: Iterable[Match], after: Iterable[Match]) -> list[Match]:
    """What a further answer brought: matches that were not there before it."""
    known = {match.fact.id for match in before}
    return [match for match in after if match.fact.id not in known]


class _List:
    """The list as it grows: every need has its turn, and not five of the same."""

    def __init__(self, needs: tuple[str, ...]) -> None:
        self.open_needs = set(needs)
        self.kinds: Counter[str] = Counter()
        self.organizations: Counter[str] = Counter()
        self.chosen: list[Rated] = []

    def beside(self, fact: Fact) -> float:
        """What it gains or loses by those already above it."""
        points = 0 if self.open_needs.isdisjoint(fact.needs) else WEIGHTS["new_need"]
        if not self.kinds[fact.kind]:
            points += WEIGHTS["new_kind"]
        if fact.organization:
            points += WEIGHTS["same_organization"] * self.organizations[fact.organization]
        return points + WEIGHTS["same_kind"] * max(0, self.kinds[fact.kind] - 1)

    def add(self, points: float, fact: Fact) -> None:
        self.chosen.append((points, fact))
        self.open_needs -= fact.needs
        self.kinds[fact.kind] += 1
        self.organizations[fact.organization or ""] += 1


def _varied(pool: list[Rated], needs: tuple[str, ...], limit: int) -> list[Rated]:
    """The best as a list, one by one: what is best alone may be the third of its kind.

    Nothing gains by what is chosen above it, so what a thing last came to is the most it can still come to: only
    whoever is ahead is looked at again. Of equals the first in the pool comes first.
    """
    grown = _List(needs)
    hopes = [(-points - grown.beside(fact), place) for place, (points, fact) in enumerate(pool)]
    heapify(hopes)
    while hopes and len(grown.chosen) < limit:
        hope, place = hopes[0]
        points, fact = pool[place]
        if (now := -points - grown.beside(fact)) == hope:
            heappop(hopes)
            grown.add(points, fact)
        else:
            heapreplace(hopes, (now, place))
    return grown.chosen


def _with_a_peer(chosen: list[Rated], rated: list[Rated], trades: tuple[str, ...], limit: int) -> list[Rated]:
    """Somebody of her trade by the eighth place: a person to ask is worth more than an eighth programme."""
    place = min(limit, PEER_PLACE) - 1
    peers = [one for one in rated if one[1].kind == "peer" and not one[1].trades.isdisjoint(trades)]
    if limit < SHORT_LIST or not peers or any(fact.kind == "peer" for _, fact in chosen[: place + 1]):
        return chosen
    return [*chosen[:place], peers[0], *(one for one in chosen[place:] if one[1].kind != "peer")][:limit]


def _one_of_company(rated: list[Rated], needs: tuple[str, ...]) -> list[Rated]:
    """Of the people and of the events she did not ask for, only the best one stays."""
    kept, met = [], set()
    for points, fact in rated:
        unasked = fact.kind in COMPANY and fact.needs.isdisjoint(needs)
        if not unasked or fact.kind not in met:
            kept.append((points, fact))
        if unasked:
            met.add(fact.kind)
    return kept


def _pool(rated: list[Rated], needs: tuple[str, ...], limit: int) -> list[Rated]:
    """Enough of the best, and of the best for each need, to choose a varied list from; in their order."""
    enough, left = limit * ENOUGH, dict.fromkeys(needs, limit)
    pool = rated[:enough]
    for points, fact in rated[enough:]:
        wanted = [need for need in fact.needs if left.get(need)]
        if wanted:
            pool.append((points, fact))
        for need in wanted:
            left[need] -= 1
        if not any(left.values()):
            break
    return pool
