"""The line: who goes first, who has what in hand, and what a crash leaves behind. On SQLite and PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from models.outbox import batches, planning, preferences, queue, rate
from models.outbox.outcomes import Ambiguous, Broken, Gone, Later, Moved, Sent, TooFast
from models.outbox.tables import Delivery, Lane, Policy, State
from models.people import leaving, meeting
from tests.models.outbox.conftest import TOWN, always

MINUTE = timedelta(minutes=1)


async def test_the_most_urgent_and_then_the_longest_due_goes_first(town):
    ana, bea, cleo, dora, eve = await town.welcome(5)
    await town.plan(town.draft("nudge", Lane.NUDGE), ana)
    await town.plan(town.draft("news", due_at=town.now + 2 * MINUTE), bea)
    await town.plan(town.draft("old", due_at=town.now + MINUTE), cleo)
    await town.plan(town.draft("rem", Lane.REMINDER, due_at=town.now + 3 * MINUTE), dora)
    await town.plan(town.draft("moved", Lane.URGENT, due_at=town.now + 4 * MINUTE), eve)
    town.wait(minutes=5)
    taken = await town.take()
    assert [ready.row.chat_id for ready in taken.marked] == [5, 4, 3, 2, 1]


async def test_nothing_leaves_before_its_moment(town):
    await town.welcome(1)
    await town.plan(town.draft(due_at=town.now + MINUTE))
    assert (await town.take()).claimed == 0
    town.wait(minutes=1)
    assert (await town.take()).claimed == 1


async def test_a_delivery_from_line_to_phone(town):
    await town.welcome(1)
    await town.plan(town.draft(batch="b"))
    taken, done = await town.tick(always(Sent(77)))
    (ready,) = taken.marked
    assert (ready.language, ready.first_name, ready.message) == ("es", "Ana 1", {"template": "news"})
    assert done.states == {State.SENT: 1}
    row = await town.row()
    assert (row.state, row.message_id, row.ended_at, row.attempts) == (State.SENT, 77, town.now, 1)
    assert (await town.take()).claimed == 0


async def test_workers_at_once_never_get_the_same(town):
    await town.welcome(60)
    await town.plan(town.draft())
    claims = await asyncio.gather(*(town.do(queue.claim, 10, town.now) for _ in range(8)))
    ids = [row.id for claim in claims for row in claim]
    assert len(ids) == len(set(ids))
    rest = await town.do(queue.claim, 100, town.now)
    assert len(ids) + len(rest) == 60


async def test_one_process_never_has_more_in_hand_than_half_a_second_of_work(town):
    await town.welcome(60)
    await town.plan(town.draft())
    taken = await town.take(per_second=28)
    assert taken.claimed == 14
    waits = [wait for wait, _ in taken.later]
    assert len(taken.marked) == 2  # those whose turn is now
    assert waits == pytest.approx([place / 28 for place in range(2, 14)], abs=0.001)


async def test_what_comes_in_a_moment_is_marked_when_its_turn_has_come(town):
    for person in await town.welcome(3):
        await town.plan(town.draft(), person)
    taken = await town.take(per_second=6)
    (_, second), (_, third) = taken.later
    assert await town.do(queue.mark, [second], taken.slots, town.now, TOWN) == [second]
    assert [row.state for row in await town.rows()] == [State.SENDING, State.SENDING, State.LEASED]
    assert await town.do(queue.hand_back, [third.row.token]) == 1
    assert [row.state for row in await town.rows()] == [State.SENDING, State.SENDING, State.PENDING]


async def test_a_lease_that_ran_out_lets_nothing_leave(town):
    await town.welcome(2)
    await town.plan(town.draft())
    taken = await town.take(per_second=4)
    ((_, later),) = taken.later
    town.wait(seconds=15)
    assert await town.do(queue.mark, [later], taken.slots, town.now, TOWN) == []


async def test_a_slot_from_before_a_hold_is_void_during_it_and_after_it(town):
    await town.welcome(2)
    await town.plan(town.draft())
    taken = await town.take(per_second=4)
    ((_, later),) = taken.later
    await town.do(rate.hold, timedelta(seconds=3), town.now)
    assert await town.do(queue.mark, [later], taken.slots, town.now, TOWN) == []
    town.wait(seconds=3)
    assert await town.do(queue.mark, [later], taken.slots, town.now, TOWN) == []
    again = await town.do(rate.reserve, 1, 4, town.now)
    assert await town.do(queue.mark, [later], again, town.now, TOWN) == [later]


async def test_while_telegram_lets_us_wait_nothing_is_taken_and_nothing_kept(town):
    await town.welcome(3)
    await town.plan(town.draft())
    await town.do(rate.hold, timedelta(seconds=30), town.now)
    taken = await town.take()
    assert (taken.marked, taken.later, taken.slots.held_for) == ([], [], 30)
    assert [row.state for row in await town.rows()] == [State.PENDING] * 3


# --- crashes


async def crashed(town, policy, *, marked):
    await town.welcome(1)
    await town.plan(town.draft(policy=policy))
    if marked:
        await town.take()
    else:
        await town.do(queue.claim, 1, town.now)


async def test_what_was_only_in_hand_is_safe_to_send_again(town):
    await crashed(town, Policy.NEVER_TWICE, marked=False)
    assert await town.do(queue.reap, town.now) == 0
    town.wait(seconds=15)
    assert await town.do(queue.reap, town.now) == 1
    row = await town.row()
    assert (row.state, row.doubts) == (State.PENDING, 0)


async def test_a_reminder_may_come_twice_but_never_three_times(town):
    await crashed(town, Policy.RESEND, marked=True)
    town.wait(seconds=15)
    assert await town.do(queue.reap, town.now) == 1
    assert (await town.row()).state == State.PENDING
    await town.take()
    town.wait(seconds=15)
    await town.do(queue.reap, town.now)
    row = await town.row()
    assert (row.state, row.reason, row.ended_at) == (State.UNCERTAIN, "interrupted", town.now)


async def test_what_must_not_come_twice_is_left_uncertain(town):
    await crashed(town, Policy.NEVER_TWICE, marked=True)
    town.wait(seconds=15)
    await town.do(queue.reap, town.now)
    assert await town.states() == [(State.UNCERTAIN, "interrupted")]


async def test_a_single_process_takes_up_its_own_at_once(town):
    await crashed(town, Policy.RESEND, marked=True)
    assert await town.do(queue.reap, town.now, everything=True) == 1
    assert (await town.take()).claimed == 1


async def test_a_clock_set_forward_takes_nothing_out_of_a_living_hand(town):
    await town.welcome(1)
    await town.plan(town.draft())
    taken = await town.take()
    town.wait(hours=1)
    assert await town.do(queue.reap, town.now, mine={taken.marked[0].row.token}) == 0
    assert await town.do(queue.reap, town.now) == 1


async def test_a_clock_set_back_leaves_no_lease_for_an_hour(town):
    await crashed(town, Policy.RESEND, marked=False)
    town.wait(hours=-1)
    assert await town.do(queue.reap, town.now) == 1


async def test_a_late_yes_is_believed_as_long_as_nobody_else_took_it_up(town):
    await town.welcome(1)
    await town.plan(town.draft(policy=Policy.NEVER_TWICE))
    taken = await town.take()
    town.wait(seconds=20)
    await town.do(queue.reap, town.now)
    await town.do(queue.finish, [(taken.marked[0], Sent(9))], town.now, town.luck)
    row = await town.row()
    assert (row.state, row.message_id, row.reason) == (State.SENT, 9, None)


async def test_a_worker_that_lost_its_lease_says_nothing_about_the_next_ones_work(town):
    await town.welcome(1)
    await town.plan(town.draft())
    first = await town.take()
    town.wait(seconds=20)
    await town.do(queue.reap, town.now)
    second = await town.take()
    assert len(second.marked) == 1
    await town.do(queue.finish, [(first.marked[0], Later("server_error"))], town.now, town.luck)
    assert (await town.row()).state == State.SENDING
    await town.do(queue.finish, [(first.marked[0], Sent(1))], town.now, town.luck)
    assert (await town.row()).state == State.SENDING


# --- what calls come to


async def test_a_429_makes_everyone_wait_and_uses_up_no_attempt(town):
    await town.welcome(1)
    await town.plan(town.draft())
    await town.tick(always(TooFast(timedelta(seconds=30))))
    row = await town.row()
    assert (row.state, row.attempts, row.due_at) == (State.PENDING, 0, town.now + timedelta(seconds=30))
    assert await town.do(rate.held_for, town.now) == 30


async def test_what_fails_for_now_is_tried_six_times_and_then_given_up(town):
    await town.welcome(1)
    await town.plan(town.draft())
    calls = []
    for _ in range(20):
        await town.tick(lambda ready: calls.append(ready) or Later("server_error"))
        town.wait(minutes=5)
    assert len(calls) == 6
    row = await town.row()
    assert (row.state, row.reason, row.attempts) == (State.FAILED, "server_error", 6)


async def test_somebody_who_blocked_is_tried_once_and_left_in_peace_until_she_writes(town):
    await town.welcome(1)
    await town.plan(town.draft("one"))
    await town.plan(town.draft("two"))
    await town.drain(always(Gone("blocked")))
    assert await town.states() == [(State.FAILED, "blocked"), (State.SKIPPED, "unreachable")]
    assert await town.plan(town.draft("three")) == 0
    await town.welcome(1)  # she writes again
    assert await town.plan(town.draft("three")) == 1


async def test_a_group_that_moved_gets_what_waits_under_its_new_number(town):
    for key in ("one", "two"):
        await town.do(planning.plan_for_chat, town.draft(key), -1007, town.now)
    await town.tick(always(Moved(-100_1007)))
    assert [(row.state, row.chat_id, row.attempts) for row in await town.rows()] == [
        (State.PENDING, -1001007, 0),
        (State.PENDING, -1001007, 0),
    ]
    await town.drain(ticks=6)
    assert town.accepted == [-1001007, -1001007]


async def test_words_telegram_refuses_stop_their_batch_after_one_call(town):
    await town.welcome(50)
    await town.plan(town.draft(batch="b"))
    calls = []
    _, done = await town.tick(lambda ready: calls.append(ready) or Broken("can't parse entities"))
    assert done.paused == ["b"]
    town.wait(seconds=5)
    await town.tick(lambda ready: calls.append(ready) or Broken("can't parse entities"))
    assert len(calls) == 1
    assert await town.do(batches.progress, "b") == {State.FAILED: 1, State.HELD: 49}


async def test_once_one_has_arrived_the_others_go_together(town):
    await town.welcome(20)
    await town.plan(town.draft(batch="b"))
    await town.tick()
    assert len(town.accepted) == 1
    town.wait(seconds=2)
    await town.tick()
    assert len(town.accepted) == 20


async def test_a_call_without_an_answer_obeys_its_policy(town):
    ana, bea = await town.welcome(2)
    await town.plan(town.draft("rem", Lane.REMINDER), ana)
    await town.plan(town.draft("news", policy=Policy.NEVER_TWICE), bea)
    await town.tick(always(Ambiguous()))
    rows = await town.rows()
    assert [(row.state, row.reason, row.doubts) for row in rows] == [
        (State.PENDING, "no_answer", 1),
        (State.UNCERTAIN, "no_answer", 1),
    ]


# --- the last look, with rows


async def test_what_changed_since_it_was_taken_counts(town):
    people = await town.welcome(3)
    for person in people:
        await town.plan(town.draft(), person)
    taken = await town.take(per_second=8)
    late = [ready for _, ready in taken.later]
    assert len(taken.marked) == 1
    await town.do(preferences.turn, people[1].id, "announcements", on=False)
    async with town.database.transaction() as session:
        await leaving.erase(session, await meeting.by_chat(session, 3))
    assert await town.do(queue.mark, late, taken.slots, town.now, TOWN) == []
    assert await town.states() == [
        (State.SENDING, None),
        (State.SKIPPED, "no_consent"),
        (State.SKIPPED, "erased"),
    ]


async def test_who_finishes_and_who_withdraws_wait_in_the_same_order(town):
    """Otherwise each would hold what the other waits for, and PostgreSQL would throw one of them out."""
    first, second = [await town.plan(town.draft(), person) and person for person in await town.welcome(2)]
    marked = {ready.row.chat_id: ready for ready in (await town.take()).marked}
    outcomes = [(marked[second.chat_id], Sent(1)), (marked[first.chat_id], Later("server_error"))]
    async with town.database.transaction() as session:
        await session.exec(select(Delivery).where(Delivery.chat_id == first.chat_id).with_for_update())
        finishing = asyncio.create_task(town.do(queue.finish, outcomes, town.now, town.luck))
        await somebody_waits(town)
        await session.exec(select(Delivery).where(Delivery.chat_id == second.chat_id).with_for_update())
    assert (await finishing).states == {State.SENT: 1, State.PENDING: 1}


async def somebody_waits(town):
    """For a row, on PostgreSQL; on SQLite everybody waits for the one writer anyway."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    while not town.database.is_sqlite:
        async with town.database.reading() as session:
            if (await (await session.connection()).exec_driver_sql(waits)).scalar():
                return
        await asyncio.sleep(0.01)


