"""The outbox loses its processes and its database: nothing is lost, and twice arrives only what was on its way.

Short forms; tests/bench/outbox_faults.py has the long ones. The numbers are those of the faults in CONTRIBUTING.md.
"""

import asyncio

import pytest
from sqlalchemy.engine import make_url

from models.outbox.tables import Policy, State
from tests.faults.outbox_bed import bed, execute

ON_THEIR_WAY = 5  # at 28 messages a second
SLOW = 0.15  # seconds Telegram takes to answer: whenever a process dies, some calls are out
LEASE = 2.0


@pytest.fixture
async def town(address, tmp_path):
    async with bed(address, tmp_path) as made:
        yield made


def on(kind):
    return pytest.mark.parametrize("address", [kind], indirect=True)


@on("postgresql")
async def test_f1_a_killed_worker_s_messages_are_taken_over(town):
    await town.weather("slow", seconds=SLOW)
    await town.plan(100)
    first, _ = [await town.start_odd(lease=LEASE) for _ in range(2)]
    await town.until(lambda: town.heard >= 30)
    await town.kill(first)
    await town.settled()
    assert (town.heard, await town.states()) == (100, {"sent": 100})
    assert town.twice <= ON_THEIR_WAY


@on("postgresql")
async def test_f2_what_must_not_come_twice_does_not(town):
    await town.weather("slow", seconds=SLOW)
    await town.plan(100, policy=Policy.NEVER_TWICE)
    first, _ = [await town.start_odd(lease=LEASE) for _ in range(2)]
    await town.until(lambda: town.heard >= 30)
    await town.kill(first)
    await town.settled()
    assert town.twice == 0
    states = await town.states()
    assert states["sent"] + states["uncertain"] == 100
    heard = {call.chat for call in town.accepted}
    unheard = {row.chat_id for row in await town.rows() if row.chat_id not in heard}
    assert unheard <= {row.chat_id for row in await town.rows(State.UNCERTAIN)}


@on("sqlite")
async def test_f3_the_only_process_is_killed_and_comes_back(town):
    await town.weather("slow", seconds=SLOW)
    await town.plan(100)
    worker = await town.start()
    await town.until(lambda: town.heard >= 30)
    await town.kill(worker)
    await town.start()
    await town.settled(patience=14)  # it takes up its own at once: their leases would last longer than that
    assert (town.heard, await town.states()) == (100, {"sent": 100})
    assert town.twice <= ON_THEIR_WAY


async def test_f4_sigterm_finishes_what_is_out_and_gives_back_the_rest(town):
    await town.weather("slow", seconds=0.2)
    await town.plan(60)
    worker = await town.start()
    await town.until(lambda: town.heard >= 20)
    assert await town.end(worker) <= 10
    states = await town.states()
    assert states == {"sent": town.heard, "pending": 60 - town.heard}
    await town.start()
    await town.settled()
    assert (town.heard, town.twice) == (60, 0)


@on("postgresql")
async def test_f5_the_database_goes_away_and_comes_back(town, postgres):
    await town.plan(100)
    worker = await town.start()
    await town.until(lambda: town.heard >= 30)
    await town.database.close()  # our own connections are none of the worker's
    name = make_url(town.address).database
    await execute(
        postgres,
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608 our own name
    )
    await asyncio.sleep(2)
    assert worker.returncode is None
    await execute(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await town.settled()
    assert (town.heard, await town.states()) == (100, {"sent": 100})
    assert town.twice <= ON_THEIR_WAY


FULL = {
    "sqlite": (
        "CREATE TRIGGER full_disk BEFORE UPDATE ON delivery WHEN NEW.state = 'sent' BEGIN SELECT RAISE(ABORT, 'full'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'full'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER full_disk BEFORE UPDATE ON delivery FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION full_disk()",
    ),
}


async def test_f6_no_mark_can_be_written(town):
    kind = town.address.partition(":")[0]
    await town.plan(60)
    await execute(town.address, *FULL[kind])
    await town.start()
    await town.until(lambda: town.alarms)
    assert (len(town.alarms), town.heard in range(1, 2 * ON_THEIR_WAY + 1)) == (1, True), town.heard
    await execute(town.address, "DROP TRIGGER full_disk" + (" ON delivery" if kind == "postgresql" else ""))
    await town.settled()
    assert (town.heard, town.twice, await town.states()) == (60, 0, {"sent": 60})


@on("postgresql")
async def test_f18_wrong_clocks_steal_no_lease(town):
    await town.weather("slow", seconds=SLOW)
    await town.plan(250)  # long enough for each to look twice whether the other is gone
    for seconds in (300, -300):
        await town.start_odd(clock=seconds)
    await town.settled()
    assert (town.heard, town.twice, await town.states()) == (250, 0, {"sent": 250})


@on("sqlite")
async def test_f19_two_processes_on_one_file_by_mistake(town):
    await town.weather("slow", seconds=SLOW)
    await town.plan(100)
    await town.start()
    await town.until(lambda: town.heard >= 20)
    await town.start()
    await town.settled()
    assert (town.heard, town.twice, await town.states()) == (100, 0, {"sent": 100})
