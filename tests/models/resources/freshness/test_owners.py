"""Owners: one person a link, asked once a month, not for ever."""

from datetime import time, timedelta

from sqlmodel import select

from models.nudges import still_right
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.outbox.tables import Delivery
from models.people import leaving
from models.resources.freshness import owners

TOWN = Manners(Quiet("UTC", time(22), time(7)))


async def ask(town):
    return await town.do(still_right.ask_owners, town.now, TOWN)


async def asked(town):
    async with town.database.reading() as session:
        rows = (await session.exec(select(Delivery).where(Delivery.kind == "still_right"))).all()
    return [row.message["values"]["source_id"] for row in rows]


async def test_a_link_serves_one_person_and_her_only(town):
    ana, ben = await town.somebody(), await town.somebody(8)
    assert [await town.do(owners.claim, one.id, "kitchen", "link", town.now) for one in (ana, ben, ana)] == [
        True, False, True,
    ]  # fmt: skip
    assert await town.do(owners.owned, ana.id) == ["kitchen"]
    assert not await town.do(owners.owns, ben.id, "kitchen")


async def test_a_second_link_makes_a_second_owner(town):
    ana, ben = await town.somebody(), await town.somebody(8)
    assert await town.do(owners.claim, ana.id, "kitchen", "link", town.now)
    assert await town.do(owners.claim, ben.id, "kitchen", "other", town.now)


async def test_once_a_month_and_no_more_after_three_without_an_answer(town):
    ana = await town.somebody()
    await town.do(owners.claim, ana.id, "kitchen", "link", town.now)
    assert await ask(town) == 0, "she has just come"
    for month in range(5):
        town.wait(days=30)
        assert [await ask(town), await ask(town)] == [1 if month < 3 else 0, 0]
    await town.do(owners.heard, ana.id, "kitchen", town.now)
    town.wait(days=29)
    assert await ask(town) == 0
    town.wait(days=1)
    assert await ask(town) == 1
    assert await asked(town) == ["kitchen"] * 4


async def test_who_has_blocked_the_bot_uses_up_no_question(town):
    ana = await town.somebody()
    await town.do(owners.claim, ana.id, "kitchen", "link", town.now)
    async with town.database.transaction() as session:
        person = await session.get(type(ana), ana.id)
        person.blocked_at = town.now
        session.add(person)
    town.wait(days=40)
    assert await ask(town) == 0
    assert await town.do(owners.to_ask, town.now - timedelta(days=30), 1) == [(ana.id, "kitchen")]


async def test_who_leaves_is_asked_nothing_and_her_words_are_gone(town):
    ana = await town.somebody()
    await town.do(owners.claim, ana.id, "kitchen", "link", town.now)
    await town.do(owners.heard, ana.id, "kitchen", town.now, "Closed on Mondays")
    await town.do(leaving.erase, ana)
    town.wait(days=40)
    assert await ask(town) == 0
    assert await town.doubts() == []


async def test_nobody_is_asked_any_more_about_what_was_let_go(town):
    ana = await town.somebody()
    await town.do(owners.claim, ana.id, "kitchen", "link", town.now)
    await town.do(owners.let_go, "kitchen")
    assert await town.do(owners.owned, ana.id) == []
