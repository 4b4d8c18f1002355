"""The lists of words: complete for the catalogue, open for a town, refused when broken."""

from pathlib import Path

import pytest

from content.faults import ContentFault
from content.texts import Texts
from content.vocabulary import Vocabulary, read_lists
from tests.content.folders import FRENCH, write

COMMON = Path("content")
TRADES = (
    "food drink textiles leather wood metal ceramics glass jewelry print visual_art photo body_care electronics_3d tech"
    " manufacturing any"
)
NEEDS = (
    "training_business skill mentor quality_growth workspace storefront sell_local sell_online money_small money_large"
    " grant permits_general permits_home_food permits_food_product permits_truck legal gov_contracts language peers"
    " events"
)
ATTRIBUTES = "woman_owned minority_owned black_owned veteran refugee student senior disability nonprofit"


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("kinds", "training space incentive peer event"),
        ("stages", "idea starting selling growing"),
        ("trades", TRADES),
        ("needs", NEEDS),
        ("costs", "free low paid loan grant unknown"),
        ("attributes", ATTRIBUTES),
    ],
)
def test_the_ids_others_rely_on_are_there_in_order(vocabulary, name, ids):
    assert vocabulary.ids(name) == tuple(ids.split())


def test_a_word_is_said_in_the_readers_language(vocabulary):
    assert [vocabulary.label("kinds", "event", language) for language in ("en", "fr", "es")] == [
        "Event",
        "Rendez-vous",
        "Evento",
    ]
    assert vocabulary.long("features", "gas", "en") == "Gas"  # no sentence: its label
    assert vocabulary.icon("kinds", "event") == "📅"


def test_labels_fit_on_a_button_in_every_language(vocabulary):
    lists = {"trades", "needs", "kinds", "stages", "processes", "attributes", "languages"}
    long = [
        label
        for name in lists
        for id_ in vocabulary.ids(name)
        for language in ("en", "fr", "es")
        if len(label := vocabulary.label(name, id_, language)) > 26
    ]

    assert long == []


def test_every_trade_and_need_is_called_many_things(vocabulary):
    few = {
        (name, id_, language): count
        for name, least in (("trades", 35), ("needs", 15))
        for id_ in vocabulary.ids(name)
        for language in ("en", "fr", "es")
        if (count := len(vocabulary.entry(name, id_).words.get(language, ()))) < least and id_ != "any"
    }

    assert few == {}


def test_processes_ask_for_features_there_are(vocabulary):
    asked = vocabulary.asked_of_a_room(vocabulary.ids("processes"))

    named = [*asked["features"], *asked["features_wished"]]
    assert [feature for feature in named if not vocabulary.has("features", feature)] == []
    assert vocabulary.asked_of_a_room(["brew", "roast"]) == {
        "features": ["floor_drain", "three_phase", "vent_hood"],
        "features_wished": ["street_level", "cold_storage", "gas"],
    }
    assert vocabulary.asked_of_a_room(["weld"])["loud"] is True
    assert vocabulary.asked_of_a_room(["weave"]) == {}


def test_subtypes_belong_to_kinds(vocabulary):
    assert all(vocabulary.has("kinds", vocabulary.entry("subtypes", id_).of) for id_ in vocabulary.ids("subtypes"))
    assert vocabulary.ids("subtypes", of="event") == ("market", "meetup", "open_house", "talk")


def test_what_is_not_there_is_named(vocabulary):
    with pytest.raises(LookupError, match=r"there is no 'boats' in vocabulary/trades\.toml"):
        vocabulary.label("trades", "boats", "en")
    with pytest.raises(LookupError, match=r"there is no list of words vocabulary/boats\.toml"):
        vocabulary.ids("boats")


def test_a_town_adds_entries_and_words_and_renames(tmp_path):
    write(
        tmp_path,
        {
            "vocabulary/trades.toml": '[boats]\nlabel = "Boats"\nicon = "⛵"\nwords.en = ["sails of hemp"]\n\n'
            '[food]\nlabel = "Good food"\nwords.en = ["scrapple"]\n',
            "locales/fr.po": FRENCH + 'msgid "Boats"\nmsgstr "Bateaux"\n\nmsgid "Good food"\nmsgstr "Bonne table"\n',
        },
    )
    texts = Texts([COMMON, tmp_path], ["en", "fr"])
    vocabulary = Vocabulary([COMMON, tmp_path], texts)

    assert vocabulary.ids("trades") == (*TRADES.split(), "boats")
    assert [vocabulary.label("trades", id_, "fr") for id_ in ("boats", "food")] == ["Bateaux", "Bonne table"]
    assert vocabulary.icon("trades", "food") == "🍞"
    assert [vocabulary.recognise("trades", said, "en") for said in ("scrapple", "bread", "Bateaux")] == [
        ["food"],
        ["food"],
        ["boats"],
    ]


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ('[bread]\nicon = "🍞"', 1, "[bread] label: this is required and missing."),
        ('[bread]\nlabel = "Bread"\nicno = "🍞"', 3, "[bread] icno: an entry has no such part"),
        ('[bread]\nlabel = "Bread"\nwords.en = "loaf"', 3, "[bread] words.en: this must be a list"),
        ('[bread]\nlabel = "Bread"\nwords.en = [3]', 3, "[bread] words.en: this must be words in quotes."),
        ('[bread]\nlabel = ""', 2, "[bread] label: "),
        ('["My Bread"]\nlabel = "Bread"', 1, "[My Bread]: an id is written with small letters"),
        ('bread = "Bread"', 1, "'bread' must be an entry"),
        ('[bread]\nlabel = "Bread"\n[bread]\nlabel = "Bread"', 3, "not valid TOML"),
    ],
)
def test_a_broken_list_is_refused_with_its_line(tmp_path, source, line, reason):
    write(tmp_path, {"vocabulary/trades.toml": source})

    with pytest.raises(ContentFault) as refused:
        read_lists([tmp_path])
    assert reason in refused.value.reason
    assert (refused.value.file.name, refused.value.line) == ("trades.toml", line)
