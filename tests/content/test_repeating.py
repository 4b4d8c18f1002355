"""Rules of RFC 5545 as people say them: nobody is shown BYDAY."""

from pathlib import Path

import pytest

from content.repeating import said
from content.texts import Texts
from content.towns import read_town

SAMPLE = Path("content/towns/sample")
RULES = (
    ("FREQ=MONTHLY;BYDAY=-1WE", "Each month: the last Wednesday", "Chaque mois : le dernier mercredi", "Cada mes: el último miércoles"),
    ("FREQ=WEEKLY;BYDAY=TU,TH", "Each week: Tuesday and Thursday", "Chaque semaine : mardi et jeudi", "Cada semana: martes y jueves"),
    ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH", "Every 3 months: the second Thursday", "Tous les 3 mois : le deuxième jeudi", "Cada 3 meses: el segundo jueves"),
    ("FREQ=YEARLY;BYMONTH=3", "Each year", "Chaque année", "Cada año"),
    ("FREQ=DAILY;COUNT=4", "Each day", "Chaque jour", "Cada día"),
    ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "Each month", "Chaque mois", "Cada mes"),
    ("FREQ=MONTHLY;BYDAY=22MO", "Each month", "Chaque mois", "Cada mes"),
    ("", "More than once", "Plusieurs fois", "Varias veces"),
)  # fmt: skip


@pytest.fixture(scope="module")
def texts():
    return Texts.of(read_town(SAMPLE))


@pytest.mark.parametrize(("rule", "english", "french", "spanish"), RULES)
def test_a_rule_is_said_in_words(texts, rule, english, french, spanish):
    assert [said(rule, texts, language) for language in ("en", "fr", "es")] == [
        english,
        french.replace(" :", "\u202f:"),
        spanish,
    ]
