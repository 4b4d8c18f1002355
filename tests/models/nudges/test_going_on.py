"""The one word to somebody who left in the middle: after two days, once, and only while she is away."""

import pytest
from sqlmodel import select

from models.intake import progress
from models.intake.tables import Intake
from models.nudges import going_on
from models.outbox import hers, preferences
from models.outbox.tables import Delivery, Lane, Policy, State
from models.people import meeting
from tests.models.nudges.conftest import FLOW

MESSAGE = {"template": "intake_nudge"}


async def test_after_two_days_and_not_before(place):
    ana = await place.comes("Ana", chat_id=7, milestone=False)
    place.wait(hours=47)
    assert await place.nudge() == 0
    place.wait(hours=1)
    assert await place.nudge() == 1
    assert await place.planned("intake_nudge") == [(7, MESSAGE)]
    async with place.database.reading() as session:
        assert (await session.get(Intake, ana.id)).nudged_at == place.now
        row = (await session.exec(select(Delivery))).one()
    assert (row.lane, row.policy, row.once, row.about) == (Lane.NUDGE, Policy.NEVER_TWICE, True, "intake")


async def test_also_a_pause_after_the_first_recommendations_counts_as_left(place):
    await place.comes("Ana", chat_id=7, milestone=True)
    place.wait(days=2)
    assert await place.nudge() == 1


async def test_never_a_second_time(place):
    ana = await place.comes("Ana", chat_id=7)
    place.wait(days=2)
    assert await place.nudge() == 1
    assert await place.nudge() == 0
    place.wait(days=3)
    assert await place.nudge() == 0
    await place.do(progress.restart, FLOW, ana.id, place.now)
    place.wait(days=2)
    assert await place.nudge() == 0, "an intake begun anew is a new row, and still the same person"
    assert await place.planned("intake_nudge") == [(7, MESSAGE)]


async def stops(place, ana):
    async with place.database.transaction() as session:
        (await meeting.by_chat(session, ana.chat_id)).stopped_at = place.now


async def blocks(place, ana):
    await place.do(meeting.leave, ana.chat_id, place.now)


async def wants_no_nudges(place, ana):
    await place.do(preferences.turn, ana.id, "nudges", False)


async def pauses(place, ana):
    await place.do(preferences.pause, ana.id, place.now.replace(year=2028))


async def mutes(place, ana):
    await place.do(preferences.mute, ana.id, kind="intake_nudge")


@pytest.mark.parametrize("leaves", [stops, blocks, wants_no_nudges, pauses, mutes])
async def test_not_to_somebody_who_wants_none(place, leaves):
    ana = await place.comes("Ana", chat_id=7)
    await leaves(place, ana)
    place.wait(days=2)
    assert await place.nudge() == 0
    async with place.database.reading() as session:
        assert (await session.get(Intake, ana.id)).nudged_at is None, "her one nudge is not used up"


async def test_not_to_somebody_who_finished(place):
    await place.comes("Ana", chat_id=7, finished=True)
    place.wait(days=2)
    assert await place.nudge() == 0


async def test_not_to_somebody_who_did_something_else_meanwhile(place):
    ana = await place.comes("Ana", chat_id=7)
    place.wait(days=1)
    await place.writes(ana)
    place.wait(days=1)
    assert await place.nudge() == 0
    place.wait(days=1)
    assert await place.nudge() == 1


async def test_not_out_of_the_blue_after_weeks(place):
    await place.comes("Ana", chat_id=7)
    place.wait(days=15)
    assert await place.nudge() == 0


async def test_when_it_is_about_to_leave_she_must_still_be_away(place):
    ana = await place.comes("Ana", chat_id=7)
    place.wait(days=2)
    assert not await place.do(going_on.still_away, ana.id), "nothing was planned yet"
    await place.nudge()
    assert await place.do(going_on.still_away, ana.id)
    place.wait(hours=2)
    await place.writes(ana)
    assert not await place.do(going_on.still_away, ana.id)


async def test_stop_takes_back_what_waits(place):
    ana, bo = await place.comes("Ana", chat_id=7), await place.comes("Bo", chat_id=8)
    place.wait(days=2)
    assert await place.nudge() == 2
    assert await place.do(hers.silence, ana.id, place.now) == 1
    async with place.database.reading() as session:
        rows = (await session.exec(select(Delivery.person_id, Delivery.state, Delivery.reason))).all()
    assert set(rows) == {(ana.id, State.CANCELLED, "stopped"), (bo.id, State.PENDING, None)}


async def test_a_message_is_told_about_to_nobody_else(place):
    ana, bo = await place.comes("Ana", chat_id=7), await place.comes("Bo", chat_id=8, finished=True)
    place.wait(days=2)
    await place.nudge()
    async with place.database.reading() as session:
        number = (await session.exec(select(Delivery.id))).one()
    assert (await place.do(hers.delivery, number, ana.id)).kind == "intake_nudge"
    assert await place.do(hers.delivery, number, bo.id) is None
    assert await place.do(hers.delivery, number + 1, ana.id) is None
