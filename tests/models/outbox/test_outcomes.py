"""Every answer of Telegram's and what it makes of a delivery."""

import random
from datetime import timedelta

import pytest

from models.outbox.outcomes import (
    ATTEMPTS,
    Ambiguous,
    Broken,
    Change,
    Gone,
    Later,
    Moved,
    Sent,
    TooFast,
    Tried,
    after,
    pause,
)
from models.outbox.tables import Policy, State


class Middle(random.Random):
    """Neither lucky nor unlucky."""

    def uniform(self, a, b):  # noqa: ARG002 the names are random's
        return b


FIRST = Tried(Policy.RESEND, 1)
STRICT = Tried(Policy.NEVER_TWICE, 1)
LAST = Tried(Policy.RESEND, ATTEMPTS)


def seconds(now, count):
    return now + timedelta(seconds=count)


@pytest.mark.parametrize(
    ("tried", "outcome", "state", "wait", "more"),
    [
        (FIRST, Sent(5), State.SENT, None, {"message_id": 5}),
        (FIRST, TooFast(timedelta(seconds=30)), State.PENDING, 30, {"reason": "too_fast", "attempts": -1}),
        (LAST, TooFast(timedelta(seconds=30)), State.PENDING, 30, {"reason": "too_fast", "attempts": -1}),
        (FIRST, Later("server_error"), State.PENDING, 5, {"reason": "server_error"}),
        (FIRST, Later("down", timedelta(seconds=9)), State.PENDING, 9, {"reason": "down"}),
        (LAST, Later("server_error"), State.FAILED, None, {"reason": "server_error"}),
        (FIRST, Ambiguous(), State.PENDING, 5, {"reason": "no_answer", "doubts": 1}),
        (STRICT, Ambiguous(), State.UNCERTAIN, None, {"reason": "no_answer", "doubts": 1}),
        (Tried(Policy.RESEND, 2, doubts=1), Ambiguous(), State.UNCERTAIN, None, {"reason": "no_answer", "doubts": 1}),
        (FIRST, Gone("blocked"), State.FAILED, None, {"reason": "blocked"}),
        (FIRST, Moved(-1007), State.PENDING, 0, {"reason": "moved", "attempts": -1}),
        (FIRST, Broken("can't parse entities"), State.FAILED, None, {"reason": "can't parse entities"}),
    ],
)
def test_what_becomes_of_it(now, tried, outcome, state, wait, more):
    due_at = None if wait is None else seconds(now, wait)
    assert after(tried, outcome, now, Middle()) == Change(state, due_at=due_at, **more)


def test_what_would_come_too_late_is_not_tried_again(now):
    tried = Tried(Policy.RESEND, 1, expires_at=seconds(now, 30))
    assert after(tried, TooFast(timedelta(seconds=30)), now, Middle()).state == State.EXPIRED
    assert after(tried, TooFast(timedelta(seconds=29)), now, Middle()).state == State.PENDING
    assert after(Tried(Policy.RESEND, 1, expires_at=now), Ambiguous(), now, Middle()).state == State.UNCERTAIN


def test_each_pause_is_twice_the_last_and_none_is_endless():
    assert [pause(attempt, Middle()).total_seconds() for attempt in range(1, 9)] == [5, 10, 20, 40, 80, 160, 300, 300]


def test_those_that_failed_together_do_not_come_back_together():
    luck = random.Random(1)
    pauses = {pause(3, luck) for _ in range(100)}
    assert len(pauses) == 100
    assert timedelta(seconds=10) <= min(pauses) < max(pauses) <= timedelta(seconds=20)
