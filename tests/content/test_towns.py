"""What a town says of itself is read whole, or refused with the line of the first mistake."""

from datetime import time
from pathlib import Path

import pytest

from content.faults import ContentFault
from content.towns import read_town
from tests.content.folders import write

SMALLEST = 'name = "Nowhere"\nlanguages = ["fr"]\ntimezone = "Europe/Paris"\n'
WHOLE = (
    SMALLEST
    + """\
country = "FR"
latitude = 48.1
longitude = -1.7
quiet_hours = "22:00-07:30"

[story]
fr = "Ici on fabrique."

[contacts]
email = "bonjour@nowhere.example"

[[places]]
name = "Centre"
latitude = 48.1
longitude = -1.7
words = ["centre-ville"]

[[places]]
name = "Moulin"
latitude = 48.2
longitude = -1.7
"""
)


def read(tmp_path, source):
    return read_town(write(tmp_path, {"town.toml": source}))


def test_three_lines_make_a_town(tmp_path):
    town = read(tmp_path, SMALLEST)

    assert (town.name, town.languages, town.default_language, town.timezone) == (
        "Nowhere",
        ("fr",),
        "fr",
        "Europe/Paris",
    )
    assert (town.currency, town.units, town.quiet) == ("EUR", "metric", (time(21), time(8)))
    assert town.missing() == [
        "country",
        "city",
        "latitude",
        "story",
        "income_area",
        "places",
        "contacts.email",
        "contacts.phone",
        "contacts.emergency",
    ]


def test_a_town_says_things_in_the_readers_language_or_its_own(tmp_path):
    town = read(tmp_path, WHOLE)

    assert [town.said({"fr": "oui", "en": "yes"}, language) for language in ("en", "es")] == ["yes", "oui"]
    assert [town.said({"en": "yes"}, "es"), town.said({}, "es"), town.said("Oui", "es")] == ["yes", "", "Oui"]


def test_its_places_and_hours_are_read(tmp_path):
    town = read(tmp_path, WHOLE)

    assert [(place.name, place.words) for place in town.places] == [("Centre", ("centre-ville",)), ("Moulin", ())]
    assert (town.quiet, str(town.zone)) == ((time(22), time(7, 30)), "Europe/Paris")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ('name = "Nowhere"\n', "", None, "name: this is required and missing."),
        ('"fr"]', '"xx"]', 2, "languages: 'xx' is not a language; write a code like fr."),
        ('["fr"]', "[]", 2, "languages: "),
        ("Europe/Paris", "Europe/Nowhere", 3, "timezone: 'Europe/Nowhere' is not a time zone"),
        ('country = "FR"', 'country = "France"', 4, "country: "),
        ("latitude = 48.1\n", "", None, "latitude and longitude come together: one of them is missing."),
        ("22:00-07:30", "10pm to 7", 7, "quiet_hours: '10pm to 7' are not hours; write them like 21:00-08:00."),
        ("[story]", "[tale]", 9, "tale: no such setting is known here"),
        ('fr = "Ici on fabrique."', "fr = 3", 9, "story"),
        ("email =", "e_mail =", 13, "contacts.e_mail: no such setting is known here"),
        ("48.2", "148.2", 23, "places.latitude: "),
        ('name = "Moulin"\n', "", 21, "places.name: this is required and missing."),
        ("[contacts]", "[contacts", 12, "not valid TOML"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path, right, wrong, line, reason):
    assert right in WHOLE

    with pytest.raises(ContentFault) as refused:
        read(tmp_path, WHOLE.replace(right, wrong, 1))
    assert reason in refused.value.reason
    assert refused.value.line == line
    assert refused.value.file == tmp_path / "town.toml"


def test_a_folder_without_a_town_is_refused(tmp_path):
    with pytest.raises(ContentFault, match=r"town\.toml: this file is missing\."):
        read_town(tmp_path)


def test_the_sample_town_is_complete():
    town = read_town(Path("content/towns/sample"))

    assert town.missing() == []
    assert town.languages == ("en", "fr", "es")
    told = [town.story, town.programme, town.contacts.office_hours, *town.contacts.emergency]
    assert [sorted(said) for said in told] == [["en", "es", "fr"]] * len(told)


def test_how_a_town_goes_about_its_events(tmp_path):
    (tmp_path / "town.toml").write_text(
        'name = "T"\nlanguages = ["en"]\ntimezone = "UTC"\n[events]\nreminders = ["morning", "90m"]\nmorning = "07:30"\n'
    )
    said = read_town(tmp_path).events
    assert (said.reminders, said.morning, said.evening, said.offer_hours) == (
        ("morning", "90m"),
        time(7, 30),
        time(18),
        12,
    )


def test_a_reminder_nobody_can_read_is_refused(tmp_path):
    (tmp_path / "town.toml").write_text(
        'name = "T"\nlanguages = ["en"]\ntimezone = "UTC"\n[events]\nreminders = ["soon"]\n'
    )
    with pytest.raises(ContentFault, match="write day, morning, hour, minutes like 90m, days like 3d"):
        read_town(tmp_path)
