"""The sample town through the importer and the matching: nothing refused, and something for everybody."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from models.events.importing import read_events
from models.events.shelf import fact_of as event_fact
from models.events.tables import Event
from models.peers.importing import read_peers
from models.peers.shelf import fact_of as peer_fact
from models.peers.tables import Peer
from models.resources.catalogue import fact_of as resource_fact
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Problem
from models.resources.importing.income import read_income
from models.resources.importing.resources import read_resources
from models.resources.income import tier
from models.resources.matching import recommend
from models.resources.rule_text import parse
from models.resources.rules import STAGES, field_of, leaves
from models.resources.tables import Resource

FOLDER = Path("content/towns/sample")
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
TOWN = read_town(FOLDER)
VOCABULARY = Vocabulary.of(TOWN, Texts.of(TOWN))
KNOWN = Known({name: VOCABULARY.ids(name) for name in VOCABULARY.lists}, "en", "USD", TOWN.timezone)
FILES = {
    "resources.csv": (read_resources, Resource, resource_fact),
    "people.csv": (read_peers, Peer, peer_fact),
    "events.csv": (read_events, Event, lambda row: event_fact(row, NOW)),
}
TRADES = [trade for trade in VOCABULARY.ids("trades") if trade != "any"]


def read(name):
    return list(FILES[name][0]((FOLDER / name).read_bytes(), KNOWN))


@pytest.fixture(scope="module")
def facts():
    return [
        fact_of(table(**draft.values, changed_at=NOW))
        for name, (_, table, fact_of) in FILES.items()
        for draft in read(name)
    ]


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_refused_and_no_column_unknown(name):
    assert [str(one) for one in read(name) if isinstance(one, Problem)] == []


def test_there_is_enough_to_see(facts):
    counts = Counter(fact.kind for fact in facts)
    assert counts["training"] + counts["space"] + counts["incentive"] >= 90
    assert (counts["peer"] >= 30, counts["event"] >= 20) == (True, True)


def test_every_fact_speaks_the_towns_languages(facts):
    silent = [
        (fact.id, language)
        for fact in facts
        for language in TOWN.languages
        for text in ({"makes"} if fact.kind == "peer" else {"name", "description"})
        if (words := fact.words(text, language)) is None or words.language != language
    ]
    assert silent == []


def test_rules_ask_for_what_the_town_knows(facts):
    counties, names = {place.county for place in TOWN.places}, {place.name for place in TOWN.places}
    known = {"county": counties, "neighborhood": names, "trade": set(TRADES), "stage": set(STAGES)}
    strange = [
        (fact.id, leaf)
        for fact in facts
        if fact.requires
        for leaf in leaves(parse(fact.requires))
        if field_of(leaf) in known and not set(getattr(leaf, "names", known[field_of(leaf)])) <= known[field_of(leaf)]
    ]
    assert strange == []


@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_finds_something_for_every_need_at_every_stage(facts, trade):
    empty = [
        (need, stage)
        for need in VOCABULARY.ids("needs")
        for stage in STAGES
        if need not in recommend({"trade": trade, "stage": stage, "needs": [need]}, facts, NOW)[0].fact.needs
    ]
    assert empty == []


@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_meets_one_of_its_own(facts, trade):
    matches = recommend({"trade": trade, "stage": "starting", "needs": ["training_business"]}, facts, NOW)
    assert len(matches) == 8
    assert any(match.fact.kind == "peer" and trade in match.fact.trades for match in matches)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_nobody_is_sent_to_a_course_in_a_language_she_does_not_speak(facts, language):
    answers = {
        "trade": "food",
        "stage": "idea",
        "needs": ["training_business", "permits_home_food"],
        "languages": [language],
    }
    told = [match.fact for match in recommend(answers, facts, NOW) if match.fact.kind in {"training", "event"}]
    assert told
    assert [fact.id for fact in told if language not in fact.languages | fact.interpreters] == []


def test_a_modest_household_of_three():
    table = read_income(FOLDER, TOWN.income_area)
    assert (table.version, tier(table, 3, 35_100), tier(table, 3, 35_101)) == ("belmoulin 2026", "50", "80")
