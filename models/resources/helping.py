"""Which things of the town help with one step of a maker's plan. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from models.resources.facts import Fact
from models.resources.matching import Match, recommend
from models.resources.rules import Answers

LOOKED_AT = 24
KINDS = frozenset({"training", "space", "incentive"})


def helping(
    needs: Sequence[str],
    tags: Collection[str],
    answers: Answers,
    facts: Iterable[Fact],
    now: datetime,
    left_out: Collection[str] = (),
) -> list[Match]:
    """What meets these needs and can be had, what is about just this (one of the `tags`) first."""
    found = recommend({**answers, "needs": list(needs)}, facts, now, left_out=left_out, kinds=KINDS, limit=LOOKED_AT)
    wanted = {tag.casefold() for tag in tags}
    meets = [match for match in found if not match.fact.needs.isdisjoint(needs)]
    return sorted(meets, key=lambda match: wanted.isdisjoint(tag.casefold() for tag in match.fact.tags))
