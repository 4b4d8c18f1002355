"""A wish in a few letters, so that a button can carry it: what she wrote itself is kept nowhere.

The most wanted concepts, the two rarest words the town's things know, or the one thing that was called by its name.
"""

from collections.abc import Iterator

from content.hearing import LIST_WEIGHTS, Hearing
from content.vocabulary import Vocabulary
from models.resources.facts import Catalogue, handle
from models.resources.words import Index, Wish, tag

MOST_CONCEPTS, MOST_WORDS = 6, 2
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NAMED, DENIED = "!", "*"
SHOWN = frozenset({"needs", "trades", "topics", "features"})  # lists that stand in a title
FAINT = 0.25  # of the most wanted: what was only brushed is not carried
FADES = 0.9  # what each counts beside the one before it
TAG = 4  # letters that stand for a word


class Shorthand:
    """Writes wishes for the buttons of one town, and reads them again."""

    def __init__(self, hearing: Hearing, vocabulary: Vocabulary) -> None:
        self._hearing = hearing
        lists = sorted(name for name in vocabulary.lists if LIST_WEIGHTS.get(name))
        self._concepts = [f"{name}:{id_}" for name in lists for id_ in vocabulary.ids(name)][: len(LETTERS) ** 2]
        self._places = {concept: place for place, concept in enumerate(self._concepts)}

    def write(self, wish: Wish, catalogue: Catalogue) -> str:
        """Letters only; empty where the town has nothing to do with it."""
        index = catalogue.index or Index()
        wanted = sorted(wish.concepts, key=lambda one: -wish.concepts[one] * (0.35 + index.rarity(one)))
        faint = FAINT * max(wish.concepts.values(), default=0.0)
        clear = [one for one in wanted if wish.concepts[one] >= faint and one in self._places]
        concepts = [self._letters(one) for one in clear[:MOST_CONCEPTS]]
        denied = [DENIED + self._letters(one) for one in wish.unwanted if one in self._places][:1]
        kept = concepts[: MOST_CONCEPTS - 2 * len(denied)] + denied
        named = index.called(wish.said)
        if named:
            return "".join((*kept, NAMED, handle(named[0].id)))
        rarest = sorted({word for word in wish.words if index.knows(word)}, key=lambda word: (index.spread(word), word))
        words = "".join(map(tag, rarest[:MOST_WORDS]))
        return "".join(kept) + (f".{words}" if words else "")

    def read(self, code: str, catalogue: Catalogue, language: str) -> Wish | None:
        """The wish a button stands for; None for one we did not write."""
        letters, named, rest = code.partition(NAMED) if NAMED in code else code.partition(".")
        concepts: dict[str, float] = {}
        unwanted: dict[str, float] = {}
        for place, is_denied in _pairs(letters):
            if not 0 <= place < len(self._concepts):
                return None
            concept = self._concepts[place]
            weight = LIST_WEIGHTS[concept.partition(":")[0]] * FADES ** len(concepts)
            (unwanted if is_denied else concepts)[concept] = weight
        said, words = self._named(rest, catalogue) if named == NAMED else ((), _words(rest, catalogue))
        if not (concepts or said or words):
            return None
        return Wish(concepts, words, said, unwanted, language, belongs=self._hearing.belongs(concepts))

    def _letters(self, concept: str) -> str:
        high, low = divmod(self._places[concept], len(LETTERS))
        return LETTERS[high] + LETTERS[low]

    def _named(self, rest: str, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
        fact = catalogue.by_handle(rest)
        words = self._hearing.read(fact.name, fact.language).words if fact else ()
        return words, words


def _pairs(letters: str) -> Iterator[tuple[int, bool]]:
    """Two letters a concept; -1 for what stands for none."""
    place, is_denied = 0, False
    while place < len(letters):
        if letters[place] == DENIED:
            place, is_denied = place + 1, True
            continue
        pair = letters[place : place + 2]
        known = len(pair) == 2 and all(letter in LETTERS for letter in pair)
        yield (LETTERS.index(pair[0]) * len(LETTERS) + LETTERS.index(pair[1]) if known else -1), is_denied
        place, is_denied = place + 2, False


def _words(rest: str, catalogue: Catalogue) -> tuple[str, ...]:
    index = catalogue.index or Index()
    tags = [rest[place : place + TAG] for place in range(0, len(rest), TAG)]
    return tuple(word for one in tags[:MOST_WORDS] if (word := index.tagged(one)))


def labels(wish: Wish, vocabulary: Vocabulary, language: str, most: int) -> list[str]:
    """What was understood, in the reader's words, the most wanted first; what has a name needs no trade beside it."""
    named = [one.partition(":")[::2] for one in sorted(wish.concepts, key=lambda one: -wish.concepts[one])]
    shown = [(name, id_) for name, id_ in named if name in SHOWN]
    first = next((name for name, _ in shown if name in {"trades", "features"}), "")
    kept = [(name, id_) for name, id_ in shown if name != "trades" or first == "trades"]
    return [vocabulary.label(name, id_, language) for name, id_ in kept[:most]]
