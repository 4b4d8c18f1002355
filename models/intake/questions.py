"""One question and what counts as an answer to it. Pure: no rows, no language, no clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | bool | list[str] | dict[str, object]
"""An answer as it is kept: plain JSON. Its shape depends on the kind (see `accept`)."""


class Kind(StrEnum):
    ONE = "one"  # one of the choices
    SEVERAL = "several"  # up to `most` of them
    WORDS = "words"  # free words; with choices, the words are mapped to some of them
    NUMBER = "number"  # a whole number; its choices are only suggestions
    PLACE = "place"  # a place of the town, a shared location, or both
    YES_NO = "yes_no"
    CONSENT = "consent"  # a yes or no that lets us do something; never told to the matching
    INCOME = "income"  # only the band is kept, with the year of the table; the amount never reaches us


class Reason(StrEnum):
    """Why a step was not taken; the doors have a kind sentence for each."""

    NOT_OPEN = "not_open"  # an old button, or a second tap
    UNKNOWN_CHOICE = "unknown_choice"
    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NO_PLACE = "no_place"
    FIRST = "first"  # there is nothing to go back to


@dataclass(frozen=True)
class Accepted:
    value: Value


@dataclass(frozen=True)
class Refused:
    reason: Reason


@dataclass(frozen=True)
class Condition:
    """An earlier answer that must be there; with `values`, one of them must be in it."""

    question: str
    values: frozenset[str | int | bool] | None = None

    def met(self, live: Mapping[str, Value]) -> bool:
        if self.question not in live:
            return False
        return self.values is None or not self.values.isdisjoint(picks(live[self.question]))


@dataclass(frozen=True)
class Question:
    """What is asked. Every question can be skipped; `choices` are ids, in the order they are offered."""

    key: str
    kind: Kind
    choices: tuple[str, ...] = ()
    most: int = 1
    least: int = 0  # of a number
    largest: int = 1_000_000_000
    longest: int = 500  # characters of free words
    when: tuple[Condition, ...] = ()
    depends_on: str | None = None  # when that answer changes, this one means nothing and is asked again
    likely: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    tells: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    sensitive: bool = False
    milestone: bool = False

    def offered(self, live: Mapping[str, Value]) -> list[str]:
        """The choices, those that usually go with the earlier answers first. None is ever left out."""
        first = [
            choice
            for question, by_answer in self.likely.items()
            for answer in (sorted(picks(live[question]), key=str) if question in live else ())
            for choice in by_answer.get(str(answer), ())
        ]
        return list(dict.fromkeys([*first, *self.choices]))

    def holds(self, value: Value) -> bool:
        """Whether a kept answer is still one: the town may have changed its choices meanwhile."""
        return accept(self, value) == Accepted(value)

    def facts(self, value: Value) -> dict[str, object]:
        """What the answer tells the matching, under the names of the contract."""
        return _FACTS.get(self.kind, _plain_facts)(self, value)


def picks(value: Value) -> set[str | int | bool]:
    """The plain values inside an answer, for conditions."""
    if isinstance(value, dict):
        chosen = value.get("choices", [])
        band = value.get("tier")
        return {*(chosen if isinstance(chosen, list) else []), *([band] if isinstance(band, str) else [])}
    return set(value) if isinstance(value, list) else {value}


def accept(question: Question, raw: object) -> Accepted | Refused:
    """Read what came in as an answer. A kept answer is accepted again as it is.

    one: an id · several: ids · words: an id, words, or {"choices": [ids], "text": words} · number: a number or its
    digits · yes_no, consent: a bool, "yes" or "no" · place: {"neighborhood"|"city"|"county"|"postcode": words,
    "latitude", "longitude": degrees} · income: {"tier": id, "year": of the table}
    """
    return _READERS[question.kind](question, raw)


def _read_one(question: Question, raw: object) -> Accepted | Refused:
    return Accepted(raw) if isinstance(raw, str) and raw in question.choices else Refused(Reason.UNKNOWN_CHOICE)


def _read_several(question: Question, raw: object) -> Accepted | Refused:
    ids = [raw] if isinstance(raw, str) else raw
    if not isinstance(ids, Sequence) or any(one not in question.choices for one in ids):
        return Refused(Reason.UNKNOWN_CHOICE)
    kept = [choice for choice in question.choices if choice in ids]
    if not kept:
        return Refused(Reason.NOTHING_CHOSEN)
    return Accepted(kept) if len(kept) <= question.most else Refused(Reason.TOO_MANY)


def _read_words(question: Question, raw: object) -> Accepted | Refused:
    if isinstance(raw, str):
        raw = {"choices": [raw]} if raw in question.choices else {"text": raw}
    if not isinstance(raw, Mapping):
        return Refused(Reason.UNKNOWN_CHOICE)
    text, ids = str(raw.get("text", "")).strip(), raw.get("choices", [])
    if not isinstance(ids, Sequence) or any(one not in question.choices for one in ids):
        return Refused(Reason.UNKNOWN_CHOICE)
    if len(text) > question.longest:
        return Refused(Reason.TOO_LONG)
    kept: dict[str, object] = {"choices": list(dict.fromkeys(ids)), "text": text}
    value = {part: said for part, said in kept.items() if said}
    return Accepted(value) if value else Refused(Reason.NOTHING_CHOSEN)


def _read_number(question: Question, raw: object) -> Accepted | Refused:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= len(str(question.largest)):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        return Refused(Reason.NOT_A_NUMBER)
    if raw < question.least:
        return Refused(Reason.TOO_SMALL)
    return Accepted(raw) if raw <= question.largest else Refused(Reason.TOO_LARGE)


def _read_yes_no(_question: Question, raw: object) -> Accepted | Refused:
    answer = {"yes": True, "no": False}.get(raw) if isinstance(raw, str) else raw
    return Accepted(answer) if isinstance(answer, bool) else Refused(Reason.UNKNOWN_CHOICE)


_PLACE_WORDS = ("neighborhood", "city", "county", "postcode")
_PLACE_DEGREES = {"latitude": 90.0, "longitude": 180.0}


def _read_place(_question: Question, raw: object) -> Accepted | Refused:
    if not isinstance(raw, Mapping) or not raw or not {*raw} <= {*_PLACE_WORDS, *_PLACE_DEGREES}:
        return Refused(Reason.NO_PLACE)
    words = all(isinstance(raw[name], str) and 0 < len(raw[name]) <= 200 for name in _PLACE_WORDS if name in raw)
    degrees = all(
        isinstance(raw[name], float | int) and not isinstance(raw[name], bool) and abs(raw[name]) <= most
        for name, most in _PLACE_DEGREES.items()
        if name in raw
    )
    both_or_none = ("latitude" in raw) == ("longitude" in raw)
    return Accepted(dict(raw)) if words and degrees and both_or_none else Refused(Reason.NO_PLACE)


def _read_income(question: Question, raw: object) -> Accepted | Refused:
    if not isinstance(raw, Mapping) or raw.get("tier") not in question.choices or not isinstance(raw.get("year"), int):
        return Refused(Reason.UNKNOWN_CHOICE)
    return Accepted({"tier": raw["tier"], "year": raw["year"]})  # nothing else, an amount least of all


_READERS: Mapping[Kind, Callable[[Question, object], Accepted | Refused]] = {
    Kind.ONE: _read_one,
    Kind.SEVERAL: _read_several,
    Kind.WORDS: _read_words,
    Kind.NUMBER: _read_number,
    Kind.PLACE: _read_place,
    Kind.YES_NO: _read_yes_no,
    Kind.CONSENT: _read_yes_no,
    Kind.INCOME: _read_income,
}


def _plain_facts(question: Question, value: Value) -> dict[str, object]:
    """The answer itself, or what each chosen id stands for; of two ids that differ on a yes, the yes counts."""
    if not question.tells:
        return {question.key: value}
    facts: dict[str, object] = {}
    for choice in sorted(map(str, picks(value)), key=_as_offered(question)):
        for name, fact in question.tells.get(choice, {}).items():
            told = facts.get(name)
            if isinstance(told, list) and isinstance(fact, list):
                facts[name] = [*dict.fromkeys([*told, *fact])]
            else:
                facts[name] = told or fact
    return facts


def _as_offered(question: Question) -> Callable[[str], int]:
    places = {choice: place for place, choice in enumerate(question.choices)}
    return lambda choice: places.get(choice, len(places))


def _facts_of_words(question: Question, value: Value) -> dict[str, object]:
    if not isinstance(value, dict):
        return {}
    if not question.choices:
        return {question.key: value["text"]}
    ids, facts = value.get("choices"), {}
    if isinstance(ids, list):
        facts[question.key] = ids[0] if len(ids) == 1 else ids
    return {**facts, **({f"{question.key}_text": value["text"]} if "text" in value else {})}


def _facts_of_number(question: Question, value: Value) -> dict[str, object]:
    if not question.scale or not isinstance(value, int):
        return {question.key: value}
    return {name: round(value * factor) for name, factor in question.scale.items()}


_FACTS: Mapping[Kind, Callable[[Question, Value], dict[str, object]]] = {
    Kind.WORDS: _facts_of_words,
    Kind.NUMBER: _facts_of_number,
    Kind.PLACE: lambda _question, value: dict(value) if isinstance(value, dict) else {},
    Kind.INCOME: lambda _question, value: {"income_tier": value["tier"]} if isinstance(value, dict) else {},
    Kind.CONSENT: lambda _question, _value: {},
}
