"""All phrases of a language in one pass: where they stand, and, quicker, what is said at all."""

from random import Random

import pytest

from content.phrases import PHRASE, WORD, Phrases

WORDS = ("food", "truck", "wheel", "access", "the", "kiln", "shop", "space")
PHRASES = Phrases(
    {
        ("food",): {"trades": {"food"}},
        ("food", "truck"): {"topics": {"food_truck"}, "subtypes": {"mobile"}},
        ("truck", "shop"): {"needs": {"workspace", "storefront"}},
        ("wheel",): {"features": {"wheel"}, "topics": {"pottery"}},
        ("wheel", "access"): {"features": {"step_free"}},
        ("food", "truck", "space"): {"topics": {"pitch"}},
        ("kiln",): {"features": {"kiln"}},
        ("shop",): {"needs": {"storefront"}, "processes": {"sell"}},
        ("space",): {"needs": {"workspace"}},
    },
    frozenset({"the"}),
)


def surest(stems):
    found = {}
    for _, _, concept, surely in PHRASES.said(stems):
        found[concept] = max(surely, found.get(concept, 0.0))
    return found


def test_a_phrase_counts_before_its_words():
    assert PHRASES.concepts(("the", "food", "the", "truck")) == {
        "topics:food_truck": PHRASE,
        "subtypes:mobile": PHRASE,
        "trades:food": pytest.approx(0.6 * WORD),
    }


def test_a_furnishing_of_a_town_says_nothing_of_a_trade():
    meant = {("table",): {"trades": {"wood"}, "topics": {"furniture"}}, ("table", "saw"): {"features": {"saw"}}}
    quiet = Phrases(meant, frozenset(), frozenset({"table"}))
    assert quiet.concepts(("weekend", "table")) == {"topics:furniture": WORD}
    assert quiet.concepts(("table", "saw")).keys() == {"features:saw", "topics:furniture"}
    assert {concept for _, _, concept, _ in quiet.said(("table",))} == {"trades:wood", "topics:furniture"}, "hers do"


def test_what_is_said_at_all_is_the_surest_of_what_is_said_where():
    chance = Random(11)
    for _ in range(2_000):
        stems = tuple(chance.choices(WORDS, k=chance.randrange(12)))
        assert PHRASES.concepts(stems) == surest(stems), stems
