"""What counts as an answer, kind by kind."""

import pytest

from models.intake.questions import Accepted, Condition, Reason, Refused, accept, picks
from tests.models.intake import questions as ask

THE_MILLS = {"neighborhood": "The Mills", "latitude": 44.55, "longitude": -70.06}


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (ask.STAGE, "idea", "idea"),
        (ask.NEEDS, ["mentor", "workspace", "mentor"], ["workspace", "mentor"]),
        (ask.NEEDS, "grant", ["grant"]),
        (ask.TRADE, "food", {"choices": ["food"]}),
        (ask.TRADE, "  tamales ", {"text": "tamales"}),
        (ask.TRADE, {"choices": ["food"], "text": "tamales"}, {"choices": ["food"], "text": "tamales"}),
        (ask.GOAL, "a stall", {"text": "a stall"}),
        (ask.HOUSEHOLD, "12", 12),
        (ask.HOUSEHOLD, 3, 3),
        (ask.PLACE, THE_MILLS, THE_MILLS),
        (ask.REGISTERED, "no", False),
        (ask.REMINDERS, True, True),
        (ask.INCOME, {"tier": "50", "year": 2026}, {"tier": "50", "year": 2026}),
        (ask.INCOME, {"tier": "50", "year": 2026, "amount": 27000}, {"tier": "50", "year": 2026}),
    ],
)
def test_an_answer_is_kept_and_a_kept_answer_is_accepted_again(question, raw, value):
    assert accept(question, raw) == Accepted(value)
    assert question.holds(value)


@pytest.mark.parametrize(
    ("question", "raw", "reason"),
    [
        (ask.STAGE, "retired", Reason.UNKNOWN_CHOICE),
        (ask.STAGE, None, Reason.UNKNOWN_CHOICE),
        (ask.NEEDS, [], Reason.NOTHING_CHOSEN),
        (ask.NEEDS, ["grant", "boat"], Reason.UNKNOWN_CHOICE),
        (ask.NEEDS, 7, Reason.UNKNOWN_CHOICE),
        (ask.NEEDS, ["workspace", "grant", "mentor"], Reason.TOO_MANY),
        (ask.TRADE, "   ", Reason.NOTHING_CHOSEN),
        (ask.TRADE, "a" * 41, Reason.TOO_LONG),
        (ask.TRADE, {"choices": ["boat"]}, Reason.UNKNOWN_CHOICE),
        (ask.TRADE, 7, Reason.UNKNOWN_CHOICE),
        (ask.HOUSEHOLD, "many", Reason.NOT_A_NUMBER),
        (ask.HOUSEHOLD, "²", Reason.NOT_A_NUMBER),
        (ask.HOUSEHOLD, "9" * 5000, Reason.NOT_A_NUMBER),
        (ask.HOUSEHOLD, True, Reason.NOT_A_NUMBER),
        (ask.HOUSEHOLD, 0, Reason.TOO_SMALL),
        (ask.HOUSEHOLD, 21, Reason.TOO_LARGE),
        (ask.PLACE, {}, Reason.NO_PLACE),
        (ask.PLACE, "The Mills", Reason.NO_PLACE),
        (ask.PLACE, {"latitude": 91.0, "longitude": 0.0}, Reason.NO_PLACE),
        (ask.PLACE, {"latitude": 44.0}, Reason.NO_PLACE),
        (ask.PLACE, {"latitude": float("nan"), "longitude": 0.0}, Reason.NO_PLACE),
        (ask.PLACE, {"neighborhood": "a" * 201}, Reason.NO_PLACE),
        (ask.PLACE, {"planet": "Mars"}, Reason.NO_PLACE),
        (ask.REGISTERED, "maybe", Reason.UNKNOWN_CHOICE),
        (ask.REMINDERS, 1, Reason.UNKNOWN_CHOICE),
        (ask.INCOME, 27000, Reason.UNKNOWN_CHOICE),
        (ask.INCOME, {"tier": "rich", "year": 2026}, Reason.UNKNOWN_CHOICE),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(question, raw, reason):
    assert accept(question, raw) == Refused(reason)


def test_a_condition_asks_for_one_of_its_values_or_merely_for_an_answer():
    wants_room, answered = ask.where("needs", "workspace", "storefront"), ask.where("needs")
    assert [wants_room.met(live) for live in ({}, {"needs": ["grant"]}, {"needs": ["grant", "workspace"]})] == [
        False,
        False,
        True,
    ]
    assert [answered.met(live) for live in ({}, {"needs": ["grant"]})] == [False, True]


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("idea", {"idea"}),
        (["bus", "car"], {"bus", "car"}),
        (3, {3}),
        (False, {False}),
        ({"choices": ["food"], "text": "tamales"}, {"food"}),
        ({"text": "tamales"}, set()),
        ({"tier": "50", "year": 2026}, {"50"}),
    ],
)
def test_a_condition_sees_the_plain_values_of_an_answer(value, inside):
    assert picks(value) == inside
    assert all(Condition("q", frozenset({one})).met({"q": value}) for one in inside)


def test_likely_choices_come_first_and_none_is_left_out():
    assert ask.PROCESSES.offered({}) == ["bake", "weld", "saw"]
    assert ask.PROCESSES.offered({"trade": {"choices": ["wood"]}}) == ["saw", "bake", "weld"]


def test_facts_are_told_under_the_names_of_the_contract():
    answers = {
        "trade": {"choices": ["food"], "text": "tamales"},
        "stage": "selling",
        "needs": ["workspace"],
        "place": THE_MILLS,
        "processes": ["bake"],
        "area": 50,
        "getting_around": ["bus", "car"],
        "household_size": 3,
        "income": {"tier": "50", "year": 2026},
        "registered": True,
        "goal": {"text": "a stall"},
        "reminders": True,
    }
    assert ask.FLOW.facts(answers) == {
        "trade": "food",
        "trade_text": "tamales",
        "stage": "selling",
        "needs": ["workspace"],
        **THE_MILLS,
        "processes": ["bake"],
        "area_min": 35,
        "area_max": 100,
        "has_car": True,
        "household_size": 3,
        "income_tier": "50",
        "registered": True,
        "goal": "a stall",
    }
    assert ask.FLOW.consents(answers) == {"reminders": True}


def test_words_that_name_several_trades_tell_them_all():
    assert ask.TRADE.facts({"choices": ["food", "wood"]}) == {"trade": ["food", "wood"]}
    assert ask.TRADE.facts({"text": "qwerty"}) == {"trade_text": "qwerty"}


def test_a_bus_alone_tells_there_is_no_car():
    assert ask.GETTING_AROUND.facts(["bus"]) == {"has_car": False}
