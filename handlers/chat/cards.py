"""A recommendation as the templates see it: facts in her language, reasons as codes, nothing decided anew."""

from dataclasses import dataclass
from datetime import datetime

from handlers.deps import Visit
from handlers.screens import Button
from models.resources.facts import Fact, Words
from models.resources.matching import Match, Reason
from models.resources.spaces import Fit

PRIVATE = frozenset({"peer"})  # people agreed to be shown here, not to be passed on
LONGEST = 256  # letters of an inline search; Telegram sends no more


@dataclass(frozen=True)
class Card:
    """One thing the town has, ready to be shown. Texts are plain; the template escapes them."""

    number: int
    icon: str
    kind: str
    fact: Fact
    name: str
    why: tuple[Reason, ...]
    description: str | None
    foreign: str | None  # the language the description is in, where it is not hers
    next_step: str | None
    cost_detail: str | None
    eligibility: str | None
    schedule: str | None
    documents: tuple[str, ...]
    features: tuple[str, ...]  # what a space has, in her words
    offers: str | None
    asks: str | None
    kilometres: float | None
    starts_at: datetime | None
    fit: Fit | None = None  # how a room stands to what she does in it; None where she said nothing about that
    incentive: str = ""  # what goes with a window on the street
    confirmed: str = ""  # how long ago somebody confirmed it: "5 months ago"


def card(visit: Visit, match: Match, number: int = 0) -> Card:
    fact, language = match.fact, visit.language
    vocabulary = visit.house.vocabulary
    told = fact.words("makes" if fact.kind == "peer" else "description", language)

    def plain(name: str) -> str | None:
        words = fact.words(name, language)
        return words.text if words else None

    return Card(
        number=number,
        icon=vocabulary.icon("kinds", fact.kind),
        kind=vocabulary.label("kinds", fact.kind, language),
        fact=fact,
        name=plain("name") or fact.name,
        why=match.why,
        description=told.text if told else None,
        foreign=_foreign(told, language),
        next_step=plain("next_step"),
        cost_detail=plain("cost_detail"),
        eligibility=plain("eligibility"),
        schedule=plain("schedule"),
        documents=fact.listed("documents", language),
        features=tuple(
            vocabulary.label("features", one, language) for one in vocabulary.ids("features") if one in fact.features
        ),
        offers=plain("offers"),
        asks=plain("asks"),
        kilometres=match.metres / 1000 if match.metres is not None else None,
        starts_at=match.starts_at,
        fit=match.judge.fit(fact) if fact.kind == "space" and match.judge.wishes.any else None,
        confirmed=_confirmed(visit, fact),
    )


def _confirmed(visit: Visit, fact: Fact) -> str:
    today = visit.now.astimezone(visit.house.town.zone).date()
    return visit.house.texts.formats(visit.language).ago(fact.assured_on, today) if fact.assured_on else ""


def _foreign(words: Words | None, language: str) -> str | None:
    """A text that is not in her language says so rather than surprise her."""
    return words.language if words and words.language and words.language != language else None


def share(visit: Visit, fact: Fact) -> tuple[Button, ...]:
    """The way from a card into any chat. Where the bot takes no inline searches, the link goes by itself."""
    if fact.kind in PRIVATE or fact.status != "active":
        return ()
    words, links = fact.words("name", visit.language), visit.house.links
    name = (words.text if words else fact.name)[:LONGEST]
    if links.inline:
        return (Button(visit.label("share"), search=name),)
    return (Button(visit.label("share"), url=links.to_pass_on(fact.id, name)),)


def cards(visit: Visit, matches: list[Match], first: int = 1) -> list[Card]:
    return [card(visit, match, number) for number, match in enumerate(matches, first)]
