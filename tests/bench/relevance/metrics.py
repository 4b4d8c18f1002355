"""How good a list is, and how right what was done: the figures of RULES.md, from 0 to 1. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

Grades = Mapping[str, int]
EVERYTHING = "*"
BEST = 2


def ndcg(shown: Sequence[str], grades: Grades, at: int) -> float:
    """What the list gives the reader, beside the best list there could be. A thing shown twice counts once."""
    best = _gain(sorted(grades.values(), reverse=True)[:at])
    return _gain([grades.get(one, 0) for one in _once(shown)[:at]]) / best if best else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def recall(shown: Sequence[str], grades: Grades, at: int) -> float:
    """How many of the best are among the first, out of as many as have room there."""
    best = {one for one, grade in grades.items() if grade >= BEST}
    return len(best & set(_once(shown)[:at])) / min(len(best), at) if best else 0.0


def reciprocal_rank(shown: Sequence[str], grades: Grades) -> float:
    """One over the place of the first that is one of the best."""
    return next((1 / place for place, one in enumerate(_once(shown), 1) if grades.get(one, 0) >= BEST), 0.0)


def does_harm(shown: Sequence[str], must_not: Collection[str], at: int) -> bool:
    """Something that must not be shown stands among the first."""
    first = set(shown[:at])
    return bool(first) if EVERYTHING in must_not else not first.isdisjoint(must_not)


def _once(shown: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(shown))


@dataclass(frozen=True)
class Precision:
    """Of one action: of the times it was done, how often rightly; of the times it was due, how often done."""

    done: int
    due: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.done if self.done else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.due if self.due else 1.0


def precision_of(action: str, cases: Iterable[tuple[str, Sequence[str]]]) -> Precision:
    """`cases` are what was done and what may be done, the best first: an accepted action counts as the one that was due."""
    pairs = [(done, done if done in accepted else accepted[0]) for done, accepted in cases]
    return Precision(
        done=sum(done == action for done, _ in pairs),
        due=sum(due == action for _, due in pairs),
        right=sum(done == due == action for done, due in pairs),
    )


def mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0
