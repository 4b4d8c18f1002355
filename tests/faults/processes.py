"""The house as an operator starts it: `python -m bot …` in a process of its own, watched from outside."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.walks.fingers import until

ROOT = Path(__file__).parents[2]
SECRET = "only-telegram-knows"


def settings(sim, address, **more):
    """What an operator would set; nothing of the machine the tests run on counts."""
    return {
        "PATH": os.environ["PATH"],
        "TELEGRAM_BOT_TOKEN": sim.token if sim else "",
        "TELEGRAM_API_URL": sim.url if sim else "http://127.0.0.1:9",
        "DATABASE_URL": address,
        **{name: str(value) for name, value in more.items()},
    }


@dataclass
class Ended:
    """How a process ended and what it said."""

    code: int
    out: str
    err: str


async def command(name, env):
    """`python -m bot <name and what stands behind it>` until it ends by itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *name.split(), cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


class House:
    """A process that runs until it is ended, and what it wrote to stderr."""

    def __init__(self, process, errors):
        self.process, self.errors = process, errors

    @property
    def said(self):
        return self.errors.read_text()

    async def end(self, how=signal.SIGTERM):
        """The exit code. Hosts wait ten seconds."""
        self.process.send_signal(how)
        async with asyncio.timeout(10):
            return await self.process.wait()


@asynccontextmanager
async def house(env, folder, name="run"):
    errors = folder / f"stderr-{len(list(folder.glob('stderr-*')))}"
    with errors.open("w") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *name.split(), cwd=ROOT, env=env, stderr=stderr
        )
    try:
        yield House(process, errors)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def open_call(sim, method):
    """Wait until the house has called and has no answer yet."""
    await until(lambda: method in [call.method for call in sim.world.calls.open.values()])
