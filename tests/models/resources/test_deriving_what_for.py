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


def test_a_loan_is_for_what_its_size_allows():
    assert needs_of("incentive", [], "loan", amounts=(50_000, 500_000)) == {"money_small"}
    assert needs_of("incentive", [], "loan", amounts=(5_000_000, 50_000_000)) == {"money_large"}
