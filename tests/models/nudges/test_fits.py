"""Something new fits you: to whom, how often, and what is noted so that nobody is told twice or too early."""

import asyncio

import pytest
from sqlmodel import select

from models.nudges import fits, noting, seekers
from models.nudges.tables import FactVersion, FitLook
from models.outbox import preferences
from models.outbox.tables import Delivery, Lane
from models.people import leaving, meeting
from models.resources import marks
from models.resources.catalogue import CatalogueKeeper
from models.resources.tables import MarkKind
from tests.models.nudges.conftest import TOWN


@pytest.fixture
async def settled(place):
    """A town with one thing that everybody knows."""
    await place.has("old-hall")
    await place.note()
    place.wait(hours=1)
    return place


async def test_the_first_catalogue_is_news_for_nobody(place):
    await place.comes("Ana", chat_id=7)
    place.wait(hours=1)
    await place.has("hall")
    assert await place.look() == 0
    await place.has("second-hall")
    assert await place.look() == 1
    assert await place.told() == [(7, ["second-hall"])]


async def test_an_empty_town_that_is_filled_later_is_no_news_either(place):
    await place.comes("Ana", chat_id=7)
    place.wait(hours=1)
    assert await place.look() == 0
    await place.has("hall")
    assert await place.look() == 0


async def test_one_message_a_person_with_everything_new_in_it(settled):
    await settled.comes("Ana", chat_id=7)
    await settled.comes("Bo", chat_id=8, answers={"trade": "food", "needs": ["grant"]})
    settled.wait(hours=1)
    await settled.has("hall-1")
    await settled.has("hall-2")
    await settled.has("oven-grant", kind="incentive", needs=["grant"], trades=["food"], cost="grant")
    assert await settled.look() == 2
    assert sorted(await settled.told()) == [(7, ["hall-1", "hall-2"]), (8, ["oven-grant"])]
    async with settled.database.reading() as session:
        row = (await session.exec(select(Delivery).where(Delivery.chat_id == 7))).one()
    assert (row.lane, row.about, row.expires_at) == (Lane.ANNOUNCEMENT, "fits", settled.now + fits.APART)


async def test_of_many_only_the_best_are_told_and_the_rest_counted(settled):
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    for number in range(5):
        await settled.has(f"hall-{number}")
    await settled.look()
    ((_, message),) = await settled.planned(fits.KIND)
    assert message["values"] == {"fits": ["hall-0", "hall-1", "hall-2"], "more": 2}


async def test_at_most_one_a_week_and_nothing_is_lost_by_waiting(settled):
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.has("hall-1")
    assert await settled.look() == 1
    settled.wait(days=6)
    await settled.has("hall-2")
    assert await settled.look() == 0
    settled.wait(days=1)
    assert await settled.look() == 1
    assert await settled.told() == [(7, ["hall-1"]), (7, ["hall-2"])]
    settled.wait(days=30)
    assert await settled.look() == 0


async def test_before_the_first_recommendations_nothing_is_told(settled):
    await settled.comes("Ana", chat_id=7, milestone=False)
    settled.wait(hours=1)
    await settled.has("hall")
    assert await settled.look() == 0


async def test_what_was_there_when_she_was_first_shown_her_list_is_not_new(settled):
    await settled.has("hall")
    await settled.note()
    settled.wait(hours=1)
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.has("another", trades=["food"])
    assert await settled.look() == 0


async def test_nothing_for_somebody_who_never_agreed(settled):
    await settled.comes("Ana", chat_id=7, agrees=False)
    settled.wait(hours=1)
    await settled.has("hall")
    assert await settled.look() == 0


async def test_a_pause_only_delays_it(settled):
    ana = await settled.comes("Ana", chat_id=7)
    await settled.do(preferences.pause, ana.id, settled.now.replace(day=30))
    settled.wait(hours=1)
    await settled.has("hall")
    assert await settled.look() == 0
    settled.wait(days=8)
    assert await settled.look() == 1


async def test_whoever_muted_it_or_blocked_us_is_left_alone(settled):
    ana, bo = await settled.comes("Ana", chat_id=7), await settled.comes("Bo", chat_id=8)
    await settled.do(preferences.mute, ana.id, kind=fits.KIND)
    await settled.do(meeting.leave, bo.chat_id, settled.now)
    settled.wait(hours=1)
    await settled.has("hall")
    assert await settled.look() == 0


