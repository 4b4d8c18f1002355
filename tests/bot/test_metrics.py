"""What an operator's machines see: the figures of the line, alive, ready."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.metrics import figures
from bot.serve import show_outside
from handlers.clock.calling import Tally
from models import schema
from models.outbox.health import Health
from models.outbox.tables import Lane
from tests.stage import free_port

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def values(text):
    """The figures by name, without their comments."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_every_figure_is_there_and_right():
    tally = Tally(too_fast=2, stumbles=3, late=0.25)
    tally.states.update({"sent": 7, "failed": 1})
    since = NOW - timedelta(seconds=90)
    seen = Health({Lane.NUDGE: 5}, {Lane.NUDGE: since}, 4, 12.5, 0.125, stalled=True)
    found = values(figures(tally, seen, NOW).decode())
    waiting = {f'echoppe_outbox_waiting{{lane="{lane}"}}': 0.0 for lane in ("urgent", "reminder", "announcement")}
    oldest = {f'echoppe_outbox_oldest_seconds{{lane="{lane}"}}': 0.0 for lane in ("urgent", "reminder", "announcement")}
    assert found == {
        **waiting,
        **oldest,
        'echoppe_outbox_waiting{lane="nudge"}': 5.0,
        'echoppe_outbox_oldest_seconds{lane="nudge"}': 90.0,
        "echoppe_outbox_in_hand": 4.0,
        "echoppe_outbox_held_seconds": 12.5,
        "echoppe_outbox_failing_ratio": 0.125,
        "echoppe_outbox_stalled": 1.0,
        'echoppe_outbox_calls_total{state="sent"}': 7.0,
        'echoppe_outbox_calls_total{state="failed"}': 1.0,
        "echoppe_outbox_too_fast_total": 2.0,
        "echoppe_outbox_stumbles_total": 3.0,
        "echoppe_clock_late_seconds": 0.25,
    }


@pytest.fixture
async def ask(stage):
    """How to ask a running house over HTTP; `ask.stop` is its SIGTERM."""
    settings = stage.settings.model_copy(update={"metrics": "on", "port": free_port()})
    showing = asyncio.create_task(show_outside(settings, stage.running, stop := asyncio.Event()))
    async with aiohttp.ClientSession() as session:

        async def ask(path):
            while True:
                try:
                    async with session.get(f"http://127.0.0.1:{settings.port}{path}") as answer:
                        return answer.status, await answer.text()
                except aiohttp.ClientConnectorError:
                    await asyncio.sleep(0.01)

        yield ask
    stop.set()
    await showing


async def test_alive_ready_and_the_figures(ask):
    assert await ask("/healthz") == (200, "alive")
    assert await ask("/readyz") == (200, "ready")
    status, text = await ask("/metrics")
    assert (status, values(text)["echoppe_outbox_in_hand"]) == (200, 0.0)


async def test_a_database_of_another_shape_is_not_ready(ask, monkeypatch):
    monkeypatch.setattr(schema, "NEWEST", "9999")
    status, text = await ask("/readyz")
    assert (status, text.partition(",")[2]) == (503, " and 9999 is needed")
    assert await ask("/healthz") == (200, "alive")


async def test_without_its_database_it_lives_and_is_not_ready(ask, stage, monkeypatch):
    async def away(_database):
        raise ConnectionRefusedError

    monkeypatch.setattr(schema, "version", away)
    assert await ask("/readyz") == (503, "the database cannot be reached")
    assert await ask("/healthz") == (200, "alive")


async def test_nothing_is_shown_unasked(stage):
    await asyncio.wait_for(show_outside(stage.settings, stage.running, asyncio.Event()), 1)
