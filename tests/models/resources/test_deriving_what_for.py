"""What a thing is for where only its words tell: how that counts for somebody of another trade."""

from datetime import UTC, datetime

from models.resources.facts import Fact, needs_of
from models.resources.matching import recommend

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BAKER = {"trade": "food", "needs": ["permits_food_product", "skill"]}


def thing(need, **known):
    trades = frozenset({"print"})
    return Fact(
        id="it",
        kind="training",
        name="It",
        needs=frozenset({need}),
        trades=trades,
        derived=frozenset({"trades:print"}),
        **known,
    )


def test_a_paper_that_mentions_another_trade_is_still_a_paper():
    assert [match.fact.id for match in recommend(BAKER, [thing("permits_food_product")], NOW)] == ["it"]


def test_a_craft_that_is_taught_is_for_its_own_trade():
    assert recommend(BAKER, [thing("skill")], NOW) == []


def fitting(answers, **known):
    given = {"kind": "training", "needs": frozenset({"permits_general"}), **known}
    return [match.fact.id for match in recommend(answers, [Fact(id="it", name="It", **given)], NOW)]


SAUCES = {"trade": "food", "needs": ["permits_general"]}
BREWING = {"about": "permits_general", "trades": frozenset({"drink"})}


def test_a_licence_of_the_trade_next_door_is_not_hers():
    assert fitting(SAUCES, **BREWING) == []
    assert fitting({**SAUCES, "trade": "drink"}, **BREWING) == ["it"]
    assert fitting(SAUCES, about="permits_general", trades=frozenset({"drink", "food"})) == ["it"]


def test_a_course_of_the_trade_next_door_may_be():
    assert fitting({"trade": "food", "needs": ["skill"]}, needs=frozenset({"skill"}), trades=frozenset({"drink"})) == [
        "it"
    ]


def test_a_furnace_for_glass_fires_no_clay():
    workspace = {"kind": "space", "needs": frozenset({"workspace"}), "features": frozenset({"kiln"})}
    for trade, shown in (("ceramics", []), ("glass", ["it"])):
        assert fitting({"trade": trade, "needs": ["workspace"]}, trades=frozenset({"glass"}), **workspace) == shown


def test_who_makes_anything_is_shown_anothers_only_for_what_she_asked():
    licence = {"kind": "training", "trades": frozenset({"drink"}), "cost": "free"}
    assert fitting({"trade": "any", "needs": ["legal"]}, **licence) == []
    assert fitting({"trade": "any", "needs": ["permits_general"]}, **licence) == ["it"]
    assert fitting({"needs": ["peers"]}, **{**licence, "needs": frozenset({"mentor"})}) == [
        "it"
    ]  # unknown hides nothing


def test_for_everybody_but_some_trades_first():
    plain, some = (
        Fact(id=id_, kind="event", name=id_, needs=frozenset({"skill", "events"}), trades=frozenset(trades),
             dates=(datetime(2026, 12, 1, tzinfo=UTC),))
        for id_, trades in (("b-plain", {"any"}), ("a-some", {"any", "wood", "metal"}))
    )  # fmt: skip
    ranked = [match.fact.id for match in recommend({"trade": "food", "needs": ["skill"]}, [some, plain], NOW)]
    assert ranked == ["b-plain", "a-some"]


def test_a_loan_is_for_what_its_size_allows():
    assert needs_of("incentive", [], "loan", amounts=(50_000, 500_000)) == {"money_small"}
    assert needs_of("incentive", [], "loan", amounts=(5_000_000, 50_000_000)) == {"money_large"}


def test_who_makes_just_the_same_comes_before_the_others_of_the_trade():
    def maker(id_, *topics):
        return Fact(
            id=id_,
            kind="peer",
            name=id_,
            needs=frozenset({"peers"}),
            trades=frozenset({"food"}),
            topics=frozenset(topics),
        )

    answers = {"trade": "food", "needs": ["peers"], "topics": ["bread"]}
    bakes, cooks = maker("z-bread", "bread"), maker("cooks", "meat_fish")
    assert [match.fact.id for match in recommend(answers, [cooks, bakes], NOW)] == ["z-bread", "cooks"]
