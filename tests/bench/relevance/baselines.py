"""What a search has to beat: plain BM25 over the town's files, and the same list for everybody."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path

K1, B = 1.2, 0.75
FILES = ("resources.csv", "people.csv", "events.csv")
WORDS = re.compile(r"\w+")
TEXTS = re.compile(
    r"(name|title|description|organization|tags|trades|needs|cost|cost_detail|eligibility|schedule|documents"
    r"|next_step|business|makes|offers|asks)(_\w\w)?$"
)


def texts_of(town: Path) -> dict[str, str]:
    """Everything the town wrote about each thing, in every language it wrote it in."""
    files = [(town / name).read_text(encoding="utf-8") for name in FILES if (town / name).exists()]
    rows = [row for file in files for row in csv.DictReader(io.StringIO(file, newline=""))]
    return {
        row["id"]: " ".join(value for column, value in row.items() if value and TEXTS.match(column)) for row in rows
    }


class BM25:
    """The textbook's: words as they stand, no stems, no stop words, no vocabulary."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.counts = {one: Counter(_words(text)) for one, text in texts.items()}
        self.lengths = {one: count.total() for one, count in self.counts.items()}
        self.average = sum(self.lengths.values()) / len(self.lengths)
        self.found_in = Counter(word for count in self.counts.values() for word in count)

    def first(self, text: str, limit: int) -> tuple[str, ...]:
        scores = {one: self._score(one, _words(text)) for one in self.counts}
        best = sorted((one for one in scores if scores[one] > 0), key=lambda one: (-scores[one], one))
        return tuple(best[:limit])

    def _score(self, one: str, words: Sequence[str]) -> float:
        weight = K1 * (1 - B + B * self.lengths[one] / self.average)
        counts = self.counts[one]
        return sum(self._rare(word) * counts[word] * (K1 + 1) / (counts[word] + weight) for word in words)

    def _rare(self, word: str) -> float:
        found = self.found_in[word]
        return log(1 + (len(self.counts) - found + 0.5) / (found + 0.5))


def _words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def same_for_all(judged: Iterable[Mapping[str, int]], limit: int) -> tuple[str, ...]:
    """The list that would help most people of this very set: chosen knowing the judgements, as no honest list can be."""
    gains: Counter[str] = Counter()
    for grades in judged:
        gains.update({one: 2**grade - 1 for one, grade in grades.items()})
    return tuple(one for one, _ in sorted(gains.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
