"""What is almost open to a maker, and what stands between: one thing she can do, wait for, or give way on.

Pure. What only another age, origin, income or home would open is never shown here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest

from models.resources.changes import openings
from models.resources.codes import Reason
from models.resources.facts import Fact
from models.resources.judging import OUT, Judge
from models.resources.rules import STAGES, Answers
from models.resources.weights import SOON, TOO_FAR, WEIGHTS

MOST = 8
NEVER_ADDED = frozenset(
    {"licensed_kitchen", "street_window", "cold_storage"}
)  # another room, rather than one thing more
STRETCH = 1.5  # a rent, an area, a way so much beyond is still worth a word


@dataclass(frozen=True)
class NearMiss:
    """Something she would be shown, were it not for what is `missing`."""

    fact: Fact
    missing: tuple[Reason, ...]


def near_misses(
    answers: Answers, facts: Iterable[Fact], now: datetime, *, left_out: Collection[str] = (), limit: int = MOST
) -> list[NearMiss]:
    """The best of what one change would open, best first; what meets none of her needs is left out."""
    judge = Judge(answers, now)
    found = (near for fact in facts if fact.id not in left_out and (near := _near(judge, fact)))
    best = nsmallest(limit, found, key=lambda near: (_steps(judge, near[1]), -near[0], near[2].id))
    return [NearMiss(fact, missing) for _, missing, fact in best]


def _steps(judge: Judge, missing: tuple[Reason, ...]) -> int:
    """How much has to happen; two stages on are two steps."""
    stages = [STAGES.index(str(reason.value)) for reason in missing if reason.code == "stage"]
    further = sum(stage - STAGES.index(judge.stage) - 1 for stage in stages if judge.stage)
    return len(missing) + further


def _near(judge: Judge, fact: Fact) -> tuple[float, tuple[Reason, ...], Fact] | None:
    worth = judge.worth(fact)
    if worth == OUT or (judge.needs and judge.by_needs[fact.needs] < WEIGHTS["kin_need"]):
        return None
    if judge.trades and judge.by_trades[fact.trades] < WEIGHTS["any_but_first"]:
        return None
    if judge.points(fact) != OUT or (missing := barriers(judge, fact)) is None:
        return None
    return worth, missing, fact


def barriers(judge: Judge, fact: Fact) -> tuple[Reason, ...] | None:
    """Everything that keeps her from it, where it is little and can be overcome; else None."""
    rule = _by_rule(judge, fact)
    others = list(_by_time(judge, fact)) + list(_by_room(judge, fact)) + list(_by_way(judge, fact))
    if rule is None or None in others or len(others) + bool(rule) != 1:
        return None
    return rule or tuple(reason for reason in others if reason)


def _by_rule(judge: Judge, fact: Fact) -> tuple[Reason, ...] | None:
    """The fewest answers that would have to be others; None where that cannot be."""
    if fact.rule is None or judge.by_rule[fact.requires] != OUT:
        return ()
    ways = openings(fact.rule, judge.answers)
    return tuple(Reason(change.field, _said(change.value)) for change in ways[0]) if ways else None


def _said(value: str | float | bool) -> str | float | None:
    return None if value is True else value


def _by_time(judge: Judge, fact: Fact) -> Iterator[Reason | None]:
    if fact.closes_on and fact.closes_on < judge.today:
        yield None
    elif fact.opens_on and fact.opens_on > judge.today:
        yield _soon("opens", fact.opens_on, judge.today)
    if fact.kind == "event" and judge.comes(fact) is None:
        yield None


def _soon(code: str, day: date, today: date) -> Reason | None:
    return Reason(code, day) if day - today <= SOON else None


def _by_room(judge: Judge, fact: Fact) -> Iterator[Reason | None]:
    if fact.kind != "space":
        return
    wishes = judge.wishes
    fit = judge.fit(fact)
    for fail in fit.fails:
        match fail.code, fail.value:
            case "lacks", feature:
                hers = not fact.trades.isdisjoint(judge.trades) and bool(fit.has or fit.helps)
                yield fail if hers and feature not in NEVER_ADDED else None
            case "from", date() as day:
                yield _soon("from", day, judge.today)
            case "rent", float() | int() as rent:
                yield fail if rent <= (wishes.rent_max or 0) * STRETCH else None
            case "too_small", float() | int() as area:
                yield fail if area * STRETCH >= (wishes.area_min or 0) else None
            case "too_big", float() | int() as area:
                yield fail if area <= (wishes.area_max or 0) * STRETCH else None
            case _:
                yield None


def _by_way(judge: Judge, fact: Fact) -> Iterator[Reason | None]:
    """A little beyond its reach; or too far for a bus, and not for a car."""
    metres = judge.metres(fact)
    if metres is None or judge.reaches(fact, metres):
        return
    own = None if fact.reach_km is None else fact.reach_km * 1000
    yield Reason("reach", metres) if metres <= min(TOO_FAR, TOO_FAR if own is None else own * STRETCH) else None
