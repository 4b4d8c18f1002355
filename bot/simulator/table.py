"""The Bot API's published methods and types, read once from botapi.json: what may be sent, not what happens then."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PUBLISHED = Path(__file__).with_name("botapi.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type."""

    name: str
    types: tuple[str, ...]
    required: bool
    length: tuple[int, int, str] | None = None
    """Smallest, largest, and what is counted: "characters" or "bytes"."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it takes and what it gives back."""

    name: str
    fields: tuple[Field, ...]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One type: its own fields, or the types it may be."""

    fields: tuple[Field, ...]
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is published about one version of the Bot API."""

    version: str
    methods: dict[str, Method]
    types: dict[str, Shape]

    def method(self, name: str) -> Method | None:
        """Find a method as Telegram does: upper and lower case are the same."""
        return self.methods.get(name.lower())


def _field(name: str, types: list[str], required: int, length: tuple[int, int, str] | None = None) -> Field:
    return Field(name, tuple(types), bool(required), length)


@cache
def published() -> Table:
    """The table, read from disk the first time it is asked for."""
    raw = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    methods = {
        name.lower(): Method(name, tuple(_field(*row) for row in entry["fields"]), tuple(entry["returns"]))
        for name, entry in raw["methods"].items()
    }
    types = {
        name: Shape(tuple(_field(*row) for row in entry["fields"]), tuple(entry.get("subtypes", ())))
        for name, entry in raw["types"].items()
    }
    return Table(raw["version"], methods, types)
