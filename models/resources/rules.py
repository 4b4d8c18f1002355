"""Who may use a resource: the `requires` language, read into a small tree and asked with what is known.

Pure: no database, no clock. A question nobody has answered gives "unknown", which never excludes anybody.

    age >= 16 and (county in (Knox, Blount) or attribute veteran) and not employees > 5
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from models.resources.names import fold

Answers = Mapping[str, object]

INCOME_TIERS = ("30", "50", "80", "over80")  # per cent of the area's median, lowest first
STAGES = ("idea", "starting", "selling", "growing")

NUMBERS = frozenset(
    {"age", "employees", "household_size", "household_income", "area_min", "area_max", "rent_max", "area_m2"}
)
SCALES: Mapping[str, tuple[str, ...]] = {"income_tier": INCOME_TIERS, "stage": STAGES}
CHOICES = frozenset(
    {"trade", "needs", "neighborhood", "postcode", "city", "county", "languages", "processes", "income_tier", "stage"}
)
YES_NO = frozenset({"has_car", "registered", "licensed"})
FIELDS = NUMBERS | SCALES.keys() | CHOICES | YES_NO

COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True)
class Number:
    """`age >= 16`."""

    field: str
    sign: str
    than: float


@dataclass(frozen=True)
class Step:
    """`income_tier <= 80`, `stage >= selling`: a place on a scale."""

    field: str
    sign: str
    step: str


@dataclass(frozen=True)
class OneOf:
    """`county in (Knox, Blount)`; for a list of answers, one of them is enough."""

    field: str
    names: tuple[str, ...]

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.names)


@dataclass(frozen=True)
class Attribute:
    """`attribute veteran`: something people say of themselves or of their business."""

    name: str


@dataclass(frozen=True)
class Yes:
    """`has_car`."""

    field: str


@dataclass(frozen=True)
class Not:
    part: "Rule"


@dataclass(frozen=True)
class Every:
    """Made by `every`, which keeps one inside another flat."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True)
class Some:
    """Made by `some`, which keeps one inside another flat."""

    parts: tuple["Rule", ...]


Leaf = Number | Step | OneOf | Attribute | Yes
Rule = Leaf | Not | Every | Some


def every(*parts: Rule) -> Rule:
    flat = [part for given in parts for part in (given.parts if isinstance(given, Every) else (given,))]
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def some(*parts: Rule) -> Rule:
    flat = [part for given in parts for part in (given.parts if isinstance(given, Some) else (given,))]
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def evaluate(rule: Rule, answers: Answers) -> bool | None:
    """True, False, or None when an answer is missing that would decide it."""
    if isinstance(rule, Every):
        return _every(rule.parts, answers)
    if isinstance(rule, Some):
        held = _every(tuple(Not(part) for part in rule.parts), answers)
        return None if held is None else not held
    if isinstance(rule, Not):
        held = evaluate(rule.part, answers)
        return None if held is None else not held
    return _holds(rule, answers)


def _every(parts: tuple[Rule, ...], answers: Answers) -> bool | None:
    """One false settles it, whatever else is unknown."""
    settled: bool | None = True
    for part in parts:
        held = evaluate(part, answers)
        if held is False:
            return False
        if held is None:
            settled = None
    return settled


def _holds(leaf: Leaf, answers: Answers) -> bool | None:
    given = answers.get(field_of(leaf))
    if given is None or given in ("", "unknown"):
        return None
    if isinstance(leaf, OneOf):
        return not leaf.folded.isdisjoint(_names(given))
    if isinstance(leaf, Attribute):
        return fold(leaf.name) in _names(given)
    if isinstance(leaf, Number):
        number = _number(given)
        return None if number is None else COMPARE[leaf.sign](number, leaf.than)
    if isinstance(leaf, Step):
        scale = SCALES[leaf.field]
        return COMPARE[leaf.sign](scale.index(str(given)), scale.index(leaf.step)) if given in scale else None
    return given if isinstance(given, bool) else None


def field_of(leaf: Leaf) -> str:
    """The answer this leaf asks for, by its name among a maker's answers."""
    return "attributes" if isinstance(leaf, Attribute) else leaf.field


def _names(given: object) -> Iterator[str]:
    several = given if isinstance(given, list | tuple | set | frozenset) else (given,)
    return (fold(str(name)) for name in several)


def _number(given: object) -> float | None:
    """Answers may come from JSON written by hand: "16" is sixteen, "some" is unknown."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        return float(given)
    except ValueError:
        return None


def unknown_fields(rule: Rule, answers: Answers) -> tuple[str, ...]:
    """The answers that would settle an undecided rule, in the order the rule asks; empty for a settled one."""
    if evaluate(rule, answers) is not None:
        return ()
    if isinstance(rule, Not):
        return unknown_fields(rule.part, answers)
    if isinstance(rule, Every | Some):
        return tuple(dict.fromkeys(field for part in rule.parts for field in unknown_fields(part, answers)))
    return (field_of(rule),)


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Every single condition in it, in order."""
    if isinstance(rule, Not):
        yield from leaves(rule.part)
    elif isinstance(rule, Every | Some):
        for part in rule.parts:
            yield from leaves(part)
    else:
        yield rule


def kept_for(rule: Rule | None) -> frozenset[str]:
    """The kinds of people a rule speaks of: veterans, refugees ..."""
    return frozenset(leaf.name for leaf in leaves(rule) if isinstance(leaf, Attribute)) if rule else frozenset()
