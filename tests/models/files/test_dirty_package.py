"""An old HSDS package with everything wrong in it that real ones have: the good comes in, the rest is told."""

import time

from sqlmodel import select

from models.resources.tables import Resource
from tests.models.files.dirty import as_zip, package
from tests.models.files.places import counts, put_bytes


async def rows(database):
    async with database.reading() as session:
        return {row.source_id: row for row in (await session.exec(select(Resource))).all()}


async def test_the_good_comes_in_and_the_rest_is_told(database, now):
    report = await put_bytes(database, "town.zip", as_zip(package(60)), now)
    assert counts(report) == (60, 0, 0, 0)
    assert [str(problem) for problem in report.noted] == [
        "read as HSDS (Open Referral)",
        "row 2, column parent_organization_id: in organizations the parents of o1 lead back to it; the parent is left out",
        "row 2, column longitude: 700 is not between -180 and 180; left out, the rest of the row is in",
        "row 52, column longitude: 700 is not between -180 and 180; left out, the rest of the row is in",
        "15 rows of eligibility say no service_id and belong to nobody; left out (the first is row 2)",
        "column organization.name: 20 texts were saved in one encoding and read in another; mended",
        "column description: 6 texts were saved in one encoding and read in another; mended",
        "column kind: not said by the file, so taken from the words of each row: 60 training",
    ]
    zero = (await rows(database))["s0"]
    told = (zero.organization, zero.description, zero.cost, zero.status, zero.latitude, zero.eligibility)
    assert told == ("Café de l’Été", "Atelier d’été à la ferme", "paid", "defunct", None, None)
    one = (await rows(database))["s1"]
    told = (one.address, one.schedule, one.eligibility, one.cost, one.url, one.phone, one.latitude)
    assert told == (
        "1 Main Street",
        "Monday 09:00–17:00",
        "Adults",
        "free",
        "https://www.example.org/page",
        "555 0001",
        44.5,
    )


async def test_four_thousand_services_in_twenty_seconds_and_twice_is_once(database, now):
    data = as_zip(package(4_000))
    begun = time.perf_counter()
    assert counts(await put_bytes(database, "town.zip", data, now)) == (4_000, 0, 0, 0)
    assert time.perf_counter() - begun < 20
    assert counts(await put_bytes(database, "town.zip", data, now)) == (0, 0, 4_000, 0)


async def test_letters_that_are_lost_are_named(database, now):
    files = package(1)
    files["services.csv"] = "id,name,status\ns0,Caf\ufffd du port,active\n".encode()
    report = await put_bytes(database, "town.zip", as_zip(files), now)
    assert (
        "row 2, column name: letters of “Caf\ufffd du port” were lost before this file was made; look at the original"
        in [str(problem) for problem in report.noted]
    )
