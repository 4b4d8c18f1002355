"""What stands before what, where the same words fit several things."""

from datetime import UTC, datetime, timedelta

from models.resources.facts import Fact
from models.resources.finding import find
from models.resources.rule_text import parse
from models.resources.words import Index, Told, Wish

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def index(*facts):
    return Index((fact, Told()) for fact in facts)


def grant(id_, **more):
    return Fact(id=id_, kind="incentive", name=id_, needs=frozenset({"grant"}), about="grant", cost="grant", **more)


def found(wish, *facts, **answers):
    return [one.fact.id for one in find(wish, index(*facts), answers, NOW)]


def test_what_is_for_everybody_comes_before_one_trade_where_none_was_named():
    for_all, for_wood = grant("all", trades=frozenset({"any"})), grant("a-wood", trades=frozenset({"wood"}))
    assert found(Wish({"needs:grant": 1.0}), for_wood, for_all) == ["all", "a-wood"]
    assert found(Wish({"needs:grant": 1.0, "trades:wood": 1.0}), for_all, for_wood) == ["a-wood", "all"]


def test_what_is_kept_for_others_stands_behind_until_she_says_that_she_is_one():
    kept = grant("a-veterans", requires="attribute veteran", rule=parse("attribute veteran"))
    assert found(Wish({"needs:grant": 1.0}), kept, grant("open")) == ["open", "a-veterans"]
    assert found(Wish({"needs:grant": 1.0, "attributes:veteran": 1.0}), kept, grant("open"))[0] == "a-veterans"
    assert found(Wish({"needs:grant": 1.0}), kept, grant("open"), attributes=["refugee"]) == ["open"]


def test_a_paper_that_mentions_another_trade_is_not_put_behind_what_is_for_that_trade():
    def paper(id_, **more):
        return Fact(id=id_, kind="training", name=id_, needs=frozenset({"legal"}), trades=frozenset({"wood"}), **more)

    mentions, made = paper("z-mentions", derived=frozenset({"trades:wood"})), paper("made-for-it")
    assert found(Wish({"needs:legal": 1.0, "trades:food": 0.3}), made, mentions) == ["z-mentions", "made-for-it"]


def test_a_sum_far_from_the_one_she_named_stands_behind():
    large, small = grant("a-large", amount_min=2_500_000), grant("small", amount_min=50_000, amount_max=300_000)
    assert found(Wish({"needs:grant": 1.0}, amount=2000.0), large, small) == ["small", "a-large"]
    assert found(Wish({"needs:grant": 1.0}, amount=30_000.0), small, large) == ["a-large", "small"]


def test_the_need_a_thing_is_for_above_all_comes_first():
    first = Fact(id="b", kind="training", name="b", needs=frozenset({"legal", "mentor"}), about="legal")
    also = Fact(id="a", kind="training", name="a", needs=frozenset({"legal", "mentor"}), about="mentor")
    assert found(Wish({"needs:legal": 1.0}), also, first) == ["b", "a"]


def test_what_is_kept_for_people_like_her_comes_first_where_her_words_tell_who_she_is():
    kept = grant("z-refugees", requires="attribute refugee", rule=parse("attribute refugee"))
    young = grant("z-young", requires="age <= 24", rule=parse("age <= 24"))
    small = Fact(id="small", kind="incentive", name="small", needs=frozenset({"money_small"}), cost="grant")
    wish = {"needs:grant": 1.0, "attributes:refugee": 0.1}
    assert found(Wish(wish), grant("all"), kept, small)[0] == "z-refugees"
    assert found(Wish({"needs:grant": 1.0, "needs:money_small": 0.2}, age=19), grant("all"), young)[0] == "z-young"


def test_a_topic_is_met_in_part_by_what_meets_the_need_it_is_part_of():
    coffee = Fact(id="coffee", kind="event", name="coffee", needs=frozenset({"peers"}), about="peers", dates=(NOW,))
    oven = Fact(id="an-oven", kind="space", name="oven", needs=frozenset({"workspace"}))
    wish = Wish({"topics:company": 1.0, "kinds:space": 0.1}, belongs={"topics:company": "peers"})
    assert found(wish, oven, coffee)[0] == "coffee"


def test_a_list_shows_one_of_each_kind_before_more_of_the_same():
    many = [grant(f"g{number}") for number in range(3)]
    course = Fact(id="how-to-apply", kind="training", name="apply", needs=frozenset({"grant"}), about="grant")
    assert found(Wish({"needs:grant": 1.0}), *many, course) == ["g0", "how-to-apply", "g1", "g2"]


def test_the_kind_she_asked_for_stands_before_another():
    room = Fact(id="a-room", kind="space", name="room", needs=frozenset({"skill"}), about="skill")
    course = Fact(id="course", kind="training", name="course", needs=frozenset({"skill"}), about="skill")
    assert found(Wish({"needs:skill": 1.0, "kinds:training": 0.3}), room, course) == ["course", "a-room"]


def test_an_event_months_off_is_found_behind_those_that_come_soon():
    far, soon = (
        Fact(id=id_, kind="event", name=id_, needs=frozenset({"sell_local"}), dates=(NOW + timedelta(days=days),))
        for id_, days in (("a-summer-fair", 200), ("market", 10))
    )
    assert found(Wish({"needs:sell_local": 1.0}), far, soon) == ["market", "a-summer-fair"]
