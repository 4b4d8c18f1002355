"""What one cell may say: each reader takes the cell's text (never empty) and gives a value, or refuses with a code.

A cell that begins like a formula is plain text here: "=1+1" is a strange name, not two.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from models.resources.importing.drafts import SENTENCES
from models.resources.names import fold
from models.resources.phrases import Phrase
from models.resources.rule_text import RuleError, parse, write

LONGEST_CELL = 10_000  # characters
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Known:
    """What the town knows: the ids of its vocabulary by list ("trades", "needs" …) and what goes without saying.

    A list that is not there takes any id.
    """

    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    language: str | None = None  # of texts that do not name theirs
    currency: str | None = None
    timezone: str | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by list: a folded word and the id it means


class BadCell(Exception):
    """A value that cannot be taken: a code of drafts.SENTENCES and its values."""

    def __init__(self, code: str, **values: str | float | Phrase) -> None:
        super().__init__(code)
        self.code, self.values = code, values


Reader = Callable[[str, Known], object]

_YES, _NO = {"yes", "true", "1", "y", "oui", "si", "x"}, {"no", "false", "0", "n", "non"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_MANY = re.compile(r"\s*\|\s*")


def text(cell: str, _known: Known) -> str:
    if len(cell) > LONGEST_CELL:
        raise BadCell("too_long", limit=LONGEST_CELL)
    return cell


def parts(cell: str) -> list[str]:
    """A list with bars between: each thing once, in its order."""
    return list(dict.fromkeys(part for part in _MANY.split(cell.strip()) if part))


def texts(cell: str, known: Known) -> list[str]:
    return [text(part, known) for part in parts(cell)]


def slug(cell: str, known: Known) -> str:
    """An id of no closed list: towns have rooms and machines nobody has thought of."""
    return fold(text(cell, known)).replace(" ", "_")


def slugs(cell: str, known: Known) -> list[str]:
    return [slug(part, known) for part in parts(cell)]


def one_id(of: str) -> Reader:
    """An id of one of the town's lists."""

    def read(cell: str, known: Known) -> str:
        found, allowed = slug(cell, known), known.ids.get(of)
        if allowed is not None and found not in allowed:
            if meant := known.names.get(of, {}).get(fold(cell)):
                return meant
            near = [Phrase(SENTENCES["near"], {"near": one}) for one in get_close_matches(found, list(allowed), n=1)]
            raise BadCell("unknown_id", found=cell[:60], near=near[0] if near else "")
        return found

    return read


def ids(of: str) -> Reader:
    read = one_id(of)
    return lambda cell, known: [read(part, known) for part in parts(cell)]


def number(least: float, most: float, example: str) -> Reader:
    def read(cell: str, _known: Known) -> float:
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            raise BadCell("not_number", found=cell[:60], example=example) from None
        if not least <= value <= most:
            raise BadCell("out_of_range", found=cell[:60], least=least, most=most)
        return value

    return read


def whole(least: int, most: int, example: str) -> Reader:
    def read(cell: str, _known: Known) -> int:
        try:
            value = int(cell)
        except ValueError:
            raise BadCell("not_number", found=cell[:60], example=example) from None
        if not least <= value <= most:
            raise BadCell("out_of_range", found=cell[:60], least=least, most=most)
        return value

    return read


def day(cell: str, _known: Known) -> date:
    try:
        return _of_our_time(date.fromisoformat(cell), cell)
    except ValueError:
        raise BadCell("not_day", found=cell[:60]) from None


Day = TypeVar("Day", bound=date)


def _of_our_time(value: Day, cell: str) -> Day:
    """The calendar ends at 9999, and what repeats weekly from there falls off it."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadCell("out_of_range", found=cell[:60], least=FIRST_YEAR, most=LAST_YEAR)
    return value


def moment(cell: str, _known: Known) -> datetime:
    """A day and an hour on the clock on the wall: a zone in it would say it twice."""
    try:
        value = datetime.fromisoformat(cell)
    except ValueError:
        value = None
    if value is None or value.tzinfo or len(cell) <= len("2026-11-23"):
        raise BadCell("not_moment", found=cell[:60])
    return _of_our_time(value, cell)


def hour(cell: str, _known: Known) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", cell):
        raise BadCell("not_hour", found=cell[:60])
    return cell.zfill(5)


def yes_no(cell: str, _known: Known) -> bool:
    said = fold(cell)
    if said not in _YES | _NO:
        raise BadCell("not_yes_no", found=cell[:60])
    return said in _YES


def link(cell: str, known: Known) -> str:
    if not _LINK.fullmatch(text(cell, known)):
        raise BadCell("not_link", found=cell[:60])
    return cell


def email(cell: str, _known: Known) -> str:
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise BadCell("not_email", found=cell[:60])
    return cell


def language(cell: str, known: Known) -> str:
    """A code, or the language's name in any of the town's."""
    if meant := known.names.get("languages", {}).get(fold(cell)):
        return meant
    if not _LANGUAGE.fullmatch(cell):
        raise BadCell("not_language", found=cell[:60])
    return cell.casefold()


def languages(cell: str, known: Known) -> list[str]:
    return [language(part, known) for part in parts(cell)]


def currency(cell: str, _known: Known) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", cell):
        raise BadCell("needs_currency")
    return cell.upper()


_ZONES = available_timezones()


def zone(cell: str, _known: Known) -> str:
    if cell not in _ZONES:
        raise BadCell("not_zone", found=cell[:60])
    return ZoneInfo(cell).key


def rule(cell: str, _known: Known) -> str:
    """The rule in its canonical spelling."""
    try:
        return write(parse(cell))
    except RuleError as error:
        raise BadCell("not_rule", why=error.phrase) from None


latitude, longitude = number(-90, 90, "44.55"), number(-180, 180, "-70.06")
