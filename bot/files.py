"""What the commands `import` and `export` do: a file in, the town out, an import taken back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import read_content
from bot.progress import Bar
from bot.readiness import check_shape
from bot.settings import Settings
from bot.upkeep import known_to
from content.towns import read_town
from handlers.deps import customs_of
from models.db import Database, Session
from models.files.foreseeing import foresee_import
from models.files.formats import read_parts
from models.files.taking import take_back, take_in
from models.files.writing import WRITERS
from models.nudges import seekers
from models.resources.catalogue import CatalogueKeeper
from models.resources.importing.parcel import open_parcel, rows_of
from models.resources.importing.report import Report
from models.resources.importing.saving import Found
from models.resources.importing.sheet import Unreadable
from models.resources.importing.undoing import find_import, imports


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    """The database of these settings, in the shape that is needed."""
    database = Database(settings.database_url.get_secret_value())
    try:
        await check_shape(database)
        yield database
    finally:
        await database.close()


async def import_file(settings: Settings, path: Path, said: str, *, only_look: bool) -> Report:
    """One transaction: all its good rows are in, or none."""
    town = read_town(settings.town)
    known = known_to(town)
    async with _opened(settings) as database:
        try:
            parcel = open_parcel(path)
            with Bar((2 if only_look else 3) * rows_of(parcel), path.name) as bar:  # read, compared, written
                parts = [(table, counted(found, bar)) for table, found in read_parts(parcel, known, said)]
                async with database.reading() if only_look else database.transaction() as session:
                    now, customs = datetime.now(UTC), customs_of(town)
                    report = await take_in(
                        session, parts, now, customs, name=path.name, only_look=only_look, step=bar.step
                    )
                    if only_look and report.edits and await seekers.count(session):
                        report.fits = await _fits(session, settings, report, now)
                    return report
        except Unreadable as unreadable:
            return Report(refused=[unreadable.problem])


async def _fits(session: Session, settings: Settings, report: Report, now: datetime) -> tuple[int, int] | None:
    """Whom it will fit; the words are read for it, so only a look takes the time."""
    content = read_content(settings)
    keeper, here = CatalogueKeeper(read=content.hearing.read), now.astimezone(content.town.zone)
    foreseen = await foresee_import(session, content.intake.flow, keeper, report, here)
    return (foreseen.newly, foreseen.no_longer) if foreseen else None


def counted(found: Found, bar: Bar) -> Found:
    for one in found:
        bar.step()
        yield one


async def export(settings: Settings, said: str) -> dict[str, bytes]:
    """The town's data as files of this format."""
    async with _opened(settings) as database, database.reading() as session:
        return await WRITERS[said](session)


def put_into(folder: Path, files: dict[str, bytes]) -> str:
    """Write them there; one line a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return "\n".join(str(folder / name) for name in sorted(files))


async def list_imports(settings: Settings) -> str:
    """One line an import, the newest first."""
    async with _opened(settings) as database, database.reading() as session:
        found = await imports(session)
    lines = [
        f"{one.id.hex[:8]}  {one.at:%Y-%m-%d %H:%M}  {one.name}: {one.added} added, {one.changed} changed"
        + (f", undone {one.undone_at:%Y-%m-%d %H:%M}" if one.undone_at else "")
        for one in found
    ]
    return "\n".join(lines) or "Nothing was imported yet."


async def undo_import(settings: Settings, said: str) -> str:
    """Raises CannotUndo with what stands in the way."""
    async with _opened(settings) as database, database.transaction() as session:
        entry = await find_import(session, said)
        undone = await take_back(session, entry, datetime.now(UTC), customs_of(read_town(settings.town)))
    return f"{undone.name} is undone: {undone.removed} removed, {undone.restored} as before."


def told(report: Report, *, only_look: bool, as_json: bool) -> str:
    """The report for a terminal, or for a program."""
    if as_json:
        return json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    ending = "Nothing was written: this was a look." if only_look else ""
    if report.import_id:
        ending = f"To take it back: python -m bot import --undo {report.import_id.hex[:8]}"
    return "\n".join(filter(None, (report.in_full, ending)))
