"""Numbers as a picture: bars with their numbers beside them, in the colours of the house. Draws; counts nothing."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, DPI = 960, 120  # pixels; what a telephone shows without scaling
LINE = 34  # pixels a bar takes, its gap included
HEAD = 90  # pixels above and below the bars of a panel
ACCENT, LIGHT, INK, FAINT = "#0f766e", "#99d5cf", "#1f2937", "#4b5563"  # 4.5 to 1 and more on white
LONGEST = 34  # letters of a label


@dataclass(frozen=True)
class Bar:
    """One bar. `value` None: too few people to be told; `said` stands in place of the number."""

    label: str
    value: int | None
    said: str = ""
    light: bool = False  # not over yet, or less sure


@dataclass(frozen=True)
class Panel:
    title: str
    bars: Sequence[Bar]


def draw(panels: Sequence[Panel], foot: str) -> bytes:
    """A PNG: the panels one below the other, `foot` in small letters. The same numbers give the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 half a second that only a picture pays
    from matplotlib.figure import Figure  # noqa: PLC0415 as above

    heights = [HEAD + LINE * max(len(panel.bars), 1) for panel in panels]
    figure = Figure(figsize=(WIDTH / DPI, (sum(heights) + 50) / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.02, 0.012, foot, fontsize=7.5, color=FAINT)
    grid = figure.add_gridspec(
        len(panels), 1, height_ratios=heights, left=0.34, right=0.93, top=0.94, bottom=0.06, hspace=0.3
    )
    for place, panel in enumerate(panels):
        _bars(figure.add_subplot(grid[place]), panel)
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _bars(axes: "Axes", panel: Panel) -> None:
    axes.set_title(panel.title, loc="left", x=-0.5, fontsize=12, fontweight="bold", color=INK)
    most = max((bar.value or 0 for bar in panel.bars), default=0) or 1
    for place, bar in enumerate(panel.bars):
        axes.barh(place, bar.value or 0, color=LIGHT if bar.light else ACCENT, height=0.62)
        said = bar.said if bar.value is None else str(bar.value)
        axes.text((bar.value or 0) + most * 0.015, place, said, va="center", fontsize=9, color=INK)
    axes.set_yticks(range(len(panel.bars)), [_short(bar.label) for bar in panel.bars], fontsize=9, color=INK)
    axes.set_xlim(0, most * 1.12)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.tick_params(left=False)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
