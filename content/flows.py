"""Reads intake.toml, and a town's own on top of it, into the flow of questions. A file that cannot work stops here.

The words of the questions stay with their entries; content/asking.py says them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.faults import ContentFault, Document, read_toml
from content.vocabulary import Vocabulary
from models.intake.flow import Flow
from models.intake.questions import Condition, Kind, Question
from models.resources.rules import INCOME_TIERS

__all__ = ["Entry", "Intake", "read_intake"]

ID = re.compile("[a-z0-9_]+")
LONGEST_PRESS = 44  # bytes of a question's and a choice's id together: what a button can carry
WITH_CHOICES = frozenset({Kind.ONE, Kind.SEVERAL, Kind.INCOME})
WITHOUT_CHOICES = frozenset({Kind.PLACE, Kind.YES_NO, Kind.CONSENT})

Said = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """One table of the file. What each part means stands at the top of content/intake.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Annotated[Kind, Field(strict=False)]
    name: Said
    text: Said
    why: str = ""
    hint: str = ""
    skip: str = ""
    vocabulary: str = ""
    first: Annotated[tuple[str, ...], Field(strict=False)] = ()
    without: Annotated[tuple[str, ...], Field(strict=False)] = ()
    choices: Annotated[tuple[str | int, ...], Field(strict=False)] = ()
    labels: Mapping[str, Said] = {}
    likely: Mapping[str, Mapping[str, list[str]]] = {}
    when: Mapping[str, Literal["answered"] | list[str | int | bool]] = {}
    tells: Mapping[str, Mapping[str, object]] = {}
    scale: Mapping[str, float] = {}
    unit: Literal["", "area", "money"] = ""
    most: Annotated[int, Field(ge=1)] = 1
    least: int = 0
    largest: int = 1_000_000_000
    longest: Annotated[int, Field(ge=1)] = 500
    depends_on: str | None = None
    sensitive: bool = False
    milestone: bool = False
    after: str = ""


@dataclass(frozen=True)
class Intake:
    """The flow, the words of its questions, and where each of them is written."""

    flow: Flow
    entries: Mapping[str, Entry]
    sources: Mapping[str, Document]

    def fault(self, reason: str, *keys: str) -> ContentFault:
        """A fault at a part of a question: its key first."""
        return self.sources[keys[0]].fault(reason, *keys)


def read_intake(folders: tuple[Path, ...], vocabulary: Vocabulary, *, income: bool = True) -> Intake:
    """The intake of these folders, the common one first; a town's intake.toml adds to it, changes it, leaves out.

    Without an `income` table nobody can say which band is which: such questions are not asked.
    Raises ContentFault with the file, the line and the reason of the first mistake.
    """
    entries: dict[str, Entry] = {}
    sources: dict[str, Document] = {}
    for file in (folder / "intake.toml" for folder in folders):
        if file.exists():
            _add(read_toml(file), entries, sources)
    if not income:
        entries = {key: entry for key, entry in entries.items() if entry.kind is not Kind.INCOME}
    return _Reader(entries, sources, vocabulary).read()


def _add(document: Document, entries: dict[str, Entry], sources: dict[str, Document]) -> None:
    values = dict(document.values)
    dropped = values.pop("leave_out", [])
    if not isinstance(dropped, list) or any(key not in entries for key in dropped):
        raise document.fault('leave_out must list questions there are: ["goal", "area"].', "leave_out")
    for key in dropped:
        del entries[key]
    for key in values:
        known = entries.get(key)
        entry = _read_entry(document, key, known)
        sources[key] = document
        if entry.after and entry.after not in entries:
            raise document.fault(f"[{key}] after: there is no question {entry.after!r} to stand behind.", key, "after")
        _place(entries, key, entry, moved=known is not None and entry.after != known.after)


def _place(entries: dict[str, Entry], key: str, entry: Entry, *, moved: bool) -> None:
    """At its place in the order: behind the one it names, else where it stood, else at the end."""
    if key in entries and not moved:
        entries[key] = entry
        return
    entries.pop(key, None)
    order = list(entries.items())
    place = list(entries).index(entry.after) + 1 if entry.after else len(order)
    order.insert(place, (key, entry))
    entries.clear()
    entries.update(order)


_REASONS = {
    "missing": "this is required and missing",
    "extra_forbidden": "a question has no such part; is it spelled right",
    "string_type": "this must be words in quotes",
    "string_too_short": "this must not be empty",
    "enum": f"this must be one of {', '.join(Kind)}",
    "greater_than_equal": "this must be at least 1",
}


def _read_entry(document: Document, key: str, known: Entry | None) -> Entry:
    values = document.values[key]
    if not isinstance(values, dict) or not ID.fullmatch(key):
        reason = "a question is a table named with small letters, digits and _ only: [trade], its parts below."
        raise document.fault(f"{key!r}: {reason}", key)
    try:
        return Entry.model_validate({**(known.model_dump(exclude_unset=True) if known else {}), **values})
    except ValidationError as error:
        # A misspelled part comes before the part that is missing for it.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        part = str(first["loc"][0])
        reason = _REASONS.get(first["type"], first["msg"])
        raise document.fault(f"[{key}] {part}: {reason}.", *([key, part] if part in values else [key])) from None


