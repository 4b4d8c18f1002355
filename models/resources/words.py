"""What a town's things say of themselves, ready to be searched: their words, and what those words mean.

Pure, and of no language: whoever can read is handed in (`Reader`), and turns a text into bare words and concepts. A
concept is "list:id" of the vocabulary (`trades:food`, `needs:workspace`), the same whatever language it was said in.
"""

import base64
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from math import log
from typing import NamedTuple

from models.resources.facts import Fact, Facts
from models.resources.postings import NONE, Growing, Postings
from models.resources.rules import kept_for
from models.resources.weights import ALSO_FOR, DERIVED, MANY_TRADES, SAID_IN, STATED


@dataclass(frozen=True, slots=True)
class Read:
    """A text that was read: its words in a comparable form, and its concepts with how surely (0 to 1)."""

    words: tuple[str, ...] = ()
    concepts: Mapping[str, float] = field(default_factory=dict)


Reader = Callable[[str, str | None], Read]
NOBODY_READS: Reader = lambda _text, _language: Read()  # noqa: E731  (a default, for whoever needs no words)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for: concepts with their weight, words, the whole as it was said, what it must not be."""

    concepts: Mapping[str, float]
    words: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unwanted: Mapping[str, float] = field(default_factory=dict)
    language: str | None = None
    amount: float | None = None  # of money, in whole units of the town's currency
    age: int | None = None  # hers, where she says it
    belongs: Mapping[str, str] = field(default_factory=dict)  # a topic she speaks of, and the need it is part of

    def ids(self, list_name: str) -> tuple[str, ...]:
        """The ids of one list, the most wanted first."""
        prefix = f"{list_name}:"
        wanted = [concept for concept in self.concepts if concept.startswith(prefix)]
        return tuple(one.removeprefix(prefix) for one in sorted(wanted, key=lambda one: -self.concepts[one]))


class Weighed(NamedTuple):
    """Words or concepts with their weights, side by side: of a hundred thousand things, dicts would fill the memory."""

    keys: tuple[str, ...]
    weights: "array[float]"

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Weighed":
        return cls(tuple(weights), array("f", weights.values()))

    def items(self) -> Iterator[tuple[str, float]]:
        return zip(self.keys, self.weights, strict=True)


class Told(NamedTuple):
    """What one fact says: how often each word, weighed by where it stands, and how surely each concept."""

    words: Weighed = Weighed((), array("f"))
    concepts: Weighed = Weighed((), array("f"))
    names: frozenset[tuple[str, ...]] = frozenset()


def texts_of(fact: Fact) -> Iterator[tuple[str, str, str | None]]:
    """Each text of a fact with where it stands and its language: in all the languages it was written in."""
    yield "name", fact.name, fact.language
    if fact.organization:
        yield "organization", fact.organization, fact.language
    if fact.subtype:
        yield "subtype", fact.subtype.replace("_", " "), "en"
    yield from (("tag", tag, fact.language) for tag in fact.tags)
    yield from ((name, text, fact.language) for name, text in fact.texts.items())
    for language, texts in fact.translations.items():
        yield from ((name, text, language) for name, text in texts.items() if isinstance(text, str))


def told_by(fact: Fact, read: Reader) -> Told:
    """Everything a fact says, read once. A concept counts by the surest place it stands in, and a bit by the rest."""
    words: dict[str, float] = defaultdict(float)
    concepts: dict[str, float] = {}
    names = set()
    for where, text, language in texts_of(fact):
        seen, weight = read(text, language), SAID_IN.get(where, SAID_IN["other"])
        for word in seen.words:
            words[word] += weight
        for concept, surely in seen.concepts.items():
            here = surely * weight
            if before := concepts.get(concept):
                here = min(1.0, max(before, here) + 0.25 * min(before, here))
            concepts[concept] = here
        if where in {"name", "organization"} and seen.words:
            names.add(seen.words)
    return Told(Weighed.of(words), Weighed.of(concepts), frozenset(names))


def stated(fact: Fact) -> Iterator[tuple[str, float]]:
    """The concepts its file names: nothing its words say weighs more. What it is for above all weighs most."""
    named: tuple[tuple[str, Collection[str]], ...] = (
        ("trades", fact.trades),
        ("needs", fact.needs),
        ("features", fact.features),
        ("stages", fact.stages),
        ("languages", fact.languages),
        ("attributes", fact.attributes | kept_for(fact.rule)),
        ("kinds", (fact.kind,)),
        ("subtypes", (fact.subtype,) if fact.subtype else ()),
        ("costs", (fact.cost,) if fact.cost else ()),
    )
    for list_name, ids in named:
        for id_ in ids:
            concept = f"{list_name}:{id_}"
            if concept not in fact.derived:
                yield concept, STATED * _above_all(fact, list_name, id_)


