"""Reads plan.toml, and a town's own on top of it, into steps. Steps that could never be walked stop the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.faults import ContentFault, Document, read_toml
from content.flows import ID
from content.texts import Texts
from content.vocabulary import Vocabulary
from models.plan.steps import Days, Step, loop_in

LONGEST_NAME = 32  # letters of a step's name: what a button can carry beside the rest
NAMED = {"trades": "trades", "stages": "stages", "needs": "needs", "helps": "needs"}  # part, and its list of words

Names = Annotated[tuple[str, ...], Field(strict=False)]
Length = Annotated[int, Field(ge=0, le=1000)]


class Entry(BaseModel):
    """One table of the file. What each part means stands at the top of content/plan.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    label: Annotated[str, Field(min_length=1)]
    days: Annotated[tuple[Length, Length, Length], Field(strict=False)]
    long: str = ""
    after: Names = ()
    trades: Names = ()
    stages: Names = ()
    needs: Names = ()
    helps: Names = ()
    tags: Names = ()


@dataclass(frozen=True)
class Plan:
    """The steps by their names, and their words."""

    steps: Mapping[str, Step]
    entries: Mapping[str, Entry]

    def label(self, step: str, texts: Texts, language: str) -> str:
        return texts.translate(self.entries[step].label, language)

    def long(self, step: str, texts: Texts, language: str) -> str:
        return texts.translate(self.entries[step].long, language)


def read_plan(folders: tuple[Path, ...], vocabulary: Vocabulary) -> Plan:
    """The steps of these folders, the common ones first. Raises ContentFault with the first mistake's place."""
    entries: dict[str, Entry] = {}
    sources: dict[str, Document] = {}
    for file in (folder / "plan.toml" for folder in folders):
        if file.exists():
            _add(read_toml(file), entries, sources)
    for name, entry in entries.items():
        _check(name, entry, entries, sources[name], vocabulary)
    steps = {name: _step(name, entry) for name, entry in entries.items()}
    ring = loop_in(steps.values())
    if ring:
        reason = f"[{ring[0]}] after: these steps wait for each other: {' → '.join(reversed(ring))}."
        raise sources[ring[0]].fault(reason, ring[0], "after")
    return Plan(steps, entries)


def _add(document: Document, entries: dict[str, Entry], sources: dict[str, Document]) -> None:
    values = dict(document.values)
    dropped = values.pop("leave_out", [])
    if not isinstance(dropped, list) or any(name not in entries for name in dropped):
        raise document.fault('leave_out must list steps there are: ["labels", "stall"].', "leave_out")
    for name in dropped:
        _leave_out(name, entries)
    for name in values:
        entries[name] = _read(document, name, entries.get(name))
        sources[name] = document


def _leave_out(name: str, entries: dict[str, Entry]) -> None:
    """What stood behind it follows what stood before it."""
    before = entries.pop(name).after
    for other, entry in entries.items():
        if name in entry.after:
            after = [step for one in entry.after for step in (before if one == name else (one,))]
            entries[other] = entry.model_copy(update={"after": tuple(dict.fromkeys(after))})


_REASONS = {
    "missing": "this is required and missing",
    "extra_forbidden": "a step has no such part; is it spelled right",
    "string_type": "this must be words in quotes",
    "string_too_short": "this must not be empty",
    "tuple_type": "this must be a list",
    "too_long": "three numbers are needed: days at least, usually, at most",
    "greater_than_equal": "days are counted from 0",
    "less_than_equal": "that is more than 1000 days",
    "int_type": "days are whole numbers",
}


def _read(document: Document, name: str, known: Entry | None) -> Entry:
    values = document.values[name]
    if not isinstance(values, dict) or not ID.fullmatch(name) or len(name) > LONGEST_NAME:
        reason = f"a step is a table named with up to {LONGEST_NAME} small letters, digits and _: [register]."
        raise document.fault(f"{name!r}: {reason}", name)
    try:
        return Entry.model_validate({**(known.model_dump(exclude_unset=True) if known else {}), **values})
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        part = str(first["loc"][0])
        kind = "too_long" if part == "days" and first["type"] == "missing" and len(first["loc"]) > 1 else first["type"]
        reason = _REASONS.get(kind, first["msg"])
        raise document.fault(f"[{name}] {part}: {reason}.", *([name, part] if part in values else [name])) from None


def _check(name: str, entry: Entry, entries: Mapping[str, Entry], document: Document, vocabulary: Vocabulary) -> None:
    for other in entry.after:
        if other not in entries:
            raise _fault(document, name, "after", f"there is no step {other!r}")
    for part, words in NAMED.items():
        for one in getattr(entry, part):
            if not vocabulary.has(words, one):
                raise _fault(document, name, part, f"{one!r} is not in vocabulary/{words}.toml")
    if list(entry.days) != sorted(entry.days):
        raise _fault(document, name, "days", "at least, usually, at most: each must be no less than the one before it")


def _fault(document: Document, name: str, part: str, reason: str) -> ContentFault:
    return document.fault(f"[{name}] {part}: {reason}.", name, part)


def _step(name: str, entry: Entry) -> Step:
    return Step(
        id=name,
        days=Days(*entry.days),
        after=entry.after,
        trades=frozenset(entry.trades),
        stages=frozenset(entry.stages),
        needs=frozenset(entry.needs),
        helps=entry.helps,
        tags=entry.tags,
    )
