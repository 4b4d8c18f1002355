"""What people type is understood: in their words, in three languages, with mistakes; and nothing is guessed."""

from pathlib import Path

import pytest

from content.recognition import Recogniser, Term, amount
from content.texts import Texts
from content.vocabulary import Vocabulary

COMMON = Path("content")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))


TRADES = [
    # plain words and sentences
    ("bread", "en", ["food"]),
    ("I bake sourdough and sell it at the market", "en", ["food"]),
    ("des tricots en laine", "fr", ["textiles"]),
    ("Je fabrique de la sauce piquante", "fr", ["food"]),
    ("confitures et chutneys", "fr", ["food"]),
    ("hago tamales y salsas", "es", ["food"]),
    ("tejido a mano", "es", ["textiles"]),
    ("muebles de madera", "es", ["wood"]),
    ("torréfaction", "fr", ["drink"]),
    ("soap and candles", "en", ["body_care"]),
    ("LAMPES IMPRIMÉES EN 3D", "fr", ["electronics_3d"]),
    # the phone says another language than the fingers
    ("cervecería", "en", ["drink"]),
    ("je fais du pain", "en", ["food"]),
    ("crochet", "es", ["textiles"]),
    ("bijoux", "es", ["jewelry"]),
    # labels and ids win over everything
    ("Food", "fr", ["food"]),
    ("Bois", "en", ["wood"]),
    ("body care", "en", ["body_care"]),
    ("Sewing and textiles", "es", ["textiles"]),
    # accents, ligatures, apostrophes, plurals
    ("cafe", "fr", ["drink"]),
    ("gateaux", "fr", ["food"]),
    ("boucles d’oreilles", "fr", ["jewelry"]),
    ("cœur de bœuf en métal", "fr", ["metal"]),
    ("PASTELES", "es", ["food"]),
    ("jabon de leche", "es", ["body_care"]),
    # phrases before words
    ("wine label printing", "en", ["print"]),
    ("étiquettes de vin", "fr", ["print"]),
    ("etiquetas de cerveza", "es", ["print"]),
    ("leather dog collars", "en", ["leather"]),
    ("wooden toys", "en", ["wood"]),
    ("printed mugs", "en", ["print"]),
    ("pain relief balm", "en", ["body_care"]),
    ("colliers de chien en cuir", "fr", ["leather"]),
    ("wedding cakes", "en", ["food"]),
    ("robe de mariée", "fr", ["textiles"]),
    # two things are two things
    ("I bake bread and sell jewelry", "en", ["food", "jewelry"]),
    ("bijoux en cuir", "fr", ["jewelry", "leather"]),
    # small words of a sentence are no things: te is not tea, son no sound, una no nail, j'habite no clothes
    ("te hago una mesa", "es", ["wood"]),
    ("il vend son pain", "fr", ["food"]),
    ("J'habite au centre et je fais du pain", "fr", ["food"]),
    # typing mistakes
    ("bestidos", "es", ["textiles"]),
    ("seramica", "es", ["ceramics"]),
    ("choclate", "en", ["food"]),
    ("jewlery", "en", ["jewelry"]),
    ("coffe rosting", "en", ["drink"]),
    ("handmade potery", "en", ["ceramics"]),
    ("cerveza artesanl", "es", ["drink"]),
    ("mermelda", "es", ["food"]),
    ("boujies", "fr", ["body_care"]),
    ("charcuteire", "fr", ["food"]),
    # false friends and things no list knows
    ("pain", "fr", ["food"]),
    ("I am in pain", "en", []),
    ("one in four people", "en", []),
    ("banking", "en", []),
    ("wedding", "en", []),
    ("better conditions", "en", []),
    ("les cheveux", "fr", []),
    ("estado", "es", []),
    ("I am looking for a job", "en", []),
    ("asdf", "en", []),
    ("?!", "en", []),
    ("", "fr", []),
]


@pytest.mark.parametrize(("typed", "language", "ids"), TRADES)
def test_what_is_made_is_understood(vocabulary, typed, language, ids):
    assert vocabulary.recognise("trades", typed, language) == ids


