"""What a template becomes: escaped, in the reader's language, with the line breaks one sees in the file."""

from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError

from content.faults import ContentFault
from content.texts import Texts, read_labels
from tests.content.folders import FRENCH, SPANISH, texts, write

HOSTILE = ["<b>Ana</b>", "a & b", '"><a href="tg://x">', "{{ 7 * 7 }}", "%(name)s", "%s 100 %", "\u202eanA", "👩‍🍳"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_write_is_shown_as_they_wrote_it(tmp_path, name):
    said = texts(tmp_path, {"chat/hello.html.j2": "<b>{% trans %}Hello {{ name }}{% endtrans %}</b> {{ name }}"})
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")

    assert said.render("chat/hello", "en", name=name) == f"<b>Hello {shown}</b> {shown}"


def test_a_value_that_is_missing_is_a_fault_not_an_empty_place(tmp_path):
    said = texts(tmp_path, {"chat/hello.html.j2": "Hello {{ name }}"})

    with pytest.raises(UndefinedError, match="'name' is undefined"):
        said.render("chat/hello", "en")


def test_a_template_that_is_missing_is_named(tmp_path):
    with pytest.raises(LookupError, match=r"there is no template chat/nowhere\.html\.j2"):
        texts(tmp_path, {}).render("chat/nowhere", "en")


LINES = """\
{# A line of nothing but tags leaves no trace. #}
{% set thing = "bread" %}
{% if thing %}
    {% trans %}One sentence,
    written over two lines.{% endtrans %}
{% endif %}
{% trans %}Another sentence.{% endtrans %}
{% for word in ["a", "b"] %}
  • {{ word }}
{% endfor %}



{% if not thing %}never{% else %}last{% endif %}
{% include "chat/foot.html.j2" %}
end
"""


def test_lines_break_where_the_file_shows_it(tmp_path):
    said = texts(tmp_path, {"chat/lines.html.j2": LINES, "chat/foot.html.j2": "foot\n"})

    assert said.render("chat/lines", "en") == (
        "One sentence, written over two lines.\nAnother sentence.\n• a\n• b\n\nlast\nfoot\nend"
    )


COUNTED = {
    "chat/news.html.j2": "{% trans count=n %}{{ count }} new thing{% pluralize %}{{ count }} new things{% endtrans %}",
    "labels.toml": 'found = ["%(n)s place", "%(n)s places"]',
    "locales/fr.po": FRENCH
    + 'msgid "%(count)s new thing"\nmsgid_plural "%(count)s new things"\n'
    + 'msgstr[0] "%(count)s nouveauté"\nmsgstr[1] "%(count)s nouveautés"\n\n'
    + 'msgid "%(n)s place"\nmsgid_plural "%(n)s places"\nmsgstr[0] "%(n)s lieu"\nmsgstr[1] "%(n)s lieux"\n',
    "locales/es.po": SPANISH
    + 'msgid "%(count)s new thing"\nmsgid_plural "%(count)s new things"\n'
    + 'msgstr[0] "%(count)s novedad"\nmsgstr[1] "%(count)s novedades"\n\n'
    + 'msgid "%(n)s place"\nmsgid_plural "%(n)s places"\nmsgstr[0] "%(n)s lugar"\nmsgstr[1] "%(n)s lugares"\n',
}


@pytest.mark.parametrize(
    ("language", "rendered", "labelled"),
    [
        ("en", ["0 new things", "1 new thing", "2 new things"], ["0 places", "1 place", "2 places"]),
        ("fr", ["0 nouveauté", "1 nouveauté", "2 nouveautés"], ["0 lieu", "1 lieu", "2 lieux"]),
        ("es", ["0 novedades", "1 novedad", "2 novedades"], ["0 lugares", "1 lugar", "2 lugares"]),
    ],
)
def test_none_one_and_two_take_the_form_of_the_language(tmp_path, language, rendered, labelled):
    said = texts(tmp_path, COUNTED)

    assert [said.render("chat/news", language, n=n) for n in range(3)] == rendered
    assert [said.label("found", language, n=n) for n in range(3)] == labelled


def test_a_label_is_plain_text_for_a_button(tmp_path):
    said = texts(tmp_path, {"labels.toml": 'save = "Save %(what)s"\nshare = "100 %"'})

    assert said.label("save", "en", what="<b> & co") == "Save <b> & co"
    assert said.label("share", "en") == "100 %"


def test_a_label_inside_a_template_is_escaped(tmp_path):
    said = texts(tmp_path, {"labels.toml": 'both = "Salt & bread"', "chat/x.html.j2": '{{ label("both") }}'})

    assert said.render("chat/x", "en") == "Salt &amp; bread"


def test_a_label_nobody_wrote_is_named(tmp_path):
    with pytest.raises(LookupError, match=r"there is no label 'nope' in labels\.toml"):
        texts(tmp_path, {}).label("nope", "en")


GREETING = {
    "chat/hi.html.j2": "{% trans %}Good morning!{% endtrans %} {{ language }}",
    "locales/fr.po": FRENCH + 'msgid "Good morning!"\nmsgstr "Bonjour !"\n',
}


@pytest.mark.parametrize("language", ["fr", "xx", "", "pt-BR"])
def test_whoever_speaks_another_language_is_answered_in_the_towns_own(tmp_path, language):
    said = texts(tmp_path, GREETING, languages=["fr", "en"])

    assert said.render("chat/hi", language) == "Bonjour\u202f! fr"


@pytest.mark.parametrize(
    ("tag", "spoken"), [("es-419", "es"), ("EN_us", "en"), ("fr", "fr"), ("zh-hans", "en"), (None, "en")]
)
def test_a_phone_says_its_language_in_many_ways(tmp_path, tag, spoken):
    assert texts(tmp_path, {}).nearest(tag) == spoken


def test_a_translator_may_type_any_space_before_french_signs(tmp_path):
    po = FRENCH + 'msgid "Sure?"\nmsgstr "« Vraiment » : sûr ?"\n'

    assert texts(tmp_path, {"locales/fr.po": po}).translate("Sure?", "fr") == "«\u202fVraiment\u202f»\u202f: sûr\u202f?"


def test_an_outdated_translation_stays_unsaid(tmp_path):
    po = FRENCH + '#, fuzzy\nmsgid "Sell online"\nmsgstr "Vendre au marché"\n'

    assert texts(tmp_path, {"locales/fr.po": po}).translate("Sell online", "fr") == "Sell online"


def test_nothing_to_say_is_not_the_head_of_the_file(tmp_path):
    assert texts(tmp_path, {"locales/fr.po": FRENCH}).translate("", "fr") == ""


def test_a_town_adds_and_replaces(tmp_path):
    common = write(
        tmp_path / "common", {"chat/a.html.j2": "common a", "chat/b.html.j2": "common b", **_labels("Save", "Skip")}
    )
    town = write(
        tmp_path / "town",
        {
            "chat/b.html.j2": "own b",
            "labels.toml": 'skip = "Not now"',
            "locales/fr.po": FRENCH + 'msgid "Not now"\nmsgstr "Pas maintenant"\n',
        },
    )
    said = Texts([common, town], ["en", "fr"])

    assert [said.render(name, "en") for name in ("chat/a", "chat/b")] == ["common a", "own b"]
    assert [said.label(key, "fr") for key in ("save", "skip")] == ["Garder", "Pas maintenant"]


def _labels(save, skip):
    po = FRENCH + f'msgid "{save}"\nmsgstr "Garder"\n\nmsgid "{skip}"\nmsgstr "Passer"\n'
    return {"labels.toml": f'save = "{save}"\nskip = "{skip}"', "locales/fr.po": po}


def test_a_template_knows_what_is_shared_with_all(tmp_path):
    said = texts(tmp_path, {"chat/x.html.j2": "{{ town }}"})
    said.share(town="Belmoulin")

    assert said.render("chat/x", "es") == "Belmoulin"


def test_dates_and_money_follow_the_reader(tmp_path):
    line = '{{ when | moment }} · {{ 125000 | money("USD") }} · {{ 2.1 | distance }}'
    said = texts(tmp_path, {"chat/x.html.j2": line}, timezone="America/New_York", country="US", units="imperial")
    evening = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert [said.render("chat/x", language, when=evening) for language in ("en", "fr", "es")] == [
        "Monday, November 23, 6:30\u202fPM · $1,250 · 1.3 mi",
        "lundi 23 novembre, 18:30 · 1\u202f250\xa0$US · 1,3\u202fmi",
        "lunes, 23 de noviembre, 6:30\u202fp.m. · $1,250 · 1.3 mi",
    ]


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ('save = "Save"\nskip = 3', 2, "'skip' must be a sentence in quotes"),
        ('save = ""', 1, "'save' must be a sentence in quotes"),
        ('save = ["one", "two", "three"]', 1, "'save' must be a sentence in quotes"),
        ('a = "A"\nsave = "Save', 2, "not valid TOML"),
        ('a = "A"\na = "B"', 2, "not valid TOML"),
    ],
)
def test_a_broken_label_file_is_refused_with_its_line(tmp_path, source, line, reason):
    write(tmp_path, {"labels.toml": source})

    with pytest.raises(ContentFault, match=reason) as refused:
        read_labels([tmp_path])
    assert (refused.value.file.name, refused.value.line) == ("labels.toml", line)


@pytest.mark.parametrize(
    ("po", "line"),
    [
        (FRENCH + 'msgid "Save"\nmsgstr "Garder"\nmsgoops "x"\n', 8),
        (FRENCH + 'msgid "Save"\nmsgstr "Garder\n', 7),
        (FRENCH + 'msgid "Save"\n\nmsgid "Skip"\nmsgstr "Passer"\n', None),
    ],
)
def test_a_broken_po_file_stops_the_start(tmp_path, po, line):
    with pytest.raises(ContentFault, match=r"not a valid \.po file") as refused:
        texts(tmp_path, {"locales/fr.po": po})
    assert refused.value.file.name == "fr.po"
    assert line is None or refused.value.line == line


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    (tmp_path / "labels.toml").write_bytes('a = "b"\nskip = "Déjà"'.encode("cp1252"))

    with pytest.raises(ContentFault, match=r"labels\.toml, line 2: this file is not saved as UTF-8\."):
        read_labels([tmp_path])
