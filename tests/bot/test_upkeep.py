"""Migrating and loading from the outside: twice changes nothing, and a bad row keeps out only itself."""

import shutil
from pathlib import Path

import pytest

from bot import upkeep
from bot.settings import SAMPLE_TOWN, Settings, WrongSettings
from tests.models.events.calendars import calendar


@pytest.fixture
def folder(tmp_path):
    """A small town of its own: three courses, one of them written wrongly."""
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "town.toml").write_text('name = "Ourse"\nlanguages = ["en"]\ntimezone = "America/New_York"\n')
    (folder / "resources.csv").write_text(
        "id,kind,name,requires\nsewing,training,Sewing,\nbaking,training,Baking,age >= 16\nodd,training,Odd,age >> 3\n"
    )
    return folder


def settings(address, folder=SAMPLE_TOWN):
    return Settings(_env_file=None, database_url=address, town=folder)


async def test_loading_twice_changes_nothing(address, folder):
    first = await upkeep.load(settings(address, folder))
    second = await upkeep.load(settings(address, folder))
    assert [
        str(first.reports["resources.csv"]).splitlines()[0],
        str(second.reports["resources.csv"]).splitlines()[0],
    ] == [
        "2 added, 0 changed, 0 unchanged, 1 refused",
        "0 added, 0 changed, 2 unchanged, 1 refused",
    ]


async def test_a_refused_row_says_where_and_why(address, folder):
    loaded = await upkeep.load(settings(address, folder))
    assert "row 4, column requires: the rule cannot be read" in loaded.text


async def test_a_changed_row_is_changed(address, folder):
    await upkeep.load(settings(address, folder))
    file = folder / "resources.csv"
    file.write_text(file.read_text().replace("Sewing", "Sewing for everybody"))
    loaded = await upkeep.load(settings(address, folder))
    assert str(loaded.reports["resources.csv"]).startswith("0 added, 1 changed, 1 unchanged")


async def test_calendars_stand_beside_the_sheets(address, folder):
    (folder / "events.ics").write_bytes(calendar(("UID:a", "SUMMARY:Market", "DTSTART:20261205T140000Z"), ("UID:b",)))
    (folder / "events.jsonld").write_text('{"@type": "Event", "name": "Fair", "startDate": "2026-12-06"}')
    loaded = await upkeep.load(settings(address, folder))
    assert str(loaded.reports["events.ics"]) == (
        "1 added, 0 changed, 0 unchanged, 1 refused\n  event 2, DTSTART: this must not be empty"
    )
    assert loaded.summary == "Ourse: 2 resources, 2 events"


async def test_a_folder_without_files_says_so(address, folder):
    (folder / "resources.csv").unlink()
    loaded = await upkeep.load(settings(address, folder))
    wanted = "resources.csv, people.csv, events.csv, events.ics, events.jsonld"
    assert loaded.text == f"There is none of {wanted} in the folder of Ourse."


async def test_an_empty_database_is_named_and_what_to_do(tmp_path, folder):
    with pytest.raises(WrongSettings) as fault:
        await upkeep.load(settings(f"sqlite:///{tmp_path / 'empty.sqlite3'}", folder))
    assert "run `python -m bot migrate` first" in str(fault.value)


async def test_migrating_says_what_it_did(tmp_path):
    address = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert await upkeep.migrate(settings(address)) == f"The database went from empty to {upkeep.schema.NEWEST}."
    assert await upkeep.migrate(settings(address)) == f"The database is at {upkeep.schema.NEWEST}."


async def test_the_sample_town_is_accepted_whole(address):
    loaded = await upkeep.load(settings(address))
    assert loaded.refused == 0
    assert all(report.added >= 20 for report in loaded.reports.values())


def test_the_phones_of_the_demo_know_the_towns_places(tmp_path):
    shutil.copy(Path(SAMPLE_TOWN) / "town.toml", tmp_path)
    assert {"name": "Main Street", "latitude": 44.552, "longitude": -70.061} in upkeep.presets(tmp_path)
