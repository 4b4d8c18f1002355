"""When an event changes, everything people have said about it follows, each time of a series by itself."""

from datetime import timedelta

from sqlmodel import select

from models.events import replanning
from models.events.attendance_tables import Gathering, Going
from tests.models.events.fair import local, shown

WEEKLY = "2026-11-24T18:00"  # Tuesdays
FIRST, SECOND = "2026-12-01T18:00", "2026-12-08T18:00"


async def a_series(fair):
    """Ana comes to two Tuesdays."""
    ana = await fair.person()
    await fair.event(WEEKLY, rrule="FREQ=WEEKLY")
    for key in (FIRST, SECOND):
        await fair.says(ana, key=key)
    return ana


async def stand(fair):
    async with fair.database.reading() as session:
        rows = (await session.exec(select(Gathering).order_by(Gathering.starts_at))).all()
    return [(row.key, shown(row.starts_at), row.state) for row in rows]


async def test_the_whole_series_an_hour_later(fair):
    await a_series(fair)
    done = await fair.edit(starts_local="2026-11-24T19:00")
    assert (done.moved, done.told, done.reminders) == (2, 2, 4)
    assert await stand(fair) == [
        ("2026-12-01T19:00", "2026-12-01 19:00", "active"),
        ("2026-12-08T19:00", "2026-12-08 19:00", "active"),
    ]


async def test_the_whole_series_to_another_day_of_the_week(fair):
    await a_series(fair)
    await fair.edit(starts_local="2026-11-26T18:00")
    assert [starts for _, starts, _ in await stand(fair)] == ["2026-12-03 18:00", "2026-12-10 18:00"]


async def test_one_of_them_left_out_the_other_stays_as_it_is(fair):
    await a_series(fair)
    before = {row.id for row in await fair.rows() if SECOND[8:10] in row.dedupe_key}
    done = await fair.edit(exdates=[FIRST[:10]])
    assert (done.cancelled, done.moved, done.told) == (1, 0, 1)
    assert [state for *_, state in await stand(fair)] == ["cancelled", "active"]
    assert before <= {row.id for row in await fair.rows(state="pending")}


async def test_one_of_them_moved_and_moved_back(fair):
    await a_series(fair)
    await fair.edit(overrides={FIRST: {"starts": "2026-12-02T10:00"}})
    assert (await stand(fair))[0] == (FIRST, "2026-12-02 10:00", "active")
    await fair.edit(overrides={})
    assert (await stand(fair))[0] == (FIRST, "2026-12-01 18:00", "active")
    await fair.until(local("2026-12-09T12:00"))
    assert fair.told("event_moved") == []  # nobody had heard of the first move yet
    assert fair.told()[:2] == [(1, "day", "2026-11-30 18:00"), (1, "hour", "2026-12-01 17:00")]
    assert len(fair.told()) == 4
    await fair.each_once()


async def test_a_series_cut_in_two_goes_on_under_another_name(fair):
    ana = await a_series(fair)
    await fair.event(SECOND, source_id="fair-2", rrule="FREQ=WEEKLY")
    async with fair.database.transaction() as session:
        assert await replanning.hand_over(session, "fair", "fair-2", local(SECOND)) == 1
    await fair.edit("fair", rrule="FREQ=WEEKLY;UNTIL=20261207T000000")
    assert [state for *_, state in await stand(fair)] == ["active", "active"]
    assert await fair.says(ana, Going.NO, source_id="fair-2") == "noted"


async def test_who_waits_hears_of_a_move_and_keeps_her_place(fair):
    ana, bo = await fair.people(2)
    await fair.event("2026-11-28T18:00", capacity=1)
    await fair.says(ana)
    await fair.says(bo, Going.WAITING)
    await fair.edit(starts_local="2026-11-29T18:00")
    await fair.until(fair.now + timedelta(minutes=1))
    assert sorted(chat for chat, *_ in fair.told("event_moved")) == [1, 2]
    assert await fair.going() == {1: "yes", 2: "waiting"}
