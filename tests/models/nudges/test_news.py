"""What counts as news: it fits her now and did not before, and it is among the best."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from models.nudges.news import Changes, Seeker, Version, find, matters
from models.resources.facts import Catalogue, Fact

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=2), NOW - timedelta(days=1)
CARPENTER = {"trade": "wood", "needs": ["workspace"], "latitude": 44.55, "longitude": -70.06, "languages": ["en"]}


def space(**fields):
    plain = {"id": "hall", "kind": "space", "name": "Hall", "needs": frozenset({"workspace"})}
    return Fact(**{**plain, "trades": frozenset({"wood"}), **fields})


def seeker(**fields):
    return Seeker(uuid4(), BEFORE + timedelta(hours=1), CARPENTER, **fields)


def news(*stood, others=(), who=None):
    """What is news of a thing that first stood as the first of these, and stands as the last."""
    moments = [BEFORE, AFTER][-len(stood) :]
    versions = [Version(since, matters(fact, NOW)) for since, fact in zip(moments, stood, strict=True)]
    changes = Changes(Catalogue([stood[-1], *others]), {"hall": versions})
    return list(find([who or seeker()], changes, NOW).values())


def test_what_was_not_there_before():
    assert news(space()) == [["hall"]]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (space(trades=frozenset({"food"})), space()),
        (space(requires="employees >= 90"), space()),
        (space(status="temporarily_closed"), space()),
        (space(opens_on=date(2027, 1, 1)), space()),
        (space(closes_on=date(2026, 1, 1)), space(closes_on=date(2027, 1, 1))),
        (space(point=(10.0, 10.0)), space(point=(44.55, -70.06))),
        (space(point=(44.0, -70.0), reach_km=1.0), space(point=(44.0, -70.0), reach_km=None)),
    ],
    ids=["trade", "rule", "closed", "not yet open", "over", "far away", "reach"],
)
def test_what_did_not_fit_before(before, now):
    if before.requires:
        who = Seeker(uuid4(), BEFORE + timedelta(hours=1), {**CARPENTER, "employees": 1})
        assert news(before, now, who=who) == [["hall"]]
    else:
        assert news(before, now) == [["hall"]]


@pytest.mark.parametrize(
    "now",
    [
        space(phone="+1 555 555 0101", name="The Hall", texts={"description": "Newly painted."}),
        space(cost="free"),
        space(features=frozenset({"dust_extraction"})),
    ],
    ids=["corrected", "cheaper", "better equipped"],
)
def test_what_fitted_all_along_is_no_news(now):
    assert news(space(), now) == []


@pytest.mark.parametrize("now", [space(trades=frozenset({"food"})), space(status="defunct")], ids=["trade", "gone"])
def test_what_fits_no_more_is_no_news(now):
    assert news(space(), now) == []


def test_what_was_told_before_is_not_told_again():
    assert news(space(), who=Seeker(uuid4(), AFTER, CARPENTER)) == []


def test_what_she_knows_is_not_told():
    assert news(space(), who=seeker(marked=frozenset({"hall"}))) == []


def test_what_is_far_down_her_list_is_not_worth_a_message():
    better = [space(id=f"better-{n}", cost="free", features=frozenset({"wood_machines"})) for n in range(20)]
    assert news(space(cost="paid", trades=frozenset()), others=better) == []


def test_between_two_changes_what_counts_is_how_it_stood_when_she_last_looked():
    """It fitted, then did not for an hour, then did again: for somebody who saw it at first nothing is new."""
    stood = [(BEFORE, space()), (AFTER, space(status="inactive")), (AFTER + timedelta(hours=1), space())]
    versions = [Version(since, matters(fact, NOW)) for since, fact in stood]
    changes = Changes(Catalogue([space()]), {"hall": versions})
    assert find([seeker()], changes, NOW) == {}
    late = Seeker(uuid4(), AFTER + timedelta(minutes=1), CARPENTER)
    assert find([late], changes, NOW) == {late.person_id: ["hall"]}


def test_an_event_is_news_when_it_comes_within_reach():
    far = Fact(id="fair", kind="event", name="Fair", needs=frozenset({"events"}), dates=(NOW + timedelta(days=61),))
    assert matters(far, NOW)["to_be_had"] is False
    assert matters(far, NOW + timedelta(days=2))["to_be_had"] is True
    assert matters(far, NOW + timedelta(days=62))["to_be_had"] is False
