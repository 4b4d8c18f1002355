"""HUD's own figures for Tennessee, through the reader of income.csv: FY2024 to FY2026, all counties."""

import csv
from pathlib import Path

import pytest

from models.resources.importing.income import read_rows
from models.resources.income import IncomeRow, Limits, newest, tier

FILE = Path("../shared/data/hud/hud_section8_income_limits_TN.csv")
TIERS = ("extremely_low_income", "very_low_income", "low_income")
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not on this machine: HUD's figures are not tried")


@pytest.fixture(scope="module")
def rows():
    """Their wide table, one line a size as income.csv has it."""
    lines = ["year,area,household_size,tier30,tier50,tier80"]
    for row in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()):
        for size in range(1, 9):
            limits = (row[f"{name}_{size}"] for name in TIERS)
            lines.append(",".join([row["year"], row["county_fips"], str(size), *limits]))
    return list(read_rows("\n".join(lines).encode()))


def test_every_line_is_read(rows):
    assert [str(row) for row in rows if not isinstance(row, IncomeRow)] == []
    assert {row.year for row in rows} >= {2024, 2025, 2026}


def test_the_newest_year_of_knox_county(rows):
    knox = newest(rows, "47093")
    assert (knox.year, knox.version, sorted(knox.sizes)) == (2026, "47093 2026", [1, 2, 3, 4, 5, 6, 7, 8])
    assert tier(knox, 4, knox.sizes[4].tier50) == "50"
    assert tier(knox, 4, knox.sizes[4].tier50 + 1) == "80"


def test_hud_counts_its_own_larger_sizes_by_the_same_rule(rows):
    """Without its sizes 6 to 8 the 50 % table comes out as HUD published it, to the rounding of one step of 50."""
    for area in {row.area for row in rows}:
        whole = newest(rows, area)
        short = newest([row for row in rows if row.household_size <= 5], area)
        for size in (6, 7, 8):
            off = [abs(ours - theirs) for ours, theirs in zip(short.limits(size), whole.limits(size), strict=True)]
            assert max(off[1:]) <= 50, (area, size)
        assert whole.limits(9) > Limits(*whole.limits(8))
