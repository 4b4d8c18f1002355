"""Numbers as a picture: the same bytes for the same numbers, nothing outside the canvas, nothing that is not told."""

import io

import pytest
from PIL import Image

from content.charts import ACCENT, FAINT, INK, Bar, Panel, draw

FOOT = "Groups under 5 are not shown."
SOME = Panel("New people by week", [Bar("3 Oct 2026", 12), Bar("10 Oct 2026", None, "fewer than 5"), Bar("17 Oct", 0)])
FRENCH = "Ce que vous pourriez payer de loyer par mois"


def size(png):
    return Image.open(io.BytesIO(png)).size


def test_the_same_numbers_give_the_same_bytes():
    assert draw([SOME], FOOT) == draw([SOME], FOOT)


@pytest.mark.parametrize(
    "panels",
    [[SOME], [SOME, SOME], [Panel("Nobody yet", [])], [Panel("One", [Bar("a", 1)])], [Panel(FRENCH, [Bar(FRENCH, 99_999)])]],
    ids=["one", "two", "empty", "one bar", "long words"],
)  # fmt: skip
def test_it_fits_a_telephone_and_stays_small(panels):
    png = draw(panels, FOOT)
    assert size(png)[0] == 960
    assert len(png) < 150_000
    assert margins_are_white(png)


def margins_are_white(png):
    """Nothing is cut off: the outermost pixels are paper."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    wide, high = picture.size
    edges = [picture.getpixel((x, y)) for y in range(high) for x in (0, wide - 1)]
    return set(edges) == {(255, 255, 255)}


def test_a_hidden_number_leaves_no_bar():
    hidden = draw([Panel("t", [Bar("a", None, "fewer than 5")])], FOOT)
    assert ACCENT not in colours(hidden)


def colours(png):
    return {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in Image.open(io.BytesIO(png)).convert("RGB").get_flattened_data()}


@pytest.mark.parametrize("colour", [INK, FAINT, ACCENT])
def test_letters_and_bars_stand_out_from_the_paper(colour):
    assert contrast(colour) >= 4.5


def contrast(colour):
    """With white, after WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
