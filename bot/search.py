"""`python -m bot search`: what a maker would be shown for her words, for people and for programs."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.offline import Asked, Offline, Unreadable, read_lines
from content.searching import Searched, Searching

Say = Callable[[str], None]
KNOWN_KEYS = {"id", "text", "language"}


@dataclass(frozen=True)
class Answered:
    """One message and what is done about it."""

    id: object
    searched: Searched

    def as_dict(self) -> dict[str, object]:
        """As the contract has it."""
        searched = self.searched
        results = [
            {
                "id": found.fact.id,
                "kind": found.fact.kind,
                "title": searched.title(found),
                "score": found.score,
                "why": [str(reason) for reason in found.why],
            }
            for found in searched.results
        ]
        answer = {"id": self.id, "action": searched.action, "language": searched.language, "results": results}
        return {**answer, "question": searched.question} if searched.question else answer

    def as_text(self) -> str:
        """As a person reads it in a terminal."""
        searched = self.searched
        rows = [
            f"  {place:>2}. {found.score:.2f}  {searched.title(found)} ({found.fact.kind}): "
            + ", ".join(map(str, found.why))
            for place, found in enumerate(searched.results, 1)
        ]
        told = f"  {searched.question}" if searched.question else ""
        nothing = "  nothing found" if searched.action == "answer" and not rows else ""
        return "\n".join(filter(None, [f"{searched.action} ({searched.language})", told, *rows, nothing]))


class Finder:
    """Answers one message after the other from one reading of the town."""

    def __init__(self, offline: Offline, limit: int) -> None:
        content = offline.content
        self.offline, self.limit = offline, limit
        self.searching = Searching(content.hearing, content.vocabulary, content.texts)

    def search(self, words: str, language: str | None) -> Searched:
        offline = self.offline
        spoken = language or offline.content.town.default_language
        return self.searching.search(words, spoken, offline.catalogue, {}, offline.now, limit=self.limit)

    def answer(self, asked: Asked, complain: Say) -> Answered | None:
        """One line of a batch; None, and a sentence, where it asks nothing."""
        text, language = asked.values.get("text"), asked.values.get("language")
        if not isinstance(text, str):
            complain(f'line {asked.line}: text: this must be the words somebody wrote: {{"text": "…"}}')
            return None
        if language is not None and not isinstance(language, str):
            complain(f'line {asked.line}: language: this must be a code like "fr"; it is left out')
            language = None
        for key in asked.values.keys() - KNOWN_KEYS:
            complain(f"line {asked.line}: {key}: no such key is known; it is left out")
        return Answered(asked.values.get("id"), self.search(text, language))


def answer_batch(finder: Finder, file: Path, *, say: Say, complain: Say) -> bool:
    """Answer every line in order; False where some could not be understood."""
    clean = True

    def note(sentence: str) -> None:
        nonlocal clean
        clean = False
        complain(sentence)

    for answered in _answers(finder, read_lines(file), note):
        say(json.dumps(answered.as_dict(), ensure_ascii=False))
    return clean


def _answers(finder: Finder, lines: Iterable[Asked | Unreadable], note: Say) -> Iterator[Answered]:
    for line in lines:
        if isinstance(line, Unreadable):
            note(str(line))
        elif answered := finder.answer(line, note):
            yield answered
