"""Bad weather on purpose, and the same weather for the same seed."""

import asyncio
import json

import aiohttp
import pytest

from bot.simulator import Simulator, World


async def say(call, anna, text="hi"):
    return await call("sendMessage", chat_id=anna.id, text=text)


async def test_a_429_says_how_long_to_wait(call, sim, anna):
    sim.faults.add("429", times=1, seconds=3)
    assert await say(call, anna) == {
        "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }  # fmt: skip
    assert (await say(call, anna))["ok"]
    assert (len(anna.messages), sim.violations) == (1, [])


async def test_a_500_leaves_nothing_behind(call, sim, anna):
    sim.faults.add("500", times=1)
    assert await say(call, anna) == {"ok": False, "error_code": 500, "description": "Internal Server Error"}
    assert anna.messages == []


async def test_a_cut_before_acceptance_and_one_after(call, sim, anna):
    sim.faults.add("drop_before", times=1)
    with pytest.raises(aiohttp.ClientError):
        await say(call, anna, "never arrives")
    sim.faults.add("drop_after", times=1)
    with pytest.raises(aiohttp.ClientError):
        await say(call, anna, "arrives all the same")
    assert [message["text"] for message in anna.messages] == ["arrives all the same"]
    assert [call.outcome for call in sim.calls] == ["cut", "cut"]


async def test_a_slow_answer_and_one_that_never_comes(call, sim, anna):
    sim.faults.add("slow", times=1, seconds=0.2)
    assert (await say(call, anna))["ok"]
    assert sim.calls[-1].took >= 0.2
    sim.faults.add("hang", times=1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(say(call, anna), 0.1)


async def test_weather_for_one_method_and_one_chat(call, sim, anna):
    bob = sim.person("Bob")
    bob.person.started = True
    sim.faults.add("500", method="sendMessage", chat=anna.id)
    assert (await say(call, anna))["error_code"] == 500
    assert (await say(call, bob))["ok"]
    assert (await call("sendChatAction", chat_id=anna.id, action="typing"))["ok"]
    sim.faults.clear()
    assert (await say(call, anna))["ok"]


async def test_polls_are_spared_unless_named(call, sim):
    sim.faults.add("500")
    assert (await call("getUpdates"))["ok"]
    sim.faults.clear()
    sim.faults.add("500", method="getUpdates", times=1)
    assert (await call("getUpdates"))["error_code"] == 500


async def outcomes(seed):
    async with Simulator.serving(world=World(seed=seed)) as sim, aiohttp.ClientSession() as session:
        sim.faults.add("500", ratio=0.4)
        sim.faults.add("blocked", ratio=0.5)
        codes = []
        for number in range(40):
            phone = sim.person(f"P{number}")
            phone.person.started = True
            params = {"chat_id": phone.id, "text": "hi"}
            async with session.post(f"{sim.url}/bot{sim.token}/sendMessage", json=params) as answer:
                codes.append(answer.status)
        return codes


async def test_the_same_seed_brings_the_same_weather():
    first = await outcomes(7)
    assert await outcomes(7) == first
    assert await outcomes(8) != first
    assert set(first) == {200, 403, 500}


async def test_who_blocks_stays_blocked(call, sim, anna):
    sim.faults.add("blocked", ratio=0.5)
    answers = {(await say(call, anna))["ok"] for _ in range(10)}
    assert len(answers) == 1


def test_an_unknown_fault_is_named(sim):
    with pytest.raises(
        ValueError,
        match=r"^No fault is called 'rain'\. There are: 429, 500, slow, drop_before, drop_after, hang, blocked\.$",
    ):
        sim.faults.add("rain")


async def test_every_call_is_written_down(tmp_path):
    path = tmp_path / "calls.jsonl"
    async with Simulator.serving(log=path) as sim, aiohttp.ClientSession() as session:
        await session.post(f"{sim.url}/bot{sim.token}/getMe")
        await session.post(f"{sim.url}/bot{sim.token}/sendMessage", json={"chat_id": 5, "text": "hi"})
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["number"], line["method"], line["chat"], line["outcome"], line["description"]) for line in lines] == [
        (1, "getMe", None, "ok", ""),
        (2, "sendMessage", 5, "refused", "Bad Request: chat not found"),
    ]
