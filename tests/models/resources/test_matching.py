"""What fits this maker, in which order, and why."""

from datetime import UTC, date, datetime

import pytest

from models.resources.facts import Fact
from models.resources.judging import JUDGED, Judge
from models.resources.matching import Reason, recommend, unlocked
from models.resources.reasons import why as reasons
from models.resources.rule_text import parse
from models.resources.weights import WEIGHTS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HERE = (44.5520, -70.0610)
NEXT_TOWN = (44.4441, -70.0610)  # 12 km south
FAR_TOWN = (44.5520, -69.4310)  # 50 km east
OTHER_STATE = (44.5520, -68.5000)

SETS = ("trades", "stages", "needs", "languages", "interpreters")
BAKER = {"trade": "food", "stage": "starting", "needs": ["workspace"], "latitude": HERE[0], "longitude": HERE[1]}


def fact(id_, **known):
    """Something active for everybody, with what the test is about."""
    rule = {"rule": parse(known["requires"])} if "requires" in known else {}
    sets = {name: frozenset(known.pop(name)) for name in SETS if name in known}
    return Fact(**{"id": id_, "kind": "training", "name": id_.title(), **known, **sets, **rule})


def ids(matches):
    return [match.fact.id for match in matches]


def shown(answers, *facts, **how):
    return ids(recommend(answers, facts, NOW, **how))


def why(answers, one):
    (match,) = recommend(answers, [one], NOW)
    return [str(reason) for reason in match.why]


NOT_SHOWN = {
    "closed for good": {"status": "defunct"},
    "closed for now": {"status": "temporarily_closed"},
    "over since yesterday": {"closes_on": date(2026, 11, 22)},
    "not open before tomorrow": {"opens_on": date(2026, 11, 24)},
    "for another trade": {"trades": ["ceramics"]},
    "beyond its own reach": {"point": NEXT_TOWN, "reach_km": 10},
    "beyond what anybody would travel": {"point": OTHER_STATE},
    "a rule that says no": {"requires": "attribute veteran"},
    "an event that is over": {"kind": "event", "dates": (datetime(2026, 11, 23, 11, tzinfo=UTC),)},
    "an event too far ahead": {"kind": "event", "dates": (datetime(2027, 2, 23, 11, tzinfo=UTC),)},
    "an event without a date": {"kind": "event"},
}


@pytest.mark.parametrize("what", NOT_SHOWN.values(), ids=NOT_SHOWN.keys())
def test_what_cannot_be_had_is_not_shown(what):
    assert shown({**BAKER, "attributes": []}, fact("it", **{"needs": ["workspace"], **what})) == []


SHOWN = {
    "closing today": {"closes_on": date(2026, 11, 23)},
    "open since today": {"opens_on": date(2026, 11, 23)},
    "for every trade": {"trades": ["any"]},
    "without a trade": {},
    "for a trade next door": {"trades": ["drink"]},
    "within its reach": {"point": NEXT_TOWN, "reach_km": 15},
    "a rule nobody can decide yet": {"requires": "attribute veteran and age >= 18"},
    "in a language she may not speak": {"languages": ["en"]},
    "money from far away": {"kind": "incentive", "point": OTHER_STATE},
    "an event next week": {"kind": "event", "dates": (datetime(2026, 11, 30, 11, tzinfo=UTC),)},
    "the next one of many": {
        "kind": "event",
        "dates": (datetime(2026, 11, 1, 11, tzinfo=UTC), datetime(2026, 12, 1, 11, tzinfo=UTC)),
    },
}


@pytest.mark.parametrize("what", SHOWN.values(), ids=SHOWN.keys())
def test_what_is_not_known_to_be_out_is_shown(what):
    assert shown(BAKER, fact("it", **{"needs": ["workspace"], **what})) == ["it"]


