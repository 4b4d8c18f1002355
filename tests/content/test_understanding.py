"""What typed words mean at each kind of question, in three languages; and what an answer is called."""

from pathlib import Path

import pytest

from content.asking import Asking
from content.flows import read_intake
from content.texts import Texts
from content.towns import read_town
from content.understanding import Understanding
from content.vocabulary import Vocabulary
from models.resources.income import IncomeTable, Limits

TABLE = IncomeTable(2026, "belmoulin", {2: Limits(18_750, 31_200, 49_900)})
OF_TWO = {"household_size": 2}


@pytest.fixture(scope="module")
def parts():
    town = read_town(Path("content/towns/sample"))
    texts = Texts.of(town)
    vocabulary = Vocabulary.of(town, texts)
    return read_intake(texts.folders, vocabulary), texts, vocabulary, town, TABLE


@pytest.fixture(scope="module")
def understand(parts):
    understanding = Understanding(*parts)

    def understood(key, words, language="en", live=OF_TWO):
        return understanding.answer(parts[0].flow[key], words, language, live)

    return understood


@pytest.fixture(scope="module")
def say(parts):
    asking = Asking(*parts)

    def said(key, value, language="en", live=OF_TWO):
        return asking.answer(parts[0].flow[key], value, language, live)

    return said


@pytest.mark.parametrize(
    ("key", "words", "language", "meant"),
    [
        ("trade", "Salsa picante", "es", {"choices": ["food"], "text": "Salsa picante"}),
        ("trade", "zzz", "en", {"choices": [], "text": "zzz"}),
        ("stage", "je vends déjà", "fr", "selling"),
        ("stage", "blue", "en", None),
        ("getting_around", "bus and my bike", "en", ["bus", "bike"]),
        ("getting_around", "à pied", "fr", ["foot"]),
        ("languages", "español y francés", "es", ["es", "fr"]),
        ("household_size", "four", "en", 4),
        ("household_size", "cuatro", "es", 4),
        ("household_size", "many", "en", None),
        ("employees", "personne", "fr", 0),
        ("rent_max", "$1,200 a month", "en", 1200),
        ("area", "300", "en", 28),
        ("area", "300 sq ft", "en", 28),
        ("area", "30 m2", "en", 30),
        ("area", "30 metros", "es", 30),
        ("income", "31 200", "fr", {"tier": "50", "year": 2026}),
        ("income", "4000 al mes", "es", {"tier": "80", "year": 2026}),
        ("income", "enough", "en", None),
        ("goal", "  a stall ", "en", {"choices": [], "text": "a stall"}),
        ("consent_reminders", "oui", "fr", True),
        ("consent_reminders", "no gracias", "es", False),
        ("consent_reminders", "perhaps", "en", None),
        ("place", "Paris, Texas", "en", None),
    ],
)
def test_words_mean_an_answer_or_clearly_none(understand, key, words, language, meant):
    assert understand(key, words, language) == meant


def test_an_amount_says_nothing_without_the_household_or_without_a_table(parts, understand):
    assert understand("income", "20000", live={}) is None
    assert Understanding(*parts[:4], None).answer(parts[0].flow["income"], "20000", "en", OF_TWO) is None


def test_a_place_is_known_by_the_words_people_use(understand):
    mills = understand("place", "les moulins", "fr")
    assert (mills["neighborhood"], mills["county"]) == ("The Mills", "Ourse")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("trade", {"choices": ["food", "wood"]}, "🍞 Food and 🪵 Wood"),
        ("trade", {"choices": ["food"], "text": "jam"}, "“jam”"),
        ("place", {"neighborhood": "The Mills", "latitude": 1.0, "longitude": 1.0}, "The Mills"),
        ("place", {"latitude": 1.0, "longitude": 1.0}, "The place you shared"),
        ("employees", 0, "Nobody yet"),
        ("employees", 7, "7"),
        ("rent_max", 700, "Up to $700"),
        ("area", 25, "About 250 sq ft"),
        ("area", 28, "About 301 sq ft"),
        ("income", {"tier": "30", "year": 2026}, "Up to $18,750"),
        ("income", {"tier": "80", "year": 2026}, "$31,200 to $49,900"),
        ("income", {"tier": "over80", "year": 2026}, "Over $49,900"),
        ("consent_reminders", True, "Yes"),
    ],
)
def test_an_answer_is_said_in_words(say, key, value, said):
    assert say(key, value).replace("\u202f", " ") == said


@pytest.mark.parametrize("unit", [10, 25, 50, 100, 250])
def test_suggested_rooms_are_round_figures_in_square_feet(say, unit):
    figure = int(say("area", unit).removeprefix("About ").removesuffix(" sq ft").replace(",", ""))
    assert figure in {100, 250, 500, 1000, 2500}


@pytest.mark.parametrize(
    ("key", "words", "language", "meant"),
    [
        ("getting_around", "I don't have a car", "en", None),
        ("getting_around", "I don’t have my own car but a bike", "en", ["bike"]),
        ("getting_around", "je n'ai pas de voiture, je prends le bus", "fr", ["bus"]),
        ("getting_around", "sans voiture, à pied", "fr", ["foot"]),
        ("getting_around", "no tengo carro, voy en bici", "es", ["bike"]),
        ("languages", "español, no hablo inglés", "es", ["es"]),
        ("attributes", "I am not a veteran", "en", None),
        ("stage", "no vendo todavía", "es", None),
        ("stage", "I have not started", "en", "idea"),
        ("stage", "pas encore commencé", "fr", "idea"),
        ("attributes", "somos sin fines de lucro", "es", ["nonprofit"]),
        ("needs", "I have no workshop", "en", ["workspace"]),
    ],
)
def test_what_is_denied_is_no_answer_unless_it_is_what_is_needed(understand, key, words, language, meant):
    assert understand(key, words, language) == meant


def test_things_named_side_by_side_are_heard_one_by_one(understand):
    said = understand("needs", "business training and a place to work, money")
    assert said == ["training_business", "workspace", "money_small"]
