"""The long forms of the outbox's faults, with real leases and the town's own log; tests/faults has the short ones.

Not how fast, but how bad: what was lost, what came twice, how long until somebody took over. About seven minutes.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from models.outbox.tables import Policy, State
from tests.bench.figures import Figure
from tests.bench.outbox_speed import databases, fresh
from tests.faults.outbox_bed import Bed, bed, execute, fastest

KILLS = 20
BETWEEN = 5.0  # seconds from one kill to the next
PACE = 28
ROWS = 10_000
WEATHER = (("500", 0.03), ("drop_before", 0.02), ("drop_after", 0.02), ("blocked", 0.05))


@asynccontextmanager
async def town(address: str, people: int, **settings: str) -> AsyncIterator[Bed]:
    with tempfile.TemporaryDirectory() as folder:
        async with bed(address, Path(folder), people, **settings) as made:
            yield made


async def _taken_over(made: Bed) -> float:
    """Seconds until everything that is in hand now has been settled or is in somebody else's hands."""
    held = {row.id: row.lease_token for row in await made.rows(State.LEASED, State.SENDING)}

    async def settled() -> bool:
        now = {row.id: row.lease_token for row in await made.rows(State.LEASED, State.SENDING)}
        return not any(now.get(number) == token for number, token in held.items())

    return await made.until(settled, patience=60)


async def _killed_often(address: str, policy: Policy) -> list[Figure]:
    """F1 and F2: two workers; one of them is killed, and another comes, twenty times."""
    people = int(KILLS * BETWEEN * PACE)
    took: list[float] = []
    async with town(address, people) as made:
        await made.plan(people, policy=policy)
        for _ in range(2):
            await made.start()
        await made.until(lambda: made.log.exists() and made.log.stat().st_size, 30)
        for _ in range(KILLS):
            await asyncio.sleep(BETWEEN)
            await made.kill(made.workers[0])
            watching = asyncio.create_task(_taken_over(made))
            await made.start()
            took.append(await watching)
        await made.settled(180)
        states, twice, lost = await made.states(), made.twice, people - made.heard
    name = "F1 resend" if policy == Policy.RESEND else "F2 never twice"
    figures = [
        Figure(
            f"{name}: take-over after kill -9, longest of {KILLS}", max(took), "s", aim="<= 20", reached=max(took) <= 20
        )
    ]
    if policy == Policy.RESEND:
        return [
            *figures,
            Figure(f"{name}: lost", lost, "messages", aim="0", reached=lost == 0),
            Figure(f"{name}: twice, mean of {KILLS} kills", twice / KILLS, "messages", aim="<= 2", reached=twice / KILLS <= 2),
        ]  # fmt: skip
    missing = people - states["sent"] - states["uncertain"] - states["failed"]
    return [
        *figures,
        Figure(f"{name}: twice", twice, "messages", aim="0", reached=twice == 0),
        Figure(f"{name}: neither sent nor uncertain", missing, "rows", aim="0", reached=missing == 0),
        Figure(f"{name}: uncertain, of {people:,}", states["uncertain"], "rows"),
    ]


async def _back_again(address: str) -> list[Figure]:
    """F3: the only process on SQLite is killed and comes back, five times."""
    took: list[float] = []
    async with town(address, 1000) as made:
        await made.plan(1000)
        worker = await made.start()
        await made.until(lambda: made.log.exists() and made.log.stat().st_size, 30)
        for _ in range(5):
            await asyncio.sleep(3)
            await made.kill(worker)
            before, begun = made.heard, time.time()
            worker = await made.start()
            await made.until(lambda before=before: made.heard > before)
            took.append(min(call.at for call in made.accepted if call.at > begun) - begun)
        await made.settled(60)
        lost, twice = 1000 - made.heard, made.twice
    return [
        Figure("F3 restart: first message after the start, longest of 5", max(took), "s", aim="<= 3", reached=max(took) <= 3),
        Figure("F3 restart: lost, twice in 5 kills", lost + twice, "messages", aim="<= 25", reached=lost == 0 and twice <= 25),
    ]  # fmt: skip


