"""`python -m bot.simulator`: on its own, until it is told to stop."""

import asyncio
import json
import signal
import sys

import aiohttp


async def test_it_serves_on_its_own_and_stops_when_told(tmp_path):
    log = tmp_path / "calls.jsonl"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator", "--port", "0", "--token", "5:own", "--log", str(log),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    phones = (await process.stdout.readline()).decode().removeprefix("Phones: ").strip()
    assert (await process.stdout.readline()).decode() == f"Bot API: {phones}bot5:own/<method>\n"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{phones}bot5:own/getMe") as answer:
            assert (await answer.json())["result"]["id"] == 5
        async with session.get(f"{phones}simulator/state") as answer:
            assert [person["name"] for person in (await answer.json())["people"]] == ["Amina", "Louise", "Diego"]
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0
    assert json.loads(log.read_text(encoding="utf-8"))["method"] == "getMe"
