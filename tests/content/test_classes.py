"""Product words drawn from the titles of national classifications: the things in them, without the office language."""

from pathlib import Path

import pytest

from content.classes import Rules, draw, kept, main, spelled, things, titles
from tests.content.folders import write

RULES = Rules(Path("content/classes.toml"))
REAL = Path("../shared/data/taxonomies")


@pytest.mark.parametrize(
    ("title", "language", "named"),
    [
        ("Curtain and Linen Mills", "en", ["curtain", "linen"]),
        ("Manufacture of veneer sheets and wood-based panels", "en", ["veneer sheets", "wood-based panels"]),
        (
            "Fabrication de biscuits, biscottes et pâtisseries de conservation",
            "fr",
            ["biscuits", "biscottes", "pâtisseries"],
        ),
        ("Fabrication d’huiles (hors exclusions) et autres produits", "fr", ["huiles"]),
        ("Elaboración de botanas", "es", ["botanas"]),
        ("Elaboración de dulces, excepto chocolate", "es", ["dulces"]),
        ("Reparación de calzado", "es", []),
    ],
)
def test_a_title_names_things(title, language, named):
    assert list(things(title, RULES.small("around", language), RULES.small("instead", language))) == named


@pytest.mark.parametrize(
    ("standard", "code", "trade"),
    [
        ("naics", "311811", "food"),
        ("scian", "32561", "body_care"),
        ("nacebel", "1411001", "leather"),
        ("isic", "9999", ""),
    ],
)
def test_the_longest_beginning_of_a_code_says_the_trade(standard, code, trade):
    assert RULES.trade(standard, code) == trade


def test_what_is_known_claimed_twice_or_an_everyday_word_is_not_kept():
    found = {
        "food": {spelled(said): said for said in ("jam", "boxes", "rusks", "other")},
        "print": {spelled(said): said for said in ("boxes", "paper cups")},
    }

    assert kept(found, frozenset({spelled("jams")}), frozenset({"other"})) == {
        "food": ["rusks"],
        "print": ["paper cups"],
    }


def test_the_codes_of_a_file_are_read_without_dots(tmp_path):
    write(tmp_path, {"naf2.fr.csv": 'standard,lang,code,level,title\nNAF2,fr,10.71Z,subclass,"Pain, gâteaux"\n'})

    assert list(titles(tmp_path / "naf2.fr.csv")) == [("1071", "Pain, gâteaux")]


def test_the_command_asks_for_a_folder(capsys):
    assert main([]) == 2
    assert "Say the folder" in capsys.readouterr().err


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the classifications are not beside the project (../shared/data/taxonomies)"
)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_drawing_again_changes_nothing(language):
    file = Path(f"content/vocabulary/products/{language}.classes.toml")

    assert draw(REAL, language) == file.read_text(encoding="utf-8")