class _Reader:
    """Turns entries into questions, each held against the vocabulary and the questions before it."""

    def __init__(self, entries: Mapping[str, Entry], sources: Mapping[str, Document], vocabulary: Vocabulary) -> None:
        self.entries, self.sources, self.vocabulary = entries, sources, vocabulary
        self.earlier: dict[str, Question] = {}

    def read(self) -> Intake:
        for key, entry in self.entries.items():
            self.earlier[key] = self.question(key, entry)
        return Intake(Flow(self.earlier.values()), self.entries, self.sources)

    def fault(self, key: str, part: str, reason: str) -> ContentFault:
        return self.sources[key].fault(f"[{key}] {part}: {reason}.", key, part)

    def question(self, key: str, entry: Entry) -> Question:
        if entry.sensitive and not entry.why:
            raise self.sources[key].fault(f"[{key}] why: a sensitive question must say why it is asked.", key)
        choices = self.choices(key, entry)
        return Question(
            key=key,
            kind=entry.kind,
            choices=choices,
            most=entry.most,
            least=entry.least,
            largest=entry.largest,
            longest=entry.longest,
            when=self.conditions(key, entry),
            depends_on=self.depends_on(key, entry),
            likely=self.likely(key, entry, choices),
            tells=entry.tells or self.asked_of_rooms(entry, choices),
            scale=entry.scale,
            sensitive=entry.sensitive,
            milestone=entry.milestone,
        )

    def asked_of_rooms(self, entry: Entry, choices: tuple[str, ...]) -> dict[str, dict[str, object]]:
        """What is done in a workshop tells what the workshop must have."""
        if entry.vocabulary != "processes":
            return {}
        return {one: {"processes": [one], **self.vocabulary.asked_of_a_room([one])} for one in choices}

    def choices(self, key: str, entry: Entry) -> tuple[str, ...]:
        listed = [*map(str, entry.choices)] or ([] if entry.vocabulary else [*entry.labels])
        known = self.words(key, entry)
        for part, ids in (("choices", listed), ("first", entry.first), ("without", entry.without)):
            for choice in ids if known else ():
                if choice not in known:
                    raise self.fault(key, part, f"{choice!r} is not in vocabulary/{entry.vocabulary}.toml")
        found = tuple(
            choice for choice in dict.fromkeys([*entry.first, *(listed or known)]) if choice not in entry.without
        )
        self.fit(key, entry, found)
        return found

    def words(self, key: str, entry: Entry) -> tuple[str, ...]:
        if not entry.vocabulary:
            return ()
        if entry.vocabulary not in self.vocabulary.lists:
            raise self.fault(key, "vocabulary", f"there is no list of words vocabulary/{entry.vocabulary}.toml")
        return self.vocabulary.ids(entry.vocabulary)

    def fit(self, key: str, entry: Entry, choices: tuple[str, ...]) -> None:
        """The choices suit the kind, a button can carry them, and what is said about choices is about these."""
        part = (
            "choices" if entry.choices else "vocabulary" if entry.vocabulary else "labels" if entry.labels else "kind"
        )
        if entry.kind in WITH_CHOICES and not choices:
            raise self.fault(key, part, f"a question of the kind {entry.kind} needs choices")
        if entry.kind in WITHOUT_CHOICES and choices:
            raise self.fault(key, part, f"a question of the kind {entry.kind} has no choices of its own")
        if entry.kind is Kind.NUMBER and not all(choice.isdigit() for choice in choices):
            raise self.fault(key, part, "the choices of a number are whole numbers")
        if entry.kind is Kind.INCOME and not {*choices} <= {*INCOME_TIERS}:
            raise self.fault(key, part, f"the bands of an income are {', '.join(INCOME_TIERS)}")
        for choice in choices:
            if len(f"{key}{choice}".encode()) > LONGEST_PRESS or ":" in choice or "~" in choice:
                raise self.fault(key, part, f"the id {choice!r} is too long for a button, or has : or ~ in it")
        for named, ids in (("labels", entry.labels), ("tells", entry.tells)):
            for choice in ids:
                if choice not in choices:
                    raise self.fault(key, named, f"{choice!r} is not one of the choices")

    def before(self, key: str, part: str, other: str) -> Question:
        if other in self.earlier:
            return self.earlier[other]
        reason = "stands later: a question can only look back" if other in self.entries else "is no question here"
        raise self.fault(key, part, f"{other!r} {reason}")

    def conditions(self, key: str, entry: Entry) -> tuple[Condition, ...]:
        return tuple(self.condition(key, other, values) for other, values in entry.when.items())

    def condition(self, key: str, other: str, values: str | list[str | int | bool]) -> Condition:
        question = self.before(key, "when", other)
        if isinstance(values, str):
            return Condition(other)
        possible = _possible(question)
        for value in values:
            if possible is not None and value not in possible:
                raise self.fault(key, "when", f"{value!r} is not an answer to {other!r}")
        return Condition(other, frozenset(values))

    def depends_on(self, key: str, entry: Entry) -> str | None:
        return self.before(key, "depends_on", entry.depends_on).key if entry.depends_on else None

    def likely(self, key: str, entry: Entry, choices: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
        for other, by_answer in entry.likely.items():
            possible = _possible(self.before(key, "likely", other))
            for answer, ids in by_answer.items():
                if possible is not None and answer not in possible:
                    raise self.fault(key, "likely", f"{answer!r} is not an answer to {other!r}")
                for choice in ids:
                    if choice not in choices:
                        raise self.fault(key, "likely", f"{choice!r} is not one of the choices")
        return {
            other: {answer: tuple(ids) for answer, ids in by_answer.items()}
            for other, by_answer in entry.likely.items()
        }


def _possible(question: Question) -> frozenset[str | bool] | None:
    """The plain values an answer can have; None where there is no list of them."""
    if question.kind in {Kind.YES_NO, Kind.CONSENT}:
        return frozenset({True, False})
    if question.kind in {Kind.NUMBER, Kind.PLACE}:
        return None
    return frozenset(question.choices)