async def test_two_for_one_person_leave_a_second_apart(town):
    await town.welcome(1)
    for key in ("one", "two", "three"):
        await town.plan(town.draft(key, Lane.REMINDER))
    sent = []
    for _ in range(40):
        await town.tick(lambda _: sent.append(town.now) or Sent(1))
        town.wait(milliseconds=250)
    assert len(sent) == 3
    assert min(later - earlier for earlier, later in pairwise(sent)) >= timedelta(seconds=1)


async def test_nobody_is_written_to_at_night_though_the_line_is_long(town):
    await town.welcome(3)
    town.now = datetime(2026, 11, 24, 1, 59, 59, tzinfo=UTC)  # a second before nine in the evening
    await town.plan(town.draft())
    await town.tick(per_second=2)
    town.wait(seconds=1)
    await town.drain(ticks=4)
    assert len(town.accepted) == 1
    assert {row.due_at for row in await town.rows() if row.state == State.PENDING} == {
        datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    }


async def test_downtime_over_an_event_sends_no_stale_reminder(town):
    await town.welcome(2)
    ana, bea = await town.welcome(2)
    noon = town.now
    await town.plan(town.draft("past", Lane.REMINDER, due_at=noon - 2 * MINUTE, expires_at=noon - MINUTE), ana)
    await town.plan(town.draft("next", Lane.REMINDER, due_at=noon - 2 * MINUTE, expires_at=noon + 60 * MINUTE), bea)
    await town.drain(ticks=3)
    assert await town.states() == [(State.EXPIRED, "too_late"), (State.SENT, None)]


