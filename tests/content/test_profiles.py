"""A maker's answers from another program: read where they can be, named and left out where not."""

from pathlib import Path

import pytest

from content.profiles import Profiles
from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from models.resources.income import IncomeTable, Limits

TABLE = IncomeTable(2026, "belmoulin", {2: Limits(18_750, 31_200, 49_900)})


@pytest.fixture(scope="module")
def profiles():
    town = read_town(Path("content/towns/sample"))
    return Profiles(town, Vocabulary.of(town, Texts.of(town)), TABLE)


def test_every_answer_of_the_contract(profiles):
    told = {
        "trade": "food", "stage": "idea", "needs": ["workspace", "grant"], "city": "Belmoulin", "county": "Ourse",
        "postcode": "00412", "latitude": 44.55, "longitude": -70.06, "has_car": False, "languages": ["es", "en"],
        "age": 31, "attributes": ["veteran"], "employees": 0, "processes": ["bake"], "area_min": 20,
        "area_max": 60.5, "rent_max": 500, "hours": "06:00-14:00",
    }  # fmt: skip
    profile = profiles.read(told)
    assert profile.answers == {
        **told,
        "trade": ["food"],
        "features": ["licensed_kitchen"],
        "features_wished": ["three_phase", "cold_storage"],
        "works_until": "14:00",
    }
    assert profile.oddities == ()


def test_a_neighbourhood_tells_where_she_is(profiles):
    assert profiles.read({"neighborhood": "little canada"}).answers == {
        "neighborhood": "little canada",
        "city": "Belmoulin",
        "county": "Ourse",
        "latitude": 44.557,
        "longitude": -70.056,
    }


def test_an_income_becomes_a_tier_and_is_gone(profiles):
    profile = profiles.read({"household_size": 2, "household_income": 30_000})
    assert profile.answers == {"household_size": 2, "income_tier": "50"}
    assert profile.income_tier == "50"
    assert profiles.read({"household_size": 2}).income_tier == "unknown"


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ({"trade_text": "sauce piquante"}, {"trade": ["food"], "topics": ["hot_sauce"]}),
        ({"trade_text": "I crochet hats"}, {"trade": ["textiles"], "topics": ["knitting_yarn"]}),
        ({"goal": "quiero vender mis velas en el mercado"}, {"trade": ["body_care"], "needs": ["sell_local"]}),
        ({"trade": "wood", "trade_text": "sauce piquante"}, {"trade": ["wood"], "topics": ["hot_sauce"]}),
        ({"needs": ["grant"], "goal": "a stall at the market"}, {"needs": ["grant"]}),
    ],
)
def test_free_words_count_where_nothing_was_chosen(profiles, told, heard):
    assert profiles.read(told).answers == {**told, **heard}


@pytest.mark.parametrize(
    ("hours", "until"),
    [
        ("06:00-14:00", "14:00"),
        ("9am-5pm", "17:00"),
        ("until 10 p.m.", "22:00"),
        ("18h30 à 23h", "23:00"),
        ("18h-2h", "24:00"),
        ("03:00-09:00", "24:00"),
        ("evenings", "22:00"),
        ("la nuit", "24:00"),
        ("de madrugada", "24:00"),
        (["mornings", "afternoons"], "18:00"),
    ],
)
def test_how_late_she_works(profiles, hours, until):
    assert profiles.read({"hours": hours}).answers["works_until"] == until


def test_hours_nobody_understands_say_nothing(profiles):
    assert "works_until" not in profiles.read({"hours": "whenever 99:99"}).answers


def test_no_group_at_all_is_an_answer(profiles):
    assert profiles.read({"attributes": []}).answers == {"attributes": []}


def test_what_is_known_to_be_unknown_is_no_answer(profiles):
    profile = profiles.read({"age": None, "county": "", "stage": "unknown", "needs": []})
    assert (profile.answers, profile.oddities) == ({}, ())


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"age": "old"}, "answers.age: this must be a number; it is left out"),
        ({"age": True}, "answers.age: this must be a number; it is left out"),
        ({"age": 900}, "answers.age: 900 is not between 0 and 130; it is left out"),
        ({"age": float("nan")}, "answers.age: this must be a number; it is left out"),
        ({"household_size": 2.5}, "answers.household_size: this must be a whole number; it is left out"),
        ({"has_car": "yes"}, "answers.has_car: this must be true or false; it is left out"),
        ({"needs": {"a": 1}}, 'answers.needs: this must be a list of words: ["…", "…"]; it is left out'),
        ({"needs": ["zzzz"]}, "answers.needs: “zzzz” is none of its values; it is left out"),
        ({"stage": ["idea", "growing"]}, "answers.stage: this must be one stage; it is left out"),
        ({"languages": ["klingon"]}, "answers.languages: “klingon” is not a language code; write it like fr; it is left out"),
        ({"income_tier": "rich"}, "answers.income_tier: this must be one of 30, 50, 80, over80; it is left out"),
        ({"goal": 7.5}, "answers.goal: this must be words in quotes; it is left out"),
        ({"colour": 1}, "answers.colour: no such answer is known; it is left out"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_the_rest_counts(profiles, told, said):
    profile = profiles.read({"has_car": True, **told} if "has_car" not in told else {**told, "age": 3})
    assert profile.oddities == (said,)
    assert profile.answers == ({"has_car": True} if "has_car" not in told else {"age": 3})


def test_answers_that_are_no_answers(profiles):
    assert profiles.read([1]).oddities == ("answers: this must be an object with one entry an answer",)
