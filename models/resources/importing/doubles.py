"""Which new rows the town may have already under another id. Pure; it only tells, a person decides.

Rows are compared that share something rare: a telephone number, a page, a word few others have in their name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from models.resources.importing.drafts import Draft
from models.resources.importing.report import Double
from models.resources.names import fold

ALIKE = 0.9
MOST_SHARING = 40  # rows: what more of them share is not rare
WEIGHTS = (("name", 0.55), ("organization", 0.15), ("address", 0.3))
SAME_CONTACT = 0.1  # a number or page shared with few makes two rows this much more alike
FEW = 3
UNLIKE = 60  # of 100: with names so far apart the rest cannot make two rows alike


class _Row:
    """What one row is told by, folded once. Form 1094 is not Form 1095: rows of other figures are never alike."""

    def __init__(self, values: Mapping[str, Any], row: int = 0) -> None:
        self.id, self.row = str(values["source_id"]), row
        name = values.get("name") or values.get("title") or values.get("first_name") or ""
        self.texts = {
            "name": _words(name),
            "organization": _words(values.get("organization")),
            "address": _words(values.get("address")),
        }
        self.figures = frozenset(re.findall(r"\d+", self.texts["name"]))
        self.contacts = frozenset(filter(None, (_phone(values.get("phone")), _page(values.get("url")))))

        self.keys = {word for word in self.texts["name"].split() if len(word) > 2} | self.contacts


def _words(value: object) -> str:
    return " ".join(re.findall(r"\w+", fold(str(value or ""))))


def _phone(value: object) -> str:
    digits = "".join(letter for letter in str(value or "") if letter.isdigit())
    return digits[-9:] if len(digits) >= 8 else ""


def _page(value: object) -> str:
    """A page of its own; the front page of a big house says little, but is rare or left out."""
    parts = urlsplit(str(value or ""))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}".casefold() if parts.netloc else ""


def likely_doubles(new: Sequence[Draft], standing: Iterable[Mapping[str, Any]]) -> list[Double]:
    """For each new row the other row it resembles most, where it resembles one enough."""
    drafts = [_Row(draft.values, draft.row) for draft in new]
    sharing: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in chain(map(_Row, standing), drafts):
        for key in row.keys:
            sharing[key].append(row)
    for row in {id(row): row for rows in sharing.values() for row in rows}.values():
        row.contacts = frozenset(contact for contact in row.contacts if len(sharing[contact]) <= FEW)
    return [double for row in drafts if (double := _closest(row, _candidates(row, sharing)))]


def _candidates(row: _Row, sharing: Mapping[str, list[_Row]]) -> Collection[_Row]:
    rare = (sharing[key] for key in row.keys if len(sharing[key]) <= MOST_SHARING)
    others = {other.id: other for other in chain.from_iterable(rare)}
    return [other for other in others.values() if other.figures == row.figures and _comes_before(other, row)]


def _comes_before(other: _Row, row: _Row) -> bool:
    """Of two new rows the later one is the double; what stands has no row."""
    return other.id != row.id and not 0 < row.row < other.row


def _closest(row: _Row, others: Collection[_Row]) -> Double | None:
    rated = [(similarity(row, other), other.id) for other in others]
    best = max(rated, default=(0.0, ""))
    return Double(row.row, row.id, best[1], best[0]) if best[0] >= ALIKE else None


def similarity(one: _Row, other: _Row) -> float:
    """From 0 to 1 over the texts that both have."""
    name = _alike(one, other, "name", UNLIKE)
    if not name or not one.texts["name"]:
        return 0.0
    both = [(text, weight) for text, weight in WEIGHTS if one.texts[text] and other.texts[text]]
    alike = sum(weight * (name if text == "name" else _alike(one, other, text)) for text, weight in both)
    same = SAME_CONTACT if one.contacts & other.contacts else 0
    return float(min(1.0, alike / 100 / sum(weight for _, weight in both) + same))


def _alike(one: _Row, other: _Row, text: str, least: float = 0) -> float:
    from rapidfuzz.fuzz import token_sort_ratio  # noqa: PLC0415 only an import compares rows

    return float(token_sort_ratio(one.texts[text], other.texts[text], score_cutoff=least))
