"""What people ask the staff about, as a town's file may have it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from content.subjects import HEARD, SUBJECTS
from content.texts import Texts
from content.towns import Desk
from content.vocabulary import Vocabulary

COMMON = Path("content")


def test_the_most_wanted_need_that_speaks_of_a_subject_tells_it():
    assert Desk().subject_of(["peers", "grant", "workspace"]) == "money"
    assert Desk().subject_of(["peers"]) is None


def test_a_town_adds_to_what_is_heard_and_its_own_subjects_begin_anew():
    assert Desk(heard={"else": ("peers",)}).subject_of(["peers", "grant"]) == "else"
    own = Desk(subjects={"rooms": "Rooms"}, heard={"rooms": ("workspace",)})
    assert (own.subject_of(["workspace"]), own.subject_of(["grant"])) == ("rooms", None)


@pytest.mark.parametrize("field", ["heard", "takes"])
def test_a_subject_nobody_can_choose_is_refused(field):
    value = {"heard": {"rooms": ("workspace",)}, "takes": {"rooms": 1}}[field]
    with pytest.raises(ValidationError, match="there is no subject rooms; there are permits, money"):
        Desk(**{field: value})


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary([COMMON], Texts([COMMON], ["en"]))


def test_what_is_heard_are_needs_of_the_vocabulary_and_subjects_there_are(vocabulary):
    needs = [need for several in HEARD.values() for need in several]
    assert [need for need in needs if not vocabulary.has("needs", need)] == []
    assert set(HEARD) <= set(SUBJECTS)
