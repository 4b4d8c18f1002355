"""All phrases of one language and what they mean, found in a text in one pass: a phrase before its words.

Pure. Words come as stems; articles inside a phrase change nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

WORD, PHRASE = 0.7, 1.0  # how surely one word, or several together, mean what they mean
INSIDE = 0.6  # what a word counts inside a phrase of another list: "food" in "food truck"
INSIDE_NAMED = 0.3  # ... of a list that names a thing by itself: "wheelchair" in "wheelchair access" is nothing made
NAMING = frozenset({"features", "attributes", "languages"})
UNFURNISHED = ("trades:", "needs:", "features:")  # what a furnishing says nothing about: a stall has tables

Phrase = tuple[str, ...]
Meanings = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]  # by list: concepts, and how surely
Said = tuple[int, int, str, float]  # from which word to before which, the concept, how surely


class Phrases:
    """Built once; a text of a hundred words takes some twenty microseconds."""

    def __init__(
        self,
        phrases: Mapping[Phrase, Mapping[str, set[str]]],
        articles: frozenset[str],
        furnishings: frozenset[str] = frozenset(),
    ) -> None:
        """`phrases`: the ids by list that each phrase means. `furnishings` mean little in a text of the town's."""
        self.articles, self._furnishings = articles, furnishings
        self._words: dict[str, Meanings] = {}
        self._alone: dict[str, tuple[tuple[str, float], ...]] = {}  # the same, whatever list they are in
        self._by_two: dict[tuple[str, str], list[tuple[Phrase, Meanings, float]]] = defaultdict(list)
        for phrase, lists in sorted(phrases.items(), key=lambda one: -len(one[0])):
            meanings = _meanings(lists, WORD if len(phrase) == 1 else PHRASE)
            if len(phrase) == 1:
                self._words[phrase[0]] = meanings
                silent = UNFURNISHED if phrase[0] in furnishings else ()
                self._alone[phrase[0]] = _whatever_list(meanings, silent)
            else:
                share = INSIDE_NAMED if NAMING & lists.keys() else INSIDE
                self._by_two[phrase[0], phrase[1]].append((phrase, meanings, share))

    def concepts(self, stems: Phrase) -> dict[str, float]:
        """What is said at all, each concept as surely as where it is said best.

        Only words inside a phrase have to be looked at in their order; the others mean what they mean anywhere.
        """
        bare = tuple([one for one in stems if one not in self.articles])
        within = self._within(bare)
        alone = {one for one, is_within in zip(bare, within, strict=True) if not is_within}
        surest: dict[str, float] = {}
        for word in self._alone.keys() & alone:
            for concept, surely in self._alone[word]:
                if surest.get(concept, 0.0) < surely:
                    surest[concept] = surely
        for start, end in _runs(within):
            for at, until, concept, surely in self.said(bare[start:end]):
                if until - at == 1 and bare[start + at] in self._furnishings and concept.startswith(UNFURNISHED):
                    continue
                if surest.get(concept, 0.0) < surely:
                    surest[concept] = surely
        return surest

    def _within(self, bare: Phrase) -> bytearray:
        """A one for every word that stands inside a phrase."""
        within, by_two = bytearray(len(bare)), self._by_two
        for start, pair in enumerate(pairwise(bare)):
            if pair in by_two:
                for phrase, _, _ in by_two[pair]:
                    if bare[start : start + len(phrase)] == phrase:
                        within[start : start + len(phrase)] = b"\1" * len(phrase)
        return within

    def said(self, stems: Phrase) -> Iterator[Said]:
        """What is said where. In one list a word belongs to one phrase, the longest."""
        places = [place for place, one in enumerate(stems) if one not in self.articles]
        bare = tuple([stems[place] for place in places])
        words, by_two = self._words, self._by_two
        taken: dict[str, int] = {}
        phrase_end, share = 0, 1.0
        for start, pair in enumerate(pairwise((*bare, ""))):
            for phrase, meanings, inside in by_two.get(pair, ()):
                end = start + len(phrase)
                if bare[start:end] == phrase:
                    yield from _free(meanings, taken, start, end, places, 1.0)
                    phrase_end, share = max(phrase_end, end), inside
            if alone := words.get(pair[0]):
                weight = share if start < phrase_end else 1.0
                yield from _free(alone, taken, start, start + 1, places, weight)


def _runs(within: bytearray) -> Iterator[tuple[int, int]]:
    """From where to where phrases stand."""
    start = within.find(1)
    while start >= 0:
        end = within.find(0, start)
        yield start, end if end >= 0 else len(within)
        start = within.find(1, end) if end >= 0 else -1


def _free(
    meanings: Meanings, taken: dict[str, int], start: int, end: int, places: list[int], weight: float
) -> Iterator[Said]:
    """The meanings in lists in which no longer phrase holds these words already."""
    for list_name, concepts in meanings:
        if taken.get(list_name, 0) <= start:
            taken[list_name] = end
            for concept, surely in concepts:
                yield places[start], places[end - 1] + 1, concept, surely * weight


def _meanings(lists: Mapping[str, set[str]], surely: float) -> Meanings:
    """What could be several things of one list counts less for each."""
    return _shared(tuple((list_name, tuple(sorted(ids))) for list_name, ids in lists.items()), surely)


@cache
def _shared(lists: tuple[tuple[str, tuple[str, ...]], ...], surely: float) -> Meanings:
    """The same object for the same meanings: twenty thousand phrases have some hundreds of them."""
    return tuple(
        (list_name, tuple((f"{list_name}:{id_}", surely / len(ids) ** 0.5) for id_ in ids)) for list_name, ids in lists
    )


@cache
def _whatever_list(meanings: Meanings, silent: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    return tuple(one for _, concepts in meanings for one in concepts if not one[0].startswith(silent))
