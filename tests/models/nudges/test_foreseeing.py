"""Before an edit is saved: how many it will newly fit, and how many will lose it."""

from dataclasses import replace

import pytest

from models.nudges import seekers
from models.nudges.foreseeing import Foreseen, foresee
from models.resources import marks
from models.resources.tables import MarkKind
from tests.models.nudges.conftest import FLOW


async def fact(place, source_id):
    async with place.database.reading() as session:
        return (await place.keeper.current(session, place.now)).get(source_id)


async def foreseen(place, *edits):
    async with place.database.reading() as session:
        return await foresee(session, FLOW, edits, place.now)


@pytest.fixture
async def workshop(place):
    """Three wood makers and two food makers look for a place; one has not said enough to be shown anything."""
    for number in range(3):
        await place.comes(f"Wood {number}", chat_id=10 + number)
    for number in range(2):
        await place.comes(f"Food {number}", chat_id=20 + number, answers={"trade": "food", "needs": ["workspace"]})
    await place.comes("New", chat_id=30, milestone=False)
    await place.has("workshop")
    return place


async def test_a_change_of_trade_gains_some_and_loses_others(workshop):
    before = await fact(workshop, "workshop")
    after = replace(before, trades=frozenset({"food"}))
    assert await foreseen(workshop, (before, after)) == Foreseen(newly=2, no_longer=3)


async def test_something_new_and_something_that_goes(workshop):
    there = await fact(workshop, "workshop")
    assert await foreseen(workshop, (None, there)) == Foreseen(newly=3)
    assert await foreseen(workshop, (there, None)) == Foreseen(no_longer=3)
    assert await foreseen(workshop, (there, replace(there, status="in_review"))) == Foreseen(no_longer=3)


async def test_a_corrected_telephone_number_touches_nobody(workshop):
    there = await fact(workshop, "workshop")
    assert await foreseen(workshop, (there, replace(there, phone="+1 555 555 0100"))) == Foreseen()
    assert await foreseen(workshop) == Foreseen()


async def test_each_person_counts_once_and_not_for_what_she_has_hidden(workshop):
    there = await fact(workshop, "workshop")
    other = replace(there, id="other")
    assert await foreseen(workshop, (None, there), (None, other)) == Foreseen(newly=3)
    hider = await workshop.comes("Hider", chat_id=40)
    await workshop.do(marks.mark, hider.id, "workshop", MarkKind.HAVE_IT, workshop.now)
    assert await foreseen(workshop, (None, there)) == Foreseen(newly=3)


async def test_it_looks_at_everybody_a_handful_at_a_time(workshop, monkeypatch):
    monkeypatch.setattr(seekers, "TOGETHER", 2)
    there = await fact(workshop, "workshop")
    assert await foreseen(workshop, (None, there)) == Foreseen(newly=3)
