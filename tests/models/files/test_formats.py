"""Files of other programs, made here: what each says arrives, and what cannot be read is named with its place."""

import io
import json
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from sqlmodel import select

from models.events.tables import Event
from models.resources.importing.sheet import Unreadable
from models.resources.tables import Resource
from tests.models.files.places import counts, put_bytes


def book(*sheets):
    """A workbook of these sheets: (title, rows)."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


async def rows(database, table=Resource):
    async with database.reading() as session:
        return {row.source_id: row for row in (await session.exec(select(table))).all()}


def said(report):
    return [str(problem) for problem in [*report.refused, *report.noted]]


def some(row, **wanted):
    return {name: getattr(row, name) for name in wanted}, wanted


async def test_a_spreadsheet_as_a_coordinator_has_it(database, now):
    data = book(
        (
            "Lieux",
            [
                ["Lieux pour fabriquer, printemps"],
                [],
                ["Réf", "Type", "Nom", "Code postal", "Loyer", "Ouverture", "De plain-pied", "Devise"],
                [7, "Lieu", "L’atelier", 56000, 64000, datetime.fromisoformat("2026-05-01"), True, "EUR"],
                [8, "Lieu", "Le fournil", "02300", 0, date(2026, 6, 1), False, "EUR"],
            ],
        ),
        ("Notes", [["à faire", "quand"], ["appeler", "mardi"]]),
    )
    report = await put_bytes(database, "lieux.xlsx", data, now)
    assert counts(report) == (2, 0, 0, 0)
    assert said(report)[-1] == "nothing is known about the sheet Notes; it was left out"
    mill = (await rows(database))["7"]
    found, wanted = some(mill, kind="space", name="L’atelier", postcode="56000", rent_month=64000, street_level=True)
    assert (found, mill.opens_on) == (wanted, date(2026, 5, 1))
    assert counts(await put_bytes(database, "lieux.xlsx", data, now)) == (0, 0, 2, 0)


async def test_a_formula_is_its_value_or_keeps_its_row_out(database, now):
    data = book(("Sheet", [["id", "kind", "name"], ["a", "space", '="Ki"&"ln"'], ["b", "space", "The mill"]]))
    report = await put_bytes(database, "sheet.xlsx", data, now)
    assert (counts(report), said(report)) == (
        (1, 0, 0, 1),
        [
            "row 2, column C: this formula has no value in the file; open and save it in a spreadsheet, or write the value"
        ],
    )
    calculated = _with_value(data, "Kiln")
    assert counts(await put_bytes(database, "sheet.xlsx", calculated, now)) == (1, 0, 1, 0)
    assert (await rows(database))["a"].name == "Kiln"


def _with_value(data, value):
    """The same workbook as a spreadsheet program saves it: with what its formula came to."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name)
    sheet = files["xl/worksheets/sheet1.xml"].decode()
    place = sheet.index("<f>")
    cell = sheet.rindex("<c ", 0, place)
    end = sheet.index("</c>", place)
    formula = sheet[place : sheet.index("</f>", place) + 4]
    files["xl/worksheets/sheet1.xml"] = f'{sheet[:cell]}<c r="C2" t="str">{formula}<v>{value}</v>{sheet[end:]}'
    return zipped(files)


async def test_points_on_a_map(database, now):
    def feature(name, *place, kind="Point", **more):
        return {
            "type": "Feature",
            "properties": {"nom": name, **more},
            "geometry": {"type": kind, "coordinates": place},
        }

    document = {
        "type": "FeatureCollection",
        "features": [
            feature("Fab Lab", -2.75, 47.64, "Point", tel="02 97 00 00 00"),
            feature("Un pré", [0, 0], kind="Polygon"),
            feature("Nulle part", 200, 95),
        ],
    }
    document["features"][0]["geometry"]["coordinates"] = [-2.75, 47.64]
    report = await put_bytes(database, "map.geojson", json.dumps(document).encode(), now)
    assert said(report) == [
        "feature 2, geometry: this is not a point on a map; only points can be read",
        "row 1, column nom: read as name",
        "row 1, column tel: read as phone",
        "feature 3, latitude: 95 is not between -90 and 90; left out, the rest of the feature is in",
        "feature 3, longitude: 200 is not between -180 and 180; left out, the rest of the feature is in",
        "2 rows have no id of their own; it was made from their names",
        "column kind: not said by the file, so taken from the words of each row: 1 space, 1 training",
    ]
    lab = (await rows(database))["fab-lab"]
    assert (lab.latitude, lab.longitude, lab.phone) == (47.64, -2.75, "02 97 00 00 00")


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Course",
            "@id": "https://made.example/first-steps",
            "name": "First steps",
            "description": "Six evenings &amp; supper.<br>Childcare.",
            "provider": {"@type": "Organization", "name": "Made"},
            "isAccessibleForFree": True,
            "inLanguage": "en",
            "availableLanguage": ["English", {"@type": "Language", "name": "Spanish"}],
        },
        {
            "@type": ["LocalBusiness", "Place"],
            "name": "Shared kitchen",
            "address": {"streetAddress": "4 Mill Yard", "postalCode": "00411", "addressLocality": "Belmoulin"},
            "geo": {"latitude": 44.5, "longitude": "-70.06"},
            "telephone": "+1 555 555 0110",
            "openingHoursSpecification": [
                {"dayOfWeek": "https://schema.org/Monday", "opens": "09:00:00", "closes": "17:00"}
            ],
            "url": "kitchen.example",
        },
        {"@type": "Event", "name": "Fair", "startDate": "2026-12-05T10:00", "location": "Main Street"},
        {"@type": "Person", "name": "Nobody"},
    ],
}


