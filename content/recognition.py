"""Understands what people type: which entries of one list their words mean, in any language and with typing mistakes.

Would rather say nothing than guess: short words must be right, and a word that could be two things counts half.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from sys import intern
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.spelling import stem, words

MOST_WORDS = 80  # of one message; a story longer than that has said what it is about
OTHER_LANGUAGE = 0.6  # what a word counts that the text's own language does not know
ANSWER_WORDS = 3  # that say something: up to here a message names a thing, and its typing mistakes are mended
CLEAR = 0.5  # of the best score: what is weaker was mentioned in passing
ONE_MISTAKE, TWO_MISTAKES = 6, 9  # the length from which a word may have so many
DENIALS = frozenset(  # "t" is what stays of don't, isn't, haven't
    {"no", "not", "never", "without", "t", "dont", "pas", "sans", "aucun", "aucune", "jamais", "sin", "nunca"}
)
DENIED = 4  # words after one of them that it takes away: "I don't have my own car"
SPANISH_SOUNDS = str.maketrans("vzck", "bsss")

_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<whole>\d{1,3}(?:[ .,'\u2019\u00a0\u202f]\d{3})+|\d{1,12})"
    r"(?:[.,](?P<cents>\d{1,2}))?\s*(?P<k>k|mil|mille)?\b",
    re.IGNORECASE,
)
Phrase = tuple[str, ...]
Meanings = tuple[tuple[str, str], ...]
"""What a phrase means: (language, id) pairs. Ten thousand phrases share some fifty of them, so they take no room."""


@dataclass(frozen=True, slots=True)
class Term:
    """One way of saying one thing. `language` is empty where it is the same in all (an id)."""

    id: str
    said: str
    language: str = ""
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class _Heard:
    ids: tuple[str, ...]
    weight: float


class Recogniser:
    """One list of words, ready to be looked up. Built once; 4,000 terms take a few milliseconds."""

    def __init__(
        self,
        terms: Iterable[Term],
        passing: Mapping[str, frozenset[str]],
        look_alikes: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """`passing`: the small words of each language; `look_alikes`: its everyday words that are right as they are."""
        self._passing, self._everyday = passing, look_alikes
        self._right = frozenset[str]().union(*passing.values(), *look_alikes.values())
        self._exact: dict[Phrase, Meanings] = {}
        self._labels: dict[Phrase, Meanings] = {}
        self._phrases: dict[Phrase, Meanings] = {}
        self._spellings: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            self._learn(term)
        self._longest = max(map(len, self._phrases), default=0)

    def _learn(self, term: Term) -> None:
        said = tuple(map(intern, words(term.said)))
        if not said:
            return
        stems = tuple(intern(stem(word)) for word in said)
        for phrase, known in ((said, self._exact), (said if stems == said else stems, self._phrases)):
            known[phrase] = _also(known.get(phrase, ()), term.language, term.id)
        if term.is_label:
            self._labels[said] = _also(self._labels.get(said, ()), term.language, term.id)
        self._spellings[term.language].update(said)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(part for phrase in self._phrases for part in phrase)

    def exact(self, text: str, language: str) -> str | None:
        """What the whole text means, word for word."""
        return _first(self._exact.get(words(text), ()), language)

    def recognise(self, text: str, language: str, *, denied_too: bool = True) -> list[str]:
        """Ids, the surest first. Typing mistakes are mended only where nothing else is understood.

        Without `denied_too`, what the text says it is not or has not is passed over.
        """
        said = words(text)[:MOST_WORDS]
        label = _first(self._labels.get(said, ()), language)
        if label:
            return [label]
        spoken = self._language(said, language)
        heard = list(self._hear(said, spoken, denied_too=denied_too)) or list(
            self._hear(self._mended(said, {spoken, language}), spoken, denied_too=denied_too)
        )
        scores: dict[str, float] = defaultdict(float)
        for meaning in heard:
            for id_ in meaning.ids:
                scores[id_] += meaning.weight / len(meaning.ids)
        best = max(scores.values(), default=0)
        ranked = sorted(scores, key=lambda id_: -scores[id_])  # stable: first said, first named
        return [id_ for id_ in ranked if scores[id_] >= CLEAR * best]

    def _language(self, said: Phrase, fallback: str) -> str:
        """The language of the text by its small words; a phone's language is only a guess."""
        counts = {language: sum(word in small for word in said) for language, small in self._passing.items()}
        most = max(counts.values(), default=0)
        return fallback if counts.get(fallback, 0) == most else max(counts, key=lambda language: counts[language])

    def _hear(self, said: Phrase, language: str, *, denied_too: bool) -> Iterable[_Heard]:
        stems = [stem(word) for word in said]
        place = 0
        while place < len(said):
            length, heard = self._longest_at(stems, place, language, said)
            if heard:
                yield heard
            elif not denied_too and said[place] in DENIALS:
                length += DENIED
            place += length

    def _longest_at(self, stems: list[str], place: int, language: str, said: Phrase) -> tuple[int, _Heard | None]:
        """The longest phrase that begins here and how many words it took; without one, a word is passed over."""
        for length in range(min(self._longest, len(stems) - place), 0, -1):
            meanings = self._phrases.get(tuple(stems[place : place + length]))
            if not meanings or (length == 1 and self._means_nothing(said[place], meanings, language)):
                continue
            own = _ids(meanings, language) or _ids(meanings, "")
            ids = own or tuple(dict.fromkeys(id_ for _, id_ in meanings))
            return length, _Heard(ids, (1.5 * length - 0.5) * (1 if own else OTHER_LANGUAGE))
        return 1, None

    def _means_nothing(self, word: str, meanings: Meanings, language: str) -> bool:
        """An everyday word of the text's own language is not another language's thing."""
        everyday = word in self._passing.get(language, ()) or word in self._everyday.get(language, ())
        return everyday and not _ids(meanings, language)

    def _mended(self, said: Phrase, languages: Iterable[str]) -> Phrase:
        """The words they were surely meant to be, if this is an answer rather than a story."""
        if sum(not self._is_passing(word) for word in said) > ANSWER_WORDS:
            return said
        return tuple(self._mended_word(word, languages) for word in said)

    def _is_passing(self, word: str) -> bool:
        return any(word in small for small in self._passing.values())

    def _mended_word(self, word: str, languages: Iterable[str]) -> str:
        if len(word) < ONE_MISTAKE or word in self._right or stem(word) in self._stems:
            return word
        mistakes = 2 if len(word) >= TWO_MISTAKES else 1
        alike = [known for language in languages for known in self._alike.get((language, _initial(word, language)), ())]
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=mistakes, limit=4)
        nearest = {stem(found) for found, distance, _ in near if distance == near[0][1]}
        meant = {frozenset(id_ for _, id_ in self._phrases.get((found,), (("", found),))) for found in nearest}
        return near[0][0] if len(meant) == 1 else word

    @cached_property
    def _alike(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The spellings of a language by first sound: people get that right, and false friends often differ in it."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for language, spellings in self._spellings.items():
            for spelling in sorted(spellings):
                if len(spelling) >= ONE_MISTAKE - 1:
                    groups[language, _initial(spelling, language)].append(spelling)
        return {key: tuple(group) for key, group in groups.items()}


def amount(text: str) -> float | None:
    """The one number in a text (`1 200,50 €`, `about $25k`, `45 m2`); None where there is none, or several."""
    found = list(_AMOUNT.finditer(text))
    if len(found) != 1:
        return None
    whole = re.sub(r"\D", "", found[0]["whole"])
    return float(f"{whole}.{found[0]['cents'] or 0}") * (1000 if found[0]["k"] else 1)


def _initial(word: str, language: str) -> str:
    """What a word begins with, as it sounds: in Spanish b and v, and s, z and c, are easily taken for each other."""
    return word[0].translate(SPANISH_SOUNDS) if language == "es" else word[0]


def _first(meanings: Meanings, language: str) -> str | None:
    return next(iter(_ids(meanings, language) or [id_ for _, id_ in meanings]), None)


def _ids(meanings: Meanings, language: str) -> tuple[str, ...]:
    return tuple(id_ for there, id_ in meanings if there == language)


@cache
def _also(meanings: Meanings, language: str, id_: str) -> Meanings:
    """With one more meaning; the same object for the same question, however many phrases mean it."""
    return meanings if (language, id_) in meanings else (*meanings, (language, id_))
