"""How the house ends: a signal sets an event, whatever waits gives way to it, and nothing hangs for ever."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

GIVE_UP = 9.0  # seconds from SIGTERM to the end, whatever still hangs: hosts kill after ten


class Stopped(Exception):
    """Asked to end before the house was open."""


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM or Ctrl-C sets; should something hang after it, the process ends all the same."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        loop.call_later(GIVE_UP, os._exit, 1)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    return stop


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The work's result, or None as soon as we are to stop."""
    task, end = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None