BETTER_FIRST = [
    (
        "the need asked for, before everything",
        {"needs": ["workspace"]},
        {"trades": ["food"], "cost": "free", "point": HERE},
    ),
    ("a room, before a course about rooms", {"kind": "space"}, {"kind": "training"}),
    ("made for the need, not for ten", {"needs": ["workspace"]}, {"needs": ["workspace", "skill", "legal", "grant"]}),
    ("her trade, before any trade", {"trades": ["food"]}, {"trades": ["any"]}),
    ("any trade, before the one next door", {"trades": ["any"]}, {"trades": ["drink"]}),
    ("her stage, before the next one", {"stages": ["starting"]}, {"stages": ["selling"]}),
    ("the next stage, before a far one", {"stages": ["selling"]}, {"stages": ["growing"]}),
    ("near, before far", {"point": HERE}, {"point": NEXT_TOWN}),
    ("free, before paid", {"cost": "free"}, {"cost": "paid"}),
    ("her first language, before her second", {"languages": ["es"]}, {"languages": ["fr"]}),
    ("an interpreter, before nobody", {"languages": ["en"], "interpreters": ["es"]}, {"languages": ["en"]}),
    ("confirmed lately, before long ago", {"assured_on": date(2026, 11, 1)}, {"assured_on": date(2024, 1, 1)}),
    ("surely hers, before perhaps hers", {}, {"requires": "age >= 18"}),
    ("now or never", {"closes_on": date(2026, 12, 1)}, {"closes_on": date(2027, 12, 1)}),
    (
        "sooner, before later",
        {"kind": "event", "dates": (datetime(2026, 11, 24, tzinfo=UTC),)},
        {"kind": "event", "dates": (datetime(2026, 12, 24, tzinfo=UTC),)},
    ),
]


@pytest.mark.parametrize(("why_so", "better", "worse"), BETTER_FIRST, ids=[line[0] for line in BETTER_FIRST])
def test_the_better_comes_first(why_so, better, worse):
    needs = {} if "needs" in better else {"needs": ["workspace"]}
    answers = {**BAKER, "languages": ["es", "fr"]}
    # Whichever of the two comes first in the file.
    for names in (("a", "b"), ("b", "a")):
        pair = [fact(names[0], **needs, **better), fact(names[1], **needs, **worse)]
        assert shown(answers, *pair)[0] == names[0]


def test_who_says_nothing_is_shown_what_is_for_everybody_and_a_first_step():
    facts = [
        fact("a-for-cooks", trades=["food"], stages=["idea"]),
        fact("b-first-wages", trades=["any"], stages=["growing"]),
        fact("c-first-step", trades=["any"], stages=["idea", "starting"]),
    ]
    assert shown({}, *facts)[0] == "c-first-step"


def test_without_a_car_far_is_further():
    bakery, course = fact("bakery", point=FAR_TOWN, needs=["workspace"]), fact("course", needs=["workspace"])
    assert shown({**BAKER, "has_car": True}, bakery) == ["bakery"]
    assert shown({**BAKER, "has_car": False}, bakery, course) == ["course"]


def test_little_money_turns_free_and_paid_further_apart():
    facts = [
        fact("paid-for-her-stage", needs=["workspace"], stages=["starting"], cost="paid"),
        fact("free-for-all", needs=["workspace"], cost="free"),
    ]
    assert shown(BAKER, *facts) == ["paid-for-her-stage", "free-for-all"]
    assert shown({**BAKER, "income_tier": "50"}, *facts) == ["free-for-all", "paid-for-her-stage"]


def test_what_meets_no_need_is_left_out_unless_it_is_made_for_her():
    everything = fact("generic", trades=["any"], cost="free", point=HERE)
    bakers = fact("bakers", trades=["food"], stages=["starting"], cost="free", point=HERE)
    assert shown(BAKER, everything, bakers) == ["bakers"]


def test_nothing_known_still_shows_something():
    assert shown({}, fact("b"), fact("a", cost="free")) == ["a", "b"]


def test_equal_things_keep_one_order():
    facts = [fact(name) for name in "cab"]
    assert shown({}, *facts) == shown({}, *reversed(facts)) == ["a", "b", "c"]


