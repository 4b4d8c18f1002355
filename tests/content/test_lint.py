"""What is wrong with the words is found, with its place, before somebody reads them."""

from pathlib import Path

import pytest

from content.lint import Finding, check_words, mismatches
from content.towns import read_town
from tests.content.folders import FRENCH, write

COMMON, SAMPLE = Path("content"), Path("content/towns/sample")


def found(folder, files, languages=("fr",)):
    write(folder, files)
    return [(one.file.name, one.line, one.text, one.fatal) for one in check_words([folder], languages)]


def test_our_own_words_are_complete_in_every_language_of_the_sample_town():
    findings = check_words([COMMON, SAMPLE], read_town(SAMPLE).languages)

    assert [str(finding) for finding in findings] == []


def test_a_finding_says_where_and_what():
    assert str(Finding(Path("content/labels.toml"), 3, "something", fatal=True)) == "content/labels.toml:3: something"
    assert str(Finding(Path("content/labels.toml"), None, "something", fatal=True)) == "content/labels.toml: something"


def test_a_language_without_a_file_says_how_to_begin_it(tmp_path):
    ((name, line, text, fatal),) = found(tmp_path, {"labels.toml": 'a = "Skip"'}, ["pt"])

    assert (name, line, fatal) == ("pt.po", None, True)
    assert text == f"there is no translation: python -m content.extraction {tmp_path} --new pt"


@pytest.mark.parametrize(
    ("files", "name", "line"),
    [
        ({"chat/x.html.j2": "fine\n{% if %}"}, "x.html.j2", 2),
        ({"labels.toml": "a ="}, "labels.toml", 1),
        ({"locales/fr.po": FRENCH + 'msgid "a\n'}, "fr.po", 6),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding_too(tmp_path, files, name, line):
    ((file, place, _, fatal),) = found(tmp_path, files)

    assert (file, place, fatal) == (name, line, True)


def test_missing_outdated_and_unused_translations(tmp_path):
    po = FRENCH + (
        'msgid "Skip"\nmsgstr ""\n\n'
        '#, fuzzy\n#| msgid "Save"\nmsgid "Save it"\nmsgstr "Garder"\n\n'
        'msgid "Gone"\nmsgstr "Parti"\n'
    )

    assert found(tmp_path, {"labels.toml": 'a = "Skip"\nb = "Save it"\nc = "New"', "locales/fr.po": po}) == [
        ("labels.toml", 1, "“Skip” is not translated into fr.", True),
        ("fr.po", 11, "“Save it” is out of date: its English has changed (it was “Save”).", True),
        ("labels.toml", 3, "“New” is not translated into fr.", True),
        ("fr.po", 14, "“Gone”: nothing says this any more; python -m content.extraction takes it out.", False),
    ]


@pytest.mark.parametrize(
    ("english", "translated", "wrong"),
    [
        ("Hello %(name)s", ["Bonjour %(name)s"], []),
        ("Hello %(name)s", ["Bonjour"], ["the value %(name)s is missing"]),
        ("Hello", ["Bonjour %(nom)s"], ["there is no value %(nom)s in the English"]),
        (("%(n)s loaf", "%(n)s loaves"), ["un pain", "%(n)s pains"], []),
        (("%(n)s loaf", "%(n)s loaves"), ["%(n)s pain", "des pains"], ["the value %(n)s is missing"]),
        ("<b>Now</b>", ["<b>Là</b>"], []),
        ("<b>Now</b>", ["<b>Là"], ["its tags must be those of the English: <b> </b>"]),
        ("Now", ["<script>"], ["its tags must be those of the English: none"]),
        ("half of %(n)s", ["50 % de %(n)s"], ["a % alone is read as a value; write %%"]),
        ("50 %% of %(n)s", ["50 %% de %(n)s"], []),
    ],
)
def test_a_translation_says_the_same_values_with_the_same_tags(english, translated, wrong):
    assert mismatches(english, translated) == wrong


def test_a_mismatch_is_found_at_its_line(tmp_path):
    po = FRENCH + 'msgid "Hi %(name)s"\nmsgstr "Salut"\n'

    assert found(tmp_path, {"chat/x.html.j2": "{% trans %}Hi {{ name }}{% endtrans %}", "locales/fr.po": po}) == [
        ("fr.po", 6, "“Hi %(name)s”: the value %(name)s is missing.", True)
    ]


@pytest.mark.parametrize(
    ("said", "right"),
    [("Sûr?", False), ("Sûr ?", True), ("«pain»", False), ("« pain »", True), ("À 14:30", True), ("Voir: ici", False)],
)
def test_french_signs_need_their_space(tmp_path, said, right):
    findings = found(
        tmp_path, {"labels.toml": 'a = "Sure"', "locales/fr.po": FRENCH + f'msgid "Sure"\nmsgstr "{said}"\n'}
    )
    spacing = ("fr.po", 6, "“Sure”: French has a space before ; : ! ? and inside « ».", False)

    assert findings == ([] if right else [spacing])


def test_a_button_that_would_be_cut_off(tmp_path):
    long = "A label that nobody can read to its end"

    assert found(tmp_path, {"labels.toml": f'a = "{long}"\ncommand_a = "{long}"\nb = "{long}."'}, ["en"]) == [
        ("labels.toml", 1, f"“{long}” (en) is long for a button.", False)
    ]


def test_a_label_telegram_would_refuse(tmp_path):
    assert found(tmp_path, {"labels.toml": f'a = "{"word " * 50}."'}, ["en"])[0][3] is True


def test_two_buttons_that_look_alike_in_one_language(tmp_path):
    files = {
        "vocabulary/trades.toml": '[print]\nlabel = "Print"\n[press]\nlabel = "Press"\n',
        "labels.toml": 'menu_a = "⭐ Saved"\nmenu_b = "💾 saved"\nother = "Saved"',
        "locales/fr.po": FRENCH
        + 'msgid "Print"\nmsgstr "Presse"\n\nmsgid "Press"\nmsgstr "PRESSE"\n\n'
        + 'msgid "⭐ Saved"\nmsgstr "Gardés"\n\nmsgid "💾 saved"\nmsgstr "Copies"\n\nmsgid "Saved"\nmsgstr "Gardés"\n',
    }

    assert found(tmp_path, files, ["en", "fr"]) == [
        ("labels.toml", 2, "menu_a and menu_b look alike in en.", True),
        ("trades.toml", 3, "print and press look alike in fr.", True),
    ]


def test_a_text_that_is_hard_to_read(tmp_path):
    hard = (
        "Notwithstanding considerable administrative complications, participating organisations are respectfully"
        " encouraged to communicate comprehensive documentation regarding anticipated manufacturing establishments and"
        " corresponding environmental authorisations"
    )
    ((name, line, text, fatal),) = found(tmp_path, {"chat/x.html.j2": f"{{% trans %}}{hard}{{% endtrans %}}"}, ["en"])

    assert (name, line, fatal) == ("x.html.j2", 1, False)
    assert text.startswith("en: hard to read: Flesch-Kincaid grade ")


def test_a_towns_own_words_may_be_translated_in_either_place(tmp_path):
    common = write(tmp_path / "common", {"locales/fr.po": FRENCH + 'msgid "Boats"\nmsgstr "Bateaux"\n'})
    town = write(tmp_path / "town", {"labels.toml": 'a = "Boats"\nb = "Nets"'})
    write(town, {"locales/fr.po": FRENCH + 'msgid "Nets"\nmsgstr "Filets"\n'})

    assert check_words([common, town], ["fr"]) == []
