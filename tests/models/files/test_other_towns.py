"""Real files of other towns, each by a mapping kept as data: what they say arrives, and twice is once."""

import pytest
from sqlmodel import select

from models.resources.importing.sheet import Unreadable
from models.resources.tables import Resource
from tests.models.files.places import SHARED, counts, needs_data, put

pytestmark = needs_data

FILES = [
    ("spaces/nesta_uk_makerspaces_2015.csv", 97, ["row 99, column Name of makerspace: this must not be empty"]),
    ("spaces/bretagne_fablabs_tiers_lieux.fr.geojson", 121, []),
    ("nj_business/nj_business_resources.csv", 770, []),
    ("data_inclusion_fr/import_template_dataset.xlsx", 2, []),
    ("hsds/examples/service_full.json", 1, []),
    ("hsds/examples/service_list.json", 1, []),
    ("hsds/examples/organization_full.json", 1, []),
    ("hsds/examples/service_at_location_full.json", 1, []),
    ("hsds/examples/tabular.json", 1, []),
    ("hsds/examples/csv", 1, []),
    ("hsds/ohana_sample_csv", 23, []),
]


async def rows(database):
    async with database.reading() as session:
        found = (await session.exec(select(Resource).order_by(Resource.source_id))).all()
    return {row.source_id: row for row in found}


def said(row, *names):
    return {name: getattr(row, name) for name in names}


@pytest.mark.parametrize(("name", "added", "refused"), FILES, ids=[name for name, _, _ in FILES])
async def test_what_they_list_is_in_and_twice_is_once(database, now, name, added, refused):
    first = await put(database, SHARED / name, now)
    assert (counts(first)[:3], [str(problem) for problem in first.refused]) == ((added, 0, 0), refused)
    assert counts(await put(database, SHARED / name, now)) == (0, 0, added, len(refused))


async def test_the_uk_feed_repeats_one_service_and_says_so(database, now):
    report = await put(database, SHARED / "hsds/uk_mock/service_list.json", now)
    assert report.added == 1
    assert {(problem.code, str(problem.values["first"])) for problem in report.refused} == {
        ("duplicate_id", "service 1")
    }
    assert str(report.refused[0]) == "service 2, id: service 1 has the same id already"


async def test_a_makerspace(database, now):
    await put(database, SHARED / "spaces/nesta_uk_makerspaces_2015.csv", now)
    names = ("kind", "subtype", "trades", "cost", "address", "postcode", "city", "url", "area_m2", "status")
    assert said((await rows(database))["bristol-hackspace"], *names) == {
        "kind": "space",
        "subtype": "makerspace",
        "trades": ["wood", "metal", "textiles", "electronics_3d"],
        "cost": "paid",
        "address": "Studio G11, 37 Philip Street, Bedminster, Bristol",
        "postcode": "BS3 4EA",
        "city": "Bristol",
        "url": "http://bristol.hackspace.org.uk/",
        "area_m2": 129.51,
        "status": "active",
    }


async def test_a_place_in_brittany(database, now):
    await put(database, SHARED / "spaces/bretagne_fablabs_tiers_lieux.fr.geojson", now)
    names = ("name", "kind", "address", "postcode", "city", "latitude", "longitude", "description_language")
    assert said((await rows(database))["bzh-fablab-3"], *names) == {
        "name": "CréaTech",
        "kind": "space",
        "address": "Espace associatif d'Arvor, Place d'Armorique",
        "postcode": "56890",
        "city": "Plescop",
        "latitude": 47.697023,
        "longitude": -2.806178,
        "description_language": "fr",
    }


async def test_a_fund_of_new_jersey(database, now):
    await put(database, SHARED / "nj_business/nj_business_resources.csv", now)
    fund = (await rows(database))["fundings-bond-financing"]
    assert said(fund, "kind", "subtype", "name", "organization", "stages", "cost", "status") == {
        "kind": "incentive",
        "subtype": "loan",
        "name": "Bond Financing",
        "organization": "New Jersey Economic Development Authority",
        "stages": ["selling", "growing"],
        "cost": "loan",
        "status": "active",
    }
    assert fund.eligibility.startswith("Manufacturing and processing facilities")
    assert (await rows(database))["webflow-licenses-advisor-investment"].name == "Advisor investment"


async def test_a_service_of_a_french_spreadsheet_draws_on_its_other_sheet(database, now):
    await put(database, SHARED / "data_inclusion_fr/import_template_dataset.xlsx", now)
    (service, _) = (await rows(database)).values()
    assert said(service, "organization", "postcode", "city", "cost", "phone", "schedule", "apply_url") == {
        "organization": "AGENCE ACTION LOGEMENT.",
        "postcode": "750121",
        "city": "PARIS",
        "cost": "free",
        "phone": "0970 800 800",
        "schedule": "Mo-Fr 09:00-18:00",
        "apply_url": "https://al-in.fr/#/deco",
    }


async def test_the_official_example_of_hsds(database, now):
    report = await put(database, SHARED / "hsds/examples/service_full.json", now)
    assert [str(problem) for problem in report.noted][1:] == [
        "service 1, latitude: 100 is not between -90 and 90; left out, the rest of the service is in",
        "column kind: not said by the file, so taken from the words of each row: 1 training",
    ]
    (service,) = (await rows(database)).values()
    names = ("name", "organization", "requires", "languages", "address", "phone", "status", "assured_by", "latitude")
    assert said(service, *names) == {
        "name": "Community Counselling",
        "organization": "Example Organization Inc.",
        "requires": "age >= 12 and age <= 100",
        "languages": ["ur"],
        "address": "1-30 Main Street, MyVillage",
        "phone": "+44 1234 234567, ext. 100",
        "status": "active",
        "assured_by": "email@example.com",
        "latitude": None,
    }
    assert service.assured_on.isoformat() == "2005-01-01"


async def test_a_service_of_ohana(database, now):
    await put(database, SHARED / "hsds/ohana_sample_csv", now)
    passports = (await rows(database))["hsds-22"]
    assert said(passports, "name", "languages", "service_area", "documents", "schedule", "status") == {
        "name": "Passport Photos",
        "languages": ["es"],
        "service_area": ["Alameda County", "San Mateo County"],
        "documents": ["Government-issued picture identification"],
        "schedule": "Monday 08:00–12:00\nMonday 14:00–4:00 PM\nWednesday 10:00–3pm",
        "status": "active",
    }
    assert {"Salud", "Medicina"} <= set(passports.tags)


async def test_what_is_no_list_of_services_is_named(database, now):
    with pytest.raises(Unreadable, match="nothing is known about files like this"):
        await put(database, SHARED / "hsds/examples/taxonomy.json", now)
