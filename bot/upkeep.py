"""What an operator does to the database from the outside: bring it to the newest shape, load a town's folder."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.readiness import check_shape
from bot.settings import Settings
from content import naming
from content.texts import Texts
from content.towns import Town, read_town
from content.vocabulary import Vocabulary
from handlers.deps import customs_of
from models import schema
from models.db import Database
from models.events.ics_reading import read_ics
from models.events.importing import read_events
from models.events.schemaorg import read_schemaorg
from models.events.tables import Event
from models.files.taking import take_in
from models.peers.importing import read_peers
from models.peers.tables import Peer
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.report import Report
from models.resources.importing.resources import read_resources
from models.resources.tables import Resource

Reader = Callable[[bytes, Known], Iterator[Draft | Problem]]

FILES: tuple[tuple[str, Reader, type[Resource] | type[Peer] | type[Event]], ...] = (
    ("resources.csv", read_resources, Resource),
    ("people.csv", read_peers, Peer),
    ("events.csv", read_events, Event),
    ("events.ics", read_ics, Event),
    ("events.jsonld", read_schemaorg, Event),
)


@dataclass
class Loaded:
    """What became of each file of a town's folder."""

    town: str
    reports: dict[str, Report] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(len(report.refused) for report in self.reports.values())

    @property
    def text(self) -> str:
        """Every file with its counts and its problems."""
        if not self.reports:
            return f"There is none of {', '.join(name for name, _, _ in FILES)} in the folder of {self.town}."
        return "\n".join(f"{name}: {report}" for name, report in self.reports.items())

    @property
    def summary(self) -> str:
        """One line: how much the town has."""
        sizes: Counter[str] = Counter()
        for name, report in self.reports.items():
            sizes[Path(name).stem] += report.added + report.changed + report.unchanged
        return f"{self.town}: " + ", ".join(f"{size} {what}" for what, size in sizes.items())


async def migrate(settings: Settings) -> str:
    database = Database(settings.database_url.get_secret_value())
    try:
        before = await schema.version(database)
        after = await schema.migrate(database)
    finally:
        await database.close()
    return (
        f"The database is at {after}." if before == after else f"The database went from {before or 'empty'} to {after}."
    )


async def load(settings: Settings) -> Loaded:
    """Each file in a transaction of its own: all its good rows are in, or none. Twice changes nothing."""
    town = read_town(settings.town)
    known = known_to(town)
    database = Database(settings.database_url.get_secret_value())
    loaded = Loaded(town.name)
    try:
        await check_shape(database)
        for name, reader, table in FILES:
            file = settings.town / name
            if file.exists():
                found = reader(file.read_bytes(), known)
                async with database.transaction() as session:
                    parts = [(table, found)]
                    now, customs = datetime.now(UTC), customs_of(town)
                    loaded.reports[name] = await take_in(session, parts, now, customs, name=name, by="load")
    finally:
        await database.close()
    return loaded


def known_to(town: Town) -> Known:
    """What the files of this town may name."""
    return naming.known_to(town, Vocabulary.of(town, Texts.of(town)))


def presets(folder: Path) -> list[dict[str, object]]:
    """The town's places as the demo's phones can send them."""
    places = read_town(folder).places
    return [{"name": place.name, "latitude": place.latitude, "longitude": place.longitude} for place in places]
