"""What a thing is for, where its file does not say: needs and trades, from its own words, its kind and its price.

Pure. What is derived is marked as such (`Fact.derived`), and gives way to what a coordinator writes down.
"""

from collections.abc import Iterator, Mapping

from models.resources.facts import LOAN_NEEDS, NOTHING, SPACE_NEEDS, STREET_NEEDS, Fact, changed, ids_of, loan_needs
from models.resources.weights import CLEARLY, LIKELY, MOST_DERIVED, SAID_CLEARLY, TELLING_FEATURES, UNLIKELY
from models.resources.words import Told

STALLS = frozenset({"sell_local"})  # a room that is only spoken of as a place to sell is none to work in
SPOKEN_OF = 0.5  # from here a need is spoken of clearly
NAMED = 0.6  # as surely as only a name or a tag can say it
ALWAYS = {"space": "workspace", "event": "events", "peer": "peers"}
SUBTYPE_NEEDS: Mapping[str, frozenset[str]] = {
    "mentor": frozenset({"mentor"}),
    "circle": frozenset({"peers"}),
    "language": frozenset({"language"}),
    "apprenticeship": frozenset({"skill"}),
    "storefront": STREET_NEEDS,
    "popup": STREET_NEEDS,
    "stall": frozenset({"sell_local"}),
    "makerspace": frozenset({"workspace", "skill"}),
    "rent_help": STREET_NEEDS,
    "facade": frozenset({"storefront"}),
}


def derived(fact: Fact, told: Told) -> Fact:
    """The fact with what its words add to it; the very same where its file says it all."""
    heard = dict(told.concepts.items())
    features = _features(fact, heard)
    trades = NOTHING if fact.trades else _trades(heard, fact.features | features)
    needs = NOTHING if _names_needs(fact) else _needs(fact, heard, fact.trades | trades) - fact.needs
    clearly = frozenset(need for need in fact.needs | needs if heard.get(f"needs:{need}", 0.0) >= SPOKEN_OF)
    topics = frozenset(_ids("topics", heard, SAID_CLEARLY))
    if not needs and not trades and not clearly and not features and not topics:
        return fact
    guessed = {"needs": needs, "trades": trades, "features": features}
    marks = {f"{list_name}:{id_}" for list_name, ids in guessed.items() for id_ in ids}
    best = max(needs, key=lambda need: (_likely(fact, heard, need), need), default=None)
    about = fact.about or (best if fact.kind not in ALWAYS else None)
    return changed(
        fact,
        needs=ids_of(needs if needs == STALLS else fact.needs | needs),
        trades=ids_of(fact.trades | trades),
        features=ids_of(fact.features | features),
        about=about,
        derived=ids_of(marks),
        speaks_of=ids_of(clearly),
        topics=ids_of(topics),
    )


def _features(fact: Fact, told: Mapping[str, float]) -> frozenset[str]:
    """What a room has, by its words, where its file leaves that out."""
    return _clear("features", told, {}) if fact.kind == "space" and not fact.features else NOTHING


def _trades(told: Mapping[str, float], features: frozenset[str]) -> frozenset[str]:
    """Those its words speak of, and those whose room it is by what it has."""
    by_room = frozenset(trade for one in features for trade in TELLING_FEATURES.get(one, NOTHING))
    return _clear("trades", told, {}) | by_room


def _names_needs(fact: Fact) -> bool:
    """A peer is there for company; an event may name more than that it takes place."""
    return fact.kind == "peer" or fact.about is not None or (fact.kind == "event" and len(fact.needs) > 1)


def _needs(fact: Fact, told: Mapping[str, float], trades: frozenset[str]) -> frozenset[str]:
    by_kind = SUBTYPE_NEEDS.get(fact.subtype or "", NOTHING)
    if fact.kind == "incentive" and fact.cost == "loan":
        by_kind |= loan_needs(fact.amount_min, fact.amount_max)
    heard = _clear("needs", told, LIKELY.get(fact.kind, {}))
    if fact.amount_min or fact.amount_max:
        heard -= LOAN_NEEDS  # its sums say that better
    if told.get("needs:language", 0.0) < NAMED:
        heard -= {"language"}  # "in Spanish", "interpreters": how it is taught, not what
    if fact.kind == "space":
        heard &= LIKELY["space"].keys()
    if fact.kind == "space" and (fact.features & {"street_window"} or "storefront" in heard):
        by_kind |= STREET_NEEDS
    found = by_kind | heard
    if found or fact.needs:
        return found
    if fact.kind == "training":
        return frozenset({"training_business"} if not trades or "any" in trades else {"skill"})
    return SPACE_NEEDS if fact.kind == "space" else NOTHING


def _likely(fact: Fact, told: Mapping[str, float], need: str) -> float:
    return told.get(f"needs:{need}", 0.0) * LIKELY.get(fact.kind, {}).get(need, UNLIKELY)


def _ids(list_name: str, concepts: Mapping[str, float], least: float) -> Iterator[str]:
    prefix = f"{list_name}:"
    return (one.removeprefix(prefix) for one, surely in concepts.items() if one.startswith(prefix) and surely >= least)


def _clear(list_name: str, concepts: Mapping[str, float], likely: Mapping[str, float]) -> frozenset[str]:
    """The ids that a thing says clearly enough, and nearly as clearly as the clearest; three at most."""
    prefix, unlikely = f"{list_name}:", UNLIKELY if likely else 1.0
    heard = {
        concept.removeprefix(prefix): surely * likely.get(concept.removeprefix(prefix), unlikely)
        for concept, surely in concepts.items()
        if concept.startswith(prefix)
    }
    best = max(heard.values(), default=0.0)
    clear = [id_ for id_, surely in heard.items() if surely >= max(SAID_CLEARLY, CLEARLY * best)]
    return frozenset(sorted(clear, key=lambda id_: (-heard[id_], id_))[:MOST_DERIVED])
