"""What is news for whom: a thing that fits her now and did not before, among the best she could be shown. Pure.

A corrected telephone number is no news, nor is a course that fitted her all along. Cheap for many: only what changed is
judged for everybody (a tenth of a millisecond a person), the whole list only for those whom some of it fits.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest
from typing import Any, cast
from uuid import UUID

from models.resources.facts import Catalogue, Fact
from models.resources.freshness.tables import IN_REVIEW
from models.resources.judging import Judge
from models.resources.matching import recommend
from models.resources.tables import Status
from models.resources.weights import AHEAD, FLOOR

BEST = 12  # news is what reaches the first this many of her list: four pages of it

STANDING = {Status.ACTIVE, IN_REVIEW}  # what is kept back and shown again is no news to anybody
_SETS = ("trades", "stages", "needs", "languages", "interpreters", "features")
_WORDS = ("about", "requires", "reach_km", "cost")

Matters = Mapping[str, object]


@dataclass(frozen=True)
class Version:
    """How a thing stood from a moment on."""

    since: datetime
    matters: Matters


@dataclass(frozen=True)
class Seeker:
    """Somebody to look for: what she told (as the matching reads it), what she marked, what was noted before."""

    person_id: UUID
    since: datetime
    answers: Mapping[str, object]
    marked: frozenset[str] = frozenset()


def matters(fact: Fact, now: datetime) -> dict[str, object]:
    """All of a thing that decides whom it fits, as JSON can hold it. `now` is in the town's own zone."""
    sets: dict[str, object] = {name: sorted(getattr(fact, name)) for name in _SETS}
    words: dict[str, object] = {name: getattr(fact, name) for name in _WORDS}
    point = list(fact.point) if fact.point else None
    return {**sets, **words, "point": point, "to_be_had": to_be_had(fact, now)}


def to_be_had(fact: Fact, now: datetime) -> bool:
    """Open, and not further ahead than anybody plans."""
    today = now.date()
    if fact.status not in STANDING or (fact.opens_on and fact.opens_on > today):
        return False
    if fact.closes_on and fact.closes_on < today:
        return False
    start = fact.next_start(now) if fact.kind == "event" else now
    return start is not None and start - now <= AHEAD


def as_it_was(fact: Fact, before: Matters) -> Fact:
    """The thing of today with everything that decides as `matters` wrote it down before."""
    then: dict[str, Any] = {**before, **{name: frozenset(cast("list[str]", before[name])) for name in _SETS}}
    then["point"] = tuple(then["point"]) if then["point"] else None
    then["status"] = fact.status if then.pop("to_be_had") else Status.INACTIVE
    return replace(fact, **then)


class Changes:
    """What has changed in the town, with what stood before each change; made once for many people."""

    def __init__(self, catalogue: Catalogue, versions: Mapping[str, Sequence[Version]]) -> None:
        """`versions` of each thing that changed lately, the oldest first."""
        self.facts = catalogue.facts
        there = [(fact, found) for one, found in versions.items() if (fact := catalogue.get(one))]
        self._changed = [
            (fact, [version.since for version in found], [as_it_was(fact, version.matters) for version in found])
            for fact, found in there
        ]

    def since(self, moment: datetime) -> list[tuple[Fact, Fact | None]]:
        """Each thing that changed after a moment, and as it stood then; None where it was not there yet."""
        changed = []
        for fact, moments, stood in self._changed:
            place = bisect_right(moments, moment)
            if place < len(moments):
                changed.append((fact, stood[place - 1] if place else None))
        return changed


def news_for(seeker: Seeker, changes: Changes, now: datetime) -> list[str]:
    """Source ids of what newly fits her, best first. `now` is in the town's own zone."""
    judge = Judge(seeker.answers, now)
    new = {
        fact.id
        for fact, before in changes.since(seeker.since)
        if fact.id not in seeker.marked and _fits(judge, fact) and not (before and _fits(judge, before))
    }
    if not new:
        return []
    best = recommend(seeker.answers, changes.facts, now, left_out=seeker.marked, limit=BEST)
    listed = [match.fact.id for match in best if match.fact.id in new]
    return [*listed, *(one for one in _best_alone(judge, changes, seeker.marked) if one in new and one not in listed)]


def _best_alone(judge: Judge, changes: Changes, marked: frozenset[str]) -> list[str]:
    """The best without a thought for variety: a fifth good room is news, though a list has shown four."""
    facts = (fact for fact in changes.facts if fact.id not in marked)
    return [fact.id for fact in nsmallest(BEST, facts, key=lambda fact: (-judge.points(fact), fact.id))]


def _fits(judge: Judge, fact: Fact) -> bool:
    return judge.points(fact) >= FLOOR


def find(seekers: Iterable[Seeker], changes: Changes, now: datetime) -> dict[UUID, list[str]]:
    """What is news for each of them; those without news are left out."""
    found = ((seeker.person_id, news_for(seeker, changes, now)) for seeker in seekers)
    return {person_id: news for person_id, news in found if news}
