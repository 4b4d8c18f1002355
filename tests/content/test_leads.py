"""How long before an event somebody wants to be reminded, as she types it."""

import pytest

from content.leads import Leads
from content.texts import Texts
from content.vocabulary import HERE, Vocabulary
from models.events.offsets import Hours

TEXTS = Texts([HERE.parent], ("en", "fr", "es"))
LEADS = Leads(Vocabulary([HERE], TEXTS), Hours())


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("two hours before", "en", "120m"),
        ("2 h before", "en", "120m"),
        ("1h30", "en", "90m"),
        ("1.5 hours", "en", "90m"),
        ("90 min", "en", "90m"),
        ("an hour and a half before", "en", "90m"),
        ("half an hour before", "en", "30m"),
        ("a quarter of an hour before", "en", "15m"),
        ("2 hours and 15 minutes before", "en", "135m"),
        ("one hour", "en", "hour"),
        ("45 minutes before it starts", "en", "45m"),
        ("3 days before at 18:00", "en", "3d1800"),
        ("three days before at 6 pm", "en", "3d1800"),
        ("3 days before", "en", "3d"),
        ("a week before", "en", "7d"),
        ("two weeks before at 9am", "en", "14d0900"),
        ("the day before", "en", "day"),
        ("the day before at 7pm", "en", "1d1900"),
        ("the evening before", "en", "1d1800"),
        ("on the day at 7:30", "en", "0d0730"),
        ("same day at noon", "en", "0d1200"),
        ("that morning", "en", "morning"),
        ("the day before in the morning", "en", "1d0800"),
        ("deux heures avant", "fr", "120m"),
        ("2 h 30 avant", "fr", "150m"),
        ("une demi-heure avant", "fr", "30m"),
        ("une heure et demie avant", "fr", "90m"),
        ("un quart d’heure avant", "fr", "15m"),
        ("3 jours avant à 18 h", "fr", "3d1800"),
        ("trois jours avant à 18h30", "fr", "3d1830"),
        ("la veille", "fr", "day"),
        ("la veille à 19h", "fr", "1d1900"),
        ("la veille au soir", "fr", "1d1800"),
        ("le jour même à 7h", "fr", "0d0700"),
        ("une semaine avant", "fr", "7d"),
        ("le matin même", "fr", "morning"),
        ("dos horas antes", "es", "120m"),
        ("hora y media antes", "es", "90m"),
        ("media hora antes", "es", "30m"),
        ("3 días antes a las 18:00", "es", "3d1800"),
        ("tres días antes a las 6 pm", "es", "3d1800"),
        ("el día antes a las 20:00", "es", "1d2000"),
        ("la noche anterior", "es", "1d1800"),
        ("el mismo día a las 7:30", "es", "0d0730"),
        ("una semana antes", "es", "7d"),
        ("esa mañana", "es", "morning"),
        ("3 days before in the morning", "en", "3d0800"),
        ("dos horas y media antes", "es", "150m"),
        ("two and a half hours before", "en", "150m"),
    ],
)
def test_what_is_meant(text, language, word):
    assert LEADS.read(text, language) == word


@pytest.mark.parametrize(
    "text",
    ["", "soon", "yes please", "40 days before", "800 hours before", "0 minutes", "between 6 pm and 8 pm, a day"],
)
def test_what_is_not_clear_or_too_long_is_asked_again(text):
    assert LEADS.read(text, "en") is None
