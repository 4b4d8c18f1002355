"""One stage for every test: a database of each kind, a town of phones, a clock that stands still."""

import asyncio
import io
import logging
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import upkeep
from bot.logs import start_logs
from bot.settings import Settings
from models.db import Database
from models.schema import migrate
from tests.lending import Lent
from tests.postgres import throwaway_postgres
from tests.stage import Stage, set_up

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # twelve o'clock in Belmoulin, a Monday


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL's maintenance database."""
    with throwaway_postgres() as address:
        yield address


def _named(address: str, name: str) -> str:
    return address.replace("/postgres?", f"/{name}?")


async def _execute(address: str, statement: str) -> None:
    database = Database(address)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(statement))
    await database.close()


async def _migrated(address: str) -> None:
    database = Database(address)
    await migrate(database)
    await database.close()


async def _settled(address: str) -> None:
    """The sample town moves into a migrated database."""
    loaded = await upkeep.load(Settings(_env_file=None, database_url=address))
    assert loaded.refused == 0


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory) -> Path:
    """A migrated, empty SQLite file to copy: a migration per test would be most of the time."""
    file = tmp_path_factory.mktemp("model") / "model.sqlite3"
    asyncio.run(_migrated(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_model(postgres) -> str:
    asyncio.run(_execute(postgres, "CREATE DATABASE model"))
    asyncio.run(_migrated(_named(postgres, "model")))
    return postgres


@pytest.fixture(scope="session")
def sqlite_town(sqlite_model, tmp_path_factory) -> Path:
    """The same with the sample town in it."""
    file = tmp_path_factory.mktemp("town") / "town.sqlite3"
    shutil.copy(sqlite_model, file)
    asyncio.run(_settled(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_town(postgres_model) -> str:
    asyncio.run(_execute(postgres_model, "CREATE DATABASE town TEMPLATE model"))
    asyncio.run(_settled(_named(postgres_model, "town")))
    return postgres_model


@pytest.fixture(scope="session")
def lent_model(postgres_model) -> Lent:
    return Lent(postgres_model, "model")


@pytest.fixture(scope="session")
def lent_town(postgres_town) -> Lent:
    return Lent(postgres_town, "town")


def _database(model: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """As if it were this test's alone: a copied file, or a database that is put back when the test is over."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue(f"sqlite_{model}")
        yield f"sqlite:///{shutil.copy(file, folder / 'echoppe.sqlite3')}"
        return
    lent: Lent = request.getfixturevalue(f"lent_{model}")
    yield lent.lend()
    lent.take_back()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> Iterator[str]:
    """The address of a migrated, empty database; each test runs on both kinds."""
    yield from _database("model", request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def town_address(request, tmp_path) -> Iterator[str]:
    """The address of a database with the sample town in it; each test runs on both kinds."""
    yield from _database("town", request, tmp_path)


@pytest.fixture
async def database(address) -> AsyncIterator[Database]:
    database = Database(address)
    yield database
    await database.close()


@pytest.fixture
def logs(monkeypatch) -> Iterator[io.StringIO]:
    """Everything that is logged from here on, as an operator who wants to know it all would see it."""
    before, root = logging.getLogger().handlers[:], logging.getLogger()
    level, written = root.level, io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    start_logs("DEBUG", "json")
    yield written
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
async def stage(town_address, logs) -> AsyncIterator[Stage]:
    """The whole house in a town of phones. No door may fail, and Telegram forbid nothing."""
    async with set_up(town_address, NOON) as stage:
        yield stage
    assert "a door failed" not in logs.getvalue()


@pytest.fixture
def now() -> datetime:
    return NOON
