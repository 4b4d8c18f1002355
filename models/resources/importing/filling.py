"""What a row gets that its file says nothing about: an id made from its name, a kind by its words.

Pure, and the same from one import to the next, so that importing twice changes nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from models.resources.importing.mapping import read_data
from models.resources.names import fold

LONGEST_ID = 80
_SIGNS = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Café Mékong (atelier) is cafe-mekong-atelier; letters of other alphabets stay as they are."""
    folded = fold(text)
    return (_SIGNS.sub("-", folded).strip("-") or folded.replace(" ", "-"))[:LONGEST_ID].strip("-")


class Ids:
    """Ids made from names: the second of one name gets its town or a number behind it."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, name: str, place: str = "") -> str:
        made = slug(name)
        if self._given[made] and place and slug(place):
            made = f"{made}-{slug(place)}"
        self._given[made] += 1
        return made if self._given[made] == 1 else f"{made}-{self._given[made]}"


@cache
def _kind_words() -> Mapping[str, re.Pattern[str]]:
    words = read_data("kinds")["words"]
    return {kind: re.compile(rf"\b(?:{'|'.join(map(re.escape, map(fold, said)))})\b") for kind, said in words.items()}


def kind_of(*texts: str) -> str:
    """The kind these texts speak of, the weightiest text first; the rule stands in mappings/kinds.toml."""
    for text in map(fold, texts):
        for kind, words in _kind_words().items():
            if text and words.search(text):
                return kind
    return str(read_data("kinds")["otherwise"])
