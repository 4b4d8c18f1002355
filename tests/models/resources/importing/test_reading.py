"""From the cells of resources.csv to drafts, and every way a row can be wrong."""

from datetime import date

import pytest

from models.resources.importing.cells import Known
from models.resources.importing.drafts import SENTENCES, Draft, Problem
from models.resources.importing.income import WrongTable, read_income, read_rows
from models.resources.importing.resources import read_resources
from models.resources.income import IncomeRow, IncomeTable, Limits
from models.resources.phrases import Phrase

KNOWN = Known(
    {
        "kinds": {"training", "space"},
        "trades": {"food", "textiles"},
        "stages": {"idea"},
        "needs": {"workspace"},
        "costs": {"free", "paid"},
    },
    language="en",
    currency="USD",
)


def read(header, *lines, known=KNOWN):
    return list(read_resources("\n".join([header, *lines]).encode(), known))


def test_a_whole_row():
    draft, _ = read(
        "id;kind;subtype;name;name_fr;documents;documents_fr;trades;cost;languages;latitude;longitude;requires;"
        "lead_time_days;rent_month;opens_on;status;street_level;noise_until;features;reach_km;url",
        "k1;SPACE;Shared Kitchen;The kitchen;La cuisine;Photo ID | Lease|;Pièce d’identité;food|textiles|food;free;"
        "en|FR;44,55;-70.06;AGE>=16 and COUNTY in (Knox);14;64000;2026-01-01;;Oui;9:00;three phase|gas;2.5;https://k.example",
    )
    assert draft == Draft(
        2,
        {
            "source_id": "k1",
            "kind": "space",
            "subtype": "shared_kitchen",
            "name": "The kitchen",
            "documents": ["Photo ID", "Lease"],
            "trades": ["food", "textiles"],
            "cost": "free",
            "languages": ["en", "fr"],
            "latitude": 44.55,
            "longitude": -70.06,
            "requires": "age >= 16 and county in (Knox)",
            "lead_time_days": 14,
            "rent_month": 64000,
            "opens_on": date(2026, 1, 1),
            "status": "active",
            "street_level": True,
            "noise_until": "09:00",
            "features": ["three_phase", "gas"],
            "reach_km": 2.5,
            "url": "https://k.example",
            "translations": {"fr": {"name": "La cuisine", "documents": ["Pièce d’identité"]}},
            "currency": "USD",
            "description_language": "en",
        },
        frozenset({("fr", "name"), ("fr", "documents")}),
    )


def test_an_empty_cell_is_nothing_and_a_missing_column_is_silence():
    (draft,) = read("id,kind,name,county,trades", "a,space,A,,")
    assert draft.values == {
        "source_id": "a",
        "kind": "space",
        "name": "A",
        "county": None,
        "trades": [],
        "translations": {},
        "description_language": "en",
    }


def test_a_formula_is_a_strange_name():
    (draft,) = read("id,kind,name", '=1+1,space,"=HYPERLINK(""x"")"')
    assert (draft.values["source_id"], draft.values["name"]) == ("=1+1", '=HYPERLINK("x")')


def test_any_language_may_stand_beside_a_text():
    (draft,) = read("id,kind,name,name_zap,eligibility_es", "a,space,A,Za,Para ti")
    assert draft.values["translations"] == {"zap": {"name": "Za"}, "es": {"eligibility": "Para ti"}}


BAD_CELLS = [
    ("id", "", "missing", {}),
    ("kind", "kitchen", "unknown_id", {"found": "kitchen", "near": ""}),
    ("trades", "food|textile", "unknown_id", {"found": "textile", "near": "; did you mean textiles?"}),
    ("name", "x" * 10_001, "too_long", {"limit": 10_000}),
    ("latitude", "north", "not_number", {"found": "north", "example": "44.55"}),
    ("latitude", "91", "out_of_range", {"found": "91", "least": -90, "most": 90}),
    ("latitude", "nan", "out_of_range", {"found": "nan", "least": -90, "most": 90}),
    ("lead_time_days", "two", "not_number", {"found": "two", "example": "21"}),
    ("lead_time_days", "-1", "out_of_range", {"found": "-1", "least": 0, "most": 3650}),
    ("rent_month", "cheap", "not_number", {"found": "cheap", "example": "640.00"}),
    ("opens_on", "2026-02-30", "not_day", {"found": "2026-02-30"}),
    ("opens_on", "9999-12-31", "out_of_range", {"found": "9999-12-31", "least": 1900, "most": 2200}),
    ("street_level", "maybe", "not_yes_no", {"found": "maybe"}),
    ("noise_until", "25:00", "not_hour", {"found": "25:00"}),
    ("url", "javascript:alert(1)", "not_link", {"found": "javascript:alert(1)"}),
    ("email", "nobody", "not_email", {"found": "nobody"}),
    ("languages", "en|Español!", "not_language", {"found": "Español!"}),
    ("currency", "dollars", "needs_currency", {}),
    ("status", "open", "unknown_id", {"found": "open", "near": ""}),
    (
        "requires",
        "age >= sixteen",
        "not_rule",
        {"why": "character 8: a number is wanted here, not “sixteen”; for example age >= 16"},
    ),
]


