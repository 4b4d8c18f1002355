"""The columns of income.csv. Its rows stay a file: a town changes them once a year."""

from collections.abc import Iterator
from pathlib import Path

from models.resources.importing import cells
from models.resources.importing.cells import BadCell, Known
from models.resources.importing.columns import Column, Shape
from models.resources.importing.drafts import Draft, Problem
from models.resources.income import LARGEST_HOUSEHOLD, IncomeRow, IncomeTable, Limits, newest

_LIMIT = cells.whole(0, 10**9, "43700")
COLUMNS = (
    Column("year", cells.whole(1990, 2200, "2026"), required=True),
    Column("area", cells.text, required=True),
    Column("household_size", cells.whole(1, LARGEST_HOUSEHOLD, "4"), required=True),
    Column("tier30", _LIMIT, required=True),
    Column("tier50", _LIMIT, required=True),
    Column("tier80", _LIMIT, required=True),
)


def finish(values: dict[str, object], _known: Known) -> None:
    limits = [int(str(values[name])) for name in ("tier30", "tier50", "tier80")]
    if limits != sorted(limits):
        raise BadCell("wrong_order", column="tier80", first="tier50 or tier30")
    values["source_id"] = " ".join(str(values[name]) for name in ("year", "area", "household_size"))


SHAPE = Shape(COLUMNS, finish)


class WrongTable(ValueError):
    """income.csv cannot be used; the text says where and why."""


def read_rows(data: bytes) -> Iterator[IncomeRow | Problem]:
    for one in SHAPE.read(data, Known()):
        if isinstance(one, Draft):
            year, size, *limits = (
                int(str(one.values[name])) for name in ("year", "household_size", "tier30", "tier50", "tier80")
            )
            yield IncomeRow(year, str(one.values["area"]), size, Limits(*limits))
        else:
            yield one


def read_income(folder: Path, area: str | None) -> IncomeTable | None:
    """The table of a town's folder that applies to its area; None for a town that counts no incomes."""
    file = folder / "income.csv"
    if area is None or not file.exists():
        return None
    rows = []
    for one in read_rows(file.read_bytes()):
        if isinstance(one, IncomeRow):
            rows.append(one)
        elif one.fatal:
            raise WrongTable(f"{file}: {one}")
    return newest(rows, area)
