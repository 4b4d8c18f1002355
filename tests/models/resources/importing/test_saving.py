"""Drafts into rows: added, changed, unchanged, refused; twice is once."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from models.resources import catalogue
from models.resources.freshness import desk
from models.resources.importing.cells import Known
from models.resources.importing.resources import read_resources
from models.resources.importing.saving import save
from models.resources.tables import Resource

HEADER = [
    "id",
    "kind",
    "name",
    "name_fr",
    "trades",
    "cost",
    "requires",
    "latitude",
    "longitude",
    "opens_on",
    "street_level",
]
KITCHEN = [
    "kitchen",
    "space",
    "The kitchen",
    "La cuisine",
    "food|drink",
    "paid",
    "age >= 18",
    "44.55",
    "-70.06",
    "2026-01-01",
    "yes",
]
COURSE = ["course", "training", "First steps", "", "any", "free", "", "", "", "", ""]


def sheet(*rows, header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


async def put(database, data, now):
    """Import a file as the commands do; added, changed, unchanged, refused."""
    async with database.transaction() as session:
        report = await save(session, Resource, read_resources(data, Known()), now)
    return report.added, report.changed, report.unchanged, [str(problem) for problem in report.refused]


async def rows(database):
    async with database.reading() as session:
        found = (await session.exec(select(Resource).order_by(Resource.source_id))).all()
    return {row.source_id: row for row in found}


async def stamp(database):
    async with database.reading() as session:
        return await catalogue.stamp(session)


async def test_twice_is_once(database, now):
    assert await put(database, sheet(KITCHEN, COURSE), now) == (2, 0, 0, [])
    before, stamped = await rows(database), await stamp(database)
    assert await put(database, sheet(COURSE, KITCHEN), now + timedelta(days=1)) == (0, 0, 2, [])
    assert (await rows(database), await stamp(database)) == (before, stamped)


async def test_what_went_in_comes_out(database, now):
    await put(database, sheet(KITCHEN), now)
    kitchen = (await rows(database))["kitchen"]
    assert kitchen.model_dump(exclude_defaults=True, exclude={"id"}) == {
        "source_id": "kitchen",
        "kind": "space",
        "name": "The kitchen",
        "translations": {"fr": {"name": "La cuisine"}},
        "trades": ["food", "drink"],
        "cost": "paid",
        "requires": "age >= 18",
        "latitude": 44.55,
        "longitude": -70.06,
        "opens_on": kitchen.opens_on,
        "street_level": True,
        "changed_at": now,
    }
    assert kitchen.opens_on.isoformat() == "2026-01-01"


async def test_one_changed_cell_changes_one_row(database, now):
    await put(database, sheet(KITCHEN, COURSE), now)
    stamped = await stamp(database)
    later = now + timedelta(days=1)
    assert await put(database, sheet(KITCHEN, [*COURSE[:5], "low", *COURSE[6:]]), later) == (0, 1, 1, [])
    after = await rows(database)
    assert (after["course"].cost, after["course"].changed_at, after["kitchen"].changed_at) == ("low", later, now)
    assert await stamp(database) != stamped


async def test_a_refused_row_never_stops_the_rest(database, now):
    bad = ["bad", "space", "", *COURSE[3:]]
    assert await put(database, sheet(KITCHEN, bad, COURSE), now) == (
        2,
        0,
        0,
        ["row 3, column name: this must not be empty"],
    )


async def test_a_file_with_fewer_columns_leaves_the_other_fields_alone(database, now):
    await put(database, sheet(KITCHEN), now)
    assert await put(database, sheet(["kitchen", "space", "New name"], header=HEADER[:3]), now) == (0, 1, 0, [])
    kitchen = (await rows(database))["kitchen"]
    assert (kitchen.name, kitchen.cost, kitchen.trades) == ("New name", "paid", ["food", "drink"])


async def put_and_fail(database, data, now):
    async with database.transaction() as session:
        await save(session, Resource, read_resources(data, Known()), now)
        raise ConnectionError


async def test_an_error_half_way_leaves_nothing(database, now):
    with pytest.raises(ConnectionError):
        await put_and_fail(database, sheet(KITCHEN), now)
    assert (await rows(database), await stamp(database)) == ({}, None)


async def test_more_rows_than_one_question_can_ask_for(database, now):
    many = [[f"r{number}", *COURSE[1:]] for number in range(1_234)]
    assert await put(database, sheet(*many), now) == (1_234, 0, 0, [])
    assert await put(database, sheet(*many), now) == (0, 0, 1_234, [])
    async with database.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Resource))).one() == 1_234


word = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)
degree = st.floats(-80, 80).map(str)
row = st.tuples(
    word,
    st.sampled_from(["space", "training"]),
    word,
    word,
    st.lists(st.sampled_from(["food", "wood"]), max_size=3).map("|".join),
    st.sampled_from(["", "free", "paid"]),
    st.sampled_from(["", "age >= 16", "ATTRIBUTE veteran or has_car"]),
    degree,
    degree,
    st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
    st.sampled_from(["", "yes", "no"]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(row, max_size=6, unique_by=lambda cells: cells[0]))
async def test_any_file_twice_is_once(database, now, found):
    first = await put(database, sheet(*found), now)
    before = await rows(database)
    assert (sum(first[:3]), first[3]) == (len(found), [])
    assert await put(database, sheet(*found), now) == (0, 0, len(found), [])
    assert await rows(database) == before


async def test_a_file_does_not_take_back_what_somebody_has_confirmed_since(database, now):
    header = ["id", "kind", "name", "assured_on", "assured_by"]
    file = sheet(["kitchen", "space", "The kitchen", "2026-03-01", "The town"], header=header)
    assert await put(database, file, now) == (1, 0, 0, [])
    async with database.transaction() as session:
        await desk.still_right(session, "kitchen", "Its owner", date(2026, 11, 23), now)
    assert await put(database, file, now) == (0, 0, 1, [])
    newer = sheet(["kitchen", "space", "The kitchen", "2026-12-01", "The town"], header=header)
    assert await put(database, newer, now) == (0, 1, 0, [])
