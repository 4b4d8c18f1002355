"""The desk's rows: who waits, who waits longest, how long it usually takes, and a group that moves."""

from datetime import timedelta

import pytest

from models.desk import group, inbox, relaying, talking
from models.desk.relaying import Origin
from models.desk.tables import By, DeskAnswer, Stage
from models.people import meeting
from models.people.meeting import Caller

QUIET = timedelta(hours=2)


@pytest.fixture
async def session(database):
    async with database.transaction() as session:
        yield session


async def person(session, number, now):
    return (await meeting.meet(session, Caller(number, f"P{number}", "en"), now))[0]


async def asks(session, number, now, **more):
    return await talking.asked(session, await person(session, number, now), now, QUIET, **more)


async def writes(session, conversation, number, now, album=None):
    await relaying.remember(session, conversation, By.MAKER, Origin(1, number, album), now)


async def test_she_has_one_conversation_and_waits_since_her_first_word(session, now):
    first = await asks(session, 1, now)
    again = await asks(session, 1, now + timedelta(minutes=5))
    assert (again.id, again.waiting_since) == (first.id, now)


async def test_an_answer_ends_the_wait_and_is_remembered_as_a_time(session, now):
    conversation = await asks(session, 1, now)
    ana = await person(session, 1, now)
    later = now + timedelta(hours=3)
    await talking.answered(session, conversation, ana, later, later + QUIET)
    assert (conversation.waiting_since, conversation.last_by) == (None, By.STAFF)
    assert talking.with_staff(ana, later + timedelta(hours=1))
    assert not talking.with_staff(ana, later + QUIET)


async def test_how_long_people_wait_is_told_from_three_answers_on(session, now):
    for hours, usual in ((1, None), (5, None), (2, 2), (100, 3.5)):
        session.add(DeskAnswer(at=now, seconds=hours * 3600))
        expected = timedelta(hours=usual) if usual else None
        assert await talking.usual_wait(session) == expected


async def test_five_messages_in_five_minutes_are_enough_and_an_album_is_one(session, now):
    conversation = await asks(session, 1, now)
    for number in range(4):
        await writes(session, conversation, number, now)
    for number in range(10, 13):
        await writes(session, conversation, number, now, album="a")
    assert await talking.too_much(session, conversation, now)
    assert not await talking.too_much(session, conversation, now, album="a")
    assert not await talking.too_much(session, conversation, now + timedelta(minutes=6))


async def test_in_difficulty_first_then_the_longest_wait_then_those_answered(session, now):
    for number in (1, 2, 3, 4):
        await asks(session, number, now + timedelta(minutes=number), urgent=number == 3)
    answered = await talking.numbered(session, 1)
    await talking.answered(session, answered, await person(session, 1, now), now, now)
    await talking.snooze(session, await talking.numbered(session, 2), now + timedelta(hours=1))
    assert [line.name for line in await inbox.lines(session, now, 0, 9)] == ["P3", "P4", "P1"]
    assert [line.name for line in await inbox.lines(session, now + timedelta(hours=2), 0, 9)] == [
        "P3",
        "P2",
        "P4",
        "P1",
    ]
    assert await inbox.count(session, now) == 3


async def test_closed_it_waits_no_more_and_reopened_it_waits_again(session, now):
    conversation = await asks(session, 1, now)
    await talking.close(session, conversation, await person(session, 1, now))
    assert (conversation.stage, conversation.waiting_since) == (Stage.CLOSED, None)
    await talking.reopen(session, conversation, now)
    assert (conversation.stage, conversation.waiting_since) == (Stage.OPEN, now)


async def test_a_group_moves_once_and_what_waits_goes_along(session, now):
    conversation = await asks(session, 1, now)
    conversation.thread_id = 7
    await relaying.relay(session, conversation, By.MAKER, Origin(1, 1), -5, now)
    await group.found_topics(session, -5, True)
    assert await group.moved(session, -5, -100)
    assert not await group.moved(session, -5, -100)
    staff = await group.current(session, -5)
    moved = await talking.numbered(session, conversation.id)
    assert (staff.chat_id, staff.topics, moved.thread_id, moved.carded) == (-100, None, None, False)


async def test_a_closed_group_is_spoken_of_once_until_it_opens(session, now):
    assert [await group.shut(session, -5, "no_permission") for _ in range(2)] == [True, False]
    assert [await group.opened(session, -5, now) for _ in range(2)] == [True, False]
    assert await group.shut(session, -5, "no_permission")


async def test_after_half_a_year_nobody_knows_which_message_was_whose_copy(session, now):
    conversation = await asks(session, 1, now)
    await writes(session, conversation, 1, now)
    session.add(DeskAnswer(at=now, seconds=60))
    await session.flush()
    assert await talking.forget_old(session, now + timedelta(days=180)) == 0
    assert await talking.forget_old(session, now + timedelta(days=190)) == 2
