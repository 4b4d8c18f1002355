"""What the town wrote out comes in again without a change, and opens in a spreadsheet as words."""

import csv
import io
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from models.files.formats import read_parts
from models.files.writing import WRITERS
from models.resources.importing.cells import Known
from models.resources.importing.parcel import Parcel
from models.resources.importing.saving import save_file

KNOWN = Known(language="en", currency="USD", timezone="America/New_York")
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # the database keeps what it was given: shrinking misleads


async def put(database, name, data, now):
    async with database.transaction() as session:
        report = await save_file(session, read_parts(Parcel(name, {name: data}), KNOWN), now, name=name)
    return (report.added, report.changed, report.unchanged), [str(problem) for problem in report.refused]


async def written(database, said="csv"):
    async with database.reading() as session:
        return await WRITERS[said](session)


def sheet(header, rows):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


word = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=15)
armed = st.builds(str.__add__, st.sampled_from([*"=+-@'", "'=", "''+", "\t=", "\r@", "|", "-5", "＝"]), word)
said = st.one_of(word, armed).map(str.strip).filter(bool)
listed = st.lists(said.filter(lambda text: text.strip("|' ")), max_size=3).map("|".join)
degree = st.floats(-80, 80).map(repr)
money = st.one_of(st.just(""), st.integers(0, 10**12).map(str))

OUR_TIME = date(1900, 1, 1), date(2200, 12, 31)

RESOURCE = {
    "id": said,
    "kind": st.sampled_from(["space", "training", "incentive"]),
    "name": said,
    "name_fr": st.one_of(st.just(""), said),
    "description": st.one_of(st.just(""), said),
    "tags": listed,
    "documents": listed,
    "documents_es": listed,
    "trades": st.sampled_from(["", "food", "food|wood"]),
    "latitude": degree,
    "longitude": degree,
    "requires": st.sampled_from(["", "age >= 16", "not employees > 5 and county in (Knox, Blount)"]),
    "phone": st.one_of(st.just(""), st.sampled_from(["+1 555 555 0110", "-", "=1+1", "@home"])),
    "rent_month": money,
    "opens_on": st.one_of(st.just(""), st.dates(*OUR_TIME).map(str)),
    "street_level": st.sampled_from(["", "yes", "no"]),
    "reach_km": st.one_of(st.just(""), st.floats(0, 1000).map(repr)),
}
EVENT = {
    "id": said,
    "title": said,
    "title_fr": st.one_of(st.just(""), said),
    "starts_at": st.datetimes(*(datetime.combine(day, time()) for day in OUR_TIME)).map(
        lambda moment: moment.isoformat()
    ),
    "rrule": st.sampled_from(["", "FREQ=WEEKLY;BYDAY=TH"]),
    "exdates": st.sampled_from(["", "2026-11-26|2026-12-24T18:00"]),
    "venue": st.one_of(st.just(""), said),
    "capacity": st.sampled_from(["", "40"]),
}
PERSON = {
    "id": said,
    "first_name": said,
    "makes": st.one_of(st.just(""), said),
    "agreed_on": st.dates(*OUR_TIME).map(str),
}


def files_of(columns):
    rows = st.lists(st.tuples(*columns.values()), max_size=5, unique_by=lambda row: row[0])
    return rows.map(lambda found: sheet(columns, found))


@settings(max_examples=30, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(resources=files_of(RESOURCE), events=files_of(EVENT), people=files_of(PERSON))
async def test_import_of_an_export_changes_nothing(database, now, resources, events, people):
    for name, data in (("resources.csv", resources), ("events.csv", events), ("people.csv", people)):
        await put(database, name, data, now)
    first = await written(database)
    for name, data in first.items():
        (added, changed, _), refused = await put(database, name, data, now)
        assert (name, added, changed, refused) == (name, 0, 0, [])
    assert await written(database) == first


@settings(max_examples=20, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(resources=files_of(RESOURCE))
async def test_the_same_in_hsds(database, now, resources):
    await put(database, "resources.csv", resources, now)
    first, files = await written(database), await written(database, "hsds")
    package = {name.removeprefix("csv/"): data for name, data in files.items() if name.startswith("csv/")}
    for parcel in (Parcel("services.json", {"services.json": files["services.json"]}), Parcel("csv", package)):
        if len(first["resources.csv"].splitlines()) == 1:
            continue  # nothing was written, and a file without services says so
        async with database.transaction() as session:
            report = await save_file(session, read_parts(parcel, KNOWN), now, name=parcel.name)
        told = [(one.differences, parcel.name) for one in report.changes]
        assert (report.added, told, [str(problem) for problem in report.refused]) == (0, [], [])
    assert await written(database) == first


async def test_an_export_moves_a_town_to_another_house(database, now):
    rows = [["a", "space", "The mill", "Le moulin", "=cmd()|'x'", "-70.06", "44.5"]]
    await put(database, "x.csv", sheet(["id", "kind", "name", "name_fr", "phone", "longitude", "latitude"], rows), now)
    data = (await written(database))["resources.csv"]
    assert data.startswith(b"\xef\xbb\xbfid,kind,subtype,name,name_fr,")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (row["phone"], row["longitude"], row["name_fr"]) == ("'=cmd()|'x'", "-70.06", "Le moulin")


PAYLOADS = [
    "=1+1", "+1 555 0110", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")',
    "'=1+1", "''=1+1", "-cmd", "--1", "+", "=", "@", "＝1+1", "＋1", "－1", "＠x", "-1e9",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_cell_of_an_export_runs_as_a_formula(database, now, payload):
    await put(database, "x.csv", sheet(["id", "kind", "name"], [["a", "space", "x" + payload]]), now)
    async with database.transaction() as session:
        await session.exec(sql("update resource set name = :name").bindparams(name=payload))
    (row,) = csv.DictReader(io.StringIO((await written(database))["resources.csv"].decode("utf-8-sig")))
    assert row["name"] == f"'{payload}"
