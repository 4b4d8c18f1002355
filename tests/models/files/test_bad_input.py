"""Whatever is sent: a plain sentence with its place, the rest goes in, nothing half written, and little memory."""

import asyncio
import io
import re
import sys
import zipfile

import pytest
from sqlmodel import func, select

from models.resources.importing.cells import LONGEST_CELL
from models.resources.importing.parcel import open_parcel
from models.resources.importing.sheet import Unreadable
from models.resources.tables import Resource
from tests.faults.processes import ROOT, settings
from tests.models.files.places import counts, put_bytes

GOOD = "good,space,The mill"
CELLS = [
    ("latitude,longitude", "north,1", "row 3, column latitude: “north” is not a number; write it like 44.55"),
    ("latitude,longitude", "91,1", "row 3, column latitude: 91 is not between -90 and 90"),
    ("opens_on", "2026-02-30", "row 3, column opens_on: “2026-02-30” is not a day; write it like 2026-11-23"),
    ("opens_on,closes_on", "2026-02-02,2026-01-01", "row 3, column closes_on: this is before or below opens_on"),
    ("requires", "age >> 3", "row 3, column requires: the rule cannot be read: "),
    ("description", "x" * (LONGEST_CELL + 1), "row 3, column description: the text is longer than 10000 characters"),
    ("trades", "woodd", "row 3, column trades: “woodd” is not known; did you mean wood?"),
]


@pytest.mark.parametrize(("columns", "cells", "sentence"), CELLS, ids=[f"{row[0]}-{row[1][:10]}" for row in CELLS])
async def test_a_bad_cell(database, now, columns, cells, sentence):
    empty = "," * columns.count(",")
    text = f"id,kind,name,{columns}\n{GOOD},{empty}\nbad,space,Bad,{cells}\nnext,space,Next,{empty}\n"
    report = await put_bytes(database, "town.csv", text.encode(), now)
    assert counts(report) == (2, 0, 0, 1)
    assert str(report.refused[0]).startswith(sentence)


async def test_the_longest_text_goes_in(database, now):
    text = f"id,kind,name,description\n{GOOD},{'x' * LONGEST_CELL}\n"
    assert counts(await put_bytes(database, "town.csv", text.encode(), now)) == (1, 0, 0, 0)


async def test_one_id_twice(database, now):
    report = await put_bytes(database, "town.csv", f"id,kind,name\n{GOOD}\n{GOOD}\nb,space,B\n".encode(), now)
    assert (counts(report), str(report.refused[0])) == (
        (2, 0, 0, 1),
        "row 3, column id: row 2 has the same id already",
    )


async def test_a_formula_in_a_text_file_is_words(database, now):
    await put_bytes(database, "town.csv", b'id,kind,name\na,space,"=HYPERLINK(""http://x"",""y"")"\n', now)
    async with database.reading() as session:
        assert (await session.exec(select(Resource.name))).one() == '=HYPERLINK("http://x","y")'


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(120):
                sheet.write(b" " * 1_000_000)
    return data.getvalue()


WHOLE = [
    ("town.csv", "id,kind,name\n1,space,Café\n".encode("utf-16-le"), "this is not a text file; save it as CSV (UTF-8)"),
    ("town.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is not a text file; save it as CSV (UTF-8)"),
    ("town.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "this is not a text file; save it as CSV (UTF-8)"),
    ("town.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "this is a spreadsheet program's own file; save it as CSV (UTF-8)"),
    ("town.csv", b"", "the file is empty"),
    ("town.xlsx", bomb(), "this archive unpacks to more than 50 MB or too many files; split it"),
    ("town.zip", bomb().replace(b"xl/", b"yl/").replace(b"[Content_Types]", b"[Content-Types]"), "this archive unpacks to"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), WHOLE, ids=[f"{row[0]}-{row[2][:20]}" for row in WHOLE])
async def test_a_file_that_is_none(database, now, name, data, sentence):
    with pytest.raises(Unreadable) as raised:
        await put_bytes(database, name, data, now)
    assert str(raised.value).startswith(sentence)
    async with database.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Resource))).one() == 0


async def test_windows_western_encoding_is_read(database, now):
    await put_bytes(database, "town.csv", "id;kind;name\na;space;Café du Môle\n".encode("cp1252"), now)
    async with database.reading() as session:
        assert (await session.exec(select(Resource.name))).one() == "Café du Môle"


def test_a_hundred_megabytes_are_not_even_opened(tmp_path):
    file = tmp_path / "town.csv"
    with file.open("wb") as sparse:
        sparse.truncate(100_000_000)
    with pytest.raises(Unreadable, match=r"^the file is larger than 20 MB; split it$"):
        open_parcel(file)


def a_million_cells(rows=10_500, columns=100):
    """A sheet as spreadsheet programs write it: ids and kinds in front, figures behind."""
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("id", "kind", "name"))
    head += "".join(f'<c t="inlineStr"><is><t>figure {one}</t></is></c>' for one in range(columns - 3))
    figures = "<c><v>1</v></c>" * (columns - 3)
    body = "".join(
        f'<row><c t="inlineStr"><is><t>r{one}</t></is></c><c t="inlineStr"><is><t>space</t></is></c>'
        f'<c t="inlineStr"><is><t>Room {one}</t></is></c>{figures}</row>'
        for one in range(rows)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Rooms" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row>{head}</row>{body}</sheetData></worksheet>',
        }.items():
            archive.writestr(name, text)
    return data.getvalue()


MEASURED = """
import sys
from pathlib import Path
from bot.__main__ import app
try:
    app(["import", *sys.argv[1:]])
finally:
    status = Path("/proc/self/status").read_text()  # getrusage would count the memory of whoever started it, too
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print("MB", int(peak.split()[1]) // 1024, file=sys.stderr)
"""


async def measured(env, *words):
    """The command in a process of its own: how it ended, what it said, and the most memory it held."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEASURED, *words, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), int(re.search(r"MB (\d+)", err.decode())[1])


async def test_a_sheet_of_a_million_cells_in_little_memory(tmp_path, sqlite_model):
    (tmp_path / "rooms.xlsx").write_bytes(a_million_cells())
    database = tmp_path / "town.sqlite3"
    database.write_bytes(sqlite_model.read_bytes())
    env = settings(None, f"sqlite:///{database}")
    code, said, megabytes = await measured(env, str(tmp_path / "rooms.xlsx"))
    assert (code, said.splitlines()[0]) == (1, "3999 added, 0 changed, 0 unchanged, 1 refused")
    assert "row 4001: the sheet has more than 400000 cells; what follows was not read" in said
    assert megabytes < 300


async def test_the_largest_file_in_little_memory(tmp_path, sqlite_model):
    row = "r{0},space,Room {0},{1}\n"
    text = "id,kind,name,description\n" + "".join(row.format(one, "words " * 120) for one in range(26_000))
    (tmp_path / "rooms.csv").write_text(text)
    assert 18_000_000 < (tmp_path / "rooms.csv").stat().st_size < 20_000_000
    database = tmp_path / "town.sqlite3"
    database.write_bytes(sqlite_model.read_bytes())
    code, said, megabytes = await measured(settings(None, f"sqlite:///{database}"), str(tmp_path / "rooms.csv"))
    assert (code, said.splitlines()[0]) == (0, "26000 added, 0 changed, 0 unchanged, 0 refused")
    assert megabytes < 300
