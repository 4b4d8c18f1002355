"""A room and what is done in it: fits, fits if, fails only on."""

from datetime import date

import pytest

from models.resources.facts import Fact
from models.resources.spaces import Wishes, rent_of

TODAY = date(2026, 11, 23)
BREWER = {"features": ["floor_drain", "three_phase"], "features_wished": ["vent_hood"]}


def room(*features, **known):
    return Fact(**{"id": "room", "kind": "space", "name": "A room", "features": frozenset(features), **known})


def fit(answers, one):
    found = Wishes.of(answers).fit(one, TODAY)
    return found.verdict, [str(reason) for reason in (*found.conditions, *found.fails)]


FITS = {
    "everything there": (BREWER, room("floor_drain", "three_phase")),
    "nothing asked": ({}, room()),
    "a kitchen has its hood": ({"features": ["vent_hood"]}, room("licensed_kitchen")),
    "at street level by its column": ({"features": ["street_level"]}, room("gas", street_level=True)),
    "within the rent": ({"rent_max": 400}, room(rent_month=40_000, currency="USD")),
    "within the area": ({"area_min": 20, "area_max": 60}, room(subtype="studio", area_m2=60)),
    "a shared hall has no area of its own": ({"area_max": 60}, room(subtype="makerspace", area_m2=600)),
    "quiet work may go on": ({"works_until": "21:30"}, room(noise_until="18:00")),
    "loud work where noise is allowed": ({"loud": True, "works_until": "21:00"}, room("noise_ok", noise_until="18:00")),
    "free since today": ({"rent_max": 1}, room(available_from=TODAY)),
}


@pytest.mark.parametrize(("answers", "one"), FITS.values(), ids=FITS)
def test_it_fits(answers, one):
    assert fit(answers, one) == ("fits", [])


FITS_IF = {
    "a machine she brings": ({"features": ["kiln"]}, room("three_phase"), "bring:kiln"),
    "nobody wrote down what it has": ({"features": ["gas"]}, room(), "if_has:gas"),
    "loud work": ({"loud": True, "works_until": "22:00"}, room("gas", noise_until="20:00"), "quiet_after:20:00"),
    "work at night": ({"works_until": "24:00"}, room("gas", noise_until="20:00"), "if_has:night_hours"),
}


@pytest.mark.parametrize(("answers", "one", "condition"), FITS_IF.values(), ids=FITS_IF)
def test_it_fits_on_a_condition(answers, one, condition):
    assert fit(answers, one) == ("fits_if", [condition])


FAILS = {
    "no drain": (BREWER, room("three_phase", "vent_hood"), "lacks:floor_drain"),
    "no current for a kiln": ({"features": ["kiln"]}, room("water"), "lacks:kiln"),
    "too dear": ({"rent_max": 400}, room(rent_month=40_100, currency="USD"), "rent:401"),
    "too small": ({"area_min": 20}, room(subtype="unit", area_m2=19), "too_small:19"),
    "too big": ({"area_max": 60}, room(area_m2=61), "too_big:61"),
    "taken until spring": ({"rent_max": 1}, room(available_from=date(2027, 4, 1)), "from:2027-04-01"),
}


@pytest.mark.parametrize(("answers", "one", "on"), FAILS.values(), ids=FAILS)
def test_it_fails_only_on(answers, one, on):
    assert fit(answers, one) == ("fails", [on])


def test_what_helps_is_told_apart_from_what_is_needed():
    found = Wishes.of(BREWER).fit(room("floor_drain", "three_phase", "vent_hood", "gas"), TODAY)
    assert (found.has, found.helps) == (("floor_drain", "three_phase"), ("vent_hood",))


def test_a_rent_in_a_currency_without_cents():
    assert rent_of(room(rent_month=40_000, currency="JPY")) == 40_000
    assert rent_of(room(rent_month=40_050, currency="USD")) == 400.5


def test_a_room_whose_features_were_only_read_from_its_words_lacks_nothing_for_certain():
    read = room("gas", derived=frozenset({"features:gas"}))
    assert fit({"features": ["floor_drain", "gas"]}, read) == ("fits_if", ["if_has:floor_drain"])
