"""Mends how people write: telephone spellings, doubled letters, spelling by ear, endings, slips of the finger.

Only words nobody knows are mended, and only where it is clear what they were meant to be. A mended word is a guess:
whoever asks counts it less than one that was written right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.faults import read_toml
from content.spelling import stem, words

SNOWBALL = {"en": "english", "fr": "french", "es": "spanish"}
BY_EAR, BY_ENDING, ONE_MISTAKE, TWO_MISTAKES, RUN_TOGETHER = (
    4,
    5,
    5,
    9,
    7,
)  # the length from which a word may be mended so
SWAPPED_ONLY = 6  # a shorter word may have two letters swapped, and no other slip: plugh is no plush
BEGINNING = 4  # letters that all forms of a word share
HALF = 3  # the shortest half of two words that were written as one
_SMALLER = re.compile(r"[csz]?it([oa]s?)$")  # lugarcito, tiendita
_REPEATED = re.compile(r"([^\W\d])\1{2,}")

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), sound) for pattern, sound in pairs)


# How a word sounds, roughly: two spellings of one sound give one key. Accents are gone already.
SOUNDS: Mapping[str, Rules] = {
    "en": _rules(
        (r"tion|sion|shun", "Sn"), (r"(?<=\w\w)ing$", "in"), (r"ph", "f"), (r"tch|ch", "C"), (r"sh", "S"),
        (r"igh", "i"), (r"gh", ""), (r"^kn", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"dge", "j"),
        (r"ck|qu?|c(?![eiy])", "k"), (r"c", "s"),
        (r"x", "ks"), (r"z", "s"),
        (r"(\w)\1", r"\1"), (r"ee|ea|ie|y", "i"), (r"ou|oo|ew", "u"), (r"ai|ay|ei|ey", "e"), (r"au|aw|oa", "o"),
        (r"(?<=\w\w)e$", ""), (r"(\w)\1", r"\1"),
    ),
    "fr": _rules(
        (r"eau|au", "o"), (r"ph", "f"), (r"ch", "C"), (r"gn", "N"), (r"qu?|k|c(?![eiy])", "k"), (r"c|ss|z", "s"),
        (r"(\w)\1", r"\1"), (r"oi|oua|wa", "W"), (r"ou", "U"), (r"(ain|ein|aim|yn|ym|in|im)(?![aeiouy])", "1"),
        (r"(en|em|an|am)(?![aeiouy])", "2"), (r"(on|om)(?![aeiouy])", "3"), (r"eu|oeu", "e"), (r"(ai|ei|ay)", "e"),
        (r"ill|il$|ll", "y"), (r"h", ""), (r"y", "i"), (r"g(?=[ei])", "j"), (r"gu(?=[ei])", "g"),
        (r"(er|ez|et|ee|es|e)$", "e"), (r"[stxdp]+$", ""), (r"e$", ""), (r"(\w)\1", r"\1"),
    ),
    "es": _rules(
        (r"ch", "C"), (r"ll", "y"), (r"qu(?=[ei])|k|c(?![eiC])", "K"), (r"c|z", "s"), (r"x", "s"), (r"v", "b"),
        (r"h", ""), (r"gu(?=[ei])", "g"), (r"g(?=[ei])", "j"), (r"w", "u"), (r"n(?=[bp])", "m"), (r"(\w)\1", r"\1"),
    ),
}  # fmt: skip


def by_ear(word: str, language: str) -> str:
    """What a word sounds like, in a form of our own; empty where we do not know how the language sounds."""
    if language not in SOUNDS:
        return ""
    for pattern, sound in SOUNDS[language]:
        word = pattern.sub(sound, word)
    return word


def squeezed(text: str) -> str:
    """`Heeelp pleaaase` without what is only feeling: no word of our languages has a letter three times."""
    return _REPEATED.sub(r"\1", text)


def read_short_spellings(file: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """By language, what each telephone spelling stands for."""
    document = read_toml(file)
    short: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, said in document.values.items():
        if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
            raise document.fault(f'[{language}]: each line must be a spelling = "the words it stands for".', language)
        short[language] = {spelled: words(meant) for written, meant in said.items() for spelled in words(written)[:1]}
    return short


class Mending:
    """The known spellings of each language, and the ways from a wrong one to the right one."""

    def __init__(
        self, spellings: Mapping[str, frozenset[str]], short: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> None:
        """`spellings`: every word of the vocabulary, by language; `short`: telephone spellings."""
        self._spellings, self._short = spellings, short
        self._sounds: dict[str, Mapping[str, set[str]]] = {}
        self._roots: dict[tuple[str, str], str] = {}
        self._remembered: dict[tuple[str, str], str | None] = {}

    def written_out(self, said: Iterable[str], language: str, is_right: Callable[[str], bool]) -> tuple[str, ...]:
        """Telephone spellings as the words they stand for; what is a word already stays."""
        short = self._short.get(language, {})
        return tuple(one for word in said for one in (short.get(word, (word,)) if not is_right(word) else (word,)))

    def mended(self, word: str, language: str) -> tuple[str, ...]:
        """The word it was surely meant to be, two where two were run together; the same where that is not clear."""
        if word.isdigit():
            return (word,)
        key = (word, language)
        if key not in self._remembered:
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = (
                self._by_ear(word, language) or self._by_ending(word, language) or self._by_slip(*key)
            )
        found = self._remembered[key]
        return (found,) if found else self._apart(word, language)

    def _by_ear(self, word: str, language: str) -> str | None:
        if len(word) < BY_EAR:
            return None
        return _one(self._sounding(language).get(by_ear(word, language), ()))

    def _by_ending(self, word: str, language: str) -> str | None:
        """Another form of a word we know: horneando, for hornear."""
        if len(word) < BY_ENDING or language not in SNOWBALL:
            return None
        grown = _grown(word) if language == "es" else ()
        if itself := next((form for form in grown if form in self._spellings.get(language, ())), None):
            return itself
        roots = {self._root(form, language) for form in (word, *grown)}
        alike = self._by_beginning.get((language, word[:BEGINNING]), ())
        same = [one for one in alike if self._root(one, language) in roots]
        return min(same, key=lambda one: (len(one), one), default=None)

    def _by_slip(self, word: str, language: str) -> str | None:
        if len(word) < ONE_MISTAKE:
            return None
        mistakes = 2 if len(word) >= TWO_MISTAKES else 1
        alike = self._by_initial.get((language, word[0]), ())
        if len(word) < SWAPPED_ONLY:
            alike = tuple(one for one in alike if sorted(one) == sorted(word))
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=mistakes, limit=6)
        nearest = [found for found, distance, _ in near if distance == near[0][1]]
        return _one(nearest) or _one(found for found in nearest if _bones(found) == _bones(word))

    def _apart(self, word: str, language: str) -> tuple[str, ...]:
        """`foodtruck` as food, truck; only where both halves are words and at least one is longer than the shortest."""
        known = self._spellings.get(language, frozenset())
        if len(word) >= RUN_TOGETHER:
            halves = [(word[:cut], word[cut:]) for cut in range(HALF, len(word) - HALF + 1)]
            both = [pair for pair in halves if pair[0] in known and pair[1] in known and max(map(len, pair)) > HALF]
            if both:
                return max(both, key=lambda pair: min(map(len, pair)))
        return (word,)

    def _sounding(self, language: str) -> Mapping[str, set[str]]:
        """The known words of a language by their sound. Made when the first unknown word of it comes."""
        if language not in self._sounds:
            heard: dict[str, set[str]] = defaultdict(set)
            for spelling in self._spellings.get(language, ()):
                if len(spelling) >= BY_EAR and (sound := by_ear(spelling, language)):
                    heard[sound].add(spelling)
            self._sounds[language] = heard
        return self._sounds[language]

    @cached_property
    def _by_beginning(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for language, spellings in self._spellings.items():
            for spelling in sorted(spellings):
                if len(spelling) >= BY_ENDING - 1:
                    groups[language, spelling[:BEGINNING]].append(spelling)
        return {key: tuple(group) for key, group in groups.items()}

    @cached_property
    def _by_initial(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for language, spellings in self._spellings.items():
            for spelling in sorted(spellings):
                if len(spelling) >= ONE_MISTAKE - 1:
                    groups[language, spelling[0]].append(spelling)
        return {key: tuple(group) for key, group in groups.items()}

    def _root(self, word: str, language: str) -> str:
        if (word, language) not in self._roots:
            self._roots[word, language] = snowballstemmer.stemmer(SNOWBALL[language]).stemWord(word)
        return self._roots[word, language]


REMEMBERED = 5_000  # words and what they were meant to be


def _grown(word: str) -> tuple[str, ...]:
    """The thing itself, where a small one was named: tiendita, tallercito."""
    return (_SMALLER.sub(r"\1", word), _SMALLER.sub("", word)) if _SMALLER.search(word) else ()


def _bones(word: str) -> str:
    """Its consonants: people lose vowels before they lose those."""
    return re.sub(r"[aeiouy]", "", word)


def _one(spellings: Iterable[str]) -> str | None:
    """The spelling, where all of these are forms of one word."""
    found = sorted(spellings, key=lambda spelling: (len(spelling), spelling))
    return found[0] if found and all(stem(one) == stem(other) for one, other in pairwise(found)) else None
