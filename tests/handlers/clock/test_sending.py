"""What waits leaves in turn: the outbox on a stage, from the row to the phone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.chat import unasked
from models.outbox import queue
from models.outbox.planning import Draft, plan
from models.outbox.tables import Delivery, Lane
from models.people.tables import Person


async def planned(stage, *people, **more):
    """Put one message in line for these phones."""
    now = stage.clock.now
    message = {"texts": {"en": "The hall is open today.", "fr": "La salle est ouverte aujourd’hui."}}
    given = {
        "key": "hall",
        "kind": "opening",
        "about": "event:1",
        "lane": Lane.URGENT,
        "due_at": now,
        "message": message,
    }
    draft = Draft(**{**given, **more})
    who = select(Person.id).where(Person.chat_id.in_([phone.id for phone in people]))
    async with stage.database.transaction() as session:
        return await plan(session, draft, who, now, stage.running.house.manners)


async def states(stage):
    async with stage.database.reading() as session:
        rows = await session.exec(select(Delivery).order_by(Delivery.chat_id))
        return [(row.chat_id, row.state, row.reason) for row in rows]


async def test_a_message_that_is_due_arrives_in_her_language(stage):
    ana, louise = stage.phone("Ana"), stage.phone("Louise", "fr")
    await ana.type("/start")
    await louise.type("/start")
    assert await planned(stage, ana, louise) == 2
    await stage.deliver()
    assert ana.screen == "The hall is open today.\n[Why this?]"
    why = stage.running.house.texts.label("why_this", "fr")
    assert louise.screen == f"La salle est ouverte aujourd’hui.\n[{why}]"
    assert await states(stage) == [(ana.id, "sent", None), (louise.id, "sent", None)]


async def test_what_is_not_due_waits(stage):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana, due_at=stage.clock.now + timedelta(minutes=1))
    await stage.deliver()
    assert await states(stage) == [(ana.id, "pending", None)]
    stage.clock.tick(minutes=1)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "sent", None)]


async def test_words_that_cannot_be_found_stop_nobody_else(stage):
    ana, louise = stage.phone("Ana"), stage.phone("Louise")
    await ana.type("/start")
    await louise.type("/start")
    await planned(stage, ana, message={"template": "nowhere"})
    await planned(stage, louise, key="other")
    await stage.deliver()
    assert await states(stage) == [(ana.id, "failed", "words"), (louise.id, "sent", None)]


async def test_a_second_message_to_the_same_chat_comes_a_second_later(stage):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana)
    await planned(stage, ana, key="other")
    await stage.deliver()
    assert sorted(await states(stage)) == [(ana.id, "pending", None), (ana.id, "sent", None)]
    stage.clock.tick(seconds=1)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "sent", None), (ana.id, "sent", None)]


async def test_the_clock_starts_one_pass_and_does_not_wait_for_it(stage):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana)
    outbox = stage.running.outbox
    await outbox.tick()
    first = outbox._pass
    await outbox.tick()
    assert outbox._pass is first
    await first
    assert await states(stage) == [(ana.id, "sent", None)]


async def test_a_pass_that_fails_is_counted_and_the_next_one_sends(stage, monkeypatch):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana)
    outbox = stage.running.outbox

    async def away(*_args):
        raise ConnectionRefusedError

    monkeypatch.setattr(queue, "take", away)
    await outbox.tick()
    await outbox._pass
    assert (outbox.tally.stumbles, outbox.tally.stumbling) == (1, 1)
    monkeypatch.undo()
    await outbox.tick()
    await outbox._pass
    assert (outbox.tally.stumbles, outbox.tally.stumbling) == (1, 0)
    assert await states(stage) == [(ana.id, "sent", None)]


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_one_outcome_that_cannot_be_written_spoils_nobody_else_s(stage, monkeypatch, which):
    phones = [stage.phone(name) for name in ("Ana", "Louise", "Mei")]
    for phone in phones:
        await phone.type("/start")
    await planned(stage, *phones)
    finish, bad = queue.finish, phones[which].id

    async def spoiled(session, came, *more):
        if any(one.row.chat_id == bad for one, _ in came):
            raise ValueError("this row")
        return await finish(session, came, *more)

    monkeypatch.setattr(queue, "finish", spoiled)
    await stage.deliver()
    found = {chat: state for chat, state, _ in await states(stage)}
    assert found == {phone.id: "sending" if phone.id == bad else "sent" for phone in phones}
    assert [phone.last["text"] for phone in phones] == ["The hall is open today."] * 3


async def test_alone_it_takes_up_at_once_what_was_in_hand(stage):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana)
    async with stage.database.transaction() as session:
        await queue.claim(session, 5, stage.clock.now)
    outbox = stage.running.outbox
    await outbox.begin(alone=False)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "leased", None)]
    await outbox.begin(alone=True)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "sent", None)]


async def test_closed_it_sends_nothing_more(stage):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana)
    outbox = stage.running.outbox
    await outbox.stop()
    await outbox.stop()
    await outbox.tick()
    await outbox.drain()
    assert (outbox.in_hand, await states(stage)) == (0, [(ana.id, "pending", None)])


async def test_a_database_that_is_away_at_the_last_moment_breaks_no_batch(stage, monkeypatch):
    ana = stage.phone("Ana")
    await ana.type("/start")
    await planned(stage, ana, batch="news")

    async def away(*_args):
        raise ConnectionRefusedError

    monkeypatch.setattr(unasked, "write", away)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "pending", "database")]
    monkeypatch.undo()
    stage.clock.tick(minutes=1)
    await stage.deliver()
    assert await states(stage) == [(ana.id, "sent", None)]
