"""Makes differently typed words comparable: case, accents, apostrophes, plurals. Pure functions, no vocabulary."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_STEM_AT_LEAST = 4
_CUT = "sxei"  # what a word must end with to be shortened


def words(text: str) -> tuple[str, ...]:
    """The bare words: `Sauce piquante « d'été »` is sauce, piquante, d, ete."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded.translate(_LIGATURES)))
    return tuple(_WORD.findall(folded))


def stem(word: str) -> str:
    """One form for singular and plural, in English, French and Spanish alike; short words stay as they are.

    It need not be a word: `candles` and `candle` both give `candl`, `pasteles` and `pastel` give `pastel`.
    """
    if len(word) < _STEM_AT_LEAST or word[-1] not in _CUT:
        return word
    if word[-1] in "sx":
        word = _singular(word)
    if word.endswith("e") and len(word) > _STEM_AT_LEAST + 1:
        word = word[:-1]
    return f"{word[:-1]}y" if word.endswith("i") and len(word) > _STEM_AT_LEAST else word


def _singular(word: str) -> str:
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_AT_LEAST - 1:
            return word.removesuffix(ending) + instead
    return word


_PLURALS = (
    ("ss", "ss"),
    ("eaux", "eau"),
    ("oux", "ou"),
    ("aux", "al"),
    ("s", ""),
)
