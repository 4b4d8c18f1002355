"""An import taken back as a whole, unless somebody's later work would be lost by it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models.resources import catalogue
from models.resources.importing.cannot_undo import CannotUndo
from models.resources.importing.cells import Known
from models.resources.importing.report import Difference
from models.resources.importing.resources import read_resources
from models.resources.importing.saving import save, save_file
from models.resources.importing.tables import FieldChange
from models.resources.importing.undoing import find_import, imports, undo
from models.resources.tables import Resource

TABLES = {"resource": Resource}
FIRST = "id,kind,name,name_fr,trades,opens_on\nmill,space,The mill,Le moulin,wood,2026-01-01\nfair,event,Fair,,,\n"
SECOND = "id,kind,name,name_fr,trades,opens_on\nmill,space,Mill No. 4,,wood|metal,2026-02-01\nkiln,space,Kiln,,,\n"


async def put(database, text, now, name="town.csv"):
    async with database.transaction() as session:
        return await save(session, Resource, read_resources(text.encode(), Known(language="en")), now, name)


async def take_back(database, report, now):
    async with database.transaction() as session:
        return await undo(session, await find_import(session, report.import_id.hex[:8]), TABLES, now)


async def rows(database):
    async with database.reading() as session:
        found = (await session.exec(select(Resource).order_by(Resource.source_id))).all()
    return {row.source_id: row.model_dump(exclude={"changed_at"}) for row in found}


async def test_what_an_import_changed_is_as_before(database, now):
    await put(database, FIRST, now)
    before = await rows(database)
    second = await put(database, SECOND, now + timedelta(hours=1), "second.csv")
    assert (second.added, second.changed) == (1, 1)
    undone = await take_back(database, second, now + timedelta(hours=2))
    assert (undone.name, undone.removed, undone.restored) == ("second.csv", 1, 1)
    assert await rows(database) == before


async def test_every_field_is_told_and_kept(database, now):
    await put(database, FIRST, now)
    second = await put(database, SECOND, now + timedelta(hours=1))
    (mill,) = second.changes
    assert mill.differences == (
        Difference("name", "The mill", "Mill No. 4"),
        Difference("trades", ["wood"], ["wood", "metal"]),
        Difference("opens_on", "2026-01-01", "2026-02-01"),
        Difference("name_fr", "Le moulin", None),
    )
    async with database.reading() as session:
        query = select(FieldChange).where(FieldChange.import_id == second.import_id, FieldChange.action == "update")
        kept = (await session.exec(query)).all()
    assert {(one.source_id, one.field, str(one.previous), one.by) for one in kept} == {
        ("mill", "name", "The mill", "import"),
        ("mill", "name_fr", "Le moulin", "import"),
        ("mill", "trades", "['wood']", "import"),
        ("mill", "opens_on", "2026-01-01", "import"),
    }


async def test_later_work_is_not_lost(database, now):
    first = await put(database, FIRST, now)
    await put(database, SECOND, now + timedelta(hours=1))
    with pytest.raises(CannotUndo, match=r"town\.csv stays: .* would be lost: mill \(\w+\), mill"):
        await take_back(database, first, now)
    assert set(await rows(database)) == {"fair", "kiln", "mill"}


async def test_work_done_by_hand_is_not_lost(database, now):
    first = await put(database, FIRST, now)
    async with database.transaction() as session:
        await session.exec(update(Resource).where(col(Resource.source_id) == "fair").values(phone="555 0100"))
    with pytest.raises(CannotUndo, match=r"lost: fair \(phone\)\.$"):
        await take_back(database, first, now)


async def test_one_after_the_other_leaves_an_empty_town(database, now):
    first, second = await put(database, FIRST, now), await put(database, SECOND, now + timedelta(hours=1))
    async with database.reading() as session:
        stamped = await catalogue.stamp(session)
    await take_back(database, second, now)
    await take_back(database, first, now)
    assert await rows(database) == {}
    async with database.reading() as session:
        assert await catalogue.stamp(session) != stamped


async def test_twice_is_refused(database, now):
    first = await put(database, FIRST, now)
    await take_back(database, first, now)
    with pytest.raises(CannotUndo, match=r"^town\.csv was undone already, on 2026-11-23 17:00 UTC\.$"):
        await take_back(database, first, now)


async def test_an_import_nobody_made(database, now):
    async with database.transaction() as session:
        with pytest.raises(CannotUndo, match="There is no import 0000"):
            await find_import(session, "0000")


async def test_a_file_that_changes_nothing_leaves_no_trace(database, now):
    await put(database, FIRST, now)
    assert (await put(database, FIRST, now)).import_id is None
    async with database.reading() as session:
        assert [one.name for one in await imports(session)] == ["town.csv"]


async def test_a_look_writes_nothing(database, now):
    await put(database, FIRST, now)
    before = await rows(database)
    async with database.transaction() as session:
        found = read_resources(SECOND.encode(), Known(language="en"))
        report = await save_file(session, [(Resource, found)], now, name="second.csv", only_look=True)
    assert (report.added, report.changed, report.import_id) == (1, 1, None)
    assert await rows(database) == before
