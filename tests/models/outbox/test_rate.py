"""The line all processes stand in: one gap apart, nobody during a hold, nobody twice in the same slot."""

import asyncio
import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outbox import rate
from models.outbox.rate import FULL, Slots, gap, held, micros, start


def most_in_any_second(moments):
    moments = sorted(moments)
    return max(sum(first <= one < first + 1 for one in moments) for first in moments)


async def test_messages_leave_one_gap_apart(town):
    slots = await town.do(rate.reserve, 4, 10, town.now)
    assert slots == Slots((0.0, 0.1, 0.2, 0.3))
    assert (await town.do(rate.reserve, 2, 10, town.now)).waits == (0.4, 0.5)
    town.wait(seconds=10)
    assert (await town.do(rate.reserve, 1, 10, town.now)).waits == (0.0,)


async def test_four_workers_together_keep_to_the_limit(town):
    async def worker(moments):
        for _ in range(10):
            slots = await town.do(rate.reserve, 7, 28, town.now)
            moments += slots.waits

    moments = []
    await asyncio.gather(*(worker(moments) for _ in range(4)))
    assert len(set(moments)) == 280
    assert most_in_any_second(moments) <= 29
    assert max(moments) < 280 / 28


async def test_nobody_stands_in_line_while_telegram_lets_us_wait(town):
    before = await town.do(rate.reserve, 14, 28, town.now)
    await town.do(rate.hold, timedelta(seconds=30), town.now)
    during = await town.do(rate.reserve, 5, 28, town.now)
    assert during == Slots(holds=before.holds + 1, held_for=30)
    town.wait(seconds=29.5)
    assert await town.do(rate.held_for, town.now) == 0.5
    town.wait(seconds=0.5)
    after = await town.do(rate.reserve, 3, 28, town.now)
    assert after.waits[0] == 0
    assert after.holds == before.holds + 1


async def test_a_shorter_wait_does_not_cut_a_longer_one(town):
    await town.do(rate.hold, timedelta(seconds=30), town.now)
    await town.do(rate.hold, timedelta(seconds=3), town.now)
    assert await town.do(rate.held_for, town.now) == 30


async def test_a_wait_of_hours_is_asked_about_again_after_a_while(town):
    await town.do(rate.hold, timedelta(hours=8), town.now)
    assert await town.do(rate.held_for, town.now) == 900


async def test_a_clock_set_back_an_hour_stops_nobody(town):
    await town.do(rate.reserve, 5, 28, town.now)
    await town.do(rate.hold, timedelta(seconds=30), town.now)
    town.wait(hours=-1)
    assert (await town.do(rate.reserve, 1, 28, town.now)).waits == (0.0,)


async def test_a_clock_set_forward_makes_no_burst(town):
    moments = list((await town.do(rate.reserve, 28, 28, town.now)).waits)
    town.wait(hours=1)
    later = await town.do(rate.reserve, 28, 28, town.now)
    moments += [3600 + wait for wait in later.waits]
    assert most_in_any_second(moments) <= 28


async def test_a_full_line_takes_nobody_more(town):
    await town.do(rate.reserve, 11, 1, town.now)
    assert await town.do(rate.reserve, 1, 1, town.now) == Slots(held_for=1.000001)
    town.wait(seconds=1.5)
    assert (await town.do(rate.reserve, 1, 1, town.now)).waits == (9.5,)


async def test_the_line_steps_back_for_replies(town):
    await town.do(rate.reserve, 1, 10, town.now)
    await town.do(rate.make_room, 5, 10, town.now)
    assert (await town.do(rate.reserve, 1, 10, town.now)).waits == (0.6,)


async def test_paid_messages_have_a_line_of_their_own_and_the_same_holds(town):
    await town.do(rate.reserve, 28, 28, town.now)
    assert (await town.do(rate.reserve, 2, 1000, town.now, rate.PAID)).waits == (0.0, 0.001)
    await town.do(rate.hold, timedelta(seconds=5), town.now)
    assert (await town.do(rate.reserve, 1, 1000, town.now, rate.PAID)).held_for == 5


@given(st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(1, 20)), max_size=60), st.integers(1, 50))
def test_the_arithmetic_never_lets_two_come_closer_than_a_gap(steps, per_second):
    free_at, now, moments = 0, 1_000_000_000, []
    for passed, count in steps:
        now += passed
        first = start(free_at, now)
        if first - now >= FULL // timedelta(microseconds=1):
            continue  # the line is full
        moments += [first + place * gap(per_second) for place in range(count)]
        free_at = first + count * gap(per_second)
    assert all(later - earlier >= gap(per_second) for earlier, later in itertools.pairwise(moments))


@pytest.mark.parametrize(("left", "counts"), [(-1, 0), (0, 0), (1, 1), (900_000_000, 900_000_000), (900_000_001, 0)])
def test_a_hold_no_wait_of_telegrams_can_explain_is_none(now, left, counts):
    assert held(micros(now) + left, micros(now)) == counts


def test_groups_are_written_to_more_slowly():
    assert rate.chat_gap(7) == timedelta(seconds=1)
    assert rate.chat_gap(-100_7) == timedelta(seconds=3)
