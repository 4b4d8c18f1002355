"""Asks the search as people and programs reach it: in this process, and through `python -m bot search --batch`."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from bot.offline import open_offline
from bot.search import Finder
from bot.settings import read_settings
from tests.bench.processes import ROOT, bot_settings
from tests.bench.relevance.judged import Message, Profile, Reply, read_replies

# Misspelled, so that what mends words is made before the first message is timed: once a process.
WARM_UP = {"en": "kichen to rennt", "fr": "cuizine a loué", "es": "kosina en rrenta"}


@dataclass(frozen=True)
class LoadedTown:
    """A town's folder in a database of its own, loaded as an operator does."""

    folder: Path
    database: str

    @property
    def env(self) -> dict[str, str]:
        return bot_settings("", self.database, TOWN=str(self.folder))

    def command(self, *words: str) -> str:
        """What it says on stdout. Its complaints are shown; a fault of the data ends with 1 and is the figures' business."""
        done = run((sys.executable, "-m", "bot", *words), cwd=ROOT, env={**os.environ, **self.env}, capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode not in {0, 1} or done.stderr:
            print(done.stderr[-2000:], file=sys.stderr)
        return done.stdout

    def batch(self, name: str, questions: Iterable[Message | Profile], limit: int) -> dict[str, Reply]:
        """What `bot search --batch` or `bot match --batch` gives for these."""
        with TemporaryDirectory(prefix="echoppe-bench-") as folder:
            file = Path(folder, "asked.jsonl")
            lines = (json.dumps(one.as_question(), ensure_ascii=False) + "\n" for one in questions)
            file.write_text("".join(lines), encoding="utf-8")
            return read_replies(self.command(name, "--batch", str(file), "--limit", str(limit)).splitlines())

    def search(self, messages: Iterable[Message], limit: int) -> tuple[dict[str, Reply], list[float]]:
        """What the search says in this process, and the milliseconds of a core each message took: others work here too."""
        with _environment(self.env):
            offline = asyncio.run(open_offline(read_settings()))
        finder, replies, times = Finder(offline, limit), {}, []
        for language, words in WARM_UP.items():
            finder.search(words, language)
        for message in messages:
            begun = time.process_time()
            found = finder.search(message.text, message.language)
            times.append((time.process_time() - begun) * 1000)
            replies[message.id] = Reply(found.action, tuple(match.fact.id for match in found.results))
        return replies, times


@contextmanager
def loaded(folder: Path) -> Iterator[LoadedTown]:
    with TemporaryDirectory(prefix="echoppe-bench-") as home:
        town = LoadedTown(folder, f"sqlite:///{home}/town.sqlite3")
        town.command("migrate")
        town.command("load")
        yield town


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
