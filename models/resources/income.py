"""Income tiers: which of a town's bands a household falls into. Amounts come in, are compared and are never kept.

The tables have the shape of the US Department of Housing and Urban Development's income limits; any town may use
another one of the same shape. Sizes above the table follow HUD's rule (24 CFR 5.609 area limits, "Methodology for
Section 8 Income Limits"): each further person adds 8 % of the 4-person limit, and the result is rounded up to 50.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.resources.rules import INCOME_TIERS

LARGEST_HOUSEHOLD = 30


class Limits(NamedTuple):
    """The most a household of one size may have in a year, in whole units of the town's currency."""

    tier30: int
    tier50: int
    tier80: int


class IncomeRow(NamedTuple):
    """One line of income.csv."""

    year: int
    area: str
    household_size: int
    limits: Limits


@dataclass(frozen=True)
class IncomeTable:
    """One area's limits of one year, by household size."""

    year: int
    area: str
    sizes: Mapping[int, Limits]

    @property
    def version(self) -> str:
        """Kept beside a tier, so that a tier of last year's table can be recognised."""
        return f"{self.area} {self.year}"

    def limits(self, size: int) -> Limits:
        """The limits for a household of this size. ValueError for a size that is no household's."""
        if not 1 <= size <= LARGEST_HOUSEHOLD:
            raise ValueError(f"a household of {size}")
        if size in self.sizes:
            return self.sizes[size]
        largest = max(self.sizes)
        if size < largest:
            return self.sizes[min(known for known in self.sizes if known > size)]
        of_four = self.sizes.get(4, self.sizes[largest])
        return Limits(
            *(_further(last, four, size - largest) for last, four in zip(self.sizes[largest], of_four, strict=True))
        )


def _further(last: int, of_four: int, persons: int) -> int:
    """`last` and 8 % of the 4-person limit per further person, rounded up to the next 50."""
    hundredths = last * 100 + of_four * 8 * persons
    return -(-hundredths // 5_000) * 50


def newest(rows: Iterable[IncomeRow], area: str) -> IncomeTable | None:
    """The table that applies: the newest year this area has; None for an area without one."""
    of_area = [row for row in rows if row.area == area]
    if not of_area:
        return None
    year = max(row.year for row in of_area)
    return IncomeTable(year, area, {row.household_size: row.limits for row in of_area if row.year == year})


def tier(table: IncomeTable, size: int, income: float) -> str:
    """The band of a household with this income a year: "30", "50", "80" or "over80"."""
    for name, limit in zip(INCOME_TIERS, table.limits(size), strict=False):
        if income <= limit:
            return name
    return INCOME_TIERS[-1]


def with_tier(answers: Mapping[str, object], table: IncomeTable | None) -> dict[str, object]:
    """The answers with `income_tier` worked out where size and income allow it, and without the income itself."""
    known = {name: value for name, value in answers.items() if name != "household_income"}
    size, income = answers.get("household_size"), answers.get("household_income")
    if table is None or isinstance(size, bool) or not isinstance(size, int) or not isinstance(income, int | float):
        return known
    if not 1 <= size <= LARGEST_HOUSEHOLD or income < 0:
        return known
    return {**known, "income_tier": tier(table, size, income)}