@pytest.mark.parametrize(
    ("column", "cell", "code", "values"), BAD_CELLS, ids=[f"{row[0]}-{row[2]}" for row in BAD_CELLS]
)
def test_a_bad_cell_keeps_out_its_row_and_no_other(column, cell, code, values):
    good = {"id": "a", "kind": "space", "name": "A", column: ""}
    header = ";".join(good)
    bad_row, good_row = {**good, column: cell}, {"id": "b", "kind": "space", "name": "B"}
    found = read(header, ";".join(bad_row.values()), ";".join(good_row.get(name, "") for name in good))
    problem = found[0]
    assert problem == Problem(code, 2, column, problem.values)
    assert {
        name: str(value) if isinstance(value, Phrase) else value for name, value in problem.values.items()
    } == values
    assert [draft.source_id for draft in found[1:]] == ["b"]
    assert str(found[0]).startswith(f"row 2, column {column}: ")


BAD_ROWS = [
    ("latitude,longitude", "44.5,", Problem("one_coordinate", 2, "latitude")),
    ("opens_on,closes_on", "2026-02-01,2026-01-01", Problem("wrong_order", 2, "closes_on", {"first": "opens_on"})),
    ("amount_min,amount_max", "500,100", Problem("wrong_order", 2, "amount_max", {"first": "amount_min"})),
    ("url,phone", ",1,2,3", Problem("too_many_cells", 2, None, {"cells": 7, "columns": 5})),
]


@pytest.mark.parametrize(("columns", "cells", "problem"), BAD_ROWS)
def test_a_row_may_contradict_itself(columns, cells, problem):
    assert read(f"id,kind,name,{columns}", f"a,space,A,{cells}") == [problem]


def test_an_amount_needs_a_currency_somewhere():
    assert read("id,kind,name,amount_min", "a,space,A,500", known=Known()) == [Problem("needs_currency", 2, "currency")]


def test_the_first_of_two_rows_with_one_id_goes_in():
    draft, problem = read("id,kind,name", "a,space,A", "a,space,B")
    assert (draft.values["name"], problem) == (
        "A",
        Problem("duplicate_id", 3, "id", {"first": Phrase("row {number}", {"number": 2})}),
    )


def test_at_most_three_problems_of_one_row():
    found = read("id,kind,name,latitude,longitude,url,email", ",kitchen,,x,y,z,w")
    assert [problem.column for problem in found] == ["id", "kind", "name"]


def test_columns_nobody_knows_are_told_once_and_left_out():
    problem, *drafts = read("id,kind,name,mood", "a,space,A,blue", "b,space,B,red")
    assert problem == Problem("unknown_column", 1, "mood", fatal=False)
    assert ["mood" in draft.values for draft in drafts] == [False, False]


def test_a_header_without_names_reads_nothing():
    assert read("id,kind,kind", "a,space,space") == [
        Problem("missing_column", 1, values={"wanted": "name"}),
        Problem("twice_column", 1, "kind"),
    ]


def test_a_file_that_is_none_is_a_problem_and_no_error():
    assert list(read_resources(b"PK\x03\x04", KNOWN)) == [Problem("is_spreadsheet")]


def test_problems_read_as_sentences():
    problem = Problem("unknown_id", 7, "trades", {"found": "sowing", "near": "; did you mean sewing?"})
    assert str(problem) == "row 7, column trades: “sowing” is not known; did you mean sewing?"
    assert str(Problem("empty")) == "the file is empty"
    assert all(sentence == sentence.strip() and not sentence.endswith(".") for sentence in SENTENCES.values())


INCOME = "year,area,household_size,tier30,tier50,tier80\n2026,oak,1,10,20,30\n2026,oak,2,15,25,20\n2025,oak,1,1,2,3\n"


def test_income_rows():
    assert list(read_rows(INCOME.encode())) == [
        IncomeRow(2026, "oak", 1, Limits(10, 20, 30)),
        Problem("wrong_order", 3, "tier80", {"first": "tier50 or tier30"}),
        IncomeRow(2025, "oak", 1, Limits(1, 2, 3)),
    ]


def test_the_income_table_of_a_folder(tmp_path):
    assert read_income(tmp_path, "oak") is None
    file = tmp_path / "income.csv"
    file.write_text(INCOME)
    with pytest.raises(
        WrongTable, match=r"income\.csv: row 3, column tier80: this is before or below tier50 or tier30"
    ):
        read_income(tmp_path, "oak")
    file.write_text(INCOME.replace("15,25,20", "15,25,35"))
    table = IncomeTable(2026, "oak", {1: Limits(10, 20, 30), 2: Limits(15, 25, 35)})
    assert (read_income(tmp_path, "oak"), read_income(tmp_path, "elm"), read_income(tmp_path, None)) == (
        table,
        None,
        None,
    )
