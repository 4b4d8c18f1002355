"""What is looked for and not found, on telephones: written down as it happens, told to coordinators from five up."""

from sqlmodel import select

from models.demand.tables import Unmet
from models.resources import catalogue
from models.resources.tables import Resource
from tests.stage import COORDINATOR
from tests.walks.fingers import press


async def ledger(stage):
    async with stage.database.reading() as session:
        return [(row.need, row.trade) for row in await session.exec(select(Unmet).order_by(Unmet.need))]


async def loses_every(stage, need):
    """The town has nothing left for a need."""
    async with stage.database.transaction() as session:
        for row in await session.exec(select(Resource)):
            if need in row.needs or row.kind == "space":
                row.status = "inactive"
                session.add(row)
        await catalogue.bump(session)


async def looks(stage, name):
    phone = stage.phone(name)
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "answer:stage:selling", "tick:needs:workspace:0", "done:needs")
    return phone


async def test_what_was_found_is_not_written_down(stage):
    await looks(stage, "Amina")
    assert await ledger(stage) == []


async def test_four_are_not_told_of_and_five_are(stage):
    await loses_every(stage, "workspace")
    clara = stage.phone("Clara", id=COORDINATOR)
    phones = [await looks(stage, name) for name in ("Amina", "Ben", "Cleo", "Dora")]
    for phone in phones:
        await phone.type("/next")
    assert await ledger(stage) == [("workspace", "wood")] * 4
    await clara.type("/demand")
    assert "Nothing yet that enough people have in common." in clara.last["text"]
    await looks(stage, "Eva")
    await clara.type("/demand")
    assert clara.last["text"] == (
        "What makers looked for and did not find\n\n5 makers need: A place to work\nWood\n\n"
        "Of the last six months. Fewer than 5 people are never told of, and everybody is counted once for each need."
    )
    await phones[0].type("/forget")
    await phones[0].tap("Yes, erase everything")
    await clara.type("/demand")
    assert "Nothing yet" in clara.last["text"]


async def test_it_is_for_coordinators_only(stage):
    amina = await looks(stage, "Amina")
    await amina.type("/demand")
    assert "did not find" not in amina.last["text"]


async def test_her_own_words_leave_what_they_meant_and_not_one_of_them(stage):
    await loses_every(stage, "workspace")
    amina = stage.phone("Amina")
    await amina.type("/start")
    await amina.type("/find a workshop with a kiln for my lovely pots")
    async with stage.database.reading() as session:
        (row,) = list(await session.exec(select(Unmet)))
    assert (row.need, row.trade, row.features) == ("workspace", "ceramics", ["kiln"])
    assert "lovely" not in str(row.model_dump())
