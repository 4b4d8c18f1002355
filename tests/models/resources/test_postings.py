"""Which things hold a word: written down thing after thing, read word after word."""

from random import Random

import pytest

from models.resources import postings
from models.resources.postings import Growing

MOST = 1 << postings.HALF  # different words from which their numbers no longer fit in half


def told(things, different, chance):
    """Things with a few words each and how strongly they hold them."""
    return [{f"w{chance.randrange(different)}": chance.random() for _ in range(chance.randrange(9))} for _ in things]


def rows_of(things):
    growing = Growing()
    for thing in things:
        growing.add(thing, thing.values())
    return growing.rows()


def test_a_row_holds_its_things_in_their_order():
    rows = rows_of([{"kiln": 1.0}, {}, {"clay": 0.5, "kiln": 0.25}])
    assert {word: list(row) for word, row in rows.items()} == {"kiln": [(0, 1.0), (2, 0.25)], "clay": [(2, 0.5)]}
    assert (rows.spread("kiln"), rows.spread("gas"), "gas" in rows, len(rows)) == (2, 0, False, 2)
    assert [rows["kiln"].holds(place) for place in range(4)] == [True, False, True, False]


def test_nothing_makes_no_rows():
    assert dict(rows_of([])) == {}
    assert dict(rows_of([{}])) == {}


@pytest.mark.parametrize("different", [50, 2 * MOST])
def test_a_large_town_is_put_in_order_as_a_small_one_is(different, monkeypatch):
    things = told(range(30_000 if different > MOST else 900), different, Random(5))
    large = {word: list(row) for word, row in rows_of(things).items()}
    assert len(large) > MOST or different < MOST
    monkeypatch.setattr(postings, "LARGE", len(things))
    assert {word: list(row) for word, row in rows_of(things).items()} == large
