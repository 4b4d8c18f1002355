"""One measured figure, beside what it is compared with."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`ours` and `baseline` in `unit`; `aim` in words, and whether this run reached it."""

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    beside: str = ""  # what the baseline is
    aim: str = ""
    reached: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.baseline if self.baseline else None

    def as_row(self) -> str:
        ratio = f"{self.ratio:.2f}x {self.beside} ({self.baseline:,.1f})" if self.ratio else ""
        verdict = {True: "reached", False: "NOT reached", None: ""}[self.reached]
        return f"{self.what:<58} {self.ours:>10,.1f} {self.unit:<10} {ratio:<48} {self.aim:<12} {verdict}"

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio}


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]