def test_hidden_things_do_not_come_back():
    assert shown({}, fact("a"), fact("b"), left_out={"a"}) == ["b"]


def test_only_the_kinds_asked_for():
    assert shown({}, fact("course"), fact("room", kind="space"), kinds={"space"}) == ["room"]


def test_every_need_has_its_turn():
    courses = [
        fact(f"course-{number}", needs=["training_business"], trades=["food"], point=HERE) for number in range(5)
    ]
    room, grant = fact("room", kind="space", needs=["workspace"]), fact("grant", kind="incentive", needs=["grant"])
    answers = {**BAKER, "needs": ["training_business", "workspace", "grant"]}
    assert set(shown(answers, *courses, room, grant, limit=3)) == {"course-0", "room", "grant"}


def test_not_five_from_the_same_organization():
    mill = [fact(f"a-mill-{number}", organization="Mill", needs=["workspace"], cost="free") for number in range(3)]
    other = fact("b-other", organization="Other", needs=["workspace"], cost="free")
    assert shown(BAKER, *mill, other, limit=2) == ["a-mill-0", "b-other"]


def test_company_she_did_not_ask_for_comes_once():
    peers = [
        fact(f"peer-{name}", kind="peer", trades=["food"], needs=["peers"], point=HERE, languages=["es"])
        for name in "ab"
    ]
    room = fact("room", kind="space", needs=["workspace"])
    answers = {**BAKER, "languages": ["es"]}
    assert shown(answers, *peers, room) == ["room", "peer-a"]
    assert shown({**answers, "needs": ["peers"]}, *peers) == ["peer-a", "peer-b"]


def test_somebody_of_her_trade_is_the_eighth():
    courses = [fact(f"course-{number}", needs=["workspace"]) for number in range(12)]
    bakers = [fact(f"baker-{name}", kind="peer", trades=["food"], needs=["peers"], point=HERE) for name in "ab"]
    teacher = fact("a-teacher", kind="peer", trades=["any"], needs=["peers"], point=HERE, languages=["es"])
    found = shown({**BAKER, "languages": ["es"]}, *courses, *bakers, teacher, limit=10)
    assert [name for name in found if not name.startswith("course")] == ["baker-a"]
    assert found[7] == "baker-a"
    scores = [match.score for match in recommend({**BAKER, "languages": ["es"]}, (*courses, *bakers), NOW, limit=10)]
    assert scores == sorted(scores, reverse=True)
    assert shown(BAKER, *courses, *bakers, limit=6)[5] == "baker-a"
    assert shown(BAKER, *courses, *bakers, limit=3) == ["course-0", "course-1", "course-10"]


def test_a_peer_gives_freely_and_a_room_has_its_rent():
    answers = {"needs": ["peers", "workspace"], "stage": "idea"}
    (peer,) = recommend(answers, [fact("peer", kind="peer", needs=["peers"])], NOW)
    assert peer.why == (Reason("need", "peers"),)
    known = fact("known", kind="space", needs=["workspace"], cost="paid")
    silent = fact("silent", kind="space", needs=["workspace"])
    assert shown(answers, known, silent) == ["known", "silent"]


def test_a_need_beyond_the_first_hundreds_is_not_forgotten():
    courses = [
        fact(f"course-{number:03}", needs=["skill"], trades=["food"], cost="free", point=HERE) for number in range(300)
    ]
    grant = fact("grant", kind="incentive", needs=["grant", "legal", "language"])
    assert "grant" in shown({**BAKER, "needs": ["skill", "grant"]}, *courses, grant)


