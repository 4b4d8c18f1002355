"""Where things are."""

import pytest

from models.resources.facts import Fact
from models.resources.places import Place, distance, find, nearest, places_of, with_place

MAIN_STREET = Place("Main Street", 44.5520, -70.0610, "Belmoulin", "Ourse", ("downtown", "centre-ville"))
PETIT_CANADA = Place("Petit-Canada", 44.5570, -70.0560, "Belmoulin", "Ourse", ("little canada",))
WICKHAM = Place("Wickham", 44.5520, -70.3260, "Wickham", "Larch")
TOWN = (MAIN_STREET, PETIT_CANADA, WICKHAM)


@pytest.mark.parametrize(
    ("from_", "to", "metres"),
    [
        ((48.8566, 2.3522), (48.8566, 2.3522), 0),
        ((48.8566, 2.3522), (45.7640, 4.8357), 391_499),  # Paris to Lyon
        ((0, 179.99), (0, -179.99), 2_224),  # across the date line, not around the world
        ((90, 0), (-90, 0), 20_015_115),  # half the way round
    ],
)
def test_distance_as_the_crow_flies(from_, to, metres):
    assert distance(from_, to) == metres


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("DOWNTOWN", MAIN_STREET),
        ("centre ville", MAIN_STREET),
        ("petit canada", PETIT_CANADA),
        ("", None),
        ("Paris", None),
    ],
)
def test_a_place_is_found_by_any_of_its_words(words, place):
    assert find(words, TOWN) == place


def test_a_shared_location_is_next_to_a_place():
    assert nearest((44.5561, -70.0570), TOWN) == PETIT_CANADA
    assert nearest((48.8566, 2.3522), TOWN) is None
    assert nearest((44.5561, -70.0570), ()) is None


def test_a_neighbourhood_tells_the_county_and_roughly_where():
    assert with_place({"neighborhood": "little canada", "age": None}, TOWN) == {
        "neighborhood": "little canada",
        "city": "Belmoulin",
        "county": "Ourse",
        "latitude": 44.5570,
        "longitude": -70.0560,
    }


def test_what_somebody_said_stays_as_said():
    said = {"neighborhood": "downtown", "county": "Larch", "latitude": 1.0, "longitude": 2.0}
    assert with_place(said, TOWN) == {**said, "city": "Belmoulin"}
    assert with_place({"neighborhood": "Atlantis"}, TOWN) == {"neighborhood": "Atlantis"}


def test_a_town_without_a_list_of_places_has_them_from_its_things():
    shops = [
        Fact(id=str(number), kind="space", name="Shop", neighborhood="Depot", postcode="37", city="Creek", county=county,
             point=(float(number), 2.0))
        for number, county in enumerate(("Hollis", "Hollis", "Bram"))
    ]  # fmt: skip
    depot, postcode, city = places_of(shops)
    assert depot == Place("Depot", 1.0, 2.0, "Creek", None, postcode="37")
    assert (postcode.name, city.name) == ("37", "Creek")
    assert with_place({"city": "creek"}, [depot, postcode, city]) == {
        "city": "creek",
        "latitude": 1.0,
        "longitude": 2.0,
    }
    assert with_place({"latitude": 1.01, "longitude": 2.0}, [depot])["postcode"] == "37"
