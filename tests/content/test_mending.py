"""How people write: telephone spellings, spelling by ear, slips of the finger; and what is left alone."""

import pytest

from content.mending import Mending, by_ear, read_short_spellings, squeezed
from content.spelling import words
from content.texts import HERE

SPELLINGS = {
    "en": frozenset({"kitchen", "license", "food", "truck", "bakery", "grant"}),
    "fr": frozenset({"cuisine", "boulangerie", "chaussure", "coudre"}),
    "es": frozenset({"cocina", "hornear", "velas", "zapatos"}),
}


@pytest.fixture(scope="module")
def mending():
    return Mending(SPELLINGS, read_short_spellings(HERE / "short_spellings.toml"))


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("kitchin", "en", "kitchen"),
        ("lisense", "en", "license"),
        ("grnat", "en", "grant"),
        ("kuizine", "fr", "cuisine"),
        ("boulanjerie", "fr", "boulangerie"),
        ("chossure", "fr", "chaussure"),
        ("kosina", "es", "cocina"),
        ("belas", "es", "velas"),
        ("sapatos", "es", "zapatos"),
        ("horneando", "es", "hornear"),
    ],
)
def test_a_word_is_mended_where_it_is_clear(mending, written, language, meant):
    assert mending.mended(written, language) == (meant,)


@pytest.fixture
def of_a_town():
    spellings = {"en": frozenset({"leather", "letter", "sewing"}), "es": frozenset({"taller", "lugar", "tienda"})}
    return Mending(spellings, {})


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("lether", "en", "leather"),  # as near to letter, but those are other consonants
        ("sewin", "en", "sewing"),
        ("tallercito", "es", "taller"),
        ("lugarsito", "es", "lugar"),
        ("tiendita", "es", "tienda"),
    ],
)
def test_what_was_left_out_or_made_small_is_understood(of_a_town, written, language, meant):
    assert of_a_town.mended(written, language) == (meant,)


def test_two_words_written_as_one_come_apart(mending):
    assert mending.mended("foodtruck", "en") == ("food", "truck")


@pytest.mark.parametrize("word", ["plugh", "1234567", "xylophone", "gra"])
def test_what_is_not_clear_is_left_alone(mending, word):
    assert mending.mended(word, "en") == (word,)


def test_telephone_spellings_are_written_out(mending):
    assert mending.written_out(words("kiero vndr xq nesesito"), "es", lambda _: False) == (
        "quiero", "vndr", "por", "que", "necesito",
    )  # fmt: skip


def test_a_word_of_the_language_is_no_telephone_spelling(mending):
    assert mending.written_out(("pro",), "fr", lambda word: word == "pro") == ("pro",)


def test_letters_said_three_times_are_feeling():
    assert squeezed("heeeelp, pleaaase 1000") == "help, please 1000"


def test_two_spellings_of_one_sound_sound_alike():
    assert by_ear("cocina", "es") == by_ear("kosina", "es")
    assert by_ear("anything", "xx") == ""