async def test_what_a_web_page_tells_search_engines(database, now):
    report = await put_bytes(database, "page.jsonld", json.dumps(LINKED).encode(), now)
    assert counts(report) == (3, 0, 0, 0)
    found = await rows(database)
    course, kitchen = found["https://made.example/first-steps"], found["shared-kitchen"]
    got, wanted = some(
        course,
        kind="training",
        description="Six evenings & supper.\nChildcare.",
        organization="Made",
        cost="free",
        languages=["en", "es"],
    )
    assert got == wanted
    got, wanted = some(
        kitchen,
        kind="space",
        address="4 Mill Yard",
        postcode="00411",
        city="Belmoulin",
        latitude=44.5,
        longitude=-70.06,
        schedule="Monday 09:00–17:00",
        url="https://kitchen.example",
    )
    assert got == wanted
    assert [event.title for event in (await rows(database, Event)).values()] == ["Fair"]
    assert counts(await put_bytes(database, "page.jsonld", json.dumps(LINKED).encode(), now)) == (0, 0, 3, 0)


async def test_an_archive_of_a_towns_files(database, now):
    files = {
        "town/resources.csv": "id,kind,name\nmill,space,The mill\n",
        "town/people.csv": "id,first_name,agreed_on\nrosa,Rosa,2026-01-15\n",
        "town/notes.txt": "not for you",
    }
    assert counts(await put_bytes(database, "town.zip", zipped(files), now)) == (2, 0, 0, 0)


SERVICE = {
    "id": "s1",
    "name": "Counselling for makers",
    "status": "temporarily closed",
    "service_at_locations": [
        {"location": {"id": "north", "latitude": 44.5, "longitude": -70.0, "addresses": [{"address_1": "1 North St"}]}},
        {"location": {"id": "south", "addresses": [{"address_1": "2 South St", "address_type": "physical"}]}},
    ],
    "schedules": [{"byday": "MO,TU", "opens_at": "10:00:00", "closes_at": "18:00"}],
    "cost_options": [{"option": "Adults", "amount": 35, "currency": "usd", "amount_description": "an hour"}],
    "phones": [{"number": "555 0111", "type": "fax"}, {"number": "555 0110", "extension": 4}],
}


async def test_a_service_at_two_places_is_two(database, now):
    await put_bytes(database, "services.json", json.dumps({"contents": [SERVICE]}).encode(), now)
    found = await rows(database)
    assert {id_: row.address for id_, row in found.items()} == {"s1@north": "1 North St", "s1@south": "2 South St"}
    got, wanted = some(
        found["s1@north"],
        status="temporarily_closed",
        schedule="Mon, Tue 10:00–18:00",
        cost="paid",
        cost_detail="Adults, 35 USD, an hour",
        phone="555 0110, ext. 4",
    )
    assert got == wanted


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.json", b'{"id": ', "this is not JSON"),
        ("a.json", b'{"id": NaN}', "this is not JSON (NaN is no number)"),
        ("a.json", b"[" * 100_000, "this is not JSON (it is nested too deep)"),
        ("a.json", b'{"city": "Belmoulin"}', "nothing is known about files like this"),
        ("a.zip", zipped({"readme.txt": "hello"}), "there is no CSV, JSON or ICS file in this archive"),
        ("a.zip", b"PK\x03\x04 broken", "this archive is broken or locked; make it anew"),
        ("a.xlsx", zipped({"xl/workbook.xml": "<broken"}), "this spreadsheet is broken or locked"),
    ],
)
async def test_what_cannot_be_read_at_all(database, now, name, data, sentence):
    with pytest.raises(Unreadable) as raised:
        await put_bytes(database, name, data, now)
    assert str(raised.value).startswith(sentence)


async def test_a_file_of_words_is_told_what_can_be_read(database, now):
    readme = b"# The house\n\nRead this first, then begin.\n"
    with pytest.raises(Unreadable, match="names no known column; send a table"):
        await put_bytes(database, "README.md", readme, now)
