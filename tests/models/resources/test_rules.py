"""Who may use a resource: the `requires` language."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.resources.rule_text import RuleError, parse, write
from models.resources.rules import (
    COMPARE,
    INCOME_TIERS,
    STAGES,
    Attribute,
    Every,
    Not,
    Number,
    OneOf,
    Some,
    Step,
    Yes,
    evaluate,
    every,
    leaves,
    some,
    unknown_fields,
)

READ = [
    ("age >= 16", Number("age", ">=", 16)),
    ("income_tier <= 80", Step("income_tier", "<=", "80")),
    ("county in (Knox, Blount)", OneOf("county", ("Knox", "Blount"))),
    ('neighborhood in ("Main Street", Petit-Canada)', OneOf("neighborhood", ("Main Street", "Petit-Canada"))),
    ("neighborhood in (Main Street, Petit-Canada)", OneOf("neighborhood", ("Main Street", "Petit-Canada"))),
    ("city in (« Vieux Port », “Bas, du fleuve”)", OneOf("city", ("Vieux Port", "Bas, du fleuve"))),
    ("attribute veteran", Attribute("veteran")),
    ("attribute woman owned", Attribute("woman_owned")),
    ("not employees > 5", Not(Number("employees", ">", 5))),
    ("stage in (idea, starting)", OneOf("stage", ("idea", "starting"))),
    ("stage >= selling", Step("stage", ">=", "selling")),
    ("trade not in (food)", Not(OneOf("trade", ("food",)))),
    ("county = Knox", OneOf("county", ("Knox",))),
    ("postcode in (00410, 00411)", OneOf("postcode", ("00410", "00411"))),
    ("has_car", Yes("has_car")),
    ("AGE ≥ 16 AND NOT Has_Car", Every((Number("age", ">=", 16), Not(Yes("has_car"))))),
    (
        "has_car or age > 1 and age < 9",
        Some((Yes("has_car"), Every((Number("age", ">", 1), Number("age", "<", 9))))),
    ),
    (
        "(has_car or age > 1) and ((age < 9 and attribute student))",
        Every((Some((Yes("has_car"), Number("age", ">", 1))), Number("age", "<", 9), Attribute("student"))),
    ),
]


@pytest.mark.parametrize(("text", "rule"), READ)
def test_reads_what_people_write(text, rule):
    assert parse(text) == rule


MISTAKEN = [
    ("", 1, "field_wanted", "", "age >= 16"),
    ("contry in (Knox)", 1, "field_wanted", "contry", "county"),
    ("age", 4, "sign_wanted", "", "age >= 16"),
    ("age >= sixteen", 8, "number_wanted", "sixteen", "age >= 16"),
    ("age >= 16 years", 11, "left_over", "years", ""),
    ("age >= 16 and", 14, "field_wanted", "", "age >= 16"),
    ("income_tier <= 70", 16, "step_wanted", "70", "30, 50, 80, over80"),
    ("county in Knox", 11, "list_wanted", "Knox", "county in (Knox, Blount)"),
    ("county in (Knox,)", 17, "name_wanted", ")", "county in (Knox, Blount)"),
    ("county in (Knox", 16, "not_closed", "", ""),
    ("county < Knox", 8, "sign_wanted", "<", "county in (…)"),
    ("age in (16)", 8, "sign_wanted", "(", "age >= 16"),
    ("attribute", 10, "name_wanted", "", "attribute veteran"),
    ("(age > 3 or has_car", 20, "not_closed", "", ""),
    ('county in ("Knox)', 12, "quote_not_closed", '"', ""),
    ("age ! 3", 5, "unreadable", "!", ""),
    ("(" * 60 + "has_car", 41, "too_deep", "(", ""),
    ("has_car or " * 300, 2001, "too_long", "", ""),
]


@pytest.mark.parametrize(("text", "position", "what", "found", "hint"), MISTAKEN)
def test_names_the_place_of_a_mistake(text, position, what, found, hint):
    with pytest.raises(RuleError) as raised:
        parse(text)
    error = raised.value
    assert (error.position, error.what, error.found, error.hint) == (position, what, found, hint)


def test_a_mistake_reads_as_a_sentence():
    with pytest.raises(
        RuleError, match=r"^character 8: a number is wanted here, not “sixteen”; for example age >= 16$"
    ):
        parse("age >= sixteen")


ASKED = [
    ("age >= 16", {"age": 16}, True),
    ("age >= 16", {"age": "15"}, False),
    ("age >= 16", {"age": "a few"}, None),
    ("age >= 16", {}, None),
    ("income_tier <= 80", {"income_tier": "80"}, True),
    ("income_tier <= 80", {"income_tier": "over80"}, False),
    ("income_tier < 50", {"income_tier": "30"}, True),
    ("income_tier <= 80", {"income_tier": "unknown"}, None),
    ("county in (Knox, Blount)", {"county": "KNOX"}, True),
    ("neighborhood in (Petit-Canada)", {"neighborhood": "petit canada"}, True),
    ("city in (Montréal)", {"city": "Montreal"}, True),
    ("city in (Montréal)", {"city": "Québec"}, False),
    ("trade in (food, drink)", {"trade": ["textiles", "drink"]}, True),
    ("trade in (food, drink)", {"trade": "wood"}, False),
    ("attribute veteran", {"attributes": ["veteran"]}, True),
    ("attribute veteran", {"attributes": []}, False),
    ("attribute veteran", {}, None),
    ("has_car", {"has_car": False}, False),
    ("not has_car", {"has_car": False}, True),
    ("not has_car", {}, None),
    # One false settles an "and", one true an "or", whatever is unknown beside it.
    ("age >= 16 and has_car", {"age": 15}, False),
    ("age >= 16 and has_car", {"age": 16}, None),
    ("age >= 16 or has_car", {"age": 16}, True),
    ("age >= 16 or has_car", {"age": 15}, None),
    ("stage >= selling", {"stage": "growing"}, True),
]


@pytest.mark.parametrize(("text", "answers", "held"), ASKED)
def test_three_valued(text, answers, held):
    assert evaluate(parse(text), answers) is held


SETTLED_BY = [
    ("age >= 16 and county in (Knox)", {}, ("age", "county")),
    ("age >= 16 and county in (Knox)", {"age": 20}, ("county",)),
    ("age >= 16 and county in (Knox)", {"age": 2}, ()),
    ("age >= 16 or (attribute veteran and has_car)", {"age": 2, "has_car": True}, ("attributes",)),
    ("age >= 16 or attribute veteran", {"age": 20}, ()),
    ("not age > 3 and age < 80", {}, ("age",)),
]


@pytest.mark.parametrize(("text", "answers", "fields"), SETTLED_BY)
def test_tells_which_answers_would_settle_it(text, answers, fields):
    assert unknown_fields(parse(text), answers) == fields


def test_leaves_come_in_order():
    rule = parse("age >= 16 and not (has_car or attribute senior)")
    assert list(leaves(rule)) == [Number("age", ">=", 16), Yes("has_car"), Attribute("senior")]


WRITTEN = [
    ("AGE≥16 and( has_car or County = knox )", "age >= 16 and (has_car or county in (knox))"),
    ('neighborhood in ("Main Street", "Bas, fleuve", "and")', 'neighborhood in (Main Street, "Bas, fleuve", "and")'),
    ("not (has_car and age > 1.50)", "not (has_car and age > 1.5)"),
    ("attribute Woman-Owned", "attribute woman_owned"),
]


@pytest.mark.parametrize(("text", "canonical"), WRITTEN)
def test_writes_the_canonical_form(text, canonical):
    assert write(parse(text)) == canonical


names = st.text(min_size=1, max_size=12).filter(str.strip)
signs = st.sampled_from(sorted(COMPARE))
single = st.one_of(
    st.builds(Number, st.just("age"), signs, st.decimals(-9999, 99999, places=2).map(float)),
    st.builds(Step, st.just("income_tier"), signs, st.sampled_from(INCOME_TIERS)),
    st.builds(Step, st.just("stage"), signs, st.sampled_from(STAGES)),
    st.builds(OneOf, st.just("county"), st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)),
    st.builds(Attribute, st.sampled_from(["veteran", "woman_owned", "in", "senior"])),
    st.just(Yes("has_car")),
)
any_rule = st.recursive(
    single,
    lambda rule: st.one_of(
        st.builds(Not, rule),
        st.lists(rule, min_size=2, max_size=3).map(lambda parts: every(*parts)),
        st.lists(rule, min_size=2, max_size=3).map(lambda parts: some(*parts)),
    ),
    max_leaves=8,
)


@given(any_rule)
@example(OneOf("county", ("0-",)))
@example(OneOf("county", ("2’s", "12 rue", "0.5.1")))
def test_what_is_written_reads_the_same(rule):
    assert parse(write(rule)) == rule


@given(any_rule, st.fixed_dictionaries({}, optional={"age": st.integers(0, 99), "has_car": st.booleans()}))
def test_an_undecided_rule_always_knows_what_would_settle_it(rule, answers):
    assert (evaluate(rule, answers) is None) == bool(unknown_fields(rule, answers))


def place_of_mistake(text):
    """0 for a rule that reads (and reads the same once written)."""
    try:
        rule = parse(text)
    except RuleError as error:
        return error.position
    assert parse(write(rule)) == rule
    return 0


SCRAPS = ["age", ">", "3", "(", ")", "and", "or", "not", "in", "county", ",", "x", '"']
scraps = st.lists(st.sampled_from(SCRAPS), max_size=12).map(" ".join)


@given(st.one_of(st.text(max_size=60), scraps))
def test_any_words_are_read_or_refused_at_a_place_inside_them(text):
    assert 0 <= place_of_mistake(text) <= len(text) + 1
