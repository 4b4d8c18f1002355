"""What is almost open, with the one thing that stands between; and what is never called so."""

from datetime import UTC, date, datetime

import pytest

from models.resources.facts import Fact
from models.resources.near_misses import near_misses
from models.resources.rule_text import parse

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HERE = {"latitude": 44.5520, "longitude": -70.0610}
NEXT_TOWN = (44.4441, -70.0610)  # 12 km south
FAR_TOWN = (44.5520, -69.4310)  # 50 km east
SEAMSTRESS = {"trade": "textiles", "stage": "starting", "needs": ["workspace"], "attributes": [], "age": 15,
              "registered": False, "employees": 0, "neighborhood": "Northgate", **HERE}  # fmt: skip


def thing(id_="it", **known):
    rule = {"rule": parse(known["requires"])} if "requires" in known else {}
    sets = {name: frozenset(known.pop(name)) for name in ("trades", "needs", "features") if name in known}
    return Fact(**{"id": id_, "kind": "space", "name": id_, "needs": frozenset({"workspace"}), **known, **sets, **rule})


def near(*facts, **answers):
    found = near_misses({**SEAMSTRESS, **answers}, facts, NOW)
    return {one.fact.id: [str(reason) for reason in one.missing] for one in found}


ALMOST = {
    "a business to register": (thing(requires="registered"), {}, ["registered"]),
    "the next stage": (thing(requires="stage in (selling, growing)"), {}, ["stage:selling"]),
    "a workshop in the district": (thing(requires='neighborhood = "Main Street"'), {}, ["neighborhood:Main Street"]),
    "two papers": (thing(requires="registered and employees >= 1"), {}, ["registered", "employees:1"]),
    "opens next week": (thing(opens_on=date(2026, 12, 1)), {}, ["opens:2026-12-01"]),
    "free in January": (thing(available_from=date(2027, 1, 1)), {}, ["from:2027-01-01"]),
    "a little beyond its reach": (thing(point=NEXT_TOWN, reach_km=10), {}, ["reach:12.0km"]),
    "too far for the bus": (thing(point=FAR_TOWN), {"has_car": False}, ["reach:49.9km"]),
    "a little too dear": (thing(rent_month=50_000, currency="USD"), {"rent_max": 400}, ["rent:500"]),
    "a little too big": (thing(area_m2=70), {"area_max": 60}, ["too_big:70"]),
    "one thing short": (
        thing(features=["floor_drain"], trades=["textiles"]),
        {"features": ["floor_drain", "gas"]},
        ["lacks:gas"],
    ),
}


@pytest.mark.parametrize(("one", "answers", "missing"), ALMOST.values(), ids=ALMOST)
def test_almost_open(one, answers, missing):
    assert near(one, **answers) == {"it": missing}


NOT_NEAR = {
    "what is open": (thing(), {}),
    "another age": (thing(requires="age >= 16"), {}),
    "another origin": (thing(requires="attribute refugee"), {}),
    "another income": (thing(requires="income_tier <= 50"), {"income_tier": "80"}),
    "another age and a paper": (thing(requires="age >= 16 and registered"), {}),
    "closed for good": (thing(status="defunct", requires="registered"), {}),
    "over since yesterday": (thing(closes_on=date(2026, 11, 22), requires="registered"), {}),
    "opens next year": (thing(opens_on=date(2027, 11, 1)), {}),
    "another trade": (thing(trades=["ceramics"], requires="registered"), {}),
    "what she did not ask for": (thing(needs=["legal"], requires="registered"), {}),
    "twice the rent": (thing(rent_month=90_000, currency="USD"), {"rent_max": 400}),
    "a paper and too dear": (thing(requires="registered", rent_month=50_000), {"rent_max": 400}),
    "no kitchen": (
        thing(features=["cold_storage"], trades=["food"]),
        {"trade": "food", "features": ["licensed_kitchen"], "features_wished": ["cold_storage"]},
    ),
    "beyond the region": (thing(point=(44.5520, -68.0)), {}),
    "an event that is over": (thing(kind="event", requires="registered"), {}),
}


@pytest.mark.parametrize(("one", "answers"), NOT_NEAR.values(), ids=NOT_NEAR)
def test_not_near(one, answers):
    assert near(one, **answers) == {}


def test_the_nearest_comes_first_and_hidden_things_do_not_come():
    facts = (
        thing("later", requires="stage >= growing"),
        thing("soon", requires="stage >= selling"),
        thing("both", requires="registered and employees >= 1"),
        thing("hidden", requires="registered"),
    )
    found = near_misses(SEAMSTRESS, facts, NOW, left_out={"hidden"})
    assert [one.fact.id for one in found] == ["soon", "both", "later"]
    assert len(near_misses(SEAMSTRESS, facts, NOW, limit=1)) == 1
