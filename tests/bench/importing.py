"""How fast a town comes in: a file of the sample town's rows many times over, beside the bare insert of the same rows.

In turns, on SQLite, each in a database of its own. An import also reads, checks, compares, looks for doubles and
writes the change log; the bare insert does nothing of it.
"""

import asyncio
import csv
import io
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import SAMPLE_TOWN
from bot.upkeep import known_to
from content.towns import read_town
from models.db import Database
from models.files.formats import read_parts
from models.resources.importing.parcel import parcel_of
from models.resources.importing.saving import save_file
from models.schema import migrate
from tests.bench.figures import Figure
from tests.models.files.dirty import as_zip, package

ROWS, ROUNDS, SERVICES = 6_000, 2, 4_000
AIM, PATIENCE = 2_000, 20.0  # rows a second; seconds for a dirty package


def sheet(rows: int) -> bytes:
    """The sample town's resources, over and over under ids and names of their own."""
    with (SAMPLE_TOWN / "resources.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    name = header.index("name")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for number in range(rows):
        line = list(lines[number % len(lines)])
        line[0], line[name] = f"{line[0]}-{number}", f"{line[name]} {number:x}"
        writer.writerow(line)
    return text.getvalue().encode()


async def imported(file: Path, name: str, data: bytes) -> tuple[float, float]:
    """Seconds of the first import and of the second, which changes nothing."""
    database, known = Database(f"sqlite:///{file}"), known_to(read_town(SAMPLE_TOWN))
    await migrate(database)
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        async with database.transaction() as session:
            report = await save_file(session, read_parts(parcel_of(name, data), known), datetime.now(UTC), name=name)
        seconds.append(time.perf_counter() - begun)
        assert not report.refused
    assert not report.added
    assert not report.changed
    await database.close()
    return seconds[0], seconds[1]


def inserted(file: Path) -> float:
    """Seconds for the rows of this database, written bare into another of the same shape."""
    with closing(sqlite3.connect(file)) as source:
        columns = [row[1] for row in source.execute("PRAGMA table_info(resource)")]
        rows = source.execute("SELECT * FROM resource").fetchall()
        source.execute("DELETE FROM resource")
        source.commit()
        begun = time.perf_counter()
        marks = ", ".join("?" * len(columns))
        source.executemany(f"INSERT INTO resource ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 our own columns
        source.commit()
        return time.perf_counter() - begun


def measure() -> list[Figure]:
    data, old = sheet(ROWS), as_zip(package(SERVICES))
    first, again, bare = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            file = Path(folder) / f"town{number}.sqlite3"
            one, two = asyncio.run(imported(file, "town.csv", data))
            first.append(ROWS / one)
            again.append(ROWS / two)
            bare.append(ROWS / inserted(file))
        dirty, _ = asyncio.run(imported(Path(folder) / "hsds.sqlite3", "town.zip", old))
    beside = "a bare executemany"
    aim = f">= {AIM:,}"
    return [
        Figure("import: new rows, SQLite", max(first), "rows/s", max(bare), beside, aim, max(first) >= AIM),
        Figure("import: the same file again, SQLite", max(again), "rows/s", aim=aim, reached=max(again) >= AIM),
        Figure(
            f"import: a dirty HSDS 1.1 package, {SERVICES:,} services",
            dirty,
            "s",
            aim="<= 20",
            reached=dirty <= PATIENCE,
        ),
    ]
