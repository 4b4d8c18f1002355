"""The database: one engine, one transaction per door, times in UTC.

SQLite and PostgreSQL run the same statements. What differs between them is settled here and nowhere else.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import aiosqlite
from sqlalchemy import DateTime, Dialect, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

__all__ = [
    "DBAPIError",
    "Database",
    "Session",
    "UtcDateTime",
    "WrongAddress",
    "async_url",
    "dialect_of",
    "insert",
    "insert_in",
    "metadata",
]

SQLITE_WAIT = 30.0  # seconds one process waits for another one's write before "database is locked"
SQLITE_PAUSE = 0.005  # seconds between two looks whether that other write has ended

metadata = SQLModel.metadata
metadata.naming_convention = {
    # Names we choose ourselves: a migration can then drop what it made, on either database.
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class WrongAddress(ValueError):
    """DATABASE_URL names no database we can speak to; the text says what would be right."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on the way in, UTC in the table, aware UTC on the way out.

    SQLite keeps no offset: 18:00+03:00 would come back as 18:00 and every reminder be three hours late.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the name is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the name is SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+psycopg": "postgresql+psycopg",  # kept speakable: `make bench` measures it beside asyncpg
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def async_url(address: str) -> URL:
    """The address as SQLAlchemy's async engines want it, whichever of the usual forms it came in."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise WrongAddress("it is not an address; try sqlite:///echoppe.sqlite3 or postgresql://…") from None
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        raise WrongAddress(f"{url.drivername!r} is not a database it can use; try sqlite:///… or postgresql://…")
    url = url.set(drivername=driver)
    if driver == "postgresql+asyncpg" and "sslmode" in url.query:
        # libpq's word, on every hosted address; asyncpg calls it `ssl`.
        url = url.update_query_dict({"ssl": url.query["sslmode"]}).difference_update_query(["sslmode"])
    return url


def _tune_sqlite(connection: Any, _record: object) -> None:
    """On every connection: our own BEGIN, readers beside the writer, references that hold."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place at once: a transaction that read first and writes later fails or loses an update."""
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _as_json(value: object) -> str:
    """Most lists and mappings of a row are empty: those need no encoder."""
    if value == []:
        return "[]"
    return "{}" if value == {} else json.dumps(value)


def _from_json(text: str) -> Any:
    if text == "[]":
        return []
    return {} if text == "{}" else json.loads(text)


def _engine(url: URL) -> AsyncEngine:
    """Errors name the statement but hide its values: they are people's words, and errors are logged."""
    json_as = {"json_serializer": _as_json, "json_deserializer": _from_json}
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True, **json_as
        )
    at_once = {"async_creator_fn": _sqlite_connection}
    engine = create_async_engine(
        url, pool_size=4, max_overflow=0, hide_parameters=True, connect_args=at_once, **json_as
    )
    event.listen(engine.sync_engine, "connect", _tune_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


class _AtOnce(aiosqlite.Connection):
    """Runs each statement where it stands instead of in a thread beside it.

    A statement takes SQLite 20 microseconds; the way to a thread and back takes ten times that, and several
    milliseconds when both want the interpreter. What may last is waiting for another process's write: that is slept.
    """

    async def _execute(self, fn: Callable[..., Any], *args: Any, **more: Any) -> Any:
        patience = asyncio.get_running_loop().time() + SQLITE_WAIT
        while True:
            try:
                return fn(*args, **more)
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > patience:
                    raise
            await asyncio.sleep(SQLITE_PAUSE)


def _sqlite_connection(*where: Any, **how: Any) -> _AtOnce:
    connection = _AtOnce(partial(sqlite3.connect, *where, **{**how, "check_same_thread": False}), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 as SQLAlchemy does: it opens and closes, nothing else
    return connection


class Session(AsyncSession):
    """One transaction's view of the tables. Its connection is asked for once: six statements in a row are the rule."""

    _held: AsyncConnection | None = None

    async def connection(self, *args: Any, **how: Any) -> AsyncConnection:
        if self._held is None or self._held.closed or not self.in_transaction():
            self._held = await super().connection(*args, **how)
        return self._held


class Database:
    """The way to the tables. One object per process; close it before the process ends."""

    def __init__(self, address: str) -> None:
        url = async_url(address)
        self.engine = _engine(url)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._write = async_sessionmaker(self.engine, class_=Session, expire_on_commit=False)
        readers = self.engine.execution_options(writes=False)
        self._read = async_sessionmaker(readers, class_=Session, expire_on_commit=False)
        # SQLite has one writer. Waiting here is fair and costs nothing; waiting inside it sleeps in steps of 100 ms.
        self._turn = asyncio.Lock() if self.is_sqlite else None

    def _my_turn(self) -> AbstractAsyncContextManager[None]:
        return self._turn or nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """Everything inside happens, or nothing of it does. No network call belongs in here."""
        async with self._my_turn():
            session = self._write()
            try:
                yield session
                await session.commit()
            finally:
                await session.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A steady picture to read from; it never waits for a writer on SQLite."""
        async with self._read() as session, session.begin():
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def dialect_of(session: Session) -> str:
    """The name of what it speaks: sqlite, postgresql."""
    return session.get_bind().dialect.name


def insert(session: Session, table: type[SQLModel]) -> "sqlite.Insert | postgresql.Insert":
    """INSERT that knows ON CONFLICT in the dialect at hand; both spell it alike."""
    return insert_in(dialect_of(session), table)


@cache
def insert_in(dialect: str, table: type[SQLModel]) -> "sqlite.Insert | postgresql.Insert":
    """The same by the dialect's name, for statements that are built once and kept."""
    rows = metadata.tables[str(table.__tablename__)]  # the plain table: for the class the ORM would look at each value
    if dialect == "sqlite":
        return sqlite.insert(rows)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 a town on SQLite does not wait for it at every start

    return postgresql.insert(rows)
