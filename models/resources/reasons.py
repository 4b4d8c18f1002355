"""Why something is shown: codes with values, most telling first. The words for them live in content.

Pure.
"""

from datetime import datetime

from models.resources.codes import Reason
from models.resources.facts import Fact
from models.resources.judging import Judge
from models.resources.rules import STAGES, Answers, Attribute, Step, evaluate, leaves, unknown_fields

MOST_REASONS = 4
WALK = 3_000  # metres one can call near


def why(fact: Fact, judge: Judge, starts_at: datetime | None) -> tuple[Reason, ...]:
    """The most telling reasons, four at most; what is still to be answered keeps its place at the end."""
    told = [Reason("need", need) for need in judge.needs if need in fact.needs]
    told += [Reason("trade", trade) for trade in judge.trades if trade in fact.trades]
    told += [*_room(fact, judge), *_reserved(fact, judge.answers), *_near(fact, judge), *_money(fact.cost)]
    if starts_at is not None:
        told.append(Reason("starts", starts_at))
    if judge.closes_soon(fact):
        told.append(Reason("open_until", fact.closes_on))
    told += [*_language(fact, judge), *_stage(fact, judge)]
    asked = unknown_fields(fact.rule, judge.answers)[:2] if fact.rule else ()
    unknown = [Reason("unknown", field) for field in asked]
    return (*_at_most_two_alike(told)[: MOST_REASONS - len(unknown)], *unknown)


def _room(fact: Fact, judge: Judge) -> list[Reason]:
    """What she needs for her work and finds there, and on what condition."""
    if fact.kind != "space" or not judge.wishes.any:
        return []
    fit = judge.fit(fact)
    return [*fit.conditions[:1], *(Reason("has", feature) for feature in fit.has)]


def _reserved(fact: Fact, answers: Answers) -> list[Reason]:
    """What the rule holds open for her: an attribute, a modest income."""
    held = [leaf for leaf in leaves(fact.rule) if evaluate(leaf, answers)] if fact.rule else []
    attributes = [Reason("attribute", leaf.name) for leaf in held if isinstance(leaf, Attribute)]
    return attributes + [
        Reason("income", leaf.step) for leaf in held if isinstance(leaf, Step) and leaf.field == "income_tier"
    ]


def _near(fact: Fact, judge: Judge) -> list[Reason]:
    metres = judge.metres(fact)
    return [Reason("near", metres)] if metres is not None and metres <= WALK else []


def _money(cost: str | None) -> list[Reason]:
    code = {"free": "free", "grant": "grant", "low": "low_cost"}.get(cost or "")
    return [Reason(code)] if code else []


def _language(fact: Fact, judge: Judge) -> list[Reason]:
    """Only where it is not the language the town writes in anyway."""
    spoken = [language for language in judge.languages if language in fact.languages]
    return [Reason("language", spoken[0])] if spoken and spoken[0] != fact.language else []


def _stage(fact: Fact, judge: Judge) -> list[Reason]:
    """Something made for all stages says nothing about hers."""
    return [Reason("stage", judge.stage)] if judge.stage in fact.stages and len(fact.stages) < len(STAGES) else []


def _at_most_two_alike(reasons: list[Reason]) -> list[Reason]:
    """At most two of one code: three needs in a row hide that it is free and next door."""
    kept: list[Reason] = []
    for reason in reasons:
        if sum(one.code == reason.code for one in kept) < 2:
            kept.append(reason)
    return kept
