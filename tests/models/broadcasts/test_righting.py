"""Putting right what was sent: only the copies that need it, once each, and the rest with the right words."""

from datetime import timedelta

from models.broadcasts import righting, sending
from models.outbox import batches, queue
from models.outbox.tables import Lane, State
from tests.models.broadcasts.conftest import CUSTOMS
from tests.models.outbox.conftest import taken_in

RIGHT = {"en": "The hall is closed."}


async def half_way(town):
    """Four people; two have it, one copy is out at this moment, one waits."""
    ana, *_ = await town.welcome(4)
    news = await town.draft_of(ana)
    await town.confirm(news, ana)
    await town.tick()
    town.wait(seconds=2)
    await town.tick(limit=1)
    town.wait(seconds=2)
    out = await town.take(limit=1)
    return ana, news, out


async def rows_of(town, kind):
    return [row for row in await town.rows() if row.kind == kind]


async def test_a_correction_changes_the_copies_that_arrived_and_are_arriving(town):
    _, news, _ = await half_way(town)
    original = {row.id: row.chat_id for row in await rows_of(town, "announcement") if row.state != State.PENDING}
    async with town.database.transaction() as session:
        broadcast = await sending.of(session, news.id)
        righted = await righting.correct(session, broadcast, RIGHT, town.now, CUSTOMS)
    fixes = await rows_of(town, "correction")
    assert (righted.changed, {row.target: row.chat_id for row in fixes}) == (3, original)
    assert {row.lane for row in fixes} == {Lane.URGENT}


async def test_a_note_goes_only_to_those_who_may_have_read_the_wrong_words(town):
    _, news, _ = await half_way(town)
    async with town.database.transaction() as session:
        await righting.correct(session, await sending.of(session, news.id), RIGHT, town.now, CUSTOMS)
    waiting = {row.chat_id for row in await rows_of(town, "announcement") if row.state == State.PENDING}
    assert {row.chat_id for row in await rows_of(town, righting.NOTE)} == {1, 2, 3, 4} - waiting


async def test_what_still_waited_leaves_with_the_right_words(town):
    _, news, out = await half_way(town)
    async with town.database.transaction() as session:
        await righting.correct(session, await sending.of(session, news.id), RIGHT, town.now, CUSTOMS)
    said = []

    def heard(ready):
        if ready.row.kind == "announcement":
            said.append(ready.message["texts"])
        return taken_in(ready)

    await town.do(queue.finish, [(ready, heard(ready)) for ready in out.marked], town.now, town.luck)
    await town.drain(heard, ticks=5)
    assert said == [{"en": "The hall is open, {first_name}."}, RIGHT]


async def test_correcting_twice_changes_each_copy_twice_and_no_more(town):
    _, news, _ = await half_way(town)
    for words in (RIGHT, {"en": "The hall is closed on Monday."}):
        async with town.database.transaction() as session:
            await righting.correct(session, await sending.of(session, news.id), words, town.now, CUSTOMS)
    assert len(await rows_of(town, "correction")) == 6
    async with town.database.reading() as session:
        assert (await sending.of(session, news.id)).version == 3


async def test_a_recall_takes_back_what_can_be_and_stops_the_rest(town):
    _, news, _ = await half_way(town)
    async with town.database.transaction() as session:
        righted = await righting.recall(session, await sending.of(session, news.id), town.now)
    assert (righted.changed, righted.stopped, righted.late) == (3, 1, 0)
    states = await town.do(batches.progress, f"broadcast:{news.id}")
    assert states == {State.SENT: 2, State.SENDING: 1, State.CANCELLED: 1}


async def test_after_two_days_telegram_lets_nobody_take_a_message_back(town):
    ana, *_ = await town.welcome(2)
    news = await town.draft_of(ana)
    await town.confirm(news, ana)
    await town.drain(ticks=3)
    town.now += timedelta(hours=48)
    async with town.database.transaction() as session:
        righted = await righting.recall(session, await sending.of(session, news.id), town.now)
    assert (righted.changed, righted.late) == (0, 2)


async def test_quiet_hours_do_not_hold_up_a_correction(town):
    _, news, _ = await half_way(town)
    town.wait(hours=11)  # an hour before midnight in Belmoulin
    async with town.database.transaction() as session:
        await righting.correct(session, await sending.of(session, news.id), RIGHT, town.now, CUSTOMS)
    taken = await town.take()
    assert {ready.row.kind for ready in taken.marked} == {"correction"}
