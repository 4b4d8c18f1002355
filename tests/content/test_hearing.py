"""What a message says: concepts in any language, what is not wanted, and what is to be done about it."""

from pathlib import Path

import pytest

from content.deciding import Deciding
from content.hearing import Hearing
from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from models.resources.words import Read

SAMPLE = Path("content/towns/sample")


@pytest.fixture(scope="module")
def vocabulary():
    town = read_town(SAMPLE)
    return Vocabulary.of(town, Texts.of(town))


@pytest.fixture(scope="module")
def hearing(vocabulary):
    return Hearing(vocabulary, ("en", "fr", "es"))


@pytest.fixture(scope="module")
def decided(vocabulary, hearing):
    deciding = Deciding(vocabulary)
    return lambda text, language="en": deciding.decide(hearing.hear(text, language), named=False).action


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "somewhere to bake bread, a kitchen by the hour"),
        ("fr", "un endroit pour faire du pain, une cuisine à l'heure"),
        ("es", "un lugar para hacer pan, una cocina por horas"),
    ],
)
def test_the_same_wish_is_the_same_in_every_language(hearing, language, text):
    heard = hearing.hear(text, "en")
    assert heard.language == language
    assert {"needs:workspace", "trades:food"} <= heard.wish.concepts.keys()


def test_a_phrase_is_heard_before_its_words(hearing):
    heard = hearing.hear("learn to sew", "en").wish.concepts
    assert heard["needs:skill"] > 2 * heard["trades:textiles"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("a grant, not a loan", "en"), ("une subvention, pas de prêt", "fr"), ("una subvención, sin préstamo", "es")],
)
def test_what_is_not_wanted_is_heard_as_that(hearing, text, language):
    wish = hearing.hear(text, language).wish
    assert "costs:loan" in wish.unwanted
    assert "needs:grant" in wish.concepts


@pytest.mark.parametrize(
    ("text", "language"),
    [("I don't have a kitchen", "en"), ("je n'ai pas de cuisine", "fr"), ("no tengo cocina", "es")],
)
def test_what_is_lacked_is_wanted(hearing, text, language):
    assert "needs:workspace" in hearing.hear(text, language).wish.concepts


def test_a_course_in_spanish_is_no_language_course(hearing):
    heard = hearing.hear("un curso en español para empezar mi negocio", "es").wish
    assert heard.ids("needs")[0] == "training_business"


def test_the_telephones_language_is_only_a_guess(hearing):
    assert hearing.hear("je cherche un atelier pour travailler le bois", "en").language == "fr"
    assert hearing.hear("ok", "es").language == "es"


def test_the_towns_own_texts_are_read_as_they_stand(hearing):
    read = hearing.read("A kiln room for potters", "en")
    assert isinstance(read, Read)
    assert "features:kiln" in read.concepts
    assert hearing.read("", "en") == Read((), {})
    assert hearing.read("Une salle de four à céramique", None).concepts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Weekend tables under cover, $25 a day, and a desk for your laptop."),
        ("fr", "Des tables sous la halle le week-end et un bureau pour votre ordinateur."),
        ("es", "Mesas techadas los fines de semana y un escritorio para tu computadora."),
    ],
)
def test_the_furniture_of_a_place_is_not_what_is_made_there(hearing, language, text):
    assert not [one for one in hearing.read(text, language).concepts if one.startswith("trades:")]
    assert (
        "trades:wood"
        in hearing.hear({"en": "tables", "fr": "des tables", "es": "mesas"}[language], language).wish.concepts
    )


def test_a_phrase_does_not_run_over_the_end_of_a_sentence(hearing):
    within = hearing.read("Here stands a sewing machine for whoever wants one.", "en").concepts
    across = hearing.read("Ask us about sewing. Machine repairs are done next door.", "en").concepts
    assert within["features:sewing_machines"] == 1.0
    assert "features:sewing_machines" not in across


@pytest.mark.parametrize(
    "text",
    [
        "I was evicted from my workshop and sleep there",
        "mon mari me frappe",
        "me llegó una carta de inmigración",
        "a debt collector calls me every day and I bake cakes",
    ],
)
def test_somebody_in_difficulty_is_for_a_person(decided, text):
    assert decided(text) == "handoff"


@pytest.mark.parametrize(
    "text",
    [
        "I want to sell knives",
        "my oven died",
        "I need a loan to pay suppliers",
        "killer hot sauce",
        "je vends des couteaux",
    ],
)
def test_what_only_sounds_bad_is_answered(decided, text):
    assert decided(text) == "answer"


