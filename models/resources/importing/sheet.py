"""A CSV file as people have it: bytes in, cells with their row numbers out. Knows nothing of what the cells mean.

Reads commas, semicolons and tabs; UTF-8 with and without its mark, UTF-16 with it, and Windows' western encoding.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from models.resources.importing.drafts import Problem

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OTHERS = ((b"PK\x03\x04", "is_spreadsheet"), (b"\xd0\xcf\x11\xe0", "is_spreadsheet"), (b"\x1f\x8b", "is_zip"))


class Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the text under it; rows are read one by one."""

    header: tuple[str, ...]
    text: str
    delimiter: str
    lenient: bool = False
    unit: str = "row"

    @property
    def labels(self) -> tuple[str, ...]:
        return self.header

    def rows(self) -> Iterator[tuple[int, list[str]] | Problem]:
        """Each row that is not empty, with the number a spreadsheet shows beside it (the header is row 1)."""
        lines = _reader(self.text, self.delimiter)
        next(lines)
        number = 1
        try:
            for number, cells in enumerate(lines, 2):
                if number > MOST_ROWS + 1:
                    yield Problem("too_many_rows", values={"limit": MOST_ROWS})
                    return
                if any(map(str.strip, cells)):
                    yield number, cells
        except csv.Error:
            yield Problem("broken_quotes", number + 1)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def open_sheet(data: bytes) -> Sheet:
    """The sheet in these bytes. Unreadable says what is wrong with the file."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Problem("too_big", values={"limit": MOST_BYTES // 1_000_000}))
    for start, code in OTHERS:
        if data.startswith(start):
            raise Unreadable(Problem(code))
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable(Problem("not_text"))
    if not text.strip():
        raise Unreadable(Problem("empty"))
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        header = next(_reader(text.lstrip("\r\n"), delimiter))
    except csv.Error:
        raise Unreadable(Problem("broken_quotes", 1)) from None
    return Sheet(tuple(name.strip().casefold() for name in header), text.lstrip("\r\n"), delimiter)


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _or_refused(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _or_refused(data, "cp1252")


def _or_refused(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Problem("not_text")) from None