@pytest.mark.parametrize("kind", list(MarkKind))
async def test_never_what_she_hid_has_or_saved(settled, kind):
    ana = await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.has("hall")
    await settled.do(marks.mark, ana.id, "hall", kind, settled.now)
    assert await settled.look() == 0


async def test_a_correction_is_no_news(settled):
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.has("old-hall", phone="+1 555 555 0100", description="Warm in winter.")
    assert await settled.look() == 0


async def test_what_opens_on_its_day_is_news_then(settled):
    await settled.has("hall", opens_on=settled.now.date().replace(day=30))
    await settled.note()
    await settled.comes("Ana", chat_id=7)
    settled.wait(days=6)
    assert await settled.look() == 0
    settled.wait(days=1)
    assert await settled.look() == 1


async def test_what_was_taken_off_the_list_and_comes_back_is_news(settled):
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.loses("old-hall")
    assert await settled.look() == 0
    settled.wait(hours=1)
    await settled.has("old-hall")
    assert await settled.look() == 1
    assert await settled.told() == [(7, ["old-hall"])]


async def test_everybody_is_looked_for_a_handful_at_a_time(settled, monkeypatch):
    monkeypatch.setattr(seekers, "TOGETHER", 2)
    for chat_id in range(1, 6):
        await settled.comes(f"Ana {chat_id}", chat_id=chat_id)
    settled.wait(hours=1)
    await settled.has("hall")
    await settled.note()
    first = await settled.look_at_a_handful()
    second = await settled.look_at_a_handful(first.last)
    third = await settled.look_at_a_handful(second.last)
    assert [len(looked.people) for looked in (first, second, third)] == [2, 2, 1]
    assert third.last is None
    assert await settled.look() == 5
    assert sorted(await settled.told()) == [(chat_id, ["hall"]) for chat_id in range(1, 6)]


async def test_a_round_that_was_cut_off_is_taken_up_again(settled, monkeypatch):
    monkeypatch.setattr(seekers, "TOGETHER", 2)
    for chat_id in range(1, 6):
        await settled.comes(f"Ana {chat_id}", chat_id=chat_id)
    settled.wait(hours=1)
    await settled.has("hall")
    await settled.note()
    assert await settled.do(fits.plan_new_fits, await settled.look_at_a_handful(), settled.now, TOWN) == 2
    assert await settled.look() == 3
    assert await settled.look() == 0


async def test_several_processes_write_down_a_change_once(settled):
    await settled.comes("Ana", chat_id=7)
    settled.wait(hours=1)
    await settled.has("hall")
    keepers = [CatalogueKeeper() for _ in range(4)]
    noted = await asyncio.gather(*(settled.do(noting.note, keeper, settled.now) for keeper in keepers))
    assert sorted(noted) == [0, 0, 0, 1]
    assert await settled.do(noting.is_noted, settled.now)
    told = await asyncio.gather(settled.look(), settled.look())
    assert sum(told) == 1


async def test_somebody_who_left_meanwhile_stops_nothing(settled):
    ana, bo = await settled.comes("Ana", chat_id=7), await settled.comes("Bo", chat_id=8)
    settled.wait(hours=1)
    await settled.has("hall")
    await settled.note()
    looked = await settled.look_at_a_handful()
    await settled.do(leaving.erase, ana)
    assert await settled.do(fits.plan_new_fits, looked, settled.now, TOWN) == 1
    async with settled.database.reading() as session:
        rows = (await session.exec(select(FitLook.person_id, FitLook.told_at))).all()
    assert rows == [(bo.id, settled.now)]


async def test_old_versions_are_forgotten_but_never_the_one_that_stands(settled):
    await settled.has("hall", cost="paid")
    await settled.note()
    settled.wait(days=1)
    await settled.has("hall", cost="low")
    await settled.note()
    settled.wait(days=61)
    await settled.has("hall", cost="free")
    assert await settled.note() == 1
    async with settled.database.reading() as session:
        kept = (await session.exec(select(FactVersion).where(FactVersion.source_id == "hall"))).all()
        assert sorted(version.matters["cost"] for version in kept) == ["free", "low"]
        assert len((await session.exec(select(FactVersion).where(FactVersion.source_id == "old-hall"))).all()) == 1