async def test_a_clock_that_goes_back_and_forth_sends_nothing_twice(town):
    await town.welcome(30)
    await town.plan(town.draft())
    for step in (0, -60, 0, 60, 0, 480, 0):
        town.wait(minutes=step)
        await town.do(queue.reap, town.now)
        await town.tick(limit=4)
        town.wait(seconds=1)
    town.now = town.now.replace(hour=17) + timedelta(days=1)
    await town.drain(ticks=20)
    assert sorted(town.accepted) == list(range(1, 31))


async def test_postgresql_says_what_time_it_is_and_sqlite_believes_us(town, now):
    ahead = now + timedelta(days=900)
    told = await town.do(queue.moment, ahead)
    if town.database.is_sqlite:
        assert told == ahead
    else:
        assert abs(told - datetime.now(UTC)) < timedelta(minutes=5)


async def test_the_claim_finds_its_place_in_the_index(town):
    """A line of any length costs the same: neither searched through nor sorted."""
    line = "SELECT id FROM delivery WHERE state = 'pending' AND lane = 2 AND due_at <= '2026-11-23' ORDER BY due_at, id"
    explain = "EXPLAIN QUERY PLAN " if town.database.is_sqlite else "EXPLAIN "
    async with town.database.reading() as session:
        connection = await session.connection()
        if not town.database.is_sqlite:
            await connection.exec_driver_sql("SET enable_seqscan = off")  # it would not bother with an empty table
        plan = str((await connection.exec_driver_sql(explain + line)).all())
    assert "ix_delivery_waiting" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
