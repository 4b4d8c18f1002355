"""What would have to change for a rule that says no to let somebody in: the fewest answers, and none that nobody can.

Pure. Only what lies ahead is ever suggested: registering, a licence, a later stage, one more person hired, a workshop
in the district. Nobody is told to be younger, of another origin, poorer, or to move house.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from models.resources.rules import (
    STAGES,
    Answers,
    Leaf,
    Number,
    OneOf,
    Rule,
    evaluate,
    field_of,
    leaves,
)

MOST_CHANGES = 2  # at once; further away than that is not near
MOST_VALUES = 12  # tried for one answer


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would have to be another one: `registered`, `stage` selling, `neighborhood` Main Street."""

    field: str
    value: str | float | bool

    def __str__(self) -> str:
        return self.field if self.value is True else f"{self.field}:{self.value}"


def openings(rule: Rule, answers: Answers) -> tuple[tuple[Change, ...], ...]:
    """The smallest sets of changes that open a rule which says no, the easiest first; none where it cannot be opened.

    All are of one size: with fewer changes, or with other answers of these fields than can be had, it stays shut.
    A question still unanswered is no change: it may stay open.
    """
    if evaluate(rule, answers) is not False:
        return ()
    ways = _ways(rule, answers)
    for size in range(1, MOST_CHANGES + 1):
        found = [changes for fields in combinations(ways, size) for changes in _opening(rule, answers, ways, fields)]
        if found:
            return tuple(found)
    return ()


def _opening(
    rule: Rule, answers: Answers, ways: Mapping[str, list[str | float | bool]], fields: tuple[str, ...]
) -> Iterator[tuple[Change, ...]]:
    """The first way to open it with just these fields: their values come nearest first."""
    for values in product(*(ways[field] for field in fields)):
        if evaluate(rule, {**answers, **dict(zip(fields, values, strict=True))}) is not False:
            yield tuple(Change(field, value) for field, value in zip(fields, values, strict=True))
            return


def applied(answers: Answers, changes: Iterable[Change]) -> dict[str, object]:
    """The answers as they would be."""
    return {**answers, **{change.field: change.value for change in changes}}


def _ways(rule: Rule, answers: Answers) -> dict[str, list[str | float | bool]]:
    """What each changeable answer of the rule could become, nearest first."""
    asked: dict[str, list[Leaf]] = {}
    for leaf in leaves(rule):
        asked.setdefault(field_of(leaf), []).append(leaf)
    return {
        field: values
        for field, about in asked.items()
        if field in CHANGEABLE and (values := CHANGEABLE[field](about, answers.get(field))[:MOST_VALUES])
    }


def _later(_about: list[Leaf], given: object) -> list[str | float | bool]:
    """Stages still to come; nobody goes back to an idea."""
    return [*STAGES[STAGES.index(str(given)) + 1 :]] if given in STAGES else []


def _yes(_about: list[Leaf], given: object) -> list[str | float | bool]:
    return [True] if given is False else []


def _more(about: list[Leaf], given: object) -> list[str | float | bool]:
    """Numbers above the one given that some condition turns at."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return []
    bounds = {leaf.than for leaf in about if isinstance(leaf, Number)}
    values = sorted(value for bound in bounds for value in (bound, bound + 1) if value > given)
    return [int(value) if float(value).is_integer() else value for value in dict.fromkeys(values)]


def _elsewhere(about: list[Leaf], given: object) -> list[str | float | bool]:
    """The places the rule names, in its order."""
    return [name for leaf in about if isinstance(leaf, OneOf) for name in leaf.names] if given else []


CHANGEABLE: Mapping[str, Callable[[list[Leaf], object], list[str | float | bool]]] = {
    "registered": _yes,
    "licensed": _yes,
    "stage": _later,
    "employees": _more,
    "neighborhood": _elsewhere,
    "postcode": _elsewhere,
}
