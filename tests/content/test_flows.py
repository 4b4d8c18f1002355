"""The intake's file: what it becomes, how a town adds to it, how a bad one is refused."""

from pathlib import Path

import pytest

from content.faults import ContentFault
from content.flows import read_intake
from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from models.intake.questions import Condition, Kind, Question

CONTENT = Path("content")
SAMPLE = CONTENT / "towns/sample"

TRADE = """[trade]
kind = "words"
name = "Trade"
text = "What do you make?"
vocabulary = "crafts"
"""
STAGE = """[stage]
kind = "one"
name = "Stage"
text = "How far are you?"
labels = { idea = "An idea", selling = "I sell" }
"""
CRAFTS = '[food]\nlabel = "Food"\n[wood]\nlabel = "Wood"\n[any]\nlabel = "Anything"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "crafts.toml").write_text(CRAFTS)
    return tmp_path


@pytest.fixture
def read(folder):
    """Reads an intake written in a test; `town` is a town's own on top."""

    def reading(*texts, **how):
        folders = []
        for number, text in enumerate(texts):
            place = folder if number == 0 else folder / f"town{number}"
            place.mkdir(exist_ok=True)
            (place / "intake.toml").write_text(text, encoding="utf-8")
            folders.append(place)
        return read_intake(tuple(folders), Vocabulary([folder], Texts(folders, ["en"])), **how)

    return reading


def keys(intake):
    return [question.key for question in intake.flow.questions]


def test_the_intake_of_the_house_and_of_the_sample_town_can_be_read():
    town = read_town(SAMPLE)
    texts = Texts.of(town)
    intake = read_intake(texts.folders, Vocabulary.of(town, texts))
    assert keys(intake)[:4] == ["trade", "stage", "needs", "place"]
    assert [question.key for question in intake.flow.questions if question.milestone] == ["needs"]
    assert all(intake.entries[question.key].why for question in intake.flow.questions)


def test_a_question_takes_its_choices_from_the_vocabulary(read):
    intake = read(f'{TRADE}first = ["wood"]\nwithout = ["any"]\nlongest = 200\n')
    assert intake.flow["trade"] == Question("trade", Kind.WORDS, choices=("wood", "food"), longest=200)


def test_a_question_can_have_choices_and_labels_of_its_own(read):
    assert read(STAGE).flow["stage"] == Question("stage", Kind.ONE, choices=("idea", "selling"))


def test_conditions_look_back(read):
    goal = '[goal]\nkind="words"\nname="Goal"\ntext="And then?"\nwhen = { stage = ["selling"], trade = "answered" }\n'
    assert read(TRADE + STAGE + goal).flow["goal"].when == (
        Condition("stage", frozenset({"selling"})),
        Condition("trade"),
    )


def test_likely_choices_follow_an_earlier_answer(read):
    trade = f'{TRADE}[trade.likely.stage]\nidea = ["wood"]\n'
    assert read(STAGE + trade).flow["trade"].likely == {"stage": {"idea": ("wood",)}}


def test_numbers_have_suggestions_and_limits(read):
    area = '[area]\nkind="number"\nname="Room"\ntext="How much?"\nchoices=[10,25]\nleast=1\nlargest=99\n'
    area += "scale={area_min=0.7}\n"
    expected = Question("area", Kind.NUMBER, choices=("10", "25"), least=1, largest=99, scale={"area_min": 0.7})
    assert read(area).flow["area"] == expected


def test_a_town_changes_adds_and_leaves_out(read):
    goal = '[goal]\nkind = "words"\nname = "Goal"\ntext = "And then?"\n'
    town = 'leave_out = ["goal"]\n[stage]\ntext = "How is it going?"\n'
    town += '[pets]\nkind="yes_no"\nname="Pets"\ntext="A dog?"\nafter="trade"\n'
    intake = read(TRADE + STAGE + goal, town)
    assert keys(intake) == ["trade", "pets", "stage"]
    assert intake.entries["stage"].text == "How is it going?"
    assert intake.flow["stage"].choices == ("idea", "selling")


def test_a_town_moves_a_question_and_adds_one_at_the_end(read):
    town = '[trade]\nafter = "stage"\n[pets]\nkind="yes_no"\nname="Pets"\ntext="A dog?"\n'
    assert keys(read(TRADE + STAGE, town)) == ["stage", "trade", "pets"]


