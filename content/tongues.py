"""Which language a message is in, by its own words: a phone's language is only a guess, and people mix.

Small words tell most; then words only one language knows, letters and endings.
"""

import re
from collections.abc import Mapping, Sequence

SMALL_WORD, KNOWN_WORD, LETTER, ENDING = 1.0, 0.5, 0.8, 0.25
LETTERS: Mapping[str, str] = {"es": "ñ¿¡áíóú", "fr": "çœàèùêîûôëï"}
ENDINGS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(ing|ly|ght|sh|th|ck|ness|ful|ed|wn|ould|ee|oo\w)$"),
    "fr": re.compile(r"(eur|euse|euses|eux|aux|ez|ement|age|ique|ois|ais|ait|elle|ette|ien|oir|ée|és|ent|ier|iere)$"),
    "es": re.compile(r"(cion|ciones|ando|iendo|mente|ar|er|ir|os|as|ito|ita|dad|ero|era|oso|ado|ido|eria|illo|illa)$"),
}
CLEARLY = 0.5  # so much more than the phone's language: one word of another tongue is no change of language


class Tongues:
    """Counts what speaks for each language."""

    def __init__(self, small: Mapping[str, frozenset[str]], known: Mapping[str, frozenset[str]]) -> None:
        """`small`: the small words of each language; `known`: the others of its vocabulary."""
        self.languages = tuple(small)
        self._weights: dict[str, dict[str, float]] = {}
        for words_of, weight in ((known, KNOWN_WORD), (small, SMALL_WORD)):
            self._count(words_of, weight)

    def _count(self, words_of: Mapping[str, frozenset[str]], weight: float) -> None:
        """A word of two languages speaks for each of them by half."""
        for language, said in words_of.items():
            for word in said:
                sharing = sum(word in others for others in words_of.values())
                self._weights.setdefault(word, {})[language] = weight / sharing if sharing < len(words_of) else 0

    def scores(self, text: str, said: Sequence[str]) -> dict[str, float]:
        """How much speaks for each language. `said` are the bare words of the text."""
        counts = dict.fromkeys(self.languages, 0.0)
        for word in said:
            known = self._weights.get(word)
            for language, weight in (known or self._by_ending(word)).items():
                counts[language] = counts.get(language, 0.0) + weight
        lower = text.casefold()
        for language, letters in LETTERS.items():
            counts[language] = counts.get(language, 0.0) + LETTER * sum(lower.count(letter) for letter in letters)
        return counts

    def _by_ending(self, word: str) -> dict[str, float]:
        return {language: ENDING for language, ending in ENDINGS.items() if len(word) > 3 and ending.search(word)}

    def of(self, text: str, said: Sequence[str], fallback: str) -> str:
        """The language of the text; the fallback where nothing clearly speaks for another."""
        counts = self.scores(text, said)
        best = max(counts, key=lambda language: counts[language], default=fallback)
        clearly = counts.get(best, 0.0) >= counts.get(fallback, 0.0) + CLEARLY
        return best if clearly else fallback
