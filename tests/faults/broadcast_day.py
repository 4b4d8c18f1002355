"""An announcement's hard day: some have blocked the bot, Telegram says wait, a worker is killed, somebody pauses it."""

import asyncio
from dataclasses import dataclass

from sqlmodel import select

from models.broadcasts import sending
from models.broadcasts.audience import Audience
from models.broadcasts.sending import Town, batch_of
from models.outbox import batches
from models.outbox.tables import State
from models.people.tables import Person
from tests.faults.outbox_bed import NEVER_QUIET, Bed, move_in
from tests.faults.outbox_town import ADMINISTRATOR

BLOCKED, TOO_FAST = 0.05, 0.02


@dataclass(frozen=True)
class Day:
    """What the town's log and the rows say at its end."""

    recipients: int  # frozen when it was confirmed
    counted: int  # of all states together
    twice: int
    missed: int  # reachable, nothing arrived, and no row says it is in doubt
    doubtful: int
    blocked: int  # copies Telegram refused for good
    refused: int  # calls it did not accept, for good or with "wait"
    on_their_way: int  # copies the killed worker was sending at that moment
    paused_for: int  # copies that left while it was paused


async def play(made: Bed, people: int) -> Day:
    """Confirm it by two people at once, pause it at a third, kill a worker at two thirds, and let it end."""
    name, recipients = await _confirmed(made, people)
    await made.weather("blocked", ratio=BLOCKED)
    await made.weather("429", ratio=TOO_FAST, seconds=1)
    worker = await made.start()
    await made.start()
    await made.until(lambda: made.heard >= people / 3, 120)
    paused_for = await _paused(made, name)
    await made.until(lambda: made.heard >= people * 2 / 3, 240)
    on_their_way = await made.kill_in_the_middle(worker)
    await made.settled(300)
    async with made.database.reading() as session:
        counts = await batches.progress(session, name)
    heard = {call.chat for call in made.accepted}
    rows = await made.rows()
    unheard = [row for row in rows if row.chat_id not in heard]
    missed = sum(row.state == State.SENT for row in unheard) + sum(
        row.state not in {State.SENT, State.FAILED, State.UNCERTAIN} for row in unheard
    )
    return Day(
        recipients=recipients,
        counted=sum(counts.values()),
        twice=made.twice,
        missed=missed,
        doubtful=counts.get(State.UNCERTAIN, 0),
        blocked=counts.get(State.FAILED, 0),
        refused=sum(not call.accepted for call in made.calls),
        on_their_way=on_their_way,
        paused_for=paused_for,
    )


async def _confirmed(made: Bed, people: int) -> tuple[str, int]:
    """An announcement to everybody in town, confirmed twice."""
    async with made.database.transaction() as session:
        await move_in(session, people)
        rosa = (await session.exec(select(Person).where(Person.chat_id == ADMINISTRATOR))).one()
        broadcast = await sending.draft(session, rosa.id, made.now())
        broadcast.texts = {"en": "The hall is open, {first_name}."}
        broadcast.audience = Audience(languages=("en",)).data
        session.add(broadcast)
    planned = []
    for _ in range(2):
        async with made.database.transaction() as session:
            mine = await sending.of(session, broadcast.id)
            planned.append(await sending.confirm(session, mine, rosa.id, made.now(), Town(NEVER_QUIET)))
    assert planned[1] is None
    return batch_of(broadcast), planned[0]


async def _paused(made: Bed, name: str) -> int:
    """For a second and a half; how many copies left all the same, after what was on its way had arrived."""
    async with made.database.transaction() as session:
        await batches.pause(session, name, "coordinator")
    await made.until(lambda: _still(made), 10)
    before = len(made.accepted)
    await asyncio.sleep(1.5)
    still = len(made.accepted) - before
    async with made.database.transaction() as session:
        await batches.resume(session, name, made.now())
    return still


async def _still(made: Bed) -> bool:
    """Nothing is out."""
    states = await made.states()
    return not (states[State.LEASED] or states[State.SENDING])
