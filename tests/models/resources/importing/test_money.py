"""Rents and amounts as people write them, and how a file tells dollars from cents."""

import csv
import io

import pytest

from models.resources.exporting.sheet import write_sheet
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.money import written
from models.resources.importing.resources import COLUMNS, read_resources

KNOWN = Known(language="en", currency="USD")


def sheet(*rows):
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, ["id", "kind", "name", *names])
    writer.writeheader()
    writer.writerows({"id": f"r{place}", "kind": "space", "name": "A room", **row} for place, row in enumerate(rows))
    return text.getvalue().encode()


def sums(*rows, known=KNOWN):
    """What became of each row's sums, and the notes beside them."""
    found = list(read_resources(sheet(*rows), known))
    names = [name for name in ("rent_month", "amount_min", "amount_max") if any(name in row for row in rows)]
    drafts = [[one.values.get(name) for name in names] for one in found if isinstance(one, Draft)]
    return [one[0] if len(names) == 1 else tuple(one) for one in drafts], [
        one.code for one in found if isinstance(one, Problem)
    ]


def rents(*cells, currency=""):
    return sums(*({"rent_month": cell, "currency": currency} for cell in cells))


SURE = {
    "640.00": 64000, "640,5": 64050, "$640": 64000, "US$ 640": 64000, "640 €": 64000, "1 250,50": 125050,
    "1\u202f250,50": 125050, "$1,250": 125000, "1.250,00": 125000, "1,250.00": 125000, "EUR 1.250": 125000,
    "1'250.50": 125050, "0.125": 13, "640 dollars": 64000, "1,250,000.00": 125000000, "640.00 USD": 64000,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "minor"), SURE.items())
def test_decimals_and_signs_speak_of_whole_units(cell, minor):
    assert rents(cell) == ([minor], [])


@pytest.mark.parametrize("cell", ["cheap", "-640", "1,25,000.0,0", "640-700", "640 m", ".", "12.", "$", "1.2.3"])
def test_what_is_no_sum_keeps_its_row_out(cell):
    assert rents(cell) == ([], ["not_number"])


def test_a_file_in_dollars():
    assert rents("640", "850", "1,250", "300") == ([64000, 85000, 125000, 30000], ["read_as_whole"])


def test_a_file_in_cents():
    assert rents("64000", "85000", "5500", "260000") == ([64000, 85000, 5500, 260000], ["read_as_minor"])


def test_a_sheet_that_drops_the_noughts():
    assert rents("640", "512.5", "700") == ([64000, 51250, 70000], ["read_as_whole"])


def test_cents_beside_decimals_stay_cents():
    assert rents("64000", "85000", "512.50") == ([64000, 85000, 51250], ["read_as_minor"])


def test_amounts_are_read_like_the_rents_beside_them():
    in_dollars = sums({"rent_month": "640"}, {"amount_min": "500", "amount_max": "500000"})
    assert in_dollars == ([(64000, None, None), (None, 50000, 50000000)], ["read_as_whole"])
    in_cents = sums({"rent_month": "64000"}, {"amount_min": "2000", "amount_max": "50000"})
    assert in_cents == ([(64000, None, None), (None, 2000, 50000)], ["read_as_minor"])


def test_amounts_alone_are_read_by_what_is_usual():
    assert sums({"amount_max": "500"}, {"amount_max": "5000"}, {"amount_max": "250000"})[1] == ["read_as_whole"]
    assert sums({"amount_max": "50000"}, {"amount_max": "300000"}, {"amount_max": "25000000"})[1] == ["read_as_minor"]
    assert sums({"amount_max": "250000.00"}, {"amount_max": "150000"})[0] == [25000000, 15000000]


def test_words_of_the_file_know_best():
    large = {"description": "Loans up to $150,000 for machines."}
    assert sums({"amount_max": "150000", **large}) == ([15000000], ["read_as_whole"])
    small = {"description": "Un prêt jusqu’à 500 €, sans intérêt."}
    assert sums({"amount_max": "50000", **small}) == ([50000], ["read_as_minor"])


def test_a_peso_is_no_dollar():
    assert rents("12000", "9500", "15000", currency="MXN") == ([1200000, 950000, 1500000], ["read_as_whole"])


def test_yen_have_no_parts_and_dinars_have_a_thousand():
    assert rents("64000", "850", currency="JPY") == ([64000, 850], [])
    assert rents("640.000", currency="KWD") == ([640000], [])
    assert rents("640.000", currency="EUR") == ([640000], ["read_as_minor"])
    assert [written(64000, code) for code in ("USD", "JPY", "KWD")] == ["640.00", "64000", "64.000"]


def test_nothing_is_nothing_either_way():
    assert rents("0") == ([0], [])


def test_the_note_says_what_was_decided():
    *_, note = read_resources(sheet({"rent_month": "640"}), KNOWN)
    assert str(note) == "sums without decimals were read as whole units (640 is USD 640.00); decimals leave no doubt"
    *_, note = read_resources(sheet({"rent_month": "64000"}), KNOWN)
    assert str(note) == "sums without decimals were read as minor units (64000 is USD 640.00); decimals leave no doubt"


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_what_we_write_is_never_guessed(currency):
    rows = [{"source_id": "a", "kind": "space", "name": "A", "rent_month": 5, "currency": currency}]
    blank = {column.field or column.name: None for column in COLUMNS} | {"translations": {}}
    data = write_sheet(COLUMNS, [{**blank, **row} for row in rows])
    (draft,) = read_resources(data, KNOWN)
    assert draft.values["rent_month"] == 5
