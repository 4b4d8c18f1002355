"""The judged messages and profiles as files have them, and what came back for each. RULES.md tells what the keys mean."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ACTIONS = ("answer", "clarify", "decline", "handoff")
SORTS = ("plain", "typos", "sms", "low_literacy", "long", "ambiguous", "mixed", "look_alike", "out_of_scope", "in_difficulty")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody wrote, and what is right for her."""

    id: str
    language: str
    sort: str
    text: str
    actions: tuple[str, ...]
    need: str | None = None
    grades: Mapping[str, int] = field(default_factory=dict)
    must_not: frozenset[str] = frozenset()

    @property
    def can_be_answered(self) -> bool:
        return "answer" in self.actions and bool(self.grades)

    def as_question(self) -> dict[str, object]:
        """A line of `search --batch`."""
        return {"id": self.id, "text": self.text, "language": self.language}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What somebody answered, and what fits her."""

    id: str
    answers: Mapping[str, object]
    grades: Mapping[str, int]
    must_not: frozenset[str] = frozenset()
    income_tier: str | None = None

    def as_question(self) -> dict[str, object]:
        """A line of `match --batch`."""
        return {"id": self.id, "answers": self.answers}


@dataclass(frozen=True)
class Reply:
    """What came back: what was done, and the ids shown, in order."""

    action: str
    shown: tuple[str, ...]


def read_messages(file: Path) -> list[Message]:
    return [
        Message(**{**line, "actions": tuple(line["actions"]), "must_not": frozenset(line["must_not"])})
        for line in _lines(file)
    ]


def read_profiles(file: Path) -> list[Profile]:
    return [Profile(**{**line, "must_not": frozenset(line.get("must_not", ()))}) for line in _lines(file)]


def _lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_replies(lines: Iterable[str]) -> dict[str, Reply]:
    """The lines of `search --batch` or `match --batch`, by id; a profile is always answered."""
    replies = [json.loads(line) for line in lines if line.strip()]
    return {one["id"]: Reply(one.get("action", "answer"), ids_of(one["results"])) for one in replies}


def ids_of(results: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(str(result["id"]) for result in results)
