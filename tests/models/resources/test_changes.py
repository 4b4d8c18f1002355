"""The fewest answers that open a closed rule, and never one that nobody can change."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.resources.changes import MOST_CHANGES, applied, openings
from models.resources.rule_text import parse
from models.resources.rules import STAGES, Attribute, Not, Number, OneOf, Step, Yes, evaluate, every, leaves, some

TOLD = {"registered": False, "licensed": False, "stage": "idea", "employees": 0, "neighborhood": "Northgate",
        "postcode": "00416", "age": 15, "attributes": [], "county": "Larch", "income_tier": "over80"}  # fmt: skip


def said(rule, **answers):
    return [" + ".join(map(str, changes)) for changes in openings(parse(rule), {**TOLD, **answers})]


@pytest.mark.parametrize(
    ("rule", "opened_by"),
    [
        ("registered", ["registered"]),
        ("registered and licensed", ["registered + licensed"]),
        ("registered or licensed", ["registered", "licensed"]),
        ("stage in (selling, growing)", ["stage:selling"]),
        ("stage >= growing", ["stage:growing"]),
        ("employees >= 2", ["employees:2"]),
        ("employees > 2", ["employees:3"]),
        (
            'neighborhood in ("Main Street", "Canal Quarter") or postcode in ("00410")',
            ["neighborhood:Main Street", "postcode:00410"],
        ),
        ("(registered and licensed) or stage >= starting", ["stage:starting"]),
        ("attribute veteran or registered", ["registered"]),
    ],
)
def test_what_would_open_it(rule, opened_by):
    assert said(rule) == opened_by


@pytest.mark.parametrize(
    "rule",
    [
        "age >= 16",
        "attribute veteran",
        "income_tier <= 80",
        "county in (Ourse)",
        "registered and age >= 16",
        "registered and licensed and stage >= selling",
    ],
)
def test_what_nobody_can_change_is_not_suggested(rule):
    assert said(rule) == []


def test_nobody_is_sent_back():
    assert said("stage in (idea, starting)", stage="growing") == []
    assert said("not employees > 5", employees=20) == []
    assert said("not registered", registered=True) == []


def test_an_open_rule_and_an_undecided_one_need_no_change():
    assert said("registered", registered=True) == []
    assert openings(parse("registered"), {}) == ()


def test_what_is_still_unknown_may_stay_so():
    assert said("registered and age >= 16", age=None) == ["registered"]


LEAVES = st.one_of(
    st.sampled_from([Yes("registered"), Yes("licensed"), Attribute("veteran")]),
    st.builds(Step, st.just("stage"), st.sampled_from(["<=", ">=", "=", "!="]), st.sampled_from(STAGES)),
    st.builds(Number, st.just("employees"), st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.integers(0, 6)),
    st.builds(Number, st.just("age"), st.sampled_from(["<", ">="]), st.integers(15, 25)),
    st.builds(OneOf, st.just("neighborhood"), st.sampled_from([("A",), ("B",), ("A", "B")])),
)
RULES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        parts.map(Not),
        st.builds(every, parts, parts),
        st.builds(some, parts, parts),
        st.builds(every, parts, parts, parts),
    ),
    max_leaves=6,
)
MAKERS = st.fixed_dictionaries(
    {
        "registered": st.booleans(),
        "licensed": st.booleans(),
        "stage": st.sampled_from(STAGES),
        "employees": st.integers(0, 8),
        "neighborhood": st.sampled_from("ABC"),
        "age": st.integers(12, 30),
        "attributes": st.sampled_from([[], ["veteran"]]),
    }
)


def reachable(rule, answers):
    """Everything a maker can become, answer by answer; she moves to a district the rule names, not just anywhere."""
    return {
        "registered": [True],
        "licensed": [True],
        "stage": STAGES[STAGES.index(answers["stage"]) :],
        "employees": range(answers["employees"], 12),
        "neighborhood": [name for leaf in leaves(rule) if isinstance(leaf, OneOf) for name in leaf.names],
    }


def opens_with(rule, answers, size):
    """Whether any change of so many answers opens it, tried one by one."""
    can = reachable(rule, answers)
    return any(
        evaluate(rule, {**answers, **dict(zip(fields, values, strict=True))})
        for fields in combinations(can, size)
        for values in product(*(can[field] for field in fields))
    )


@given(rule=RULES, answers=MAKERS)
def test_a_suggested_change_opens_it_and_no_smaller_one_does(rule, answers):
    found = openings(rule, answers)
    if evaluate(rule, answers):
        assert found == ()
        return
    sizes = {len(changes) for changes in found}
    assert len(sizes) <= 1
    for changes in found:
        assert evaluate(rule, applied(answers, changes)) is True
    smaller = min(sizes, default=MOST_CHANGES + 1)
    assert not any(opens_with(rule, answers, size) for size in range(1, smaller))


@given(rule=RULES, answers=MAKERS, hidden=st.sets(st.sampled_from(["age", "attributes", "stage", "registered"])))
def test_with_answers_missing_it_is_at_least_no_longer_shut(rule, answers, hidden):
    known = {field: answer for field, answer in answers.items() if field not in hidden}
    for changes in openings(rule, known):
        assert evaluate(rule, applied(known, changes)) is not False
        assert not {change.field for change in changes} & (hidden | {"age", "attributes"})