async def _away(server: str, address: str) -> list[Figure]:
    """F5: the database refuses everybody for ten seconds."""
    name = make_url(address).database
    async with town(address, 800) as made:
        await made.plan(800)
        for _ in range(2):
            await made.start()
        await made.until(lambda: made.heard >= 100)
        await made.database.close()
        await execute(
            server,
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608 our own name
        )
        await asyncio.sleep(10)
        before = made.heard
        await execute(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        back = await made.until(lambda: made.heard > before)
        await made.settled(60)
        lost, twice = 800 - made.heard, made.twice
    return [
        Figure("F5 database away 10 s: sends again after", back, "s", aim="<= 15", reached=back <= 15),
        Figure("F5 database away 10 s: lost and twice", lost + twice, "messages", aim="<= 10", reached=lost == 0 and twice <= 10),
    ]  # fmt: skip


async def _held(address: str) -> list[Figure]:
    """F7: one 429 that lasts thirty seconds, three workers."""
    async with town(address, 600) as made:
        await made.plan(600)
        for _ in range(3):
            await made.start()
        await made.until(lambda: made.heard >= 100)
        await made.weather("429", times=1, seconds=30)
        await made.settled(120)
        told = next(call.at for call in made.calls if not call.accepted)
        during = sum(told < call.at < told + 30 for call in made.accepted)
        after = fastest([call for call in made.accepted if call.at >= told + 30])
        attempts = sum(row.attempts != 1 for row in await made.rows())
    return [
        Figure("F7 429 for 30 s: sent meanwhile by three workers", during, "messages", aim="<= 6", reached=during <= 6),
        Figure("F7 429 for 30 s: most in any second afterwards", after, "messages", aim="<= 30", reached=after <= 30),
        Figure("F7 429 for 30 s: attempts used up by it", attempts, "rows", aim="0", reached=attempts == 0),
    ]


async def _bad_day(address: str, seed: int) -> Figure:
    """F21: ten thousand rows, random faults, kills; the counts add up and nobody hears a third time."""
    async with town(address, ROWS, MESSAGES_PER_SECOND="2000") as made:
        await made.weather("slow", seed=seed, ratio=0.01, seconds=0.2)
        for kind, ratio in WEATHER:
            await made.weather(kind, ratio=ratio)
        await made.plan(ROWS)
        for share in (0.2, 0.5, 0.8):
            worker = await made.start()
            await made.until(
                lambda share=share: made.log.exists() and made.log.stat().st_size > ROWS * 500 * share, 120
            )
            await made.kill(worker)
        await made.start()
        await asyncio.sleep(5)
        await made.good_weather()
        await made.settled(240)
        states, accepted = await made.states(), made.accepted
        sent = {row.chat_id for row in await made.rows(State.SENT)}
    times: dict[int, int] = {}
    for call in accepted:
        times[call.chat] = times.get(call.chat, 0) + 1
    wrong = abs(sum(states.values()) - ROWS) + len(sent - times.keys()) + sum(count > 2 for count in times.values())
    return Figure(f"F21 bad day {seed}: rows astray of {ROWS:,}", wrong, "rows", aim="0", reached=wrong == 0)


async def _all(addresses: dict[str, str]) -> list[Figure]:
    server = addresses["postgresql"]

    async def postgres(name: str) -> str:
        return await fresh("postgresql", server, name)

    found = []
    for policy in Policy:
        found += await _killed_often(await postgres(f"killed_{policy.value}"), policy)
    found += await _back_again(await fresh("sqlite", addresses["sqlite"], "back"))
    found += await _away(server, await postgres("away"))
    found += await _held(await postgres("held"))
    for seed in (1, 2, 3):
        found.append(await _bad_day(await postgres(f"day_{seed}"), seed))
    return found


def measure() -> list[Figure]:
    with databases() as addresses:
        return asyncio.run(_all(addresses))


if __name__ == "__main__":
    for figure in measure():
        print(figure.as_row())
