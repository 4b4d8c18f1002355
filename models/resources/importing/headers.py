"""Which of our columns a header means: our own names, what people write instead, and what is close to either.

Pure. What people write stands in mappings/headers.toml; whatever was guessed is told in the report.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from models.resources.importing.mapping import read_data
from models.resources.names import fold

CLOSE = 88  # of 100: "Adress", "Telefono :" and "Organisations" pass, "mood" is not "food"
_OF_LANGUAGE = re.compile(r"(.+) ([a-z]{2,3})")
_SIGNS = re.compile(r"[^\w° ]+")


def plain(header: str) -> str:
    """Letters, digits and single spaces: "E-Mail :" and "e_mail" are one."""
    return " ".join(_SIGNS.sub(" ", fold(header)).split())


@cache
def said_for(shape: str) -> Mapping[str, str]:
    """What stands over columns of this shape, and our column for it."""
    aliases: Mapping[str, Sequence[str]] = read_data("headers").get(shape, {})
    return {plain(word): column for column, words in aliases.items() for word in (column, *words)}


def meant(header: str, shape: str, translated: frozenset[str]) -> tuple[str, str] | None:
    """(our column, language of a translation or ""); None where nothing is close enough."""
    text = plain(header)
    said = None if text in said_for(shape) else _OF_LANGUAGE.fullmatch(text)
    if said and (column := _closest(said[1], shape)) in translated:
        return column, said[2]
    whole = _closest(text, shape)
    return (whole, "") if whole else None


def _closest(text: str, shape: str) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 only where a header is not one of ours

    known = said_for(shape)
    if text in known or not text:
        return known.get(text)
    best = process.extractOne(text, known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return known[best[0]] if best else None
