"""The day somebody wants to be ready by, in her own words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from content.aims import Aim, Aims
from content.moments import Moments
from content.texts import HERE, Texts
from content.vocabulary import Vocabulary
from models.resources.facts import Fact

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
TEXTS = Texts([HERE], ["en", "fr", "es"], country="US")
AIMS = Aims(Moments(TEXTS, Vocabulary([HERE], TEXTS)), ZoneInfo("America/New_York"))


def event(id_, name, *days, needs=("sell_local",), **translations):
    dates = tuple(datetime(*map(int, day.split("-")), 15, tzinfo=UTC) for day in days)
    said = {language: {"name": text} for language, text in translations.items()}
    return Fact(id=id_, kind="event", name=name, dates=dates, needs=frozenset(needs), translations=said)


MARKET = event("market", "First Saturday Makers’ Market", "2026-12-05", "2027-01-02", "2027-02-06",
               fr="Le marché du premier samedi", es="El mercado del primer sábado")  # fmt: skip
LANTERN = event("lantern", "Lantern Market", "2026-12-12", fr="Le marché aux lanternes", es="Mercado de los faroles")
BENCH = event("bench", "Open Workbench", "2026-12-03", needs=("peers",))
FACTS = [MARKET, LANTERN, BENCH]


@pytest.mark.parametrize(
    ("said", "language", "aim"),
    [
        ("open at the December market", "en", Aim(date(2026, 12, 12), "lantern")),
        ("au marché de décembre", "fr", Aim(date(2026, 12, 12), "lantern")),
        ("en el mercado de diciembre", "es", Aim(date(2026, 12, 12), "lantern")),
        ("the January market", "en", Aim(date(2027, 1, 2), "market")),
        ("the market on 5 December", "en", Aim(date(2026, 12, 5), "market")),
        ("the market on 8 December", "en", Aim(date(2026, 12, 8))),
        ("20 March", "en", Aim(date(2027, 3, 20))),
        ("le 20 mars 2027", "fr", Aim(date(2027, 3, 20))),
        ("en tres meses", "es", Aim(date(2027, 2, 23))),
        ("next Saturday", "en", Aim(date(2026, 11, 28))),
        ("12/24", "en", Aim(date(2026, 12, 24))),
        ("the open workbench", "en", Aim(date(2026, 12, 3), "bench")),
        ("I want to open soon", "en", None),
        ("in December", "en", None),
        ("", "en", None),
    ],
)
def test_a_date_or_an_event_of_the_town(said, language, aim):
    assert AIMS.read(said, language, NOW, FACTS) == aim


def test_days_one_may_open_at_are_offered_in_their_order():
    assert AIMS.coming(FACTS, NOW)[:3] == [
        Aim(date(2026, 12, 5), "market"),
        Aim(date(2026, 12, 12), "lantern"),
        Aim(date(2027, 1, 2), "market"),
    ]
