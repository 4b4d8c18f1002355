"""What the search has to beat is worked out as the textbook says."""

from math import log

import pytest

from tests.bench.relevance.baselines import BM25, same_for_all

TEXTS = {"forge": "a forge", "kiln": "a kiln, a wheel", "kitchen": "a kitchen"}


def test_a_rare_word_weighs_as_the_formula_says():
    plain = BM25(TEXTS)
    rare = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    length = 1.2 * (1 - 0.75 + 0.75 * 2 / (8 / 3))
    assert plain._score("forge", ["forge"]) == pytest.approx(rare * 2.2 / (1 + length))


def test_what_shares_no_word_is_not_found_and_equals_stand_by_id():
    assert BM25(TEXTS).first("A KILN", 5) == ("kiln", "forge", "kitchen")
    assert BM25(TEXTS).first("four", 5) == ()


def test_the_same_list_for_all_is_what_helps_most():
    assert same_for_all([{"kiln": 2}, {"kiln": 1, "forge": 2}, {"kitchen": 1}], 2) == ("kiln", "forge")
