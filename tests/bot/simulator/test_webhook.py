"""How updates reach the bot by webhook: with the secret, in order per chat, again and again until taken."""

import asyncio

import pytest
from aiohttp import web

from bot.simulator import NotSettled


class Receiver:
    """A bot's address. `answers` says what it will answer, one after the other, then 200 for ever."""

    def __init__(self):
        self.got, self.secrets, self.answers, self.at_once, self.most_at_once = [], [], [], 0, 0
        self.arrivals = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()

    async def hears(self, number):
        """Wait until so many more updates have arrived."""
        for _ in range(number):
            await self.arrivals.get()

    async def take(self, request):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        update = await request.json()
        kind = next(key for key in update if key != "update_id")
        self.got.append(update[kind].get("text") or update[kind].get("data") or kind)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.arrivals.put_nowait(update)
        await self.gate.wait()
        self.at_once -= 1
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        return web.Response(status=status, headers=headers)


@pytest.fixture
async def receiver():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    receiver.gate.set()
    await runner.cleanup()


async def test_updates_arrive_with_the_secret(call, sim, anna, receiver):
    assert (await call("setWebhook", url=receiver.url, secret_token="a-secret_1"))["result"] is True
    await anna.type("hello")
    assert (receiver.got, receiver.secrets) == (["hello"], ["a-secret_1"])
    info = (await call("getWebhookInfo"))["result"]
    assert info == {
        "url": receiver.url, "has_custom_certificate": False, "pending_update_count": 0,
        "max_connections": 40, "ip_address": "127.0.0.1",
    }  # fmt: skip


async def test_what_waited_is_delivered_first(call, anna, receiver):
    await anna.type("before", wait=False)
    await call("setWebhook", url=receiver.url)
    await anna.type("after")
    assert receiver.got == ["before", "after"]


async def test_what_waited_can_be_dropped(call, anna, receiver):
    await anna.type("before", wait=False)
    await call("setWebhook", url=receiver.url, drop_pending_updates=True)
    await anna.type("after")
    assert receiver.got == ["after"]


async def test_a_refused_update_comes_again_and_keeps_its_place(call, anna, receiver):
    await call("setWebhook", url=receiver.url)
    receiver.answers = [(500, {}), (503, {}), (403, {})]
    await anna.type("one", wait=False)
    await anna.type("two")
    assert receiver.got == ["one", "one", "one", "one", "two"]
    info = (await call("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        0,
        "Wrong response from the webhook: 403 Forbidden",
    )


async def test_retry_after_is_waited_for(call, sim, anna, receiver):
    await call("setWebhook", url=receiver.url)
    receiver.answers = [(503, {"Retry-After": "1"})]
    sim.patience = 0.5
    with pytest.raises(NotSettled, match="not taken by the bot"):
        await anna.type("one")
    sim.patience = 5
    await anna.settled()
    assert receiver.got == ["one", "one"]


async def test_one_person_in_order_others_beside_her(call, sim, anna, receiver):
    await call("setWebhook", url=receiver.url)
    bob = sim.person("Bob")
    receiver.gate.clear()
    await anna.type("a1", wait=False)
    await anna.type("a2", wait=False)
    await bob.type("b1", wait=False)
    await receiver.hears(2)
    assert sorted(receiver.got) == ["a1", "b1"]
    receiver.gate.set()
    await sim.settled()
    assert receiver.got[2:] == ["a2"]


async def test_a_tap_does_not_wait_for_a_message(call, anna, receiver):
    await call("setWebhook", url=receiver.url)
    await call(
        "sendMessage",
        chat_id=anna.id,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]},
    )
    receiver.gate.clear()
    await anna.type("slow", wait=False)
    await anna.tap("Go", wait=False)
    await receiver.hears(2)
    assert receiver.got == ["slow", "go"]


async def test_no_more_connections_than_asked_for(call, sim, receiver):
    await call("setWebhook", url=receiver.url, max_connections=2)
    receiver.gate.clear()
    people = [sim.person(f"P{n}") for n in range(6)]
    for person in people:
        await person.type("hi", wait=False)
    await receiver.hears(2)
    receiver.gate.set()
    await sim.settled()
    assert (len(receiver.got), receiver.most_at_once) == (6, 2)


async def test_an_update_outlives_a_bot_that_is_down(call, sim, anna, receiver):
    await call("setWebhook", url="http://127.0.0.1:1/hook")
    sim.patience = 0.2
    with pytest.raises(NotSettled, match="Connection refused"):
        await anna.type("still here")
    await call("setWebhook", url=receiver.url)
    sim.patience = 5
    await anna.settled()
    assert receiver.got == ["still here"]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://e.org/h", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://e.org/h", "max_connections": 101}, "max_connections must be between 1 and 100"),
    ],
)
async def test_addresses_telegram_would_not_take(call, params, description):
    answer = await call("setWebhook", **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
