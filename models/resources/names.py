"""One spelling for comparing: « Petit-Canada », PETIT CANADA and "petit‑canada" are the same place."""

import re
import unicodedata
from functools import lru_cache

_BETWEEN_WORDS = re.compile(r"[\s_'’‘ʼ\-‐‑–—]+")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The name without case, accents, apostrophes and hyphens. Only for comparing, never for showing."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", plain).strip()
