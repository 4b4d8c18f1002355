"""One PostgreSQL database, lent to one test after another and put back as it was in between.

To copy a whole database for each test is most of what a test on PostgreSQL costs; to put back its rows is a tenth of it.
What a test does to the shape rather than to the rows cannot be put back: such a database is thrown away.
"""

from itertools import count

import psycopg

KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE one text; filled boolean; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one); END IF;
    END LOOP;
END $$;
CREATE TABLE kept."sequences of public" AS
    SELECT sequencename, coalesce(last_value, start_value) AS at, last_value IS NOT NULL AS called
    FROM pg_sequences WHERE schemaname = 'public';
"""
# As a replica would: neither foreign keys nor the triggers that guard a log look at the rows that are put back.
PUT_BACK = """
SET session_replication_role = replica;
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one);
    END LOOP;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename <> 'sequences of public' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', one, one);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename), at, called) FROM kept."sequences of public";
END $$;
"""
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', oid, relname, relkind, relnatts, relfilenode, reltriggers), ',' ORDER BY oid))
FROM (
    SELECT oid, relname, relkind, relnatts, CASE WHEN relkind = 'S' THEN 0 ELSE relfilenode END AS relfilenode,
        (SELECT string_agg(tgname || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = pg_class.oid)
        AS reltriggers
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
) AS relation
"""
_number = count(1)
LENT_AT_MOST = 200  # times; what was deleted so often lies about in its files


class Lent:
    """A copy of one model database on a throwaway server. `address` is the server's maintenance database."""

    def __init__(self, address: str, model: str) -> None:
        self.server, self.model, self.name = address, model, ""
        self.times, self._shape = 0, ""

    @property
    def address(self) -> str:
        return self.server.replace("/postgres?", f"/{self.name}?")

    def lend(self) -> str:
        """The address of the database, as the model is."""
        if not self.name:
            self._copy()
        self.times += 1
        return self.address

    def take_back(self) -> None:
        """Whoever is still connected is sent away; rows are put back, and a changed shape is thrown away."""
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (self.name,))
        if self.times % LENT_AT_MOST == 0 or not self._put_back():
            self.throw_away()

    def throw_away(self) -> None:
        """The next one is lent another copy."""
        if self.name:
            with psycopg.connect(self.server, autocommit=True) as server:
                server.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        self.name = ""

    def _copy(self) -> None:
        self.name = f"lent_{self.model}_{next(_number)}"
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.model}")
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(KEEP)
            self._shape = _shape(connection)

    def _put_back(self) -> bool:
        with psycopg.connect(self.address, autocommit=True) as connection:
            if _shape(connection) != self._shape:
                return False
            connection.execute(PUT_BACK)
        return True


def _shape(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    row = connection.execute(SHAPE).fetchone()
    return str(row and row[0])