def guessed(fact: Fact, sure: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """What its words made us think it is for: at least so sure, however it was said."""
    yield from ((concept, max(DERIVED, sure.get(concept, 0.0))) for concept in fact.derived)


def _above_all(fact: Fact, list_name: str, id_: str) -> float:
    """The need its file names first, before what it helps with too; one trade, before many."""
    if list_name == "needs":
        return 1.0 if id_ == fact.about or not fact.about else ALSO_FOR
    return len(fact.trades) ** -MANY_TRADES if list_name == "trades" else 1.0


def tag(word: str) -> str:
    """Four letters that stand for a word where there is room for no more: in a button."""
    return base64.urlsafe_b64encode(blake2b(word.encode(), digest_size=3).digest()).decode()


class Index:
    """All things of a catalogue by their words and concepts. Built once, then only read."""

    def __init__(self, read: Iterable[tuple[Fact, Told]] = ()) -> None:
        """`read`: every fact with what it says."""
        facts: list[Fact] = []
        words, concepts = Growing(), Growing()
        self._names: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.lengths = array("f")
        for place, (fact, told) in enumerate(read):
            facts.append(fact)
            words.add(*told.words)
            sure = {**dict(zip(*told.concepts, strict=True)), **dict(stated(fact))}
            sure |= guessed(fact, sure)
            concepts.add(sure, sure.values())
            for name in told.names:
                self._names[name].append(place)
            self.lengths.append(sum(told.words.weights))
        self.facts = Facts(facts)
        self._words, self._concepts = words.rows(), concepts.rows()
        self.usual = sum(self.lengths) / len(self.lengths) if self.lengths else 1.0

    def __len__(self) -> int:
        return len(self.facts)

    def holding(self, concept: str) -> Postings:
        return self._concepts.get(concept, NONE)

    def holds(self, concept: str, place: int) -> bool:
        """Whether one thing has it."""
        return self.holding(concept).holds(place)

    def knows(self, word: str) -> bool:
        return word in self._words

    def rarity(self, concept: str) -> float:
        """From 0 (all things hold it) to 1 (one does)."""
        held = self._concepts.spread(concept)
        return log((1 + len(self)) / (1 + held)) / log(2 + len(self)) if held else 1.0

    def called(self, said: tuple[str, ...]) -> list[Fact]:
        """What is called by name: by all that was said, or by two words and more of it."""
        return [self.facts[place] for place in self.places_called(said)]

    def places_called(self, said: tuple[str, ...]) -> Iterator[int]:
        yield from self._names.get(said, ())
        for start in range(len(said)):
            for end in range(start + 2, min(len(said), start + LONGEST_NAME) + 1):
                if end - start < len(said):
                    yield from self._names.get(said[start:end], ())

    def spread(self, word: str) -> int:
        """How many things hold a word."""
        return self._words.spread(word)

    def tells(self, words: Collection[str]) -> bool:
        """Whether these words alone name something here: half of them are rare ones that some thing holds."""
        most = max(FEW, len(self) * RARE)
        rare = sum(0 < self.spread(word) <= most for word in words)
        return 0 < len(words) <= 2 * rare

    def tagged(self, tag: str) -> str | None:
        """The word a tag stands for."""
        return self._tagged.get(tag)

    @cached_property
    def _tagged(self) -> Mapping[str, str]:
        return {tag(word): word for word in self._words}

    def rows_of(self, words: Iterable[str]) -> list[tuple[float, Postings]]:
        """The row of each word that tells something apart, with how rare it is (BM25's)."""
        rows = []
        for word, times in Counter(words).items():
            row = self._words.get(word, NONE)
            if len(row) and (len(self) <= COMMON_AMONG or len(row) <= len(self) * TOO_COMMON):
                rare = log(1 + (len(self) - len(row) + 0.5) / (len(row) + 0.5))
                rows.append((rare * min(times, 2), row))
        return rows


LONGEST_NAME = 8  # words
FEW, RARE = 3, 0.05  # a word is rare that so many things hold, or so great a part of them
COMMON_AMONG, TOO_COMMON = 2_000, 0.2  # in a large town, a word that every fifth thing holds tells nothing apart
