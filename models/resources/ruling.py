"""What a rule is worth to a maker, remembered: the next one mostly says the same to what it asks. Pure."""

from collections.abc import Hashable
from functools import lru_cache

from models.resources.rule_text import parse
from models.resources.rules import Answers, Rule, evaluate, field_of, leaves, unknown_fields
from models.resources.weights import WEIGHTS

REMEMBERED = 8192  # rules with what people say to each
KEPT_FOR = frozenset({"attributes", "income_tier"})

Told = tuple[tuple[str, type, Hashable], ...]


def worth(requires: str, answers: Answers) -> float | None:
    """In points; None for somebody it shuts out."""
    return _held(requires, _told(answers, _asked_by(requires)))


@lru_cache(REMEMBERED)
def _asked_by(requires: str) -> tuple[str, ...]:
    """The answers that settle a rule."""
    return tuple(dict.fromkeys(map(field_of, leaves(parse(requires)))))


def _told(answers: Answers, fields: tuple[str, ...]) -> Told:
    """What she says to these, as it can be remembered by; True is another answer than 1."""
    return tuple((field, type(value), _kept_as(value)) for field in fields if (value := answers.get(field)) is not None)


def _kept_as(value: object) -> Hashable:
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(map(str, value))
    return value if isinstance(value, Hashable) else str(value)


@lru_cache(REMEMBERED)
def _held(requires: str, told: Told) -> float | None:
    rule, answers = parse(requires), {field: value for field, _, value in told}
    held = evaluate(rule, answers)
    if held is None:
        return WEIGHTS["reserved" if "attributes" in unknown_fields(rule, answers) else "unsure"]
    return _kept(rule, answers) if held else None


def _kept(rule: Rule, answers: Answers) -> float:
    """More for what is kept for her than for what is open to all."""
    hers = (leaf for leaf in leaves(rule) if evaluate(leaf, answers))
    return WEIGHTS["for_her"] if any(field_of(leaf) in KEPT_FOR for leaf in hers) else 0
