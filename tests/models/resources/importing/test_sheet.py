"""CSV files as people have them."""

import pytest

from models.resources.importing.drafts import Problem
from models.resources.importing.sheet import MOST_BYTES, MOST_ROWS, Unreadable, open_sheet


def rows(data):
    sheet = open_sheet(data)
    return [sheet.header, *sheet.rows()]


WANTED = [("id", "name"), (2, ["a", "Café — four"]), (4, ["b", "Línea 2\ntwo"])]
FILE = 'ID,Name\na,Café — four\n,\nb,"Línea 2\ntwo"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_reads_the_encodings_people_have(encoding):
    assert rows(FILE.encode(encoding)) == WANTED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reads_the_separators_people_have(delimiter, end):
    header, *lines = rows(FILE.replace(",", delimiter).replace("\n", end).encode())
    assert header == ("id", "name")
    assert [number for number, _ in lines] == [2, 4]


UNREADABLE = [
    (b"", Problem("empty")),
    (b" \r\n \n", Problem("empty")),
    (b"\xef\xbb\xbf", Problem("empty")),
    (b"PK\x03\x04 workbook", Problem("is_spreadsheet")),
    (b"\xd0\xcf\x11\xe0 old workbook", Problem("is_spreadsheet")),
    (b"\x1f\x8b packed", Problem("is_zip")),
    (b"id,name\n\x00\x01\x02", Problem("not_text")),
    (b"id,name\n\xff\x81\x8d", Problem("not_text")),
    (b"\xff\xfe\x00", Problem("not_text")),
    (b'id,"name', Problem("broken_quotes", 1)),
    (b"x" * (MOST_BYTES + 1), Problem("too_big", values={"limit": 20})),
]


@pytest.mark.parametrize(("data", "problem"), UNREADABLE, ids=[problem.code for _, problem in UNREADABLE])
def test_says_why_a_file_cannot_be_read(data, problem):
    with pytest.raises(Unreadable) as raised:
        open_sheet(data)
    assert raised.value.problem == problem


def test_a_quotation_mark_left_open_ends_the_reading_there():
    assert rows(b'id,name\na,b\nc,"d\ne,f\n')[1:] == [(2, ["a", "b"]), Problem("broken_quotes", 3)]


def test_a_cell_of_a_whole_book_is_taken_for_one_left_open():
    assert rows(b"id,name\na," + b"x" * 200_000)[1:] == [Problem("broken_quotes", 2)]


def test_rows_beyond_the_limit_are_told():
    found = rows(b"id\n" + b"x\n" * (MOST_ROWS + 5))
    assert (len(found), found[-1]) == (MOST_ROWS + 2, Problem("too_many_rows", values={"limit": MOST_ROWS}))
