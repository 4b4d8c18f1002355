"""The figures, worked out by hand."""

from math import log2

import pytest

from tests.bench.relevance.metrics import Precision, does_harm, mean, ndcg, precision_of, recall, reciprocal_rank

GRADES = {"kitchen": 2, "oven": 2, "market": 1}


def test_the_best_list_gives_everything_and_an_empty_one_nothing():
    assert ndcg(["kitchen", "oven", "market"], GRADES, 5) == 1.0
    assert ndcg(["oven", "kitchen", "market"], GRADES, 5) == 1.0
    assert ndcg([], GRADES, 5) == 0.0
    assert ndcg(["kitchen"], {}, 5) == 0.0


def test_a_list_gives_less_where_the_best_comes_later():
    # 1/log2(2) + 0 + 3/log2(4) = 1 + 1.5; at best 3/log2(2) + 3/log2(3) + 1/log2(4)
    best = 3 + 3 / log2(3) + 0.5
    assert ndcg(["market", "forge", "kitchen"], GRADES, 5) == pytest.approx(2.5 / best)
    assert ndcg(["market", "forge", "kitchen"], GRADES, 2) == pytest.approx(1 / (3 + 3 / log2(3)))


def test_what_is_shown_twice_counts_once():
    assert ndcg(["kitchen", "kitchen"], {"kitchen": 2, "oven": 2}, 2) == pytest.approx(3 / (3 + 3 / log2(3)))
    assert recall(["kitchen", "kitchen", "oven"], GRADES, 2) == 1.0


def test_recall_asks_for_no_more_than_there_is_room_for():
    assert recall(["kitchen", "market"], GRADES, 5) == 0.5
    assert recall(["kitchen"], GRADES, 1) == 1.0
    assert recall(["market"], {"market": 1}, 5) == 0.0


def test_the_first_of_the_best_decides_the_reciprocal_rank():
    assert reciprocal_rank(["market", "oven", "kitchen"], GRADES) == 0.5
    assert reciprocal_rank(["market"], GRADES) == 0.0


def test_harm_is_done_by_what_must_not_be_shown_or_by_anything_to_whom_nothing_may_be():
    assert does_harm(["oven", "loan"], {"loan"}, 5)
    assert not does_harm(["oven", "loan"], {"loan"}, 1)
    assert does_harm(["oven"], {"*"}, 5)
    assert not does_harm([], {"*"}, 5)


def test_an_accepted_action_counts_as_the_one_that_was_due():
    cases = [
        ("clarify", ("clarify",)),  # right
        ("clarify", ("answer", "clarify")),  # accepted
        ("clarify", ("answer",)),  # not due
        ("answer", ("clarify", "answer")),  # accepted: no clarify was due
        ("answer", ("clarify",)),  # missed
    ]
    assert precision_of("clarify", cases) == Precision(done=3, due=3, right=2)
    assert precision_of("clarify", cases).precision == pytest.approx(2 / 3)
    assert precision_of("clarify", cases).recall == pytest.approx(2 / 3)


def test_what_was_never_due_and_never_done_is_without_fault():
    assert precision_of("handoff", [("answer", ("answer",))]) == Precision(done=0, due=0, right=0)
    assert Precision(0, 0, 0).precision == Precision(0, 0, 0).recall == 1.0
    assert mean([]) == 0.0
