"""Values as people of a language and a country write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from content.formats import Formats, locale_for, name_of


def formats(language, country="", units="metric"):
    return Formats(locale_for(language, country, units), ZoneInfo("Europe/Paris"), units)


@pytest.mark.parametrize(
    ("language", "country", "units", "locale"),
    [
        ("fr", "FR", "metric", "fr_FR"),
        ("en", "FR", "metric", "en_FR"),
        ("en", "CO", "metric", "en_150"),
        ("es", "US", "imperial", "es_US"),
        ("fr", "US", "imperial", "fr"),
        ("es", "", "metric", "es"),
        ("xx", "FR", "metric", "en"),
    ],
)
def test_habits_are_the_closest_there_are(language, country, units, locale):
    assert str(locale_for(language, country, units)) == locale


def test_a_language_has_its_own_name():
    assert [name_of(code) for code in ("en", "fr", "es")] == ["English", "Français", "Español"]


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (125000, "EUR", "1\u202f250\xa0€"),
        (1250, "EUR", "12,50\xa0€"),
        (0, "EUR", "0\xa0€"),
        (1250, "JPY", "1\u202f250\xa0JPY"),
    ],
)
def test_money_shows_cents_only_where_there_are_some(minor, currency, shown):
    assert formats("fr", "FR").money(minor, currency) == shown


def test_a_day_has_its_year_only_when_asked():
    november = date(2026, 11, 23)
    french = formats("fr", "FR")

    assert [french.day(november, form) for form in ("long", "year", "short")] == [
        "lundi 23 novembre",
        "lundi 23 novembre 2026",
        "23 nov. 2026",
    ]


def test_french_counts_the_first_of_a_month():
    french, first = formats("fr", "FR"), date(2026, 12, 1)
    assert [french.day(first, form) for form in ("long", "short")] == ["mardi 1er décembre", "1er déc. 2026"]
    assert french.day(date(2026, 12, 11)) == "vendredi 11 décembre"
    assert formats("es").day(first) == "martes, 1 de diciembre"


def test_a_time_is_shown_where_the_town_is():
    assert formats("en", "FR").moment(datetime(2026, 7, 14, 21, 30, tzinfo=UTC)) == "Tuesday, 14 July, 23:30"


def test_a_time_without_a_zone_is_never_guessed():
    with pytest.raises(ValueError, match="a time without a zone cannot be shown"):
        formats("en").time(datetime(2026, 7, 14, 21, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kilometres", "metric", "imperial"),
    [(0.01, "50 m", "50 ft"), (0.84, "850 m", "0.5 mi"), (2.14, "2.1 km", "1.3 mi"), (30, "30 km", "19 mi")],
)
def test_distances_are_as_exact_as_people_are(kilometres, metric, imperial):
    assert (formats("en").distance(kilometres), formats("en", units="imperial").distance(kilometres)) == (
        metric,
        imperial,
    )


def test_areas_follow_the_towns_measures():
    assert (formats("en").area(45), formats("en", units="imperial").area(45)) == ("45 m²", "484 sq ft")


@pytest.mark.parametrize(
    ("language", "items", "style", "said"),
    [
        ("fr", ["pain", "sel", "vin"], "standard", "pain, sel et vin"),
        ("es", ["pan", "hilo"], "standard", "pan e hilo"),
        ("es", ["pan", "hierro", "miel"], "standard", "pan, hierro y miel"),
        ("es", ["plata", "oro"], "or", "plata u oro"),
        ("es", ["oro"], "standard", "oro"),
        ("en", ["bread", "salt"], "standard", "bread and salt"),
        ("en", [], "standard", ""),
    ],
)
def test_a_list_ends_as_it_is_spoken(language, items, style, said):
    assert formats(language).listing(items, style) == said


def test_markup_in_a_list_stays_and_all_else_is_escaped():
    listed = formats("en").listing([Markup("<b>bread</b>"), "<salt>"])

    assert listed == Markup("<b>bread</b> and &lt;salt&gt;")
    assert isinstance(listed, Markup)
