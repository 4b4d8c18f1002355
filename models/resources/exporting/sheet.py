"""Rows as a CSV file that any spreadsheet opens and our own reader reads back without a change.

The columns are the reader's, so what can be read can be written; cells that would run as formulas are disarmed.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from models.resources.importing.columns import Column
from models.resources.importing.escaping import disarmed
from models.resources.importing.money import money, written

MARK = "\ufeff"  # without it some spreadsheets take UTF-8 for something else


def write_sheet(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Each column, and beside it its translations in the languages that have any."""
    rows = list(rows)
    languages = sorted({language for row in rows for language in row.get("translations") or {}})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_header(columns, languages))
    writer.writerows([*_cells(row, columns, languages)] for row in rows)
    return (MARK + text.getvalue()).encode()


def _header(columns: Sequence[Column], languages: Sequence[str]) -> Iterator[str]:
    for column in columns:
        yield column.name
        if column.translated:
            yield from (f"{column.name}_{language}" for language in languages)


def _cells(row: Mapping[str, Any], columns: Sequence[Column], languages: Sequence[str]) -> Iterator[str]:
    for column in columns:
        field = column.field or column.name
        yield disarmed(cell_of(row, column))
        if column.translated:
            translations = row["translations"] or {}
            yield from (disarmed(cell(translations.get(language, {}).get(field))) for language in languages)


def cell_of(row: Mapping[str, Any], column: Column) -> str:
    """What one column says of a row; a sum of money with its decimals, so that nobody takes cents for dollars."""
    value = row[column.field or column.name]
    return written(value, row["currency"]) if column.read is money and value is not None else cell(value)


def cell(value: object) -> str:
    """A value as people write it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(map(cell, value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
