"""A spreadsheet program's own file (XLSX): every sheet of it as a table of texts, read row by row.

Formulas are never run: what they came to when the file was saved is read, and where that is missing the row stays out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZipFile

from models.resources.importing.drafts import Problem
from models.resources.importing.flat import Table
from models.resources.importing.parcel import check_packed
from models.resources.importing.sheet import MOST_ROWS, Unreadable

MOST_CELLS = 400_000  # of one sheet, the empty ones between full ones included
LONGEST_GAP = 1_000  # empty rows after which nothing more is looked for
HEADER_WITHIN = 20  # rows: a title and a note may stand above the names of the columns

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Book:
    """The sheets of a file that hold anything, by their names."""

    sheets: Mapping[str, Table]


def open_book(data: bytes) -> Book:
    """Raises Unreadable for what is no workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415 half a second that only a spreadsheet should pay

    has_formulas = _has_formulas(check_packed(data))
    try:
        values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(BytesIO(data), read_only=True, keep_links=False) if has_formulas else None
    except Exception:  # noqa: BLE001 openpyxl fails in as many ways as a file can be broken
        raise Unreadable(Problem("broken_book")) from None
    found = {}
    for sheet in values.worksheets:
        lines = partial(_lines, sheet, formulas[sheet.title] if formulas else None)
        if table := _table(lines):
            found[sheet.title] = table
    if not found:
        raise Unreadable(Problem("empty"))
    return Book(found)


def _has_formulas(archive: ZipFile) -> bool:
    """Looked for in the raw sheets: the second reading they cost is only made where there are any."""
    with archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        return any(_holds(archive, name, (b"<f>", b"<f ")) for name in names)


def _holds(archive: ZipFile, name: str, words: Sequence[bytes]) -> bool:
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(1 << 20):
            if any(word in rest + piece for word in words):
                return True
            rest = piece[-8:]
    return False


def _table(lines: Any) -> Table | None:
    """The first row that names at least two columns is the header."""
    for number, cells in lines():
        if isinstance(cells, Problem) or number > HEADER_WITHIN:
            return None
        if sum(bool(cell) for cell in cells) > 1:
            header = [cell.strip().casefold() for cell in cells]
            while header and not header[-1]:
                header.pop()
            return Table(header, partial(_below, lines, number))
    return None


def _below(lines: Any, header: int) -> Iterator[Row | Problem]:
    for number, cells in lines():
        if isinstance(cells, Problem):
            yield cells
        elif number > header:
            yield number, cells


def _lines(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[str] | Problem]]:
    """Every row that says something. Stops with a sentence where there is too much of it."""
    cells, last = 0, 0
    written = _values(formulas) if formulas else iter(())
    for number, (values, said) in enumerate(zip_longest(_values(sheet), written, fillvalue=()), 1):
        texts = [text_of(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        if cells > MOST_CELLS:
            yield number, Problem("too_big_sheet", number, values={"limit": MOST_CELLS})
            return
        if number > MOST_ROWS + 1:
            yield number, Problem("too_many_rows", values={"limit": MOST_ROWS})
            return
        if (place := _without_value(values, said)) is not None:
            yield number, Problem("formula", number, column_letter(place))
        elif texts:
            yield number, texts
        last = number if texts else last
        if number - last > LONGEST_GAP:
            return


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception:  # noqa: BLE001 the file may break off in any way, and at any row
        raise Unreadable(Problem("broken_book")) from None


def _without_value(values: Sequence[Any], said: Sequence[Any]) -> int | None:
    for place, one in enumerate(said):
        is_formula = (isinstance(one, str) and one.startswith("=")) or type(one).__name__.endswith("Formula")
        if is_formula and (place >= len(values) or values[place] is None):
            return place
    return None


def column_letter(place: int) -> str:
    """As the spreadsheet names it: A, B … AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_of(value: Any) -> str:
    """A cell as people would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
