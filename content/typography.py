"""Characters rather than words: what a name may contain, and the spaces French wants. Pure functions."""

import re
import unicodedata

NARROW_SPACE = "\u202f"
_JOINERS = frozenset("\u200c\u200d")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # controls, marks of direction and format, halves of characters
_FRENCH_BEFORE = re.compile("[ \u00a0](?=[;:!?»])")
_FRENCH_AFTER = re.compile("(?<=«)[ \u00a0]")


def plain(text: str) -> str:
    """A name as others may see it: on one line, without marks that are unseen or turn the text around.

    Joiners stay only between two characters that need them (emoji families, Persian, Hindi...).
    """
    kept = [char for place, char in enumerate(text) if _shows(text, place, char)]
    return " ".join("".join(kept).split())


def _shows(text: str, place: int, char: str) -> bool:
    if char in _JOINERS:
        return 0 < place < len(text) - 1 and all(map(_may_join, (text[place - 1], text[place + 1])))
    if char.isspace():
        return True
    return char not in _BLANK_LETTERS and unicodedata.category(char) not in _UNSEEN


def _may_join(char: str) -> bool:
    """Emoji and their modifiers, and the letters and signs of scripts that join (Arabic, Indic...)."""
    if char == "\ufe0f" or unicodedata.category(char) in {"So", "Sk"}:
        return True
    return "\u0600" <= char <= "\u1cff" and unicodedata.category(char)[0] in "LM"


def french_spaces(text: str) -> str:
    """A narrow no-break space where French typography has one; a translator may type any space."""
    return _FRENCH_AFTER.sub(NARROW_SPACE, _FRENCH_BEFORE.sub(NARROW_SPACE, text))
