"""How hard a text is to read, by the formula each language has. A rule of thumb for `check`, not a judge of style.

English: Flesch-Kincaid grade (Kincaid and others, 1975), a year of school.
French: Kandel and Moles (1958), and Spanish: Fernández Huerta (1959), both of the Flesch kind: 100 easy, 0 hard.
All three look at the length of sentences and of words, and mean little below some twenty words.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from content.spelling import words

ENOUGH_WORDS = 20

_SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)|\n")
_NOT_READ = re.compile(r"<[^>]*>|%\(\w+\)s|%%|/\w+|[«»“”]")
_VOWELS = {"en": "[aeiouy]+", "fr": "[aeiouy]+", "es": "[aeo]|[iu]+(?![aeo])|[iuy]$"}
_MUTE = {"en": "(?<=[^aeiouyl])e[sd]?$", "fr": "(?<=[^aeiouy])(?:es?|ent)$", "es": "$^"}


@dataclass(frozen=True, slots=True)
class Scale:
    """A formula over the words in a sentence and the syllables in a word, and where it becomes too hard."""

    name: str
    formula: Callable[[float, float], float]
    limit: float
    easy_is_high: bool


SCALES = {
    "en": Scale("Flesch-Kincaid grade", lambda length, syllables: 0.39 * length + 11.8 * syllables - 15.59, 6, False),
    "fr": Scale("Kandel-Moles", lambda length, syllables: 207 - 1.015 * length - 73.6 * syllables, 70, True),
    "es": Scale("Fernández Huerta", lambda length, syllables: 206.84 - 1.02 * length - 60 * syllables, 70, True),
}


def level(text: str, language: str) -> float | None:
    """The figure of the language's formula; None without a formula or with too few words to tell."""
    plain = html.unescape(_NOT_READ.sub(" ", text))
    sentences = [said for part in _SENTENCE_END.split(plain) if (said := words(part))]
    length = sum(map(len, sentences))
    if language not in SCALES or length < ENOUGH_WORDS:
        return None
    spoken = sum(syllables(word, language) for said in sentences for word in said)
    return SCALES[language].formula(length / len(sentences), spoken / length)


def too_hard(text: str, language: str) -> str | None:
    """What to say of a text that many would not read to its end; None for one that reads well."""
    figure = level(text, language)
    if figure is None:
        return None
    scale = SCALES[language]
    if (figure < scale.limit) if scale.easy_is_high else (figure > scale.limit):
        return f"hard to read: {scale.name} {figure:.0f}, aim for {scale.limit:.0f}"
    return None


def syllables(word: str, language: str) -> int:
    """About how many one speaks; `word` is bare of accents and of capitals."""
    spoken = re.sub(_MUTE[language], "", word)
    return max(1, len(re.findall(_VOWELS[language], spoken)))
