"""What the commands that answer without Telegram work on: settings, content and the town's catalogue. No token needed.

Also the way such a command reads its questions: one JSON object, or one a line; a line that is none stops nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Content, read_content
from bot.readiness import check_shape, tell_if_empty
from bot.settings import Settings
from models.db import Database
from models.events.shelf import shelf as events
from models.peers.shelf import shelf as peers
from models.resources.catalogue import CatalogueKeeper
from models.resources.catalogue import shelf as resources
from models.resources.facts import Catalogue

STDIN = Path("-")


@dataclass(frozen=True)
class Offline:
    """The town as it is at this moment, `now` on its own clock."""

    content: Content
    catalogue: Catalogue
    now: datetime


async def open_offline(settings: Settings, content: Content | None = None) -> Offline:
    """Read everything once; the database is closed again before the first answer."""
    content = content or read_content(settings)
    database = Database(settings.database_url.get_secret_value())
    now = datetime.now(UTC)
    try:
        await check_shape(database)
        await tell_if_empty(database)
        async with database.reading() as session:
            catalogue = await CatalogueKeeper(resources, peers, events, read=content.hearing.read).current(session, now)
    finally:
        await database.close()
    return Offline(content, catalogue, now.astimezone(content.town.zone))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and the line of the file it stands in."""

    line: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line nobody can answer."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


def read_lines(file: Path) -> Iterator[Asked | Unreadable]:
    """One JSON object a line, read as they are needed; empty lines are passed over. `-` is what is piped in."""
    with Path("/dev/stdin" if file == STDIN else file).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _read(line, number)


def read_whole(file: Path) -> Asked | Unreadable:
    """The one JSON object of a file."""
    return _read(Path("/dev/stdin" if file == STDIN else file).read_bytes(), 1)


def _read(text: bytes, line: int) -> Asked | Unreadable:
    try:
        values = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unreadable(line, "this is not UTF-8 text")
    except json.JSONDecodeError as fault:
        return Unreadable(line + fault.lineno - 1, f"this is not JSON (character {fault.colno}: {fault.msg})")
    except (ValueError, RecursionError):
        return Unreadable(line, "this is not JSON that can be read")
    if not isinstance(values, dict):
        return Unreadable(line, 'this must be one JSON object: {"id": …}')
    return Asked(line, values)
