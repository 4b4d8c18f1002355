"""Processes die in the middle of somebody's walk: no answer is lost, she goes on, and a proper end is a quick one."""

import signal

import pytest

from bot.simulator import Simulator
from models.db import Database
from models.intake import progress
from models.people import meeting
from tests.faults.processes import SECRET, house, open_call, settings
from tests.stage import QUIET, SILENCE, free_port
from tests.walks.fingers import choices, data_of, press, until


@pytest.fixture
async def sim():
    async with Simulator.serving(quiet=QUIET, silence=SILENCE, patience=60) as sim:
        yield sim
        assert sim.violations == []


@pytest.fixture(params=["asking", "called"])
def env(request, sim, town_address):
    if request.param == "asking":
        return settings(sim, town_address)
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    return settings(sim, town_address, WEBHOOK_URL=url, WEBHOOK_SECRET=SECRET, PORT=port)


async def answered(address, phone):
    database = Database(address)
    async with database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        answers = sorted(await progress.answers_of(session, person.id))
    await database.close()
    return answers


async def test_killed_between_two_steps_and_in_the_middle_of_one(sim, env, tmp_path, town_address):
    phone = sim.person("Amina")
    async with house(env, tmp_path) as first:
        await phone.type("/start")
        await press(phone, "answer:trade:food")
        await first.end(signal.SIGKILL)
    await phone.tap(data=data_of(phone, "answer:stage:selling"), wait=False)
    async with house(env, tmp_path) as second:
        await phone.settled()
        assert choices(phone, "tick:needs:workspace")
        await press(phone, "tick:needs:workspace:0")
        sim.faults.add("hang", method="editMessageText")
        await phone.tap(data=data_of(phone, "done:needs"), wait=False)
        await open_call(sim, "editMessageText")
        assert await answered(town_address, phone) == ["needs", "stage", "trade"], "kept before its reply left"
        await second.end(signal.SIGKILL)
    sim.faults.clear()
    sim.world.calls.open.clear()  # nobody listens any more to what the dead process had asked for
    async with house(env, tmp_path) as third:
        await until(lambda: phone.last["text"].startswith("What fits you best in Belmoulin"))
        await phone.settled()
        await press(phone, "resume")
        assert phone.last["text"].startswith("Where are you?")
        assert await third.end() == 0
        assert "Traceback" not in third.said


async def test_a_proper_end_waits_for_the_reply(sim, env, tmp_path):
    phone = sim.person("Amina")
    async with house(env, tmp_path) as running:
        await phone.type("/start")
        sim.faults.add("slow", method="editMessageText", seconds=0.5)
        await phone.tap(data=data_of(phone, "answer:trade:food"), wait=False)
        await open_call(sim, "editMessageText")
        assert await running.end() == 0
        assert phone.last["text"].startswith("Where are you with it?")
        assert "Traceback" not in running.said
    assert sim.world.updates.pending == {}, "Telegram heard that it is done"


async def test_an_end_while_telegram_cannot_be_reached(town_address, tmp_path):
    env = settings(None, town_address, TELEGRAM_BOT_TOKEN="123456:nobody-there")
    async with house(env, tmp_path) as running:
        await until(lambda: "Telegram cannot be reached" in running.said)
        assert await running.end() == 0
        assert "Traceback" not in running.said


async def test_telegram_comes_back_after_the_start(town_address, tmp_path):
    port = free_port()
    env = settings(
        None, town_address, TELEGRAM_BOT_TOKEN="123456:simulated", TELEGRAM_API_URL=f"http://127.0.0.1:{port}"
    )
    async with house(env, tmp_path) as running:
        await until(lambda: "Telegram cannot be reached" in running.said)
        async with Simulator.serving(port, quiet=QUIET, silence=SILENCE, patience=60) as sim:
            phone = sim.person("Amina")
            await phone.type("/start")
            assert phone.heard[0].startswith("Hello Amina.")
            assert await running.end(signal.SIGINT) == 0


async def test_the_webhook_wants_its_secret_and_two_processes_share_a_town(sim, town_address, tmp_path):
    """`publish` announces it, `web` listens, `worker` keeps the clock."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    env = settings(sim, town_address, WEBHOOK_URL=url, WEBHOOK_SECRET=f"{SECRET},the-old-one", PORT=port)
    async with house(env, tmp_path, "worker") as worker, house(env, tmp_path, "web") as web:
        async with house(env, tmp_path, "publish") as publish:
            assert await publish.process.wait() == 0
        announced = [call for call in sim.calls if call.method == "setWebhook"][-1].params
        assert (announced["url"], announced["secret_token"]) == (url, SECRET)
        phone = sim.person("Amina")
        await phone.type("/start")
        assert phone.heard[0].startswith("Hello Amina.")
        assert [await web.end(), await worker.end()] == [0, 0], f"{web.said}\n{worker.said}"
