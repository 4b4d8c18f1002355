"""What things say of themselves: words, concepts, and what their files leave out."""

from dataclasses import replace

import pytest

from models.resources import tallying
from models.resources.deriving import derived
from models.resources.facts import Fact
from models.resources.tallying import Sought, best
from models.resources.weights import DERIVED
from models.resources.words import Index, Read, told_by

KNOWN = {
    "kiln": {"features:kiln": 0.7},
    "kitchen": {"needs:workspace": 0.7, "trades:food": 0.7},
    "grant": {"needs:grant": 0.7},
    "co-op": {"needs:legal": 1.0},
    "stalls": {"needs:sell_local": 0.7},
    "bread": {"topics:bread": 0.7},
    "big": {"needs:money_large": 0.7},
}


def read(text, _language):
    words = tuple(text.casefold().split())
    return Read(words, {concept: surely for word in words for concept, surely in KNOWN.get(word, {}).items()})


def thing(id_, name, description="", **more):
    texts = {"description": description} if description else {}
    return Fact(**{"id": id_, "kind": "training", "name": name, "texts": texts, **more})


def indexed(*facts):
    return Index([(fact, told_by(fact, read)) for fact in facts])


def test_a_name_says_more_than_a_description():
    concepts = dict(told_by(thing("a", "Kiln", "a grant"), read).concepts.items())
    assert concepts["features:kiln"] > concepts["needs:grant"] > 0


def test_what_the_file_states_is_surest():
    index = indexed(thing("a", "Kiln", features=frozenset({"kiln"})))
    assert list(index.holding("features:kiln")) == [(0, 1.0)]
    assert index.holds("features:kiln", 0)
    assert not index.holds("features:gas", 0)


def test_the_rare_is_rarer_than_the_common():
    index = indexed(thing("a", "Kiln kitchen"), thing("b", "Kitchen"), thing("c", "Kitchen"))
    assert index.rarity("features:kiln") > index.rarity("needs:workspace")


def test_words_weigh_by_place_and_rarity():
    index = indexed(thing("a", "old kiln"), thing("b", "old", "kiln"), thing("c", "old"))
    sought = Sought([], [], index.rows_of(["kiln"]), frozenset())
    scores = dict(best(sought, index.lengths, index.usual, 3))
    assert scores[0] > scores[1] > 0
    assert 2 not in scores


def test_what_a_file_leaves_out_its_words_tell():
    fact = thing("a", "The kitchen", kind="space", needs=frozenset({"workspace"}))
    told = derived(fact, told_by(fact, read))
    assert (told.needs, told.trades, told.derived) == (fact.needs, frozenset({"food"}), frozenset({"trades:food"}))


def test_what_its_file_names_is_left_alone():
    fact = thing("a", "Kitchen grant", needs=frozenset({"skill"}), about="skill", trades=frozenset({"wood"}))
    assert derived(fact, told_by(fact, read)) is fact


def test_money_is_for_what_its_words_say_and_a_loan_for_its_size():
    grant = thing("a", "A grant", kind="incentive", cost="grant")
    assert derived(grant, told_by(grant, read)).needs == {"grant"}
    small = replace(grant, name="Loan", cost="loan", amount_max=200_000)
    assert derived(small, told_by(small, read)).needs == {"money_small"}


def test_a_rooms_words_tell_what_it_has_and_that_tells_whose_it_is():
    shed = thing("a", "Kiln shed", kind="space", needs=frozenset({"workspace"}))
    told = derived(shed, told_by(shed, read))
    assert (told.features, told.trades) == (frozenset({"kiln"}), frozenset({"ceramics"}))
    assert told.derived == {"features:kiln", "trades:ceramics"}
    taught = thing("a", "Kiln course")
    assert derived(taught, told_by(taught, read)).features == frozenset()


def test_a_room_of_a_cooperative_gives_no_advice_on_the_law():
    room = thing("a", "Shed co-op", kind="space", needs=frozenset({"workspace"}))
    assert derived(room, told_by(room, read)) is room


def test_a_place_to_sell_is_none_to_work_in():
    market = thing("a", "Stalls", kind="space", needs=frozenset({"workspace"}))
    assert derived(market, told_by(market, read)).needs == {"sell_local"}


def test_what_its_words_speak_of_is_kept():
    baker = thing("a", "Bread", kind="peer", needs=frozenset({"peers"}))
    assert derived(baker, told_by(baker, read)).topics == {"bread"}


def test_a_loans_sums_tell_its_size_and_no_word_does():
    loan = thing("a", "A big loan", kind="incentive", cost="loan", amount_max=200_000)
    assert derived(loan, told_by(loan, read)).needs == {"money_small"}


def test_what_a_thing_is_thought_to_be_for_is_found_though_no_word_says_it():
    loan = thing("a", "A loan", kind="incentive", cost="loan", amount_max=200_000)
    told = told_by(loan, read)
    ((place, surely),) = Index([(derived(loan, told), told)]).holding("needs:money_small")
    assert (place, surely) == (0, pytest.approx(DERIVED))


def test_a_large_towns_sum_is_a_small_ones(monkeypatch):
    index = indexed(thing("a", "Kiln kitchen"), thing("b", "Kitchen", "a kiln"), thing("c", "A grant"), thing("d", "x"))
    sought = Sought(
        [(0.5, [(1.0, index.holding("features:kiln")), (0.4, index.holding("needs:grant"))]), (0.3, [(1.0, index.holding("needs:workspace"))])],
        [(0.2, index.holding("trades:food"))],
        index.rows_of(["kiln", "grant"]),
        frozenset({3}),
    )  # fmt: skip
    small = best(sought, index.lengths, index.usual, 3)
    monkeypatch.setattr(tallying, "LARGE", 1)
    large = best(sought, index.lengths, index.usual, 3)
    assert [place for place, _ in small] == [place for place, _ in large]
    assert [score for _, score in large] == pytest.approx([score for _, score in small], abs=1e-5)
    assert small[0][0] == 3, "called by its name"