def test_a_town_without_an_income_table_is_not_asked_for_income(read):
    income = '[income]\nkind = "income"\nname = "Income"\ntext = "How much?"\nchoices = ["30", "50", "80", "over80"]\n'
    assert keys(read(STAGE + income)) == ["stage", "income"]
    assert keys(read(STAGE + income, income=False)) == ["stage"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[trade\n", 1, "not valid TOML"),
        (TRADE + TRADE, 6, "not valid TOML"),
        ('trade = "x"\n', 1, "'trade': a question is a table named with small letters, digits and _ only"),
        ("[Trade]\n", 1, "'Trade': a question is a table named with small letters"),
        (TRADE.replace("text =", "txt ="), 4, "[trade] txt: a question has no such part; is it spelled right."),
        (STAGE.replace('text = "How far are you?"\n', ""), 1, "[stage] text: this is required and missing."),
        (STAGE.replace("How far are you?", ""), 4, "[stage] text: this must not be empty."),
        (STAGE.replace('"one"', '"two"'), 2, "[stage] kind: this must be one of one, several, words, number,"),
        (f"{STAGE}most = 0\n", 6, "[stage] most: this must be at least 1."),
        (f"{STAGE}most = 'x'\n", 6, "[stage] most: "),
        (TRADE.replace("crafts", "boats"), 5, "[trade] vocabulary: there is no list of words vocabulary/boats.toml."),
        (f'{TRADE}choices = ["boat"]\n', 6, "[trade] choices: 'boat' is not in vocabulary/crafts.toml."),
        (f'{TRADE}first = ["boat"]\n', 6, "[trade] first: 'boat' is not in vocabulary/crafts.toml."),
        (f'{TRADE}without = ["boat"]\n', 6, "[trade] without: 'boat' is not in vocabulary/crafts.toml."),
        (f"{TRADE}labels = {{ boat = 'Boat' }}\n", 6, "[trade] labels: 'boat' is not one of the choices."),
        (f"{TRADE}tells = {{ boat = {{ x = 1 }} }}\n", 6, "[trade] tells: 'boat' is not one of the choices."),
        (f"{TRADE}sensitive = true\n", 1, "[trade] why: a sensitive question must say why it is asked."),
        (
            f'{TRADE}when = {{ stage = ["idea"] }}\n{STAGE}',
            6,
            "[trade] when: 'stage' stands later: a question can only",
        ),
        (f'{TRADE}when = {{ boat = ["idea"] }}\n', 6, "[trade] when: 'boat' is no question here."),
        (f'{STAGE}{TRADE}when = {{ stage = ["old"] }}\n', 11, "[trade] when: 'old' is not an answer to 'stage'."),
        (f'{TRADE}depends_on = "boat"\n', 6, "[trade] depends_on: 'boat' is no question here."),
        (f"{TRADE}likely = {{ boat = {{}} }}\n", 6, "[trade] likely: 'boat' is no question here."),
        (
            f'{STAGE}{TRADE}likely = {{stage={{old=["food"]}}}}\n',
            11,
            "[trade] likely: 'old' is not an answer to 'stage'.",
        ),
        (
            f'{STAGE}{TRADE}likely = {{stage={{idea=["boat"]}}}}\n',
            11,
            "[trade] likely: 'boat' is not one of the choices.",
        ),
        ('[x]\nkind="one"\nname="X"\ntext="X"\n', 2, "[x] kind: a question of the kind one needs choices."),
        (
            '[x]\nkind="place"\nname="X"\ntext="X"\nlabels={a="A"}\n',
            5,
            "[x] labels: a question of the kind place has no",
        ),
        (
            '[x]\nkind="number"\nname="X"\ntext="X"\nlabels={a="A"}\n',
            5,
            "[x] labels: the choices of a number are whole",
        ),
        (
            '[x]\nkind="income"\nname="X"\ntext="X"\nlabels={a="A"}\n',
            5,
            "[x] labels: the bands of an income are 30, 50,",
        ),
        (f'[x]\nkind="one"\nname="X"\ntext="X"\nlabels={{{"a" * 44}="A"}}\n', 5, "[x] labels: the id 'aaaa"),
        ('[x]\nkind="one"\nname="X"\ntext="X"\nlabels={"a:b"="A"}\n', 5, "[x] labels: the id 'a:b' is too long for a"),
        (f'leave_out = ["boat"]\n{TRADE}', 1, 'leave_out must list questions there are: ["goal", "area"].'),
        (f'{TRADE}after = "boat"\n', 6, "[trade] after: there is no question 'boat' to stand behind."),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_reason(read, text, line, reason):
    with pytest.raises(ContentFault) as refused:
        read(text)
    assert (refused.value.file.name, refused.value.line) == ("intake.toml", line)
    assert refused.value.reason.startswith(reason)


def test_a_bad_file_of_a_town_is_named(read, folder):
    with pytest.raises(ContentFault) as refused:
        read(STAGE, "[stage]\nmost = 0\n")
    assert (refused.value.file, refused.value.line) == (folder / "town1/intake.toml", 2)
