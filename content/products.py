"""What makers say they make: product words by language and trade, which content/vocabulary.py adds to the trades.

Reads content/vocabulary/products/*.toml and a town's own. A file is named after its language (`fr.toml`,
`fr.classes.toml`); each trade holds one text of words and phrases between commas, so that a thousand of them stay
readable. content/classes.py draws the `classes` files from national classifications of activities.
"""

from pathlib import Path

from content.faults import Document, read_toml

FOLDER = "products"

Said = dict[str, tuple[str, ...]]
"""Trade → what it is called."""


def files(folder: Path) -> list[Path]:
    """The product files of a content or town folder."""
    return sorted((folder / "vocabulary" / FOLDER).glob("*.toml"))


def language(file: Path) -> str:
    return file.name.partition(".")[0]


def read_products(file: Path) -> Said:
    document = read_toml(file)
    return {trade: _between_commas(document, trade) for trade in document.values}


def _between_commas(document: Document, trade: str) -> tuple[str, ...]:
    said = document.values[trade]
    if not isinstance(said, str):
        raise document.fault(f"{trade!r} must be words in quotes, with commas between them.", trade)
    return tuple(word for part in said.split(",") if (word := part.strip()))
