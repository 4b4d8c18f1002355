"""An announcement leaves once, for the people it was confirmed for, at its hour; and again when it repeats."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.broadcasts import sending
from models.broadcasts.sending import Town as Customs
from models.broadcasts.sending import morning
from models.broadcasts.tables import Repeat, Stage, When
from models.outbox import batches, preferences
from models.outbox.tables import State
from tests.models.broadcasts.conftest import CUSTOMS, TOWN

TWO_PAIRS_OF_EYES = Customs(TOWN, second_person=True)


async def test_confirming_puts_a_copy_for_each_in_line(town):
    ana, *_ = await town.welcome(3)
    news = await town.draft_of(ana)
    assert await town.confirm(news, ana) == 3
    await town.drain(ticks=4)
    assert sorted(town.accepted) == [1, 2, 3]
    assert await town.do(batches.progress, f"broadcast:{news.id}") == {State.SENT: 3}


async def test_confirmed_five_times_by_two_people_at_once_it_is_one(town):
    ana, ben = await town.welcome(2)
    news = await town.draft_of(ana)
    planned = await asyncio.gather(*(town.confirm(news, who) for who in (ana, ben, ana, ben, ana)))
    assert sorted(planned, key=str) == [2, None, None, None, None]
    assert len(await town.rows()) == 2


async def test_who_comes_later_was_not_on_the_list(town):
    [ana] = await town.welcome(1)
    news = await town.draft_of(ana)
    await town.confirm(news, ana)
    await town.welcome(1, first=50)
    await town.drain(ticks=3)
    assert town.accepted == [1]


async def test_where_two_have_to_agree_the_writer_alone_sends_nothing(town):
    ana, ben = await town.welcome(2)
    news = await town.draft_of(ana)
    assert not sending.may_confirm(news, ana.id, TWO_PAIRS_OF_EYES)
    async with town.database.transaction() as session:
        asked = await sending.of(session, news.id)
        assert await sending.ask(session, asked, ana.id)
        assert not await sending.ask(session, asked, ben.id)
    async with town.database.transaction() as session:
        asked = await sending.of(session, news.id)
    assert asked.stage == Stage.ASKED
    assert not sending.may_confirm(asked, ana.id, TWO_PAIRS_OF_EYES)
    assert sending.may_confirm(asked, ben.id, TWO_PAIRS_OF_EYES)
    assert await town.confirm(asked, ben, TWO_PAIRS_OF_EYES) == 2


async def test_it_waits_for_its_hour(town):
    [ana] = await town.welcome(1)
    later = town.now + timedelta(hours=3)
    await town.confirm(await town.draft_of(ana, leaves=When.AT, starts_at=later), ana)
    await town.drain(ticks=2)
    assert town.accepted == []
    town.wait(hours=3)
    await town.drain(ticks=2)
    assert town.accepted == [1]


async def test_in_each_person_s_own_morning(town):
    """Noon in Belmoulin is Monday evening in Paris: there the next morning is earlier than here."""
    ana, ben = await town.welcome(2)
    async with town.database.transaction() as session:
        await preferences.live_in(session, ben.id, "Europe/Paris")
    await town.confirm(await town.draft_of(ana, leaves=When.MORNING, starts_at=town.now), ana)
    assert [row.due_at for row in await town.rows()] == [
        datetime(2026, 11, 24, 14, tzinfo=UTC),
        datetime(2026, 11, 24, 8, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 13, 59, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC)),
        (datetime(2026, 11, 24, 14, 1, tzinfo=UTC), datetime(2026, 11, 25, 14, tzinfo=UTC)),
        (datetime(2026, 3, 7, 14, 1, tzinfo=UTC), datetime(2026, 3, 8, 13, tzinfo=UTC)),  # the clocks go forward
    ],
)
def test_a_morning_that_has_passed_is_the_next_one(now, expected):
    assert morning(now, "America/New_York", now) == expected


async def test_valid_until_is_the_end_of_it(town):
    [ana] = await town.welcome(1)
    news = await town.draft_of(ana, leaves=When.AT, starts_at=town.now + timedelta(hours=2))
    async with town.database.transaction() as session:
        (await sending.of(session, news.id)).valid_until = town.now + timedelta(hours=1)
    await town.confirm(news, ana)
    town.wait(hours=2)
    await town.drain(ticks=2)
    assert await town.states() == [(State.EXPIRED, "too_late")]


async def test_cancelled_it_stops_and_never_repeats(town):
    [ana] = await town.welcome(1)
    news = await town.draft_of(ana, leaves=When.AT, starts_at=town.now + timedelta(hours=2), repeat=Repeat.DAILY)
    await town.confirm(news, ana)
    async with town.database.transaction() as session:
        assert await sending.cancel(session, await sending.of(session, news.id), town.now) == 1
    town.wait(days=3)
    assert await town.do(sending.repeat, town.now, CUSTOMS) == []
    await town.drain(ticks=2)
    assert town.accepted == []


async def test_it_repeats_at_the_same_hour_of_the_wall_for_whoever_is_there_then(town):
    """From the Saturday before the clocks go forward."""
    town.now = datetime(2026, 3, 7, 15, tzinfo=UTC)
    [ana] = await town.welcome(1)
    news = await town.draft_of(ana, repeat=Repeat.DAILY)
    await town.confirm(news, ana)
    await town.drain(ticks=2)
    town.now = datetime(2026, 3, 8, 13, 59, tzinfo=UTC)
    assert await town.do(sending.repeat, town.now, CUSTOMS) == []
    await town.welcome(1, first=50)
    town.now = datetime(2026, 3, 8, 14, 0, tzinfo=UTC)
    [second] = await town.do(sending.repeat, town.now, CUSTOMS)
    assert await town.do(sending.repeat, town.now, CUSTOMS) == []
    assert (second.repeats, second.starts_at) == (news.id, town.now)
    await town.drain(ticks=3)
    assert sorted(town.accepted) == [1, 1, 50]


async def test_two_processes_begin_a_repetition_once(town):
    [ana] = await town.welcome(1)
    await town.confirm(await town.draft_of(ana, repeat=Repeat.WEEKLY), ana)
    town.wait(days=7)
    begun = await asyncio.gather(*(town.do(sending.repeat, town.now, CUSTOMS) for _ in range(3)))
    assert sorted(map(len, begun)) == [0, 0, 1]
