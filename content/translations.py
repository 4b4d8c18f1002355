"""Reads `.po` files into what a language answers for each English sentence. Knows no template and no screen."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, unescape
from babel.support import Translations

from content.faults import ContentFault, read_text
from content.typography import french_spaces

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LINE = re.compile(r'\s*(#.*|((msg\w+(\[\d+\])?\s+)?"([^"\\]|\\.)*"\s*)?)')


def read_catalogue(file: Path, language: str) -> Catalog:
    """One `.po` file; refuses a broken one with its line."""
    text = read_text(file)
    for number, line in enumerate(text.splitlines(), 1):
        if not _LINE.fullmatch(line):  # the reader would drop the last letter of a text that is not closed
            raise ContentFault(file, number, "not a valid .po file: a text is not closed, or this is no text.")
    try:
        catalogue = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise ContentFault(file, error.lineno + 1, f"not a valid .po file: {error}.") from None
    except ValueError as error:
        raise ContentFault(file, None, f"not a valid .po file: {error}.") from None
    for message in catalogue:
        _find_previous(message)
    return catalogue


def _find_previous(message: Message) -> None:
    """What the English was before it changed: Babel writes these lines (#| msgid "...") but reads them as comments."""
    lines = [line[1:].strip() for line in message.user_comments if line.startswith("|")]
    if lines:
        message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
        before = re.split(r"(?:^| )msgid(?:_plural)? (?=\")", " ".join(lines))[1:]  # it also folds them anywhere
        message.previous_id = ["".join(map(unescape, _QUOTED.findall(part))) for part in before]


def read_translations(folders: Sequence[Path], language: str) -> Translations:
    """Everything said in one language; a later folder's words replace an earlier one's.

    Sentences marked fuzzy (their English changed) are left out: English is better than wrong.
    """
    said: Translations | None = None
    for file in (folder / "locales" / f"{language}.po" for folder in folders):
        if file.exists():
            more = _compiled(read_catalogue(file, language), language)
            said = said.merge(more) if said else more  # the first brings the plural forms, merge() does not
    return said or Translations()


def _compiled(catalogue: Catalog, language: str) -> Translations:
    if Locale.parse(language).language == "fr":
        for message in catalogue:
            message.string = _french(message.string or "")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _french(words: str | Sequence[str]) -> str | tuple[str, ...]:
    return french_spaces(words) if isinstance(words, str) else tuple(map(french_spaces, words))
