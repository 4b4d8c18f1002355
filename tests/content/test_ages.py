"""How old somebody says she is."""

import pytest

from content.ages import age_said


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("im 18 wanna start", 18),
        ("I’m 52 and I sew", 52),
        ("my age 34", 34),
        ("19 yo student", 19),
        ("étudiant 19 ans, pas d'argent", 19),
        ("j'ai 61 ans", 61),
        ("tengo 20 años", 20),
    ],
)
def test_an_age_is_heard(said, age):
    assert age_said(said) == age


@pytest.mark.parametrize(
    "said",
    [
        "je tisse depuis 40 ans",
        "hace 10 años que coso",
        "I'm 20 minutes away",
        "we have sewn for 12 years",
        "16 yo and 18 yo",
        "20 chairs",
    ],
)
def test_how_long_or_how_far_is_no_age(said):
    assert age_said(said) is None
