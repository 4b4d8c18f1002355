"""A link as a picture that a telephone reads from a poster."""

import io

import segno

SCALE, BORDER = 12, 3  # pixels a square, squares of white around


def picture(link: str) -> bytes:
    """The PNG; readable also where a quarter of it is torn off."""
    png = io.BytesIO()
    segno.make(link, error="q", micro=False).save(png, kind="png", scale=SCALE, border=BORDER)
    return png.getvalue()
