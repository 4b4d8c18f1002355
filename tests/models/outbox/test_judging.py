"""May it still leave, and is now the moment? Every reason against it, and which one weighs more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from models.outbox.judging import Claimed, Facts, Verdict, Who, judge
from models.outbox.tables import Batch, BatchState, Lane, Mute, Policy, State
from tests.models.outbox.conftest import TOWN

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # eleven in the evening
MORNING = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
ANA = uuid4()
NEWS = Claimed(1, "t", Lane.ANNOUNCEMENT, "news", "event:5", "b", ANA, 7, Policy.RESEND, NOON, None, None, 0, 0)
REMINDER = replace(NEWS, lane=Lane.REMINDER, kind="event_reminder")
URGENT = replace(NEWS, lane=Lane.URGENT, kind="event_moved")
NUDGE = replace(NEWS, lane=Lane.NUDGE, kind="intake")
DIGEST = replace(NUDGE, kind="digest")
GROUP = replace(NEWS, person_id=None, chat_id=-1007)
AGREED = Who("es", "Ana", reminders=True, announcements=True)
HOUR = timedelta(hours=1)


def verdict(row=NEWS, now=NOON, who=AGREED, **facts):
    return judge(row, Facts(who, **facts), now, TOWN)


def batch(state):
    return Batch(id="b", about="event:5", kind="news", state=state, reason="she said so", proved=True, opened_at=NOON)


@pytest.mark.parametrize("row", [NEWS, REMINDER, URGENT, NUDGE, DIGEST])
def test_at_noon_everything_she_agreed_to_leaves(row):
    assert verdict(row) is None


@pytest.mark.parametrize(
    ("row", "who", "reason"),
    [
        (NEWS, None, "erased"),
        (URGENT, None, "erased"),
        (URGENT, replace(AGREED, blocked_at=NOON), "unreachable"),
        (URGENT, replace(AGREED, stopped_at=NOON), "stopped"),
        (NEWS, Who("es", "Ana"), "no_consent"),
        (REMINDER, Who("es", "Ana"), "no_consent"),
        (REMINDER, replace(AGREED, reminders=False), "no_consent"),
        (NUDGE, replace(AGREED, nudges=False), "no_consent"),
        (NEWS, replace(AGREED, paused_until=NOON + HOUR), "paused"),
        (REMINDER, replace(AGREED, paused_until=NOON + HOUR), "paused"),
    ],
)
def test_what_she_does_not_want_or_cannot_get_is_skipped(row, who, reason):
    assert verdict(row, who=who) == Verdict(State.SKIPPED, reason)


@pytest.mark.parametrize(
    ("row", "who"),
    [
        (URGENT, Who("es", "Ana")),  # a moved event is told without a further consent
        (URGENT, replace(AGREED, paused_until=NOON + HOUR)),
        (NUDGE, Who("es", "Ana")),
        (DIGEST, replace(AGREED, announcements=False)),
        (NEWS, replace(AGREED, paused_until=NOON)),  # the pause is over
    ],
)
def test_what_is_let_through(row, who):
    assert verdict(row, who=who) is None


@pytest.mark.parametrize(
    ("mute", "muted"),
    [
        ({"kind": "news"}, True),
        ({"about": "event:5"}, True),
        ({"kind": "news", "about": "event:5"}, True),
        ({"kind": "news", "about": "event:6"}, False),
        ({"kind": "other"}, False),
        ({"kind": "news", "until": NOON}, False),
        ({"kind": "news", "until": NOON + HOUR}, True),
    ],
)
def test_a_mute_counts_for_what_it_names_and_as_long_as_it_says(mute, muted):
    expected = Verdict(State.SKIPPED, "muted") if muted else None
    assert verdict(mutes=(Mute(person_id=ANA, **mute),)) == expected


def test_a_mute_also_silences_urgent_news_of_that_matter():
    assert verdict(URGENT, mutes=(Mute(person_id=ANA, about="event:5"),)) == Verdict(State.SKIPPED, "muted")


def test_nothing_leaves_after_its_end():
    assert verdict(replace(NEWS, expires_at=NOON)) == Verdict(State.EXPIRED, "too_late")
    assert verdict(replace(NEWS, expires_at=NOON + HOUR)) is None


def test_a_paused_batch_waits_and_a_cancelled_one_ends():
    assert verdict(batch=batch(BatchState.RUNNING)) is None
    assert verdict(batch=batch(BatchState.PAUSED)) == Verdict(State.HELD, "she said so")
    assert verdict(batch=batch(BatchState.CANCELLED)) == Verdict(State.CANCELLED, "she said so")


@pytest.mark.parametrize("row", [NEWS, REMINDER, URGENT, NUDGE, DIGEST])
def test_at_night_it_waits_for_the_morning(row):
    assert verdict(row, now=NIGHT) == Verdict(State.PENDING, due_at=MORNING)


def test_at_night_what_ends_before_the_morning_is_dropped_unless_she_asked_for_it():
    soon = NIGHT + HOUR
    assert verdict(replace(NEWS, expires_at=soon), now=NIGHT) == Verdict(State.EXPIRED, "quiet_hours")
    assert verdict(replace(REMINDER, expires_at=soon), now=NIGHT) is None


def test_the_night_is_that_of_her_own_clock():
    assert verdict(now=NIGHT, who=replace(AGREED, zone="Asia/Tokyo")) is None
    late = NOON.replace(hour=13)
    assert verdict(now=late, who=replace(AGREED, zone="Asia/Tokyo")).due_at == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


def test_one_chat_gets_one_message_a_second_and_a_group_twenty_a_minute():
    just = NOON - timedelta(milliseconds=400)
    assert verdict(last_sent=just) == Verdict(State.PENDING, due_at=NOON + timedelta(milliseconds=600))
    assert verdict(last_sent=NOON - timedelta(seconds=1)) is None
    group = verdict(GROUP, who=None, last_sent=just)
    assert group == Verdict(State.PENDING, due_at=NOON + timedelta(milliseconds=2600))


def test_two_for_one_chat_go_one_after_the_other():
    assert verdict(behind=True) == Verdict(State.PENDING, due_at=NOON + timedelta(seconds=1))


def test_the_first_of_a_batch_goes_ahead_alone():
    assert verdict(behind_first=True) == Verdict(State.PENDING, due_at=NOON + timedelta(seconds=1))


def test_what_would_wait_past_its_end_ends():
    row = replace(NEWS, expires_at=NOON + timedelta(milliseconds=500))
    assert verdict(row, behind=True) == Verdict(State.EXPIRED, "too_late")


@pytest.mark.parametrize(
    ("row", "counts"), [(NEWS, True), (NUDGE, True), (REMINDER, False), (URGENT, False), (DIGEST, False)]
)
def test_the_week_holds_five_that_nobody_asked_for(row, counts):
    assert verdict(row, unasked=4) is None
    assert verdict(row, unasked=5) == (Verdict(State.DIGEST, "budget") if counts else None)


def test_a_group_has_no_night_no_budget_and_no_consent():
    assert verdict(GROUP, now=NIGHT, who=None, unasked=50) is None
