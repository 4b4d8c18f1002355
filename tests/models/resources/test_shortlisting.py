"""In a large town not every thing is judged, and every list is the one that judging all of them would give."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from models.resources.facts import LARGE, Fact, Facts
from models.resources.judging import Judge
from models.resources.matching import recommend
from models.resources.rule_text import parse
from models.resources.rules import STAGES
from models.resources.shortlisting import SLACK, at_most
from models.resources.weights import KIN_NEEDS, KIN_TRADES, KINDS_FOR

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
NEEDS = sorted(KIN_NEEDS)
TRADES = sorted(frozenset[str]().union(*KIN_TRADES))
FEATURES = ["kiln", "gas", "three_phase", "licensed_kitchen", "street_window", "vent_hood", "noise_ok"]
RULES = ["age >= 16", "attribute veteran", "county in (Knox, Blount)", "has_car", "income_tier <= 50 or stage = idea"]
SUBTYPES = [None, "makerspace", "desk", "studio", "mentor"]
POINT = (44.55, -70.06)


def near(chance):
    return tuple(round(degrees + chance.uniform(-0.6, 0.6), 2) for degrees in POINT)


def some(chance, ids, most):
    return frozenset(chance.sample(ids, chance.randint(0, most)))


def day(chance, around):
    return date(2026, 11, 24) + timedelta(days=chance.randint(-around, around))


def thing(number, chance):
    """Anything at all: also what no town has, and much that comes to the same points."""
    rule = chance.choice([None, None, None, *RULES])
    needs = some(chance, NEEDS, 3)
    starts = [NOW + timedelta(days=chance.randint(-20, 90)) for _ in range(chance.randint(0, 2))]
    return Fact(
        id=f"t-{chance.randrange(10**9)}-{number}",
        kind=chance.choice(sorted(KINDS_FOR)),
        name="A thing",
        subtype=chance.choice(SUBTYPES),
        status=chance.choice(["active"] * 9 + ["closed"]),
        trades=some(chance, [*TRADES[:4], "any"], 2),
        stages=some(chance, list(STAGES), 2),
        needs=needs,
        about=chance.choice([None, *needs]),
        speaks_of=frozenset([*needs][:1]),
        derived=chance.choice([frozenset(), frozenset({"trades:food"})]),
        languages=some(chance, ["en", "fr", "es"], 2),
        interpreters=some(chance, ["es"], 1),
        features=some(chance, FEATURES, 3),
        requires=rule,
        rule=parse(rule) if rule else None,
        opens_on=chance.choice([None, None, None, day(chance, 30)]),
        closes_on=chance.choice([None, None, None, day(chance, 60)]),
        assured_on=chance.choice([None, day(chance, 600)]),
        dates=tuple(sorted(starts)),
        point=chance.choice([None, near(chance)]),
        reach_km=chance.choice([None, None, 5.0, 40.0]),
        service_area=chance.choice([(), (), ("Knox County",), ("Blount",)]),
        cost=chance.choice([None, "free", "low", "paid", "loan", "grant"]),
        rent_month=chance.choice([None, 40_000, 90_000]),
        area_m2=chance.choice([None, 20.0, 80.0]),
        noise_until=chance.choice([None, "20:00"]),
        available_from=chance.choice([None, None, day(chance, 40)]),
        organization=chance.choice([None, "Mill", "Forge", "Guild"]),
    )


def maker(chance):
    point = near(chance)
    known = {
        "needs": chance.sample(NEEDS, chance.randint(1, 3)),
        "trade": chance.sample(TRADES[:5], chance.randint(1, 2)),
        "stage": chance.choice(STAGES),
        "languages": chance.sample(["en", "fr", "es"], chance.randint(1, 2)),
        "has_car": chance.choice([True, False]),
        "county": "Knox",
        "age": chance.choice([15, 40]),
        "income_tier": chance.choice(["30", "80"]),
        "latitude": point[0],
        "longitude": point[1],
        "features": chance.sample(FEATURES, chance.randint(0, 2)),
        "features_wished": chance.sample(FEATURES, chance.randint(0, 2)),
        "rent_max": chance.choice([300, 1000]),
        "attributes": chance.choice([["veteran"], []]),
    }
    told = {name: known[name] for name in known if chance.random() < 0.6}
    return {**told, "longitude": known["longitude"]} if "latitude" in told else told


def listed(found):
    return [(match.fact.id, match.score) for match in found]


@pytest.mark.parametrize("seed", range(6))
def test_a_large_town_has_the_lists_a_plain_look_at_all_gives(seed):
    chance = Random(seed)
    facts = Facts(thing(number, chance) for number in range(3_000))
    for _ in range(25):
        answers, limit = maker(chance), chance.choice([1, 3, 8, 24])
        left_out = {fact.id for fact in chance.sample(facts, 300)}
        kinds = chance.choice([None, None, {"space"}, {"event", "peer"}])
        asked = {"left_out": left_out, "kinds": kinds, "limit": limit}
        assert listed(recommend(answers, facts, NOW, **asked)) == listed(recommend(answers, tuple(facts), NOW, **asked))


def test_nothing_is_worth_more_than_it_was_hoped_to_be():
    chance = Random(3)
    facts = Facts(thing(number, chance) for number in range(2_000))
    for _ in range(20):
        judge = Judge(maker(chance), NOW)
        hopes = at_most(judge, facts.facets)
        assert [one.id for one, hope in zip(facts, hopes, strict=True) if judge.points(one) > hope + SLACK] == []


def test_things_that_come_to_the_same_stand_by_their_ids():
    like = Fact(id="", kind="training", name="A course", needs=frozenset({"skill"}))
    facts = Facts(replace(like, id=f"{number:05}") for number in range(5_000, 0, -1))
    assert len(facts) > LARGE
    found = recommend({"needs": ["skill"]}, facts, NOW, limit=3)
    assert [match.fact.id for match in found] == ["00001", "00002", "00003"]
