"""Nothing about people is kept without a rule: what she is told of it, and what becomes of it when she goes."""

import pytest

from models.personal.ways import NOBODY, WAYS, Gone
from models.tables import metadata

PERSON = metadata.tables["person"].c.id


def leads_to_people(table):
    """The columns that point to a person's row."""
    return {column.name for column in table.c if any(key.column is PERSON for key in column.foreign_keys)}


def test_every_table_either_names_people_or_names_nobody():
    assert {*WAYS} | NOBODY == {*metadata.tables}
    assert {*WAYS} & NOBODY == set()


@pytest.mark.parametrize("name", WAYS)
def test_every_column_is_told_or_kept_back_with_a_reason(name):
    way = WAYS[name]
    assert sorted([*way.told, *way.kept_back]) == sorted(metadata.tables[name].c.keys())
    assert all(way.kept_back.values())


@pytest.mark.parametrize("name", sorted(NOBODY))
def test_what_names_nobody_points_to_nobody(name):
    table = metadata.tables[name]
    assert leads_to_people(table) == set()
    assert {"person_id", "created_by"} & {*table.c.keys()} == set()


@pytest.mark.parametrize("name", WAYS)
def test_every_way_to_a_person_is_followed(name):
    table, way = metadata.tables[name], WAYS[name]
    assert leads_to_people(table) <= {*way.by, *way.kept_back}
    if way.gone is Gone.CASCADE and name != "person":
        assert {key.ondelete for key in table.foreign_keys if key.column.table.name in {"person", *way.beside}} == {
            "CASCADE"
        }
