"""Which of a town's income bands a household falls into."""

import pytest

from models.resources.income import IncomeRow, IncomeTable, Limits, newest, tier, with_tier

# Knox County, Tennessee, fiscal year 2026, as HUD published it.
KNOX = IncomeTable(
    2026,
    "47093",
    {
        1: Limits(21800, 36300, 58100),
        2: Limits(24900, 41500, 66400),
        3: Limits(28000, 46650, 74700),
        4: Limits(33000, 51850, 82950),
        5: Limits(38680, 56000, 89600),
        6: Limits(44360, 60150, 96250),
        7: Limits(50040, 64300, 102900),
        8: Limits(55720, 68450, 109500),
    },
)


@pytest.mark.parametrize(
    ("size", "income", "band"),
    [
        (1, 0, "30"),
        (1, 21800, "30"),
        (1, 21800.01, "50"),
        (1, 36300, "50"),
        (1, 58100, "80"),
        (1, 58101, "over80"),
        (4, 58101, "80"),
    ],
)
def test_band_of_a_household(size, income, band):
    assert tier(KNOX, size, income) == band


def test_each_person_above_the_table_adds_eight_per_cent_of_the_four_person_limit():
    assert KNOX.limits(9) == Limits(58400, 72600, 116150)
    assert KNOX.limits(10) == Limits(61000, 76750, 122800)


def test_a_shorter_table_continues_the_same_way():
    belmoulin = IncomeTable(2026, "belmoulin", {4: Limits(23400, 39000, 62400), 6: Limits(27150, 45250, 72400)})
    assert belmoulin.limits(7) == Limits(29050, 48400, 77400)
    assert belmoulin.limits(5) == belmoulin.limits(6)


@pytest.mark.parametrize("size", [0, -1, 31])
def test_no_household_has_this_size(size):
    with pytest.raises(ValueError, match=f"a household of {size}"):
        KNOX.limits(size)


def test_the_newest_year_of_the_area_applies():
    old, new = Limits(1, 2, 3), Limits(4, 5, 6)
    rows = [IncomeRow(2025, "knox", 1, old), IncomeRow(2026, "knox", 1, new), IncomeRow(2027, "blount", 1, old)]
    table = newest(rows, "knox")
    assert table == IncomeTable(2026, "knox", {1: new})
    assert table.version == "knox 2026"
    assert newest(rows, "elsewhere") is None


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ({"household_size": 1, "household_income": 30000}, {"household_size": 1, "income_tier": "50"}),
        ({"household_income": 30000}, {}),
        ({"household_size": 1}, {"household_size": 1}),
        ({"household_size": 0, "household_income": 30000}, {"household_size": 0}),
        ({"household_size": 1, "income_tier": "80"}, {"household_size": 1, "income_tier": "80"}),
    ],
)
def test_the_amount_itself_is_dropped(answers, known):
    assert with_tier(answers, KNOX) == known
