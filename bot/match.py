"""`python -m bot match`: what a maker with these answers would be shown, for people and for programs."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.offline import Asked, Offline, Unreadable, read_lines, read_whole
from content.profiles import Profile, Profiles
from models.resources.facts import Fact
from models.resources.matching import Match, recommend
from models.resources.near_misses import NearMiss, near_misses
from models.resources.places import places_of

Say = Callable[[str], None]
KNOWN_KEYS = {"id", "answers"}
NOT_HERS = {"lacks"}


@dataclass(frozen=True)
class Matched:
    """One profile and what the town has for it."""

    id: object
    profile: Profile
    results: list[Match]
    near: list[NearMiss]
    language: str

    def as_dict(self) -> dict[str, object]:
        """As the contract has it."""
        return {
            "id": self.id,
            "income_tier": self.profile.income_tier,
            "results": [_result(match, self.language) for match in self.results],
            "near_misses": [_near(near, self.language) for near in self.near],
        }

    def as_text(self) -> str:
        """As a person reads it in a terminal."""
        head = f"{self.id}: " if self.id else ""
        rows = [_row(place, match, self.language) for place, match in enumerate(self.results, 1)]
        almost = [_almost(near, self.language) for near in self.near]
        return "\n".join([f"{head}income tier {self.profile.income_tier}", *(rows or ["  nothing fits"]), *almost])


def _title(fact: Fact, language: str) -> str:
    words = fact.words("name", language)
    return words.text if words else fact.name


def _near(near: NearMiss, language: str) -> dict[str, object]:
    """What she can change, or wait for. A room that lacks something is its owner's to change."""
    missing = [{"need": str(reason), "changeable": reason.code not in NOT_HERS} for reason in near.missing]
    return {
        "id": near.fact.id,
        "kind": near.fact.kind,
        "title": _title(near.fact, language),
        "missing": missing,
    }


def _almost(near: NearMiss, language: str) -> str:
    missing = ", ".join(str(reason) for reason in near.missing)
    return f"   ~  almost: {_title(near.fact, language)} ({near.fact.kind}): {missing}"


def _result(match: Match, language: str) -> dict[str, object]:
    return {
        "id": match.fact.id,
        "kind": match.fact.kind,
        "title": _title(match.fact, language),
        "score": match.score,
        "why": [str(reason) for reason in match.why],
    }


def _row(place: int, match: Match, language: str) -> str:
    why = ", ".join(str(reason) for reason in match.why)
    return f"  {place:>2}. {match.score:.2f}  {_title(match.fact, language)} ({match.fact.kind}): {why}"


class Matcher:
    """Answers one profile after the other from one reading of the town."""

    def __init__(self, offline: Offline, limit: int) -> None:
        self.offline, self.limit = offline, limit

    @cached_property
    def profiles(self) -> Profiles:
        content = self.offline.content
        found = places_of(self.offline.catalogue.facts)
        return Profiles(content.town, content.vocabulary, content.income, found)

    def match(self, asked: Asked, complain: Say) -> Matched:
        """What fits; `complain` hears a sentence for everything that was not understood."""
        profile = self.profiles.read(asked.values.get("answers", {}))
        unknown = [f"{key}: no such key is known; it is left out" for key in asked.values if key not in KNOWN_KEYS]
        missing = [] if "answers" in asked.values else ["answers: this is missing; nothing is known of this maker"]
        for oddity in (*unknown, *missing, *profile.oddities):
            complain(f"line {asked.line}: {oddity}")
        facts, now = self.offline.catalogue.facts, self.offline.now
        found = recommend(profile.answers, facts, now, limit=self.limit)
        near = near_misses(profile.answers, facts, now, limit=self.limit)
        return Matched(asked.values.get("id"), profile, found, near, self._language(profile))

    def _language(self, profile: Profile) -> str:
        """The first of hers the town speaks."""
        spoken = profile.answers.get("languages")
        town = self.offline.content.town
        hers = [code for code in spoken if code in town.languages] if isinstance(spoken, list) else []
        return hers[0] if hers else town.default_language


def answer(matcher: Matcher, file: Path, *, batch: bool, as_json: bool, say: Say, complain: Say) -> bool:
    """Answer everything in the file, in order; False where some of it could not be understood."""
    clean = True

    def note(sentence: str) -> None:
        nonlocal clean
        clean = False
        complain(sentence)

    asked: Iterable[Asked | Unreadable] = read_lines(file) if batch else [read_whole(file)]
    for line in _answers(matcher, asked, note):
        say(json.dumps(line.as_dict(), ensure_ascii=False) if batch or as_json else line.as_text())
    return clean


def _answers(matcher: Matcher, asked: Iterable[Asked | Unreadable], note: Say) -> Iterator[Matched]:
    for one in asked:
        if isinstance(one, Unreadable):
            note(str(one))
        else:
            yield matcher.match(one, note)
