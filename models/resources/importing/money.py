"""Sums of money as people write them in a sheet: 640, 640.00, $1,250, 1 250,50 €. Kept in minor units of the currency.

A sum with decimals or a sign is in whole units. A bare number may be either, 640 or 64000; a file means one of them
throughout. Its own words tell which ("up to $3,000"), else what its rents come to, else its other sums.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from models.resources.currencies import decimals, roughly
from models.resources.importing.cells import BadCell, Known
from models.resources.importing.drafts import Draft, Problem

RENT, LEAST, MOST = "rent_month", "amount_min", "amount_max"
SUMS = (RENT, LEAST, MOST)
A_RENT, AN_AMOUNT = 10_000, 100_000  # dollars: the usual rent, or the most usually given, is below that
LARGEST = 10**12
_SIGN = r"(?:[$€£¥₡₦₩₫₱₲₴₵₹₺₽]|[A-Z]{1,3}\$?|(?i:euros?|dollars?|pesos?))"
_SUM = re.compile(rf"(?P<before>{_SIGN}\s?)?(?P<digits>\d[\d\s.,'’]*?)(?P<after>\s?{_SIGN})?")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_SAID = re.compile(rf"{_SIGN}\s?(\d[\d\s.,'’]*)|(\d[\d\s.,'’]*)\s?{_SIGN}(?!\w)")


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """A sum as it stands in its cell. `bare`: of whole or of minor units, the file has to tell."""

    number: Decimal
    bare: bool
    in_thousands: bool = False  # 640.000: a point before three digits, decimals where the currency has three


def money(cell: str, _known: Known) -> Written:
    """A cell with a sum in it; `settled` makes minor units of it."""
    found = _SUM.fullmatch(cell)
    if found is None or (number := _number(found["digits"])) is None:
        raise BadCell("not_number", found=cell[:60], example="640.00")
    if number > LARGEST:
        raise BadCell("out_of_range", found=cell[:60], least=0, most=LARGEST)
    signed = bool(found["before"] or found["after"])
    digits = found["digits"].strip()
    pointed = _is_grouped(digits) and re.fullmatch(r"\d+\.\d{3}", digits) is not None
    return Written(number, not signed and _is_whole(digits), pointed)


def _plain(digits: str) -> str:
    return re.sub(r"[\s'’]", "", digits)


def _is_whole(digits: str) -> bool:
    plain = _plain(digits)
    return plain.isdecimal() or _is_grouped(plain)


def _is_grouped(plain: str) -> bool:
    """1,250 and 1.250.000, but not 0.125."""
    return bool(_GROUPED.fullmatch(plain)) and not plain.startswith("0") and len(set(plain) & {".", ","}) == 1


def _number(digits: str) -> Decimal | None:
    """The last point or comma begins the decimals, unless all of them only part thousands."""
    plain = _plain(digits)
    if _is_grouped(plain):
        return Decimal(re.sub(r"[.,]", "", plain))
    whole, mark, rest = plain.rpartition(max(".,", key=plain.rfind))
    if mark and (not rest or (re.search(r"[.,]", whole) and not _GROUPED.fullmatch(whole))):
        return None
    whole = re.sub(r"[.,]", "", whole) if mark else rest
    return Decimal(f"{whole}.{rest}") if mark else Decimal(whole)


def written(minor: int, currency: object) -> str:
    """As a cell says it beyond doubt: 64000 as 640.00."""
    digits = decimals(str(currency or ""))
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def settled(found: Iterable[Draft | Problem]) -> Iterator[Draft | Problem]:
    """The same with all sums in minor units, and a note on how bare numbers were read. Waits from the first of them."""
    rows = iter(found)
    sure = False  # whether any sum was beyond doubt
    waiting: list[Draft | Problem] = []
    for one in rows:
        if isinstance(one, Draft):
            sure = sure or any(isinstance(given := one.values.get(name), Written) and not given.bare for name in SUMS)
        if waiting or (isinstance(one, Draft) and _is_open(one)):
            waiting.append(one)
        else:
            yield _settled(one, whole=True)
    bare = [one for one in waiting if isinstance(one, Draft) and _is_open(one)]
    if bare:
        whole = _are_whole(bare, sure=sure)
        yield from (_settled(one, whole=whole) for one in waiting)
        yield _note(bare[0].values, whole)


def _is_open(draft: Draft) -> bool:
    return any(_open(draft.values, name) for name in SUMS)


def _note(values: Mapping[str, object], whole: bool) -> Problem:
    given = next(filter(None, (_open(values, name) for name in SUMS)))
    currency = str(values["currency"])
    said = {"found": f"{given.number}", "sum": f"{currency} {written(_minor(given, currency, whole), currency)}"}
    return Problem("read_as_whole" if whole else "read_as_minor", values=said, fatal=False)


def _open(values: Mapping[str, object], name: str) -> Written | None:
    """A bare sum of a currency that is counted in parts; nothing is nothing either way."""
    given, parts = values.get(name), decimals(str(values.get("currency")))
    if not isinstance(given, Written) or not given.bare or not given.number or not parts:
        return None
    return None if given.in_thousands and parts == 3 else given


def _settled(draft: Draft | Problem, *, whole: bool) -> Draft | Problem:
    if isinstance(draft, Problem):
        return draft
    currency = str(draft.values.get("currency"))
    sums = {
        name: _minor(given, currency, whole) for name in SUMS if isinstance(given := draft.values.get(name), Written)
    }
    return replace(draft, values={**draft.values, **sums}) if sums else draft


def _minor(given: Written, currency: str, whole: bool) -> int:
    parts = decimals(currency)
    if given.in_thousands and parts == 3:
        return int(given.number)
    if given.bare and not whole:
        return int(given.number)
    return int(given.number.scaleb(parts).to_integral_value(ROUND_HALF_UP))


def _are_whole(bare: Sequence[Draft], *, sure: bool) -> bool:
    """Whether the file's bare sums are whole units. `sure`: others of it are beyond doubt."""
    by_words = sum(map(_said_by_words, bare))
    if by_words:
        return by_words > 0
    currency = str(bare[0].values["currency"])
    if rents := _open_sums(bare, RENT):
        return median(rents) < roughly(A_RENT, currency)
    if sure:
        return True
    return median(_open_sums(bare, MOST) or _open_sums(bare, LEAST)) < roughly(AN_AMOUNT, currency)


def _open_sums(bare: Sequence[Draft], name: str) -> list[Decimal]:
    return [given.number for one in bare if (given := _open(one.values, name))]


def _said_by_words(draft: Draft) -> int:
    """Above 0 where the row's words name its sums as they stand, below where they name a hundredth of them."""
    sums = {given.number for name in SUMS if (given := _open(draft.values, name))}
    said = set(_sums_in(" · ".join(value for value in draft.values.values() if isinstance(value, str))))
    parts = decimals(str(draft.values["currency"]))
    return len(sums & said) - len({one.scaleb(-parts) for one in sums} & said)


def _sums_in(text: str) -> Iterator[Decimal]:
    for found in _SAID.finditer(text):
        number = _number((found[1] or found[2]).rstrip(" .,'’"))
        if number is not None:
            yield number
