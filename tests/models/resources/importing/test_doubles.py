"""New rows the town may have already under another id."""

import random

from models.resources.importing.doubles import likely_doubles
from models.resources.importing.drafts import Draft


def row(source_id, name, **more):
    return {"source_id": source_id, "name": name, **more}


def doubles(new, *standing):
    found = likely_doubles([Draft(place, values) for place, values in enumerate(new, 2)], standing)
    return [(one.row, one.source_id, one.other_id, round(one.similarity, 2)) for one in found]


def test_the_same_place_in_other_words():
    mill = row("mill", "Mill No. 4 Shared Kitchen", address="4 Mill Yard", phone="+1 555 555 0110")
    again = row("m4", "Shared Kitchen, Mill No 4", address="4, Mill yard", phone="(555) 555-0110")
    assert [one[:3] for one in doubles([again], mill)] == [(2, "m4", "mill")]


def test_two_courses_of_one_house_are_two():
    one = row("a", "First steps", organization="Made in Belmoulin", phone="+1 555 555 0110")
    other = row("b", "Bookkeeping for bakers", organization="Made in Belmoulin", phone="+1 555 555 0110")
    assert doubles([other], one) == []


def test_names_of_signs_only_are_like_no_other():
    assert doubles([row("a", "§§", phone="555 555 0110")], row("b", "!!", phone="555 555 0110")) == []


def test_two_rows_of_one_file():
    assert doubles([row("a", "Kiln of the valley"), row("b", "Kiln of the Valley")]) == [(3, "b", "a", 1.0)]


def test_thousands_are_compared_in_a_moment():
    pick = random.Random(7)
    words = [f"{pick.getrandbits(40):x}" for _ in range(3_000)]
    rows = [row(f"r{number}", " ".join(pick.sample(words, 4))) for number in range(4_000)]
    assert doubles(rows[:2_000], *rows[2_000:]) == []