@pytest.mark.parametrize(
    ("typed", "language", "ids"),
    [
        ("my garage is too small", "en", ["workspace"]),
        ("kitchen by the hour", "en", ["workspace"]),
        ("un atelier", "fr", ["workspace"]),
        ("un local pour travailler", "fr", ["workspace"]),
        ("necesito un taller", "es", ["workspace"]),
        ("ouvrir une boutique", "fr", ["storefront"]),
        ("vendre sur internet", "fr", ["sell_online"]),
        ("I need a loan to buy a truck", "en", ["money_large"]),
        ("microcrédito", "es", ["money_small"]),
        ("une subvention", "fr", ["grant"]),
        ("cocino en mi casa y quiero vender", "es", ["permits_home_food"]),
        ("rencontrer d'autres artisans", "fr", ["peers"]),
        ("no hablo inglés", "es", ["language"]),
        ("a lawyer for my trademark", "en", ["legal"]),
        ("quelqu'un", "fr", []),
        ("hola", "es", []),
    ],
)
def test_what_is_needed_is_understood(vocabulary, typed, language, ids):
    assert vocabulary.recognise("needs", typed, language) == ids


def test_a_word_that_is_two_things_gives_both(vocabulary):
    assert vocabulary.recognise("processes", "café", "fr") == ["roast"]
    assert sorted(vocabulary.recognise("costs", "credit", "en")) == ["loan"]


def test_a_mistake_that_could_be_two_words_is_left_alone():
    recogniser = Recogniser([Term("pots", "planter", "en"), Term("tools", "planner", "en")], {})

    assert [recogniser.recognise(typed, "en") for typed in ("plander", "plannr")] == [[], ["tools"]]


def test_a_very_long_message_is_no_harm(vocabulary):
    assert vocabulary.recognise("trades", "bread " + "x" * 10_000 + " 🧵" * 5_000, "en") == ["food"]


@pytest.mark.parametrize(
    ("typed", "language", "chosen"),
    [
        ("je vends déjà", "fr", ["selling"]),
        ("idea", "es", ["idea"]),
        ("2", "en", ["starting"]),
        ("dos", "es", ["starting"]),
        ("four", "en", ["growing"]),
        ("5", "en", []),
        ("2 years ago", "en", []),
        ("1.5", "en", []),
        ("purple", "en", []),
    ],
)
def test_typed_instead_of_pressed(vocabulary, typed, language, chosen):
    assert vocabulary.recognise_among("stages", vocabulary.ids("stages"), typed, language) == chosen


def test_only_what_is_offered_can_be_chosen(vocabulary):
    assert vocabulary.recognise_among("trades", ["wood", "metal"], "bread", "en") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yes", "yes"), ("Oui !", "yes"), ("sí", "yes"), ("si", "yes"), ("d’accord", "yes"), ("claro que sí", "yes"),
        ("No.", "no"), ("non merci", "no"), ("nope", "no"), ("para nada", "no"),
        ("passer", "skip"), ("I don't know", "skip"), ("no sé", "skip"), ("je ne sais pas", "skip"),
        ("retour", "back"), ("atrás", "back"), ("go back", "back"),
        ("c'est tout", "done"), ("listo", "done"), ("recommencer", "start_over"), ("por qué", "why"),
        ("yes I bake bread", None), ("no sugar added", None), ("back pain", None), ("", None),
    ],
)  # fmt: skip
def test_a_button_that_was_typed(vocabulary, typed, meant):
    assert vocabulary.typed(typed) == meant
    assert vocabulary.yes_no(typed) == {"yes": True, "no": False}.get(meant)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3), ("three", 3), ("deux", 2), ("doce", 12), ("une", 1), ("we are four", 4), ("nous sommes deux", 2),
        ("1 200,50 €", 1200.5), ("1\u202f200", 1200), ("$25,000", 25000), ("25.000 pesos", 25000), ("25k", 25000),
        ("25 mil", 25000), ("about 300 dollars", 300), ("45 m2", 45), ("12.5", 12.5), ("0", 0),
        ("2-3", None), ("between 200 and 300", None), ("veinticinco mil", None), ("quatre-vingts", 80), ("many", None),
        ("", None), ("1" * 500, None),
    ],
)  # fmt: skip
def test_a_number_in_figures_or_in_words(vocabulary, typed, number):
    assert vocabulary.number(typed) == number


def test_an_amount_is_one_number_or_none():
    assert [amount("12"), amount("12 or 13"), amount("none")] == [12, None, None]
