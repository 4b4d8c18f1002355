"""Whatever goes wrong in whatever order: nobody is lost, nobody is counted twice, and no promise about doubles is broken."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from models.outbox import batches, health, preferences, queue, reconcile, waking
from models.outbox.outcomes import ATTEMPTS, Ambiguous, Gone, Later, Sent, TooFast
from models.outbox.reconcile import Account
from models.outbox.tables import ENDED, Lane, Policy, State
from models.people import leaving as people_leaving
from models.people import meeting
from tests.models.outbox.conftest import TOWN

PEOPLE = 80
WORKERS = 3


class Telegram:
    """Accepts, refuses, falls silent; remembers what it accepted, whether or not it said so."""

    def __init__(self, luck):
        self.luck, self.accepted, self.gone = luck, Counter(), set()

    def answer(self, ready):
        key, roll = (ready.row.id, ready.row.policy), self.luck.random()
        if ready.row.chat_id in self.gone or roll < 0.03:
            self.gone.add(ready.row.chat_id)
            return Gone("blocked")
        if roll < 0.06:
            return TooFast(timedelta(seconds=self.luck.randint(1, 20)))
        if roll < 0.12:
            return Later("server_error")
        self.accepted[key] += 1
        return Ambiguous() if roll < 0.18 else Sent(1)


class Worker:
    """One process: takes, calls, writes down; now and then it dies in between and another takes its place."""

    def __init__(self, town, telegram, luck):
        self.town, self.telegram, self.luck = town, telegram, luck

    async def tick(self):
        taken = await self.town.take(limit=self.luck.randint(1, 12), per_second=28)
        await self._send(taken.marked)
        for _, one in taken.later:
            if self.luck.random() < 0.05:
                return  # died with the rest in hand
            await self._send(await self.town.do(queue.mark, [one], taken.slots, self.town.now, TOWN))

    async def _send(self, marked):
        if marked and self.luck.random() < 0.05:
            return  # died after the mark and before the call
        results = [(one, self.telegram.answer(one)) for one in marked]
        if self.luck.random() < 0.08:
            return  # died after the call
        if results:
            await self.town.do(queue.finish, results, self.town.now, self.luck)


class Life:
    """What people and coordinators do meanwhile."""

    def __init__(self, town, people, luck):
        self.town, self.people, self.luck = town, people, luck

    async def step(self):
        happens = (self._pause, self._resume, self._opt_out, self._erase, self._nothing, self._nothing)
        await self.luck.choice(happens)()

    async def _pause(self):
        await self.town.do(batches.pause, "news", "hm")

    async def _resume(self):
        await self.town.do(batches.resume, "news", self.town.now)

    async def _opt_out(self):
        person = self.luck.choice(self.people)
        if await self._there(person):
            await self.town.do(preferences.turn, person.id, "announcements", on=False)

    async def _erase(self):
        person = self.luck.choice(self.people)
        async with self.town.database.transaction() as session:
            found = await meeting.by_chat(session, person.chat_id)
            if found:
                await people_leaving.erase(session, found)

    async def _nothing(self):
        pass

    async def _there(self, person):
        async with self.town.database.reading() as session:
            return await meeting.by_chat(session, person.chat_id)


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_happens(town, seed):
    luck = random.Random(seed)
    telegram = Telegram(luck)
    town.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    people = await town.welcome(PEOPLE)
    await town.plan(town.draft("news", batch="news", policy=Policy.NEVER_TWICE))
    await town.plan(town.draft("rem", Lane.REMINDER, batch="rem", about="event:5"))
    workers = [Worker(town, telegram, luck) for _ in range(WORKERS)]
    life = Life(town, people, luck)
    for round_ in range(400):
        await asyncio.gather(*(worker.tick() for worker in workers), life.step())
        town.wait(seconds=luck.choice([0.5, 2, 20]))
        await town.do(queue.reap, town.now)
        if round_ > 30:
            await town.do(batches.resume, "news", town.now)
            if all(row.state in ENDED for row in await town.rows()):
                break

    rows = await town.rows()
    assert len(rows) == 2 * PEOPLE
    assert {row.state for row in rows} <= set(ENDED)
    assert sum((await town.do(batches.progress, "news")).values()) == PEOPLE
    assert (await town.do(reconcile.reconcile, town.now)).holes == Account().holes
    for row in rows:
        accepted = telegram.accepted[row.id, row.policy]
        assert accepted <= (1 if row.policy == Policy.NEVER_TWICE else 2)
        assert row.attempts <= 2 * ATTEMPTS
        if row.state == State.SENT:
            assert accepted >= 1  # nothing is called sent that was not
        if accepted and row.state not in {State.SENT, State.UNCERTAIN}:
            assert row.doubts  # what arrived without our knowing is known as a doubt
    assert not await town.do(waking.wake, town.now, timedelta(hours=1))
    assert not (await town.do(health.look, town.now)).waiting