TOLD = [
    ({"needs": ["workspace", "skill"]}, ["need:workspace"]),
    ({"trades": ["food", "drink"], "needs": ["workspace"]}, ["need:workspace", "trade:food"]),
    ({"needs": ["workspace"], "point": (44.5700, -70.0600)}, ["need:workspace", "near:2.0km"]),
    ({"needs": ["workspace"], "point": NEXT_TOWN}, ["need:workspace"]),
    ({"needs": ["workspace"], "cost": "free"}, ["need:workspace", "free"]),
    ({"needs": ["workspace"], "cost": "grant"}, ["need:workspace", "grant"]),
    ({"needs": ["workspace"], "cost": "low"}, ["need:workspace", "low_cost"]),
    ({"needs": ["workspace"], "languages": ["es"], "language": "en"}, ["need:workspace", "language:es"]),
    ({"needs": ["workspace"], "languages": ["en", "es"], "language": "es"}, ["need:workspace"]),
    ({"needs": ["workspace"], "stages": ["idea", "starting"]}, ["need:workspace", "stage:starting"]),
    ({"needs": ["workspace"], "closes_on": date(2026, 12, 1)}, ["need:workspace", "open_until:2026-12-01"]),
    ({"needs": ["workspace"], "requires": "attribute veteran"}, ["need:workspace", "attribute:veteran"]),
    ({"needs": ["workspace"], "requires": "income_tier <= 80"}, ["need:workspace", "income:80"]),
    ({"needs": ["workspace"], "requires": "age >= 18"}, ["need:workspace", "unknown:age"]),
    (
        {"kind": "event", "needs": ["workspace"], "dates": (datetime(2026, 11, 30, 18, tzinfo=UTC),)},
        ["need:workspace", "starts:2026-11-30T18:00:00+00:00"],
    ),
    # Four at most, and a missing answer keeps its place among them.
    (
        {"needs": ["workspace"], "trades": ["food"], "point": HERE, "cost": "free", "requires": "age >= 18"},
        ["need:workspace", "trade:food", "near:0.0km", "unknown:age"],
    ),
]


@pytest.mark.parametrize(("what", "reasons"), TOLD)
def test_tells_why(what, reasons):
    answers = {**BAKER, "languages": ["es"], "attributes": ["veteran"], "income_tier": "50"}
    assert why(answers, fact("it", **what)) == reasons


def test_a_match_carries_what_a_card_needs():
    start = datetime(2026, 11, 30, 18, tzinfo=UTC)
    market = fact("market", kind="event", needs=["workspace"], point=NEXT_TOWN, dates=(start,))
    (match,) = recommend(BAKER, [market], NOW)
    assert (match.fact, match.metres, match.starts_at) == (market, 11_998, start)
    assert 0 < match.score <= 1


def test_the_best_imaginable_scores_one():
    best = fact(
        "best",
        kind="space",
        needs=["workspace"],
        about="workspace",
        speaks_of=frozenset({"workspace"}),
        trades=["food"],
        stages=["starting"],
        languages=["es"],
        cost="free",
        point=HERE,
        assured_on=date(2026, 11, 1),
    )
    (match,) = recommend({**BAKER, "languages": ["es"], "income_tier": "30"}, [best], NOW)
    assert match.score == 1


def test_a_further_answer_unlocks():
    loan = fact("loan", kind="incentive", needs=["workspace"], requires="county in (Ourse)")
    veterans = fact("veterans", needs=["workspace"], requires="attribute veteran")
    before = recommend({**BAKER, "attributes": []}, [loan, veterans], NOW)
    after = recommend({**BAKER, "attributes": ["veteran"]}, [loan, veterans], NOW)
    assert (ids(before), ids(unlocked(before, after))) == (["loan"], ["veterans"])


def test_nothing_outweighs_the_need():
    strongest = sum(sorted((weight for weight in WEIGHTS.values() if weight > 0), reverse=True)[:1])
    assert strongest == WEIGHTS["need"]


def test_a_room_with_her_tools_comes_before_shelves():
    kitchen = fact(
        "kitchen", kind="space", needs={"workspace"}, trades={"food"}, features=frozenset({"licensed_kitchen"})
    )
    shelves = fact("a-shelf", kind="space", needs={"workspace"}, trades={"food"}, cost="low")
    assert shown(BAKER, kitchen, shelves) == ["kitchen", "a-shelf"]


