"""What stands under a list: almost open to her, with the one thing that would open it and what helps with that."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.deps import Visit
from models.resources.codes import Reason
from models.resources.facts import Fact
from models.resources.matching import recommend
from models.resources.near_misses import NearMiss, near_misses
from models.resources.rules import Answers

MOST = 3
LOOKED_AT = 50  # near misses, to count what one change opens
HELPED_BY = frozenset({"training", "incentive"})
# The need whose resources help with what is missing; what only has to be waited for needs no help.
HELPS: Mapping[str, str] = {
    "registered": "permits_general",
    "licensed": "permits_general",
    "employees": "quality_growth",
    "neighborhood": "workspace",
    "postcode": "workspace",
    "rent": "storefront",
}
HELPS_TO_STAGE: Mapping[str, str] = {
    "starting": "training_business",
    "selling": "sell_local",
    "growing": "quality_growth",
}


@dataclass(frozen=True)
class Almost:
    """One near miss as the template says it."""

    name: str
    fact: Fact
    missing: Reason
    helper: str  # the name of what helps with it; empty where nothing does
    opens: int = 1  # how many things this one change would open; told once


def almost(visit: Visit, answers: Answers, facts: tuple[Fact, ...], hidden: set[str]) -> list[Almost]:
    """At most three, each with one thing between her and it."""
    now = visit.now.astimezone(visit.house.town.zone)
    near = [one for one in near_misses(answers, facts, now, left_out=hidden, limit=LOOKED_AT) if len(one.missing) == 1]
    opens = Counter(one.missing[0] for one in near if _is_hers(one.missing[0]))
    told = [_told(visit, answers, facts, hidden, one) for one in near[:MOST]]
    return [replace(one, opens=opens.pop(one.missing, 1)) for one in told]


def _is_hers(reason: Reason) -> bool:
    """Whether it is one answer of hers, the same for many things, rather than a day or the size of one room."""
    return reason.code == "stage" or (reason.code in HELPS and reason.code != "rent")


def _told(visit: Visit, answers: Answers, facts: tuple[Fact, ...], hidden: set[str], one: NearMiss) -> Almost:
    reason = one.missing[0]
    need = HELPS_TO_STAGE.get(str(reason.value)) if reason.code == "stage" else HELPS.get(reason.code)
    helper = _helper(visit, {**answers, "needs": [need]}, facts, {*hidden, one.fact.id}) if need else None
    return Almost(_name(visit, one.fact), one.fact, reason, _name(visit, helper) if helper else "")


def _helper(visit: Visit, answers: Answers, facts: tuple[Fact, ...], left_out: set[str]) -> Fact | None:
    """The best of what meets the need that stands in the way."""
    now = visit.now.astimezone(visit.house.town.zone)
    found = recommend(answers, facts, now, left_out=left_out, kinds=HELPED_BY, limit=1)
    return next((match.fact for match in found if not match.fact.needs.isdisjoint(_needs(answers))), None)


def _needs(answers: Answers) -> list[str]:
    needs = answers.get("needs")
    return needs if isinstance(needs, list) else []


def _name(visit: Visit, fact: Fact) -> str:
    words = fact.words("name", visit.language)
    return words.text if words else fact.name
