"""Every sentence is found with its place, and the `.po` files follow what the English does."""

from pathlib import Path

import pytest

from content.extraction import main, sentences, update
from content.faults import ContentFault
from tests.content.folders import FRENCH, write

FILES = {
    "chat/hello.html.j2": "<b>{% trans %}Hello\n  {{ name }}{% endtrans %}</b>\n\n"
    '{{ _("Good bye") }}{{ pgettext("verb", "Open") }}\n'
    "{% trans count=n %}{{ count }} loaf, 5 %{% pluralize %}{{ count }} loaves, 5 %{% endtrans %}\n",
    "chat/deep/down.html.j2": "{% trans %}Deep{% endtrans %}",
    "towns/other/chat/hello.html.j2": "{% trans %}Elsewhere{% endtrans %}",
    "labels.toml": '# Buttons\nskip = "Skip"\nfound = ["%(n)s found", "%(n)s all found"]\n',
    "intake.toml": '[trade]\ntext = "What do you make?"\nwhy = "To help."\n'
    '[size]\ntext = "How many?"\nlabels = { 0 = "None" }\n',
    "vocabulary/trades.toml": '[food]\nlabel = "Food"\nlong = "Bread."\n[numbered]\nlabel = "100"\n',
}


def test_every_sentence_is_found_with_its_place(tmp_path):
    found = [
        (sentence.file.relative_to(tmp_path).as_posix(), sentence.line, sentence.english, sentence.context)
        for sentence in sentences(write(tmp_path, FILES))
    ]

    assert found == [
        ("chat/deep/down.html.j2", 1, "Deep", None),
        ("chat/hello.html.j2", 1, "Hello %(name)s", None),
        ("chat/hello.html.j2", 4, "Good bye", None),
        ("chat/hello.html.j2", 4, "Open", "verb"),
        ("chat/hello.html.j2", 5, ("%(count)s loaf, 5 %%", "%(count)s loaves, 5 %%"), None),
        ("intake.toml", 2, "What do you make?", None),
        ("intake.toml", 3, "To help.", None),
        ("intake.toml", 5, "How many?", None),
        ("intake.toml", 6, "None", None),
        ("labels.toml", 2, "Skip", None),
        ("labels.toml", 3, ("%(n)s found", "%(n)s all found"), None),
        ("vocabulary/trades.toml", 2, "Food", None),
        ("vocabulary/trades.toml", 3, "Bread.", None),
    ]


def test_a_template_that_cannot_be_read_is_refused_with_its_line(tmp_path):
    write(tmp_path, {"chat/x.html.j2": "fine\n{% if %}\n"})

    with pytest.raises(ContentFault, match=r"line 2: this template cannot be read") as refused:
        sentences(tmp_path)
    assert refused.value.file.name == "x.html.j2"


def test_a_new_language_begins_with_every_sentence_untranslated(tmp_path):
    text, _ = update(write(tmp_path / "content", {"labels.toml": 'a = "Skip"\nb = ["%(n)s bun", "%(n)s buns"]'}), "fr")

    assert text == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: fr\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
        "\n"
        "#: content/labels.toml:1\n"
        'msgid "Skip"\n'
        'msgstr ""\n'
        "\n"
        "#: content/labels.toml:2\n"
        "#, python-format\n"
        'msgid "%(n)s bun"\n'
        'msgid_plural "%(n)s buns"\n'
        'msgstr[0] ""\n'
        'msgstr[1] ""\n'
        "\n"
    )


def test_a_changed_sentence_keeps_its_translation_to_be_looked_at_and_a_gone_one_leaves(tmp_path):
    before = (
        'msgid "Tell me what you make"\nmsgstr "Dites-moi ce que vous faites"\n\n'
        '# Keep it short.\nmsgid "Skip"\nmsgstr "Passer"\n\n'
        'msgid "Gone for good"\nmsgstr "Parti"\n'
    )
    folder = write(
        tmp_path / "content",
        {"labels.toml": 'a = "Skip"\nb = "Tell me what you bake"\nc = "New"', "locales/fr.po": FRENCH + before},
    )
    text, _ = update(folder, "fr")

    assert text.partition("\n\n")[2] == (
        "# Keep it short.\n"
        "#: content/labels.toml:1\n"
        'msgid "Skip"\n'
        'msgstr "Passer"\n'
        "\n"
        "#: content/labels.toml:2\n"
        "#, fuzzy\n"
        '#| msgid "Tell me what you make"\n'
        'msgid "Tell me what you bake"\n'
        'msgstr "Dites-moi ce que vous faites"\n'
        "\n"
        "#: content/labels.toml:3\n"
        'msgid "New"\n'
        'msgstr ""\n'
        "\n"
    )


def test_what_changed_is_still_known_after_another_run(tmp_path):
    long = "Tell me, whenever you like and in as many words as you need, what you make and what you would love to make"
    po = f'{FRENCH}msgid "{long}"\nmsgstr "Dites"\n\nmsgid "%(n)s bun"\nmsgid_plural "%(n)s buns"\n'
    po += 'msgstr[0] "%(n)s brioche"\nmsgstr[1] "%(n)s brioches"\n'
    changed = f'a = "{long}!"\nb = ["%(n)s big bun", "%(n)s big buns"]'
    folder = write(tmp_path / "content", {"labels.toml": changed, "locales/fr.po": po})
    main([str(folder)])
    first = (folder / "locales" / "fr.po").read_text(encoding="utf-8")
    main([str(folder)])

    assert (folder / "locales" / "fr.po").read_text(encoding="utf-8") == first
    assert [message.previous_id for message in update(folder, "fr")[1] if message.id] == [
        [long],
        ["%(n)s bun", "%(n)s buns"],
    ]


def test_a_sentence_like_one_still_in_use_is_not_taken_for_it(tmp_path):
    po = FRENCH + 'msgid "Show more bread"\nmsgstr "Plus de pain"\n'
    folder = write(tmp_path, {"labels.toml": 'a = "Show more bread"\nb = "Show more breads"', "locales/fr.po": po})

    assert "fuzzy" not in update(folder, "fr")[0]


def test_running_twice_changes_nothing(tmp_path, capsys):
    folder = write(tmp_path, FILES)

    assert main([str(folder), "--new", "fr"]) == 0
    first = (folder / "locales" / "fr.po").read_text(encoding="utf-8")
    assert main([str(folder), "--check"]) == 0
    assert (folder / "locales" / "fr.po").read_text(encoding="utf-8") == first
    assert capsys.readouterr().out.splitlines() == [
        f"{folder}/locales/fr.po: 13 sentences, 13 to translate, 0 to look at, changed",
        f"{folder}/locales/fr.po: 13 sentences, 13 to translate, 0 to look at",
    ]


def test_a_check_changes_nothing_and_says_so(tmp_path):
    folder = write(tmp_path, {"labels.toml": 'a = "Skip"', "locales/fr.po": FRENCH})

    assert main([str(folder), "--check"]) == 1
    assert (folder / "locales" / "fr.po").read_text(encoding="utf-8") == FRENCH


def test_a_broken_file_is_one_sentence_and_no_traceback(tmp_path, capsys):
    folder = write(tmp_path, {"labels.toml": "a = ", "locales/fr.po": FRENCH})

    assert main([str(folder)]) == 1
    assert capsys.readouterr().err == f"{folder}/labels.toml, line 1: not valid TOML: Invalid value.\n"


def test_our_own_files_are_in_step():
    for language in ("fr", "es"):
        file = Path("content/locales") / f"{language}.po"
        assert update(Path("content"), language)[0] == file.read_text(encoding="utf-8"), (
            "run python -m content.extraction"
        )
