"""Erased means erased: the numbers stay, and nothing leads back to the person."""

from models.outbox import batches, leaving, queue
from models.outbox.tables import State
from models.people import leaving as people_leaving
from models.people import meeting
from tests.models.outbox.conftest import TOWN


async def erase(town, chat_id):
    async with town.database.transaction() as session:
        person = await meeting.by_chat(session, chat_id)
        count = await leaving.forget(session, person.id, town.now)
        await people_leaving.erase(session, person)
    return count


async def test_what_is_left_of_her_is_a_number(town):
    await town.welcome(2)
    await town.plan(town.draft("hello", batch="b", message={"template": "x", "values": {"first": "Ana"}}))
    await town.drain(ticks=3)
    await town.plan(town.draft("more", message={"template": "x", "values": {"first": "Ana"}}))
    assert await erase(town, 1) == 2
    assert await town.do(batches.progress, "b") == {State.SENT: 2}
    hers = [row for row in await town.rows() if row.person_id is None]
    assert [(row.state, row.reason, row.chat_id, row.message, row.message_id) for row in hers] == [
        (State.SENT, None, 0, None, None),
        (State.SKIPPED, "erased", 0, None, None),
    ]
    assert [row.dedupe_key for row in hers] == [f"erased:{row.id}" for row in hers]


async def test_nothing_in_hand_leaves_after_she_is_erased(town):
    await town.welcome(1)
    await town.plan(town.draft())
    (row,) = await town.do(queue.claim, 1, town.now)
    (ready,) = await town.do(queue.recheck, [row], town.now, TOWN)
    slots = await town.do(queue.rate.reserve, 1, 28, town.now)
    await erase(town, 1)
    assert await town.do(queue.mark, [ready], slots, town.now, TOWN) == []


async def test_the_night_tidies_up_after_an_erasure_that_forgot_us(town):
    await town.welcome(2)
    await town.plan(town.draft())
    async with town.database.transaction() as session:
        await people_leaving.erase(session, await meeting.by_chat(session, 1))
    assert await town.do(leaving.tidy, town.now) == 1
    assert await town.do(leaving.tidy, town.now) == 0
    assert await town.states() == [(State.SKIPPED, "erased"), (State.PENDING, None)]
