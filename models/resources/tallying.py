"""Adds up what each thing has of what was asked for, and keeps the best. The same sum twice: a small town's things one
by one, a large one's all at once with numpy, which is loaded only there.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from models.resources.facts import LARGE
from models.resources.postings import Postings
from models.resources.weights import BM25_LENGTH, BM25_WORDS, FIND

if TYPE_CHECKING:
    import numpy as np

Weighted = Sequence[tuple[float, Postings]]


class Sought(NamedTuple):
    """What is asked for, as rows of the index with what each counts."""

    concepts: Sequence[tuple[float, Weighted]]  # each concept: itself and its kin; of these the best one counts
    unwanted: Weighted
    words: Weighted  # each word with its rarity
    named: frozenset[int]


def best(sought: Sought, lengths: "array[float]", usual: float, most: int) -> list[tuple[int, float]]:
    """The places with the highest sums, best first; what is called by name before all else."""
    tally = _all_at_once if len(lengths) > LARGE else _one_by_one
    return tally(sought, lengths, usual, most)


def _one_by_one(sought: Sought, lengths: "array[float]", usual: float, most: int) -> list[tuple[int, float]]:
    concepts, words = _concepts(sought), _words(sought, lengths, usual)
    half, named = FIND["half_words"], sought.named
    scores = [
        (concepts.get(place, 0.0) * FIND["concepts"] + FIND["words"] * said / (said + half), place)
        for place in concepts.keys() | words.keys() | named
        for said in (words.get(place, 0.0),)
    ]
    chosen = nlargest(most, scores, key=lambda one: (one[0] + (one[1] in named), -one[1]))
    return [(place, score) for score, place in chosen]


def _concepts(sought: Sought) -> dict[int, float]:
    """How much of what was asked for each place has, from 0 to 1."""
    concepts: dict[int, float] = defaultdict(float)
    for importance, rows in sought.concepts:
        held: dict[int, float] = {}
        for share, row in rows:
            for place, strength in row:
                if share * strength > held.get(place, 0.0):
                    held[place] = share * strength
        for place, strength in held.items():
            concepts[place] += importance * strength
    for weight, row in sought.unwanted:
        for place, strength in row:
            if place in concepts:
                concepts[place] -= weight * strength
    return concepts


def _words(sought: Sought, lengths: "array[float]", usual: float) -> dict[int, float]:
    """BM25 over the words, those in names and tags counting more often than those in descriptions."""
    words: dict[int, float] = defaultdict(float)
    for rare, row in sought.words:
        for place, weight in row:
            long = 1 - BM25_LENGTH + BM25_LENGTH * lengths[place] / usual
            words[place] += rare * weight * (BM25_WORDS + 1) / (weight + BM25_WORDS * long)
    return words


def _all_at_once(sought: Sought, lengths: "array[float]", usual: float, most: int) -> list[tuple[int, float]]:
    import numpy as np  # noqa: PLC0415  (a small town does without)

    size = len(lengths)
    concepts, words = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for importance, rows in sought.concepts:
        if len(rows) == 1:
            places, strengths = _row(rows[0][1])
            concepts[places] += strengths * (importance * rows[0][0])
            continue
        held = np.zeros(size, np.float32)
        for share, row in rows:
            places, strengths = _row(row)
            held[places] = np.maximum(held[places], strengths * share)
        concepts += held * importance
    for weight, row in sought.unwanted:
        places, strengths = _row(row)
        concepts[places] -= strengths * weight
    longs = np.frombuffer(lengths, np.float32)
    for rare, row in sought.words:
        places, weights = _row(row)
        long = BM25_WORDS * (1 - BM25_LENGTH + BM25_LENGTH / usual * longs[places])
        words[places] += weights * (rare * (BM25_WORDS + 1)) / (weights + long)
    scores = concepts * FIND["concepts"] + FIND["words"] * words / (words + FIND["half_words"])
    ranked = scores.copy()
    ranked[list(sought.named)] += 1
    few = np.argpartition(-ranked, min(most, size - 1))[:most] if most < size else np.arange(size)
    chosen = sorted((int(place) for place in few if ranked[place] > 0), key=lambda place: (-ranked[place], place))
    return [(place, float(scores[place])) for place in chosen]


def _row(row: Postings) -> "tuple[np.ndarray, np.ndarray]":
    """The numbers of a row as they lie in memory: nothing is copied."""
    import numpy as np  # noqa: PLC0415  (a small town does without)

    return np.asarray(row.places), np.asarray(row.strengths)
