"""Days and hours as people type them, in three languages; what is not clear is not guessed."""

from datetime import date, time

import pytest

from content.moments import Moments
from content.texts import HERE as CONTENT
from content.texts import Texts
from content.vocabulary import Vocabulary

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture(scope="module")
def moments():
    texts = Texts([CONTENT], ["en", "fr", "es"], country="US")
    return Moments(texts, Vocabulary([CONTENT], texts))


@pytest.mark.parametrize(
    ("language", "said", "day"),
    [
        ("en", "3 October", date(2027, 10, 3)),
        ("en", "until Dec. 24th please", date(2026, 12, 24)),
        ("en", "12/24", date(2026, 12, 24)),
        ("en", "1/2", date(2027, 1, 2)),
        ("en", "24/12", date(2026, 12, 24)),
        ("en", "2026-12-31", date(2026, 12, 31)),
        ("en", "12/24/27", date(2027, 12, 24)),
        ("en", "friday", date(2026, 11, 27)),
        ("en", "Monday", date(2026, 11, 30)),
        ("en", "tomorrow", date(2026, 11, 24)),
        ("en", "next week", date(2026, 11, 30)),
        ("en", "in two weeks", date(2026, 12, 7)),
        ("en", "10 days", date(2026, 12, 3)),
        ("en", "in 3 months", date(2027, 2, 23)),
        ("fr", "1er janvier", date(2027, 1, 1)),
        ("fr", "le 15 août", date(2027, 8, 15)),
        ("fr", "dans 15 jours", date(2026, 12, 8)),
        ("fr", "la semaine prochaine", date(2026, 11, 30)),
        ("fr", "mardi", date(2026, 11, 24)),
        ("fr", "demain", date(2026, 11, 24)),
        ("es", "el 5 de enero de 2027", date(2027, 1, 5)),
        ("es", "3 mar", date(2027, 3, 3)),
        ("es", "un mes", date(2026, 12, 23)),
        ("es", "mañana", date(2026, 11, 24)),
        ("es", "el viernes", date(2026, 11, 27)),
        ("en", "2020-01-01", date(2020, 1, 1)),  # passed: whoever asks says so
    ],
)
def test_a_day(moments, language, said, day):
    assert moments.day(said, language, TODAY) == day


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "30 February",
        "31/2",
        "99/99",
        "2026-13-01",
        "October",
        "monday or friday",
        "0 days",
        "5000 weeks",
        "👍",
        "3" * 300,
    ],
)
def test_no_day(moments, said):
    assert moments.day(said, "en", TODAY) is None


def test_a_french_reader_writes_the_day_first(moments):
    assert moments.day("3/10", "fr", TODAY) == date(2027, 10, 3)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("22-7", (time(22), time(7))),
        ("22h - 7h", (time(22), time(7))),
        ("22h30 à 7h", (time(22, 30), time(7))),
        ("de 22 a 7", (time(22), time(7))),
        ("22 heures à 7 heures", (time(22), time(7))),
        ("from 10 pm to 7 am", (time(22), time(7))),
        ("10:30pm–6:15am", (time(22, 30), time(6, 15))),
        ("10 p.m. to 12 a.m.", (time(22), time(0))),
        ("22:00-07:00", (time(22), time(7))),
        ("2200-0700", (time(22), time(7))),
        ("24-7", (time(0), time(7))),
        ("from 12 pm to 1 pm", (time(12), time(13))),
    ],
)
def test_hours(moments, said, hours):
    assert moments.hours(said) == hours


@pytest.mark.parametrize("said", ["", "22", "at night", "25-7", "8-8", "22:75-7", "22-7-9", "13 pm to 7 am", "24:30-7"])
def test_no_hours(moments, said):
    assert moments.hours(said) is None