def test_what_is_kept_for_a_group_waits_until_she_says_she_belongs_to_it():
    purse = fact("a-purse", kind="incentive", needs={"money_small"}, requires="attribute veteran", cost="grant")
    loan = fact("loan", kind="incentive", needs={"money_small"}, cost="loan")
    asks = {"needs": ["money_small"], "stage": "starting"}
    assert shown(asks, purse, loan) == ["loan", "a-purse"]
    assert shown({**asks, "attributes": ["veteran"]}, purse, loan) == ["a-purse", "loan"]


def test_what_is_for_her_need_comes_before_what_also_meets_it():
    first_steps = fact("first-steps", needs={"training_business"}, about="training_business")
    trucks = fact("a-truck", needs={"training_business"}, about="permits_truck", trades={"food"})
    assert shown({"trade": "food", "needs": ["training_business"]}, first_steps, trucks) == ["first-steps", "a-truck"]


class Overheard(dict):
    """Answers that remember which of them somebody looked at."""

    def __init__(self, *given):
        super().__init__(*given)
        self.read = set()

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)


def test_a_judge_looks_at_no_answer_but_those_it_names_and_those_a_rule_asks_for():
    answers = Overheard({**BAKER, "goal": "a shop", "rent_max": 500, "processes": ["bake"]})
    here = {"needs": ["workspace"], "trades": ["food"], "languages": ["en"], "point": HERE}
    space = fact("room", kind="space", features=frozenset({"floor_drain"}), area_m2=40, rent_month=90_000, **here)
    event = fact("fair", kind="event", dates=(datetime(2026, 11, 24, 11, tzinfo=UTC),), **here)
    judge = Judge(answers, NOW)
    for one in (space, event, fact("hall", kind="space", requires="age >= 16", **here)):
        judge.points(one)
        reasons(one, judge, None)
    assert answers.read <= JUDGED | {"age"}


def test_an_answer_that_decides_nothing_leaves_the_list_as_it_was():
    facts = (
        fact("room", kind="space", needs=["workspace"]),
        fact("shed", needs=["workspace"], requires="employees > 1"),
    )
    first = recommend(BAKER, facts, NOW)
    assert [one is two for one, two in zip(first, recommend({**BAKER, "goal": "a shop"}, facts, NOW), strict=True)] == [
        True,
        True,
    ]
    assert ids(recommend({**BAKER, "employees": 0}, facts, NOW)) == ["room"]


def test_what_is_kept_for_her_comes_before_what_is_for_all():
    for_all, hers = (
        fact("a-fund", needs=["workspace"]),
        fact("b-hers", needs=["workspace"], requires="attribute veteran"),
    )
    assert shown({**BAKER, "attributes": ["veteran"]}, for_all, hers) == ["b-hers", "a-fund"]
    assert shown(BAKER, for_all, hers) == ["a-fund", "b-hers"]


def test_what_serves_another_county_comes_later():
    here = fact("b-here", needs=["workspace"], service_area=("Ourse County",))
    there = fact("a-there", needs=["workspace"], service_area=("Larch",))
    assert shown({**BAKER, "county": "Ourse"}, there, here) == ["b-here", "a-there"]


def test_a_room_that_has_what_her_work_needs_comes_first_and_one_that_has_not_does_not_come():
    rooms = [
        fact("a-silent", kind="space", needs=["workspace"]),
        fact("b-drain", kind="space", needs=["workspace"], features=frozenset({"floor_drain"})),
        fact("c-dry", kind="space", needs=["workspace"], features=frozenset({"gas"})),
    ]
    assert shown({**BAKER, "features": ["floor_drain"]}, *rooms) == ["b-drain", "a-silent"]


def test_whoever_learns_a_language_does_not_speak_it_yet():
    english = fact("english", needs=["language"], about="language", languages=["en"])
    sewing = fact("sewing", needs=["language"], languages=["en"])
    assert shown({"needs": ["language"], "languages": ["es"]}, english, sewing)[0] == "english"
