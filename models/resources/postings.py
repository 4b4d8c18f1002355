"""Which things hold a word or a concept, and how strongly: a few long rows of numbers, small and quick to read.

Of a hundred thousand things there are some twenty million such numbers. They are written down thing after thing, and
put in order word after word once all are there: a small town's one by one, a large one's all at once with numpy.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import cast

from models.resources.facts import LARGE

SLICE = 1_000_000  # numbers
HALF = 16  # bits: numbers so small are put in order without comparing any two


@dataclass(frozen=True, slots=True)
class Postings:
    """The things that hold one word: their places, in order, and how strongly each holds it."""

    places: "memoryview[int]"
    strengths: "memoryview[float]"

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.places, self.strengths, strict=True)

    def holds(self, place: int) -> bool:
        where = bisect_left(self.places, place)
        return where < len(self.places) and self.places[where] == place


NONE = Postings(memoryview(array("I")), memoryview(array("f")))


class Rows(Mapping[str, Postings]):
    """All postings by their word; one is cut out when it is asked for."""

    __slots__ = ("_numbers", "_places", "_starts", "_strengths")

    def __init__(
        self,
        numbers: Mapping[str, int],
        starts: "memoryview[int]",
        places: "memoryview[int]",
        strengths: "memoryview[float]",
    ) -> None:
        """`numbers`: which row is whose; `starts`: where each begins, and where the last one ends."""
        self._numbers, self._starts, self._places, self._strengths = numbers, starts, places, strengths

    def __getitem__(self, key: str) -> Postings:
        number = self._numbers[key]
        row = slice(self._starts[number], self._starts[number + 1])
        return Postings(self._places[row], self._strengths[row])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def spread(self, key: str) -> int:
        """How many things hold it."""
        number = self._numbers.get(key)
        return 0 if number is None else self._starts[number + 1] - self._starts[number]


class _Numbers(dict[str, int]):
    """Each word its number, in the order they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class Growing:
    """Rows as they are written down, thing after thing."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._keys, self._strengths, self._counts = array("I"), array("f"), array("I")

    def add(self, keys: Iterable[str], strengths: Iterable[float]) -> None:
        """The words of the next thing, and how strongly it holds each."""
        before = len(self._keys)
        self._keys.extend(map(self._numbers.__getitem__, keys))
        self._strengths.extend(strengths)
        self._counts.append(len(self._keys) - before)

    def rows(self) -> Rows:
        """All of them, word after word."""
        put_in_order = _all_at_once if len(self._counts) > LARGE else _one_by_one
        ordered = put_in_order(self._keys, self._strengths, self._counts, len(self._numbers))
        return Rows(dict(self._numbers), *ordered)


Ordered = tuple["memoryview[int]", "memoryview[int]", "memoryview[float]"]  # starts, places, strengths


def _one_by_one(keys: "array[int]", strengths: "array[float]", counts: "array[int]", different: int) -> Ordered:
    often = Counter(keys)
    starts = array("q", accumulate((often[number] for number in range(different)), initial=0))
    free = list(starts)
    places, ordered = array("I", bytes(4 * len(keys))), array("f", bytes(4 * len(keys)))
    things = (place for place, count in enumerate(counts) for place in repeat(place, count))
    for place, key, strength in zip(things, keys, strengths, strict=True):
        here = free[key]
        places[here], ordered[here], free[key] = place, strength, here + 1
    return memoryview(starts), memoryview(places), memoryview(ordered)


def _all_at_once(keys: "array[int]", strengths: "array[float]", counts: "array[int]", different: int) -> Ordered:
    import numpy as np  # noqa: PLC0415  (a small town does without)

    numbers, held = np.frombuffer(keys, np.uint32), np.frombuffer(counts, np.uint32)
    often = np.zeros(different, np.int64)
    for begun in range(0, len(numbers), SLICE):  # numpy lets nobody else in while it counts: it counts a bit at a time
        often += np.bincount(numbers[begun : begun + SLICE], minlength=different)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(often)))
    order = np.argsort(numbers.astype(np.uint16), kind="stable").astype(np.uint32)
    if different > 1 << HALF:
        order = order[np.argsort((numbers >> HALF).astype(np.uint16)[order], kind="stable")]
    things = np.repeat(np.arange(len(held), dtype=np.uint32), held)
    ordered = np.frombuffer(strengths, np.float32)[order].data
    return starts.data, things[order].data, cast("memoryview[float]", ordered)
