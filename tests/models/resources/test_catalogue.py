"""The catalogue in memory follows the database, whoever changed it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.resources.catalogue import CatalogueKeeper, bump
from models.resources.facts import Catalogue, Fact, Words, changed, handle, needs_of
from models.resources.importing.cells import Known
from models.resources.importing.resources import read_resources
from models.resources.importing.saving import save
from models.resources.tables import Resource


async def put(database, now, *names):
    data = "\n".join(
        ["id,kind,name,requires,description_language", *(f"{name},space,{name.title()},age >= 16,en" for name in names)]
    )
    async with database.transaction() as session:
        await save(session, Resource, read_resources(data.encode(), Known()), now)


async def current(keeper, database, now):
    async with database.reading() as session:
        return await keeper.current(session, now)


async def test_an_empty_town_has_an_empty_catalogue(database, now):
    assert (await current(CatalogueKeeper(), database, now)).facts == ()


async def test_stays_the_same_until_something_changes(database, now):
    keeper = CatalogueKeeper()
    await put(database, now, "mill")
    first = await current(keeper, database, now)
    assert [fact.id for fact in first.facts] == ["mill"]
    assert await current(keeper, database, now) is first
    await put(database, now, "mill")
    assert await current(keeper, database, now) is first
    await put(database, now, "mill", "forge")
    assert [fact.id for fact in (await current(keeper, database, now)).facts] == ["forge", "mill"]
    assert [fact.id for fact in first.facts] == ["mill"]


async def test_is_built_anew_each_day(database, now):
    keeper = CatalogueKeeper()
    today = await current(keeper, database, now)
    assert await current(keeper, database, now + timedelta(days=1)) is not today


async def look_and_fail(keeper, database, now):
    """Change a name, look at the town as it would be, and lose the transaction."""
    async with database.transaction() as session:
        await session.exec(update(Resource).values(name="Changed"))
        await bump(session)
        assert (await keeper.current(session, now)).facts[0].name == "Changed"
        raise ConnectionError


async def test_a_change_taken_back_leaves_no_trace(database, now):
    keeper = CatalogueKeeper()
    await put(database, now, "mill")
    with pytest.raises(ConnectionError):
        await look_and_fail(keeper, database, now)
    assert (await current(keeper, database, now)).facts[0].name == "Mill"


async def test_every_shelf_is_asked_with_the_hour(database, now):
    async def market(_session, at):
        return [Fact(id="market", kind="event", name="Market", dates=(at,))]

    (fact,) = (await current(CatalogueKeeper(market), database, now)).facts
    assert fact.dates == (now,)


def test_facts_are_found_by_id_and_by_button():
    mill, forge = Fact(id="mill", kind="space", name="Mill"), Fact(id="forge", kind="space", name="Forge")
    catalogue = Catalogue([mill, forge])
    assert (catalogue.get("forge"), catalogue.get("gone")) == (forge, None)
    assert catalogue.several(["forge", "gone", "mill"]) == [forge, mill]
    assert catalogue.by_handle(handle("mill")) == mill
    assert len(handle("x" * 500)) == 8


def test_a_text_that_is_not_translated_says_its_language():
    fact = Fact(
        id="a",
        kind="training",
        name="Course",
        language="en",
        texts={"description": "Six evenings"},
        lists={"documents": ("Photo ID",)},
        translations={"fr": {"name": "Cours", "documents": ["Pièce d’identité"]}},
    )
    assert fact.words("name", "fr") == Words("Cours", "fr")
    assert fact.words("name", "es") == Words("Course", "en")
    assert fact.words("description", "fr") == Words("Six evenings", "en")
    assert fact.words("schedule", "fr") is None
    assert (fact.listed("documents", "fr"), fact.listed("documents", "es")) == (("Pièce d’identité",), ("Photo ID",))


def test_a_file_without_needs_still_says_something():
    assert needs_of("space", [], None) == {"workspace"}
    assert needs_of("space", [], None, street=True) == {"workspace", "storefront"}
    assert needs_of("incentive", [], "loan") == {"money_small", "money_large"}
    assert needs_of("incentive", [], "grant") == {"grant", "money_small"}
    assert needs_of("training", [], "free") == set()
    assert needs_of("training", ["skill"], "free") == {"skill"}
    assert needs_of("event", ["skill"], None) == {"skill", "events"}


def test_a_fact_with_other_values_is_the_same_in_everything_else():
    fact = Fact(id="kitchen", kind="space", name="Kitchen", phone="+1 555 555 0100")
    assert changed(fact, about="workspace") == replace(fact, about="workspace")
    assert changed(fact) == fact
