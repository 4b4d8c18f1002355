"""What `check` finds in an intake that works and would not please."""

import pytest

from content.flow_check import check_flow
from content.flows import read_intake
from content.texts import Texts
from content.vocabulary import Vocabulary

FIRST = '[a]\nkind="one"\nname="A"\ntext="A?"\nwhy="So."\nmilestone=true\nlabels={x="X",y="Y",z="Z"}\n'
SEVERAL = '[b]\nkind="several"\nname="B"\ntext="B?"\nwhy="So."\nmost=2\nlabels={x="X",y="Y",z="Z"}\n'


def question(key, kind="yes_no", **parts):
    more = "".join(f"{name}={value}\n" for name, value in parts.items())
    return f'[{key}]\nkind="{kind}"\nname="Q"\ntext="Q?"\nwhy="So."\n{more}'


@pytest.fixture
def findings(tmp_path):
    def found(text):
        (tmp_path / "intake.toml").write_text(text, encoding="utf-8")
        vocabulary = Vocabulary([tmp_path], Texts([tmp_path], ["en"]))
        return [(fault.line, fault.reason) for fault in check_flow(read_intake((tmp_path,), vocabulary))]

    return found


def test_a_good_intake_has_no_findings(findings):
    assert findings(FIRST + SEVERAL) == []
    assert findings("") == []


def never(key, other):
    return f"[{key}] when: nobody is ever asked this: no answer to '{other}' meets all the conditions on the way here."


def test_a_question_behind_two_conditions_that_exclude_each_other_is_found(findings):
    text = FIRST + question("b", when='{a=["x"]}') + question("c", when='{a=["y"], b=[true]}')
    assert findings(text) == [(19, never("c", "a"))]


def test_an_empty_condition_is_never_true(findings):
    assert findings(FIRST + question("b", when="{a=[]}")) == [(13, never("b", "a"))]


def test_several_answers_can_meet_several_conditions_at_once(findings):
    both = question("c", when='{b=["x"]}') + question("d", when='{b=["y"], c="answered"}')
    assert findings(FIRST + SEVERAL + both) == []
    third = question("e", when='{b=["z"], d="answered"}')
    assert findings(FIRST + SEVERAL + both + third) == [(32, never("e", "b"))]


def test_a_number_out_of_its_limits_and_the_value_of_a_place_never_come(findings):
    number = FIRST + question("b", "number", largest=5) + question("c", when="{b=[6]}")
    assert findings(number) == [(19, never("c", "b"))]
    place = FIRST + question("b", "place") + question("c", when='{b=["x"]}')
    assert findings(place) == [(18, never("c", "b"))]


def test_there_is_one_milestone_and_everybody_reaches_it(findings):
    plain = FIRST.replace("milestone=true\n", "")
    assert findings(plain) == [
        (1, "no question has `milestone = true`: recommendations are never shown by themselves.")
    ]
    twice = FIRST + question("b", milestone="true")
    assert findings(twice) == [(8, "[b] milestone: 'a' is one already; recommendations come twice.")]
    some = plain + question("b", milestone="true", when='{a=["x"]}')
    reason = "[b] milestone: it is not asked of everybody: some never see recommendations by themselves."
    assert findings(some) == [(12, reason)]


def test_buttons_too_many_too_long_or_alike_are_found(findings):
    many = ", ".join(f'x{number}="{number}"' for number in range(41))
    assert findings(FIRST + question("b", "one", labels=f"{{{many}}}")) == [
        (8, "[b] choices: 41 buttons are more than anyone reads; 40 are the most.")
    ]
    long = "x" * 33
    assert findings(FIRST + question("b", "one", labels=f'{{x="{long}"}}')) == [
        (13, f"[b] labels: “{long}” is longer than 32 letters: a telephone cuts it off.")
    ]
    assert findings(FIRST + question("b", "one", labels='{x="Yes", y="Yes"}')) == [
        (13, "[b] labels: two buttons say “Yes”.")
    ]
    assert findings(FIRST + SEVERAL.replace("most=2", "most=4")) == [(13, "[b] most: 4 can be chosen of 3.")]


def test_a_question_without_a_reason_is_found(findings):
    assert findings(FIRST.replace('why="So."\n', "")) == [(1, "[a] why: say in one line why it is asked.")]