@pytest.mark.parametrize("text", ["i need help", "money", "bonjour", "no sé qué hacer", "👋"])
def test_too_little_is_asked_back(decided, text):
    assert decided(text) == "clarify"


@pytest.mark.parametrize("text", ["what is the weather tomorrow", "fais mes devoirs de maths"])
def test_what_lies_outside_is_declined(decided, text):
    assert decided(text) == "decline"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("looking for a dog sitter this weekend", "en"),
        ("my sink is leaking, can someone come tomorrow", "en"),
        ("ma voiture ne démarre plus, un garage ouvert ce week-end ?", "fr"),
        ("je cherche un trois pièces à louer pour ma famille", "fr"),
        ("busco depa en renta para mi familia", "es"),
        ("mi carro no arranca, un taller por aquí", "es"),
        ("can somebody babysit saturday night", "en"),
        ("dónde compro llantas baratas", "es"),
        ("ma télé est cassée", "fr"),
    ],
)
def test_an_errand_is_declined_whatever_its_day_and_its_place(decided, text, language):
    assert decided(text, language) == "decline"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("anything happening this weekend", "en"),
        ("un garage pour travailler le bois", "fr"),
        ("busco depa y también un taller para coser", "es"),
        ("I left my job as a cook and make sauces", "en"),
    ],
)
def test_who_asks_for_a_day_or_a_place_is_answered(decided, text, language):
    assert decided(text, language) == "answer"


@pytest.mark.parametrize(
    ("text", "language"),
    [("where could I smoke fish", "en"), ("où puis-je souder", "fr"), ("busco dónde hornear pan", "es")],
)
def test_where_to_do_something_asks_for_a_place(hearing, text, language):
    assert "needs:workspace" in hearing.hear(text, language).wish.concepts


def test_work_comes_before_the_sale(hearing):
    heard = hearing.hear("where can I bake bread to sell", "en").wish.concepts
    alone = hearing.hear("where can I sell my bread", "en").wish.concepts
    assert heard["needs:sell_local"] < alone["needs:sell_local"]


@pytest.mark.parametrize("text", ["recipe for pancakes please", "une recette de crêpes svp", "receta para flan"])
def test_who_wants_to_eat_or_buy_something_makes_nothing(decided, text):
    assert decided(text) == "decline"


@pytest.mark.parametrize(
    "text",
    [
        "I want to sell my grandmother's recipe for jam",
        "j'ai une recette de sauce piquante",
        "tengo una receta de salsa",
        "I am a plumber and want to start a business",
        "sell cakes with home delivery",
    ],
)
def test_who_makes_something_of_it_is_answered(decided, text):
    assert decided(text) == "answer"


def test_what_is_to_be_done_counts_before_what_she_makes(hearing):
    heard = hearing.hear("what should I charge for my candles", "en").wish
    assert heard.concepts["topics:pricing"] > 1.5 * heard.concepts["topics:candles"]
    assert heard.belongs == {"topics:pricing": "training_business"}


@pytest.mark.parametrize(
    ("language", "text"), [("en", "need $ 4 new sewin machine"), ("fr", "g pas de $"), ("es", "ayuda $$")]
)
def test_a_sign_without_a_sum_is_money(hearing, language, text):
    assert "needs:money_small" in hearing.hear(text, language).wish.concepts


def test_home_is_a_kitchen_only_to_who_cooks(hearing):
    assert "topics:home_kitchen" not in hearing.hear("trabajo sola en mi casa", "es").wish.concepts
    assert "topics:home_kitchen" in hearing.hear("hago pan en mi casa", "es").wish.concepts


def test_where_to_begin_is_said_by_the_way_beside_what_to_begin_with(hearing):
    heard = hearing.hear("sell on the internet, I don't know where to start", "en").wish.concepts
    assert heard["topics:online_shop"] > 1.5 * heard["topics:beginning"]


def test_who_says_no_more_than_a_kind_needs_what_it_is_for(hearing):
    assert {"needs:workspace", "needs:storefront"} <= hearing.hear("i need a place", "en").wish.concepts.keys()


def test_who_sells_food_needs_a_paper_for_it_and_need_not_say_so(hearing):
    assert "needs:permits_home_food" in hearing.hear("hago tamales y quiero vender", "es").wish.concepts
    assert "needs:permits_home_food" not in hearing.hear("I want to sell my chairs", "en").wish.concepts
