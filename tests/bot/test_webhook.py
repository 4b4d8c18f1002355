"""The webhook over real HTTP: who may knock, how much they may carry, and what a repeated knock does."""

import asyncio
import json
import socket
from contextlib import nullcontext

import aiohttp
import pytest
import uvicorn
from telegram.ext import Application, TypeHandler

from bot.updates import Updates
from bot.webhook import SECRET_HEADER, webhook

HELLO = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1_800_000_000,
        "chat": {"id": 5, "type": "private"},
        "from": {"id": 5, "is_bot": False, "first_name": "Ana"},
        "text": "hello",
    },
}


@pytest.fixture
async def door():
    """A webhook that listens; what it heard, and how to knock."""
    application = Application.builder().token("123456:webhook-test").updater(None).job_queue(None).build()
    application._initialized = True  # it never speaks to Telegram here
    door = Door()
    application.add_handler(TypeHandler(object, door.hear))
    app = webhook(Updates(application), ["new-secret", "old-secret"], "/telegram", ready=lambda: door.ready)
    listening = socket.create_server(("127.0.0.1", 0))
    door.url = f"http://127.0.0.1:{listening.getsockname()[1]}/telegram"
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    server.capture_signals = door.no_signals
    serving = asyncio.create_task(server.serve([listening]))
    async with aiohttp.ClientSession() as door.session:
        yield door
    server.should_exit = True
    await serving
    listening.close()


class Door:
    """Somebody who knocks, and notes what was heard inside."""

    def __init__(self):
        self.heard, self.ready = [], True

    async def hear(self, update, _context):
        self.heard.append(update.message.text)

    def no_signals(self):
        return nullcontext()

    async def knock(self, body, secret="new-secret"):
        headers = {} if secret is None else {SECRET_HEADER: secret}
        data = body if isinstance(body, bytes) else json.dumps(body)
        async with self.session.post(self.url, data=data, headers=headers) as answer:
            return answer.status


async def test_telegram_is_let_in(door):
    assert await door.knock(HELLO) == 200
    assert door.heard == ["hello"]


async def test_the_secret_being_retired_still_opens(door):
    assert await door.knock(HELLO, "old-secret") == 200


@pytest.mark.parametrize("secret", [None, "", "wrong", "new-secret ", "new-secre", "é"])
async def test_without_the_secret_nobody_is_heard(door, secret):
    assert await door.knock(HELLO, secret and secret.encode().decode("latin-1")) == 403
    assert door.heard == []


async def test_a_body_over_one_megabyte_is_refused(door):
    huge = json.dumps({**HELLO, "padding": "x" * 1_000_000}).encode()
    assert await door.knock(huge) == 413
    assert door.heard == []


async def test_a_body_that_hides_its_length_is_refused_too(door):
    async def drip():
        for _ in range(1_100):
            yield b"x" * 1_000

    async with door.session.post(door.url, data=drip(), headers={SECRET_HEADER: "new-secret"}) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("body", [b"", b"not json", b"[1, 2]", b'{"update_id": "seven"}', b"\xff\xfe"])
async def test_what_is_no_update_is_told_so(door, body):
    assert await door.knock(body) == 400
    assert door.heard == []


async def test_an_update_nobody_can_read_does_not_block_the_chat(door):
    assert await door.knock({"update_id": 8, "message": {"message_id": "?"}}) == 200


async def test_while_stopping_telegram_is_asked_to_come_back(door):
    door.ready = False
    assert await door.knock(HELLO) == 503


async def test_other_paths_and_methods_lead_nowhere(door):
    async with door.session.get(door.url) as answer:
        assert answer.status == 405
    async with door.session.post(door.url + "/x", data=b"{}") as answer:
        assert answer.status == 404
