"""plan.toml: what it may say, and where a mistake in it is."""

import pytest

from content.faults import ContentFault
from content.plan import read_plan
from content.texts import HERE, Texts
from content.vocabulary import Vocabulary
from models.plan.steps import Days, hers
from tests.content.folders import write

FIRST = '[register]\nlabel = "Register"\ndays = [1, 7, 30]\n'
WORDS = Vocabulary([HERE], Texts([HERE], ["en"]))


@pytest.fixture
def plan(tmp_path):
    def read(common, town=None):
        folders = [write(tmp_path / "common", {"plan.toml": common})]
        if town is not None:
            folders.append(write(tmp_path / "town", {"plan.toml": town}))
        return read_plan(tuple(folders), WORDS)

    return read


@pytest.mark.parametrize(
    ("more", "line", "reason"),
    [
        ('[a]\nlabel = "A"\ndays = [1, 2, 3]\nafter = ["b"]\n', 7, "[a] after: there is no step 'b'."),
        ('[a]\nlabel = "A"\ndays = [3, 2, 1]\n', 6,
         "[a] days: at least, usually, at most: each must be no less than the one before it."),
        ('[a]\nlabel = "A"\ndays = [1, 2]\n', 6, "[a] days: three numbers are needed: days at least, usually, at most."),
        ('[a]\nlabel = "A"\ndays = [1, 2, -3]\n', 6, "[a] days: days are counted from 0."),
        ('[a]\nlabel = "A"\n', 4, "[a] days: this is required and missing."),
        ('[a]\nlabel = "A"\ndays = [1, 2, 3]\nafer = ["register"]\n', 7,
         "[a] afer: a step has no such part; is it spelled right."),
        ('[a]\nlabel = "A"\ndays = [1, 2, 3]\ntrades = ["bread"]\n', 7,
         "[a] trades: 'bread' is not in vocabulary/trades.toml."),
        ('[a]\nlabel = "A"\ndays = [1, 2, 3]\nhelps = ["luck"]\n', 7, "[a] helps: 'luck' is not in vocabulary/needs.toml."),
        ('["A b"]\nlabel = "A"\n', 4,
         "'A b': a step is a table named with up to 32 small letters, digits and _: [register]."),
        ('[a]\nlabel = "A"\ndays = [1, 2, 3]\nafter = ["b"]\n[b]\nlabel = "B"\ndays = [1, 2, 3]\nafter = ["a"]\n', 7,
         "[a] after: these steps wait for each other: a → b → a."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_its_line_and_the_reason(plan, more, line, reason):
    with pytest.raises(ContentFault) as found:
        plan(FIRST + more)
    assert (found.value.file.name, found.value.line, found.value.reason) == ("plan.toml", line, reason)


def test_a_town_changes_a_part_adds_a_step_and_leaves_one_out(plan):
    common = FIRST + '[tax]\nlabel = "Tax"\ndays = [1, 1, 1]\nafter = ["register"]\n'
    common += '[stall]\nlabel = "Stall"\ndays = [1, 1, 1]\nafter = ["tax"]\n'
    town = 'leave_out = ["tax"]\n[register]\ndays = [2, 20, 40]\n[fair]\nlabel = "Fair"\ndays = [0, 0, 0]\nafter = ["stall"]\n'
    found = plan(common, town)
    assert found.steps["register"].days == Days(2, 20, 40)
    assert found.entries["register"].label == "Register"
    assert {name: step.after for name, step in found.steps.items()} == {
        "register": (), "stall": ("register",), "fair": ("stall",),
    }  # fmt: skip


def test_only_steps_there_are_can_be_left_out(plan):
    with pytest.raises(ContentFault, match='leave_out must list steps there are: \\["labels", "stall"\\]'):
        plan(FIRST, 'leave_out = ["tax"]\n')


def test_the_common_steps_reach_everybody_with_a_handful_that_is_hers():
    common = read_plan((HERE,), WORDS)
    for trade in WORDS.ids("trades"):
        for stage in ("idea", "starting"):
            found = hers(common.steps, {"trade": trade, "stage": stage, "needs": ["sell_local"]})
            assert 7 <= len(found) <= 14, (trade, stage)
        assert hers(common.steps, {"trade": trade, "stage": "growing", "needs": ["quality_growth"]})
    assert all(step.helps for step in common.steps.values())
