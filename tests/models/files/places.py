"""Where real files lie beside the repository, for whoever has them; and the town they are read for."""

from pathlib import Path

import pytest

from bot.settings import SAMPLE_TOWN
from bot.upkeep import known_to
from content.towns import read_town
from models.files.formats import read_parts
from models.resources.importing.parcel import open_parcel, parcel_of
from models.resources.importing.saving import save_file

SHARED = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no files of other towns in {SHARED}")
KNOWN = known_to(read_town(SAMPLE_TOWN))


async def put(database, path, now):
    """Import a file as the command does."""
    return await put_parcel(database, open_parcel(path), now)


async def put_bytes(database, name, data, now):
    return await put_parcel(database, parcel_of(name, data), now)


async def put_parcel(database, parcel, now):
    async with database.transaction() as session:
        return await save_file(session, read_parts(parcel, KNOWN), now, name=parcel.name)


def counts(report):
    return report.added, report.changed, report.unchanged, len(report.refused)
