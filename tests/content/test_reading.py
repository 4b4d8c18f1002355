"""How hard a text is to read: roughly, by each language's own formula."""

import pytest

from content.reading import level, syllables, too_hard

EASY = {
    "en": "Come in. We have bread. The oven is warm. You can sit here. Tell us what you make, and we show you more.",
    "fr": "Entrez. Il y a du pain. Le four est chaud. Vous pouvez vous asseoir ici. Dites ce que vous faites.",
    "es": "Pasa. Hay pan. El horno está listo. Te puedes sentar aquí. Dinos qué haces y te mostramos más cosas.",
}
HARD = {
    "en": "Institutional beneficiaries demonstrating extraordinary entrepreneurial capabilities may subsequently obtain"
    " supplementary administrative accompaniment, notwithstanding considerable organisational responsibilities.",
    "fr": "Les bénéficiaires institutionnels démontrant d'extraordinaires capacités entrepreneuriales pourront"
    " ultérieurement bénéficier d'accompagnements administratifs complémentaires, nonobstant les obligations.",
    "es": "Los beneficiarios institucionales que demuestren extraordinarias capacidades empresariales podrán obtener"
    " posteriormente acompañamiento administrativo complementario, considerando responsabilidades organizacionales.",
}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_short_words_and_sentences_read_well(language):
    assert too_hard(EASY[language], language) is None
    assert "hard to read" in too_hard(f"{HARD[language]} {HARD[language]}", language)


def test_too_few_words_tell_nothing():
    assert level("Telecommunications administration.", "en") is None


def test_a_language_without_a_formula_is_not_judged():
    assert level(HARD["en"], "pt") is None


def test_tags_and_values_are_not_read():
    assert level(f"<b>{EASY['en']}</b> %(programme)s", "en") == level(EASY["en"], "en")


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("table", "en", 2), ("make", "en", 1), ("reading", "en", 2), ("business", "en", 3),
        ("maison", "fr", 2), ("boulangerie", "fr", 4), ("parlent", "fr", 1), ("tables", "fr", 1),
        ("negocio", "es", 3), ("ciudad", "es", 2), ("trabajo", "es", 3), ("panaderia", "es", 4),
    ],
)  # fmt: skip
def test_syllables_are_about_right(word, language, count):
    assert syllables(word, language) == count
