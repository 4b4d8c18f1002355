"""What became of a file, in figures, in sentences and in JSON."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.resources.importing.drafts import Problem

MOST_LINES = 60  # of one sort in the long form: what is left out is counted


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as JSON holds it."""

    field: str
    previous: object
    replacement: object

    def __str__(self) -> str:
        return f"{self.field}: {_short(self.previous)} → {_short(self.replacement)}"


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row that came or changed; `about` is its table."""

    about: str
    source_id: str
    name: str
    row: int
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        return f"row {self.row}: {self.source_id} ({_short(self.name)})"


@dataclass(frozen=True, slots=True)
class Double:
    """A new row that may be one the town has already under another id."""

    row: int
    source_id: str
    other_id: str
    similarity: float

    def __str__(self) -> str:
        return f"row {self.row}: {self.source_id} looks like {self.other_id} ({self.similarity:.0%} alike)"


@dataclass(slots=True)
class Report:
    """What became of a file, or would become of it."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    noted: list[Problem] = field(default_factory=list)
    new: list[RowReport] = field(default_factory=list)
    changes: list[RowReport] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    edits: list[Mapping[str, Any]] = field(default_factory=list)  # of a look: each resource as it would be
    fits: tuple[int, int] | None = None  # of a look: how many people something newly fits, and no longer
    import_id: UUID | None = None  # where something changed: what undoes it

    @property
    def counts(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {len(self.refused)} refused"

    def __str__(self) -> str:
        return "\n".join([self.counts, *(f"  {problem}" for problem in [*self.refused, *self.noted])])

    @property
    def in_full(self) -> str:
        """Everything a coordinator wants to read before she says yes."""
        return "\n".join([self.counts, *self._lines()])

    def _lines(self) -> Iterator[str]:
        yield from _some("added", self.new)
        yield from _some("changed", (f"{row}: {change}" for row in self.changes for change in row.differences))
        yield from _some("refused", self.refused)
        yield from _some("noted", self.noted)
        yield from _some("likely doubles", self.doubles)
        if self.fits and any(self.fits):
            yield "people it will newly fit: {}, and no longer fit: {}".format(*self.fits)

    def as_json(self) -> dict[str, object]:
        return {
            "import": str(self.import_id) if self.import_id else None,
            "added": [{"row": row.row, "about": row.about, "id": row.source_id, "name": row.name} for row in self.new],
            "changed": [
                {
                    "row": row.row,
                    "about": row.about,
                    "id": row.source_id,
                    "name": row.name,
                    "fields": [
                        {"field": one.field, "previous": one.previous, "replacement": one.replacement}
                        for one in row.differences
                    ],
                }
                for row in self.changes
            ],
            "unchanged": self.unchanged,
            "newly_fits": self.fits[0] if self.fits else None,
            "no_longer_fits": self.fits[1] if self.fits else None,
            "refused": [_problem(problem) for problem in self.refused],
            "noted": [_problem(problem) for problem in self.noted],
            "doubles": [
                {"row": one.row, "id": one.source_id, "other": one.other_id, "similarity": round(one.similarity, 3)}
                for one in self.doubles
            ],
        }


def _problem(problem: Problem) -> dict[str, object]:
    return {"row": problem.row, "column": problem.column, "code": problem.code, "reason": problem.sentence}


def _some(title: str, lines: Iterable[object]) -> Iterator[str]:
    """The first of them under a title, and how many more there are."""
    shown = [str(line) for line in lines]
    if shown:
        yield f"{title}:"
        yield from (f"  {line}" for line in shown[:MOST_LINES])
    if len(shown) > MOST_LINES:
        yield f"  … and {len(shown) - MOST_LINES} more"


def _short(value: object) -> str:
    said = "nothing" if value in (None, "", []) else str(value)
    return said if len(said) <= 80 else f"{said[:79]}…"
