"""Who comes: words that change, seats that run out, and those who wait for one."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.events import attendance, gatherings
from models.events.attendance import Taken
from models.events.attendance_tables import Attendance, Gathering, Going
from models.outbox import leaving as outbox
from models.people import leaving
from models.people.tables import Person
from tests.models.events.fair import NO_QUIET, local, shown

SOON = "2026-11-28T18:00"  # five days from now


async def seats(fair):
    row = await fair.gathering()
    return row.taken, row.capacity


async def test_yes_maybe_no_and_back(fair):
    ana = await fair.person()
    await fair.event(SOON, capacity=5, plus_ones=2)
    seen = []
    for going in (Going.YES, Going.MAYBE, Going.NO, Going.YES):
        assert await fair.says(ana, going) == Taken.NOTED
        seen.append((await fair.going(), await seats(fair)))
    assert seen == [({1: "yes"}, (1, 5)), ({1: "maybe"}, (0, 5)), ({1: "no"}, (0, 5)), ({1: "yes"}, (1, 5))]


async def test_those_she_brings_sit_somewhere_too(fair):
    ana, bo = await fair.people(2)
    await fair.event(SOON, capacity=3, plus_ones=2)
    assert await fair.says(ana, Going.YES, 2) == Taken.NOTED
    assert await fair.says(bo, Going.YES) == Taken.FULL
    assert await fair.says(ana, Going.YES, 1) == Taken.NOTED
    assert await fair.says(bo, Going.YES) == Taken.NOTED
    assert await fair.says(ana, Going.YES, 2) == Taken.FULL
    assert (await seats(fair), await fair.going()) == ((3, 3), {1: "yes", 2: "yes"})


async def test_more_guests_than_the_event_allows_are_not_noted(fair):
    ana = await fair.person()
    await fair.event(SOON, plus_ones=1)
    await fair.says(ana, Going.YES, 9)
    assert [word.guests for word in await fair.words()] == [1]


async def test_once_it_has_begun_it_is_over(fair):
    ana = await fair.person()
    await fair.event(SOON)
    fair.now = local(SOON)
    assert await fair.says(ana) == Taken.OVER
    assert await fair.words() == []


async def test_two_hundred_people_at_the_same_moment_for_twenty_seats(fair):
    everybody = await fair.people(200)
    await fair.event(SOON, capacity=20)
    became = Counter(await asyncio.gather(*(fair.says(person) for person in everybody)))
    assert became == {Taken.NOTED: 20, Taken.FULL: 180}
    assert (await seats(fair), len(await fair.going())) == ((20, 20), 20)


async def test_two_hundred_come_and_go_and_the_count_is_right(fair):
    everybody = await fair.people(100)
    await fair.event(SOON, capacity=20)

    async def coming_and_going(person):
        await fair.says(person, Going.YES)
        await fair.says(person, Going.NO if person.chat_id % 2 else Going.WAITING)

    await asyncio.gather(*map(coming_and_going, everybody))
    words = await fair.words()
    assert (await seats(fair))[0] == sum(word.seats for word in words) <= 20


# --- the waiting list


async def a_full_event(fair, waiting=3, order="first_come"):
    """One seat, taken by the first; the others wait in their order."""
    fair.customs = NO_QUIET
    first, *others = await fair.people(1 + waiting)
    await fair.event(SOON, capacity=1, waiting=order)
    await fair.says(first)
    for person in others:
        fair.now += timedelta(minutes=1)
        await fair.says(person, Going.WAITING)
    return first, others


async def test_who_leaves_makes_room_and_the_seat_is_held_for_a_while(fair):
    first, (second, third, _) = await a_full_event(fair)
    await fair.says(first, Going.NO)
    assert await fair.going() == {1: "no", 2: "offered", 3: "waiting", 4: "waiting"}
    assert await fair.says(third) == Taken.FULL  # it is held, whoever is quicker
    await fair.tick()
    assert fair.told("seat_offer") == [(2, None, shown(fair.now))]
    assert await fair.says(second) == Taken.NOTED
    assert (await fair.going(), await seats(fair)) == ({1: "no", 2: "yes", 3: "waiting", 4: "waiting"}, (1, 1))


async def test_an_offer_ends_by_the_clock_and_goes_on_to_the_next(fair):
    first, _ = await a_full_event(fair)
    await fair.says(first, Going.NO)
    offered = fair.now
    await fair.until(offered + timedelta(hours=12, minutes=1))
    assert await fair.going() == {1: "no", 2: "missed", 3: "offered", 4: "waiting"}
    assert fair.told("seat_missed") == [(2, None, shown(offered + timedelta(hours=12)))]
    assert await seats(fair) == (1, 1)


async def test_who_says_no_to_an_offer_passes_it_on_at_once(fair):
    first, (second, *_) = await a_full_event(fair)
    await fair.says(first, Going.NO)
    await fair.says(second, Going.NO)
    assert await fair.going() == {1: "no", 2: "no", 3: "offered", 4: "waiting"}


async def test_more_room_is_offered_to_as_many_as_it_holds(fair):
    await a_full_event(fair)
    await fair.edit(capacity=3)
    assert await fair.going() == {1: "yes", 2: "offered", 3: "offered", 4: "waiting"}
    await fair.edit(capacity=None)
    assert (await fair.going())[4] == "offered"


async def test_less_room_sends_nobody_away(fair):
    ana, bo = await fair.people(2)
    await fair.event(SOON, capacity=2)
    await fair.says(ana)
    await fair.says(bo)
    await fair.edit(capacity=1)
    assert (await fair.going(), await seats(fair)) == ({1: "yes", 2: "yes"}, (2, 1))


async def test_a_party_that_does_not_fit_is_passed_over(fair):
    fair.customs = NO_QUIET
    first, couple, single = await fair.people(3)
    await fair.event(SOON, capacity=1, plus_ones=1)
    await fair.says(first)
    await fair.says(couple, Going.WAITING, 1)
    fair.now += timedelta(minutes=1)
    await fair.says(single, Going.WAITING)
    await fair.says(first, Going.NO)
    assert await fair.going() == {1: "no", 2: "waiting", 3: "offered"}


async def test_by_lot_the_order_is_not_that_of_coming(fair):
    _first, others = await a_full_event(fair, waiting=12, order="lottery")
    await fair.edit(capacity=13)
    async with fair.database.reading() as session:
        query = select(Person.chat_id).join(Attendance, col(Attendance.person_id) == Person.id)
        # Each offer is a row of its own in the line, in the order they were made.
        asked = [row.chat_id for row in sorted(await fair.rows(kind="seat_offer"), key=lambda row: row.id)]
        assert len((await session.exec(query)).all()) == 13
    assert sorted(asked) == [person.chat_id for person in others]
    assert asked != sorted(asked)


async def test_who_blocked_the_bot_holds_up_nobody(fair):
    first, (second, *_) = await a_full_event(fair)
    async with fair.database.transaction() as session:
        person = await session.get(Person, second.id)
        person.blocked_at = fair.now
    await fair.says(first, Going.NO)
    assert (await fair.going())[3] == "offered"


async def test_just_before_the_start_nobody_is_asked_any_more(fair):
    first, (second, *_) = await a_full_event(fair)
    fair.now = local(SOON) - timedelta(minutes=20)
    await fair.says(first, Going.NO)
    assert "offered" not in (await fair.going()).values()
    assert await fair.says(second) == Taken.NOTED


async def test_at_night_the_time_to_answer_begins_in_the_morning(fair):
    first, second = await fair.people(2)
    await fair.event(SOON, capacity=1)
    await fair.says(first)
    await fair.says(second, Going.WAITING)
    fair.now = local("2026-11-24T22:00")
    await fair.says(first, Going.NO)
    (offer, _) = await fair.words()
    assert shown(offer.offered_until) == "2026-11-25 20:00"
    await fair.until(local("2026-11-25T09:00"))
    assert fair.told("seat_offer") == [(2, None, "2026-11-25 08:00")]


async def test_who_is_erased_leaves_her_seat(fair):
    first, (_second, *_) = await a_full_event(fair)
    async with fair.database.transaction() as session:
        await attendance.leave_all(session, first.id, fair.now, fair.customs)
        await outbox.forget(session, first.id, fair.now)
        await leaving.erase(session, await session.get_one(Person, first.id))
    assert await fair.going() == {2: "offered", 3: "waiting", 4: "waiting"}


# --- what she needs, and when she is reminded


async def test_what_she_needs_is_kept_in_one_order_and_nothing_else(fair):
    ana = await fair.person()
    await fair.event(SOON)
    await fair.says(ana)
    async with fair.database.transaction() as session:
        place = await fair.place(session)
        gathering = await gatherings.opened(session, place.event, place.occurrence)
        await attendance.need(
            session, await attendance.of(session, gathering.id, ana.id), ["ride", "gold", "childcare"]
        )
    assert [word.needs for word in await fair.words()] == [["childcare", "ride"]]


@pytest.mark.parametrize(("offsets", "left"), [(("morning",), ["morning"]), (("90m", "day"), ["day", "90m"]), ((), [])])
async def test_her_own_times_instead_of_the_towns(fair, offsets, left):
    ana = await fair.person()
    await fair.event(SOON)
    await fair.says(ana)
    await fair.chooses(ana, *offsets)
    planned = {offset for offset, *_ in await fair.reminders()}
    assert planned == {"day", "hour", *offsets}  # those she took off stay in line and are not said
    assert [word.reminders for word in await fair.words()] == [",".join(left)]


async def test_her_next_gatherings(fair):
    ana = await fair.person()
    await fair.event(SOON)
    await fair.event("2026-11-25T10:00", source_id="walk")
    await fair.says(ana, Going.MAYBE)
    await fair.says(ana, source_id="walk")
    async with fair.database.reading() as session:
        hers = await attendance.her_gatherings(session, ana.id, fair.now)
        assert [(one.source_id, word.state) for one, word in hers] == [("walk", "yes"), ("fair", "maybe")]
        assert len((await session.exec(select(Gathering))).all()) == 2
