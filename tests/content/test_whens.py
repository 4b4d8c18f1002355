"""When an event is, as coordinators type it."""

from datetime import date, time, timedelta

import pytest

from content.moments import Moments
from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from content.whens import Said, Whens, read_length
from tests.stage import SAMPLE_TOWN

TODAY = date(2026, 11, 23)  # a Monday
DECEMBER = date(2026, 12, 3)


@pytest.fixture(scope="module")
def whens():
    town = read_town(SAMPLE_TOWN)
    texts = Texts.of(town)
    return Whens(Moments(texts, Vocabulary.of(town, texts)))


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Thursday 3 December, 6 pm", "en", Said(DECEMBER, time(18))),
        ("December 3 at 6:30pm", "en", Said(DECEMBER, time(18, 30))),
        ("3 December 18:30", "en", Said(DECEMBER, time(18, 30))),
        ("2026-12-03 18:30", "en", Said(DECEMBER, time(18, 30))),
        ("2026-12-03T18:30", "en", Said(DECEMBER, time(18, 30))),
        ("12/3 6pm to 8pm", "en", Said(DECEMBER, time(18), time(20))),
        ("December 3, from 6 to 8 pm", "en", Said(DECEMBER, time(18), time(20))),
        ("tomorrow at 9am", "en", Said(date(2026, 11, 24), time(9))),
        ("jeudi 18h30", "fr", Said(date(2026, 11, 26), time(18, 30))),
        ("3 décembre à 18 h", "fr", Said(DECEMBER, time(18))),
        ("03/12 de 18h à 20h", "fr", Said(DECEMBER, time(18), time(20))),
        ("demain 9h", "fr", Said(date(2026, 11, 24), time(9))),
        ("3 de diciembre a las 18:30", "es", Said(DECEMBER, time(18, 30))),
        ("jueves 18:00-20:00", "es", Said(date(2026, 11, 26), time(18), time(20))),
        ("December 3 at 12 am", "en", Said(DECEMBER, time(0))),
        ("December 3, 10 pm - 1 am", "en", Said(DECEMBER, time(22), time(1))),
    ],
)
def test_a_day_and_an_hour(whens, text, language, said):
    assert whens.read(text, language, TODAY) == said


@pytest.mark.parametrize(
    "text", ["", "soon", "3 December", "6 pm", "3 December 25:00", "3 December at 6, 7 and 8 pm", "9" * 500]
)
def test_what_is_not_clear(whens, text):
    assert whens.read(text, "en", TODAY) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120),
        ("2h30", 150),
        ("1.5 h", 90),
        ("1,5 heures", 90),
        ("90 min", 90),
        ("2 hours", 120),
        ("1 hora y 30", 90),
        ("1 h 15 min", 75),
    ],
)
def test_how_long(text, minutes):
    assert read_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "0h", "2", "999999 h", "400 hours"])
def test_what_is_no_length(text):
    assert read_length(text) is None
