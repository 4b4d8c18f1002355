"""What we say in HSDS 3.0 is what Open Referral's own schemas allow, and stands where others look for it."""

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from sqlmodel import delete

from bot.settings import SAMPLE_TOWN
from models.files.writing import WRITERS
from models.resources.freshness import desk, reports
from models.resources.importing.parcel import Parcel
from models.resources.tables import Resource as Thing
from tests.models.files.places import SHARED, counts, needs_data, put, put_parcel

SCHEMAS = SHARED / "hsds" / "schema"


@pytest.fixture
async def exported(database, now):
    """The sample town, written out."""
    await put(database, SAMPLE_TOWN / "resources.csv", now)
    async with database.reading() as session:
        return await WRITERS["hsds"](session)


def table(files, name):
    return list(csv.DictReader(io.StringIO(files[f"csv/{name}.csv"].decode("utf-8-sig"))))


async def test_a_service_says_what_hsds_has_a_field_for(exported):
    page = json.loads(exported["services.json"])
    kitchens = [one for one in page["contents"] if one["echoppe"]["id"] == "trn-first-steps"]
    (course,) = kitchens
    assert page["total_items"] == len(page["contents"]) > 100
    assert (course["name"], course["status"], course["assured_date"]) == (
        "First Steps: from an idea to a first sale",
        "active",
        "2026-09-14",
    )
    assert course["organization"]["name"] == "Made in Belmoulin"
    (address,) = course["service_at_locations"][0]["location"]["addresses"]
    assert (address["address_1"], address["city"], address["region"], address["postal_code"]) == (
        "14 Main Street",
        "Belmoulin",
        "Ourse",
        "00410",
    )
    assert [one["code"] for one in course["languages"]] == ["en"]
    assert "childcare" in [one["taxonomy_term"]["name"] for one in course["attributes"]]
    assert course["echoppe"]["trades"] == "any"
    assert "name" not in course["echoppe"]


async def test_the_tables_belong_together(exported):
    ids = {row["id"] for row in table(exported, "services")}
    assert {row["service_id"] for row in table(exported, "schedules")} <= ids
    assert {row["organization_id"] for row in table(exported, "services")} <= {
        row["id"] for row in table(exported, "organizations")
    }
    described = json.loads(exported["csv/datapackage.json"])["resources"]
    assert {f"csv/{one['path']}" for one in described} == {name for name in exported if name.endswith(".csv")}


async def test_another_house_has_the_same_town(database, now, exported):
    async with database.transaction() as session:
        before = await WRITERS["csv"](session)
        await session.exec(delete(Thing))
    report = await put_parcel(database, Parcel("services.json", {"services.json": exported["services.json"]}), now)
    assert (report.refused, report.added) == ([], len(table(exported, "services")))
    async with database.reading() as session:
        assert await WRITERS["csv"](session) == before


async def test_what_is_changed_in_their_field_is_changed_here(database, now, exported):
    page = json.loads(exported["services.json"])
    page["contents"][0]["name"] = "Another name"
    data = json.dumps(page).encode()
    report = await put_parcel(database, Parcel("services.json", {"services.json": data}), now)
    assert counts(report)[:2] == (0, 1)
    assert [one.field for one in report.changes[0].differences] == ["name"]


@needs_data
async def test_the_published_schemas_accept_every_service(exported):
    files = {path.name: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}
    draft = "https://json-schema.org/draft/2020-12/schema"
    resources = [(name, Resource.from_contents({"$schema": draft, **schema})) for name, schema in files.items()]
    check = Draft202012Validator(
        {"$schema": draft, **files["service.json"]},
        registry=Registry().with_resources(resources),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    faults = [
        (one["name"], fault.json_path, fault.message)
        for one in json.loads(exported["services.json"])["contents"]
        for fault in check.iter_errors(one)
    ]
    assert faults == []


@needs_data
async def test_the_published_tables_have_these_columns(exported):
    for path in SCHEMAS.glob("*.json"):
        schema = json.loads(path.read_text())
        rows = table(exported, schema["path"].removesuffix(".csv")) if f"csv/{schema.get('path')}" in exported else []
        for row in rows:
            wanted = {*schema["required"], *schema.get("tabular_required", ())}
            assert wanted <= row.keys(), schema["path"]
            strange = {name for name in row if not name.startswith("echoppe_")} - schema["properties"].keys()
            assert strange == set(), schema["path"]


@pytest.mark.parametrize(("decide", "status"), [(reports.hide, "inactive"), (desk.closed, "defunct")])
async def test_what_makers_are_not_shown_is_not_active_elsewhere_and_stays_as_it_was_written(
    database, now, decide, status
):
    """Two who say "closed" keep it back until somebody has looked; a coordinator says it for good."""
    await put(database, SAMPLE_TOWN / "resources.csv", now)
    async with database.transaction() as session:
        await decide(session, "trn-first-steps", now)
    async with database.reading() as session:
        files, sheets = await WRITERS["hsds"](session), await WRITERS["csv"](session)
    page = json.loads(files["services.json"])
    (course,) = [one for one in page["contents"] if one["echoppe"]["id"] == "trn-first-steps"]
    assert (course["status"], course["echoppe"]["status"]) == (status, "active")
    (row,) = [row for row in table(files, "services") if row["echoppe_id"] == "trn-first-steps"]
    assert row["status"] == status
    ours = csv.DictReader(io.StringIO(sheets["resources.csv"].decode("utf-8-sig")))
    assert {row["id"]: row["status"] for row in ours}["trn-first-steps"] == "active"
    for parcel in (
        Parcel("services.json", {"services.json": files["services.json"]}),
        Parcel("csv", {name.removeprefix("csv/"): data for name, data in files.items() if name.startswith("csv/")}),
        Parcel("resources.csv", {"resources.csv": sheets["resources.csv"]}),
    ):
        report = await put_parcel(database, parcel, now)
        assert (report.added, report.changed, report.refused) == (0, 0, [])
