"""Zones by their cities, countries and common names, in the town's languages."""

from datetime import UTC, datetime

import pytest
from babel import Locale

from content.texts import HERE as CONTENT
from content.texts import Texts
from content.zones import Zones, city, near

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def zones():
    return Zones(Texts([CONTENT], ["en", "fr", "es"]))


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Paris", "Europe/Paris"),
        ("I live in New York", "America/New_York"),
        ("Nueva York", "America/New_York"),
        ("europe/madrid", "Europe/Madrid"),
        ("Ciudad de México", "America/Mexico_City"),
        ("Eastern Time", "America/New_York"),
        ("heure de l’Est nord-américain", "America/New_York"),
        ("France", "Europe/Paris"),
        ("Haïti", "America/Port-au-Prince"),
        ("KOLKATA", "Asia/Kolkata"),
    ],
)
def test_the_zone_that_is_meant(zones, said, zone):
    assert zones.find(said) == zone


@pytest.mark.parametrize("said", ["", "Atlantis", "at home", "Paris or Tokyo", "👍", "x" * 5000])
def test_what_is_not_clear_is_no_zone(zones, said):
    assert zones.find(said) is None


def test_a_few_around_the_town_are_offered():
    assert near("America/New_York", WINTER, 4) == [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
    ]
    assert near("Europe/Madrid", SUMMER, 3) == ["Europe/Madrid", "Europe/London", "Europe/Athens"]


@pytest.mark.parametrize(("language", "name"), [("en", "New York"), ("es", "Nueva York"), ("fr", "New York")])
def test_a_zone_is_called_by_its_city(language, name):
    assert city("America/New_York", Locale.parse(language)) == name
