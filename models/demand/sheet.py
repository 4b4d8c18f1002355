"""What the ledger comes to: "9 makers need 60 to 100 m² with a floor drain under 600 a month". Pure.

Nothing is told of fewer than five people, and each wish is counted in one row only: no two rows, taken from each other,
leave a smaller group.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from models.demand.wishes import Wish

LEAST = 5  # people
AREAS = (0, 15, 30, 60, 100, 200, 400, 1000)  # square metres
RENTS = (100, 200, 400, 600, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000)


@dataclass(frozen=True)
class Demand:
    """What some people have in common; None or nothing where they differ, or did not say."""

    need: str
    features: tuple[str, ...] = ()
    area: tuple[int, int | None] | None = None  # square metres, from and to; None: and more
    rent: int | None = None  # at most, a month
    neighborhood: str | None = None
    trade: str | None = None

    @property
    def detail(self) -> int:
        """How much it says: the more, the more use it is to somebody with a room to let."""
        parts = ((self.area, 3), (self.rent, 3), (self.neighborhood, 2), (self.trade, 1))
        return 3 * len(self.features) + sum(weight for part, weight in parts if part is not None)


@dataclass(frozen=True)
class Row:
    demand: Demand
    people: int


def sheet(wishes: Iterable[Wish], least: int = LEAST) -> list[Row]:
    """Rows that say as much as five people or more have in common, the largest first. One wish a person and need."""
    told = list(wishes)
    groups: defaultdict[Demand, list[int]] = defaultdict(list)
    for number, wish in enumerate(told):
        for demand in _demands(wish):
            groups[demand].append(number)
    large = [(demand, members) for demand, members in groups.items() if len(members) >= least]
    large.sort(key=lambda one: (-one[0].detail, -len(one[1]), repr(one[0])))
    counted: set[int] = set()
    rows = []
    for demand, members in large:
        left = [number for number in members if number not in counted]
        if len(left) >= least:
            counted.update(left)
            rows.append(Row(demand, len(left)))
    return sorted(rows, key=lambda row: (-row.people, row.demand.need, repr(row.demand)))


def _demands(wish: Wish) -> Iterator[Demand]:
    """The wish in every degree of detail, from all of it down to the bare need."""
    features: list[tuple[str, ...]] = [(), *((one,) for one in wish.features)]
    if len(wish.features) > 1:
        features.append(wish.features)
    parts: Sequence[Sequence[object]] = (
        features,
        _or_not(_area(wish)),
        _or_not(_rent(wish)),
        _or_not(wish.neighborhood),
        _or_not(wish.trade),
    )
    for has, area, rent, place, trade in product(*parts):
        yield Demand(wish.need, has, area, rent, place, trade)  # type: ignore[arg-type] # product forgets which is which


def _or_not(part: object) -> list[object]:
    return [None] if part is None else [None, part]


def _area(wish: Wish) -> tuple[int, int | None] | None:
    """The band of what she has in mind: between the least and the most that would do."""
    if wish.area_min is None and wish.area_max is None:
        return None
    low = wish.area_max if wish.area_min is None else wish.area_min
    high = wish.area_min if wish.area_max is None else wish.area_max
    middle = (max(low or 0, 0) * max(high or 0, 0)) ** 0.5
    place = max(number for number, edge in enumerate(AREAS) if edge <= middle)
    return AREAS[place], AREAS[place + 1] if place + 1 < len(AREAS) else None


def _rent(wish: Wish) -> int | None:
    if wish.rent_max is None:
        return None
    return next((edge for edge in RENTS if wish.rent_max <= edge), None)
