"""SQLite without a thread: Python's own driver, each statement carried out where it stands.

A statement takes SQLite some twenty microseconds; the way to a thread and back takes ten times that, and several
milliseconds when both want the interpreter. What may last is waiting for another process's write: that is slept.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

WAIT = 30.0  # seconds one process waits for another one's write before "database is locked"
PAUSE = 0.005  # seconds between two looks whether that other write has ended
PRAGMAS = ("busy_timeout=0", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


async def _patiently(act: Callable[..., Any], *given: Any) -> None:
    """Do it, as soon as nobody else is writing."""
    patience = asyncio.get_running_loop().time() + WAIT
    while True:
        try:
            act(*given)
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > patience:
                raise
        else:
            return
        await asyncio.sleep(PAUSE)


class _Cursor(sqlite3.Cursor):
    """Takes every row at once: whoever goes through them may write meanwhile."""

    _rows: Iterator[Any] = iter(())

    def execute(self, statement: str, parameters: Any = ()) -> "_Cursor":
        super().execute(statement, parameters)
        self._rows = iter(super().fetchall())
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return [*islice(self._rows, size)]

    def fetchall(self) -> list[Any]:
        return [*self._rows]

    async def _async_soft_close(self) -> None:
        """SQLAlchemy's word for: the rows are wanted, the cursor no more."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class InTheLoop(SQLiteDialect_pysqlite):
    """What SQLAlchemy's async engine speaks to: nothing of SQLite's is asynchronous but the waiting."""

    driver = "intheloop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: object) -> type[Pool]:  # noqa: ARG003 the name is SQLAlchemy's
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        where, how = super().create_connect_args(url)
        return where, {**how, "factory": _Connection, "check_same_thread": False}  # a close may come from elsewhere

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 as above
        await_only(_patiently(cursor.execute, statement, parameters))

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 as above
        await_only(_patiently(cursor.executemany, statement, parameters))

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:  # noqa: ARG002 as above
        await_only(_patiently(cursor.execute, statement))

    def do_commit(self, dbapi_connection: Any) -> None:
        await_only(_patiently(dbapi_connection.commit))


def tune(connection: sqlite3.Connection, _record: object) -> None:
    """On every new connection: our own BEGIN, readers beside the writer, references that hold."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        await_only(_patiently(connection.execute, f"PRAGMA {pragma}"))


registry.register("sqlite.intheloop", "models.sqlite", "InTheLoop")
