"""Whether this process alone sends from its SQLite file: then whatever is in hand at the start was lost before it.

The proof is a lock on a small file beside the database, held as long as we live and let go by the system when we die.
"""

import sqlite3
from pathlib import Path

import structlog

log = structlog.get_logger()


class Alone:
    """`Alone(file).held`: we were first. A second process works too, but waits for the leases of the first to end."""

    def __init__(self, database: Path) -> None:
        self._lock = sqlite3.connect(database.with_name(f"{database.name}-sender"), timeout=0, isolation_level=None)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self.held = False
            log.warning("another process sends from the same database file; one of them is enough")
        else:
            self.held = True

    def let_go(self) -> None:
        self._lock.close()
