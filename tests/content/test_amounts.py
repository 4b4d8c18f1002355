"""A sum of money is heard as people write it."""

import pytest

from content.amounts import sum_of_money


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("I need to borrow about 2000 dollars for an oven", 2000),
        ("a loan of $25k", 25_000),
        ("$1,500 for a sewing machine", 1500),
        ("dans les 2 000 € pour un four", 2000),
        ("unos 800 dólares", 800),
    ],
)
def test_a_sum_is_heard(said, heard):
    assert sum_of_money(said) == heard


@pytest.mark.parametrize(
    "said",
    [
        "need $ 4 new machine",
        "we make 40000 dollars a year",
        "300 € par mois",
        "between $500 and $900",
        "20 años",
        "no money at all",
    ],
)
def test_what_is_no_sum_to_ask_for_is_not(said):
    assert sum_of_money(said) is None
