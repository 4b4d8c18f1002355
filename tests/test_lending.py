"""A lent database comes back as the model was, whatever a test did to it."""

import psycopg
import pytest

from tests.lending import Lent


@pytest.fixture
def lent(postgres, postgres_town):
    lent = Lent(postgres, "town")
    yield lent
    lent.throw_away()


def at(address, statement):
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


def everything(address):
    tables = [name for (name,) in at(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    rows = {name: sorted(map(str, at(address, f"SELECT t::text FROM public.{name} AS t"))) for name in tables}  # noqa: S608 names of ours
    return rows, at(address, "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")


def test_rows_and_numbers_are_put_back(lent):
    address = lent.lend()
    before = everything(address)
    at(address, "DELETE FROM peer")
    at(address, "UPDATE resource SET name = 'Changed'")
    at(address, "SELECT nextval(format('public.%I', sequencename)) FROM pg_sequences WHERE schemaname = 'public'")
    assert everything(address) != before
    lent.take_back()
    assert lent.lend() == address
    assert everything(address) == before


def test_whoever_is_still_connected_is_sent_away(lent):
    with psycopg.connect(lent.lend()) as left_open:
        left_open.execute("LOCK TABLE peer")
        lent.take_back()
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


@pytest.mark.parametrize(
    "change",
    ["DROP TABLE peer CASCADE", "CREATE TABLE more (id int)", "ALTER TABLE peer ADD more int", "TRUNCATE peer CASCADE",
     "ALTER TABLE audit_entry DISABLE TRIGGER USER", "DROP INDEX {index}"],
)  # fmt: skip
def test_another_shape_is_thrown_away(lent, change):
    address = lent.lend()
    before = everything(address)
    ((index,), *_) = at(
        address,
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)",
    )
    at(address, change.format(index=index))
    lent.take_back()
    assert (again := lent.lend()) != address
    assert everything(again) == before
