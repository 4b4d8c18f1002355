"""How a value of somebody else's file becomes a cell of ours. Each way is named in mappings/*.toml; all are pure."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from models.resources.names import fold

_BREAK = re.compile(r"(?i)<\s*(br|/p|/div|/li|/tr|/h\d)\s*/?\s*>")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*(\n\s*)*")
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"']+|\b[a-z0-9.-]+\.[a-z]{2,}(?:/[^\s<>\"']*)?")
_NUMBER = re.compile(r"-?\d[\d ,\u202f\u00a0]*(?:\.\d+)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_BETWEEN = re.compile(r"\s*[,;\n|]\s*")
_CALLOUT = re.compile(r":::\s*\w*\s*(\{[^}\n]*\})?")
_POINTER = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TERM = re.compile(r"`([^`|]*)(?:\|[^`]*)?`")
_ELIGIBILITY = re.compile(r"(?ims)^#+\s*(?:\w+ )?eligib[^\n]*\n(.*?)(?=^#+\s|^:::|\Z)")
_MARKS = re.compile(r"(?m)^\s*#+\s*|^\s*[*-]\s+|\*\*|__|(?<!\w)_|_(?!\w)")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%B %d, %Y")
_FREE = re.compile(r"(none|no (fee|fees|cost|charge)|free|0|0\.0|gratuit|gratuita|gratuito|gratis|sin costo)\b")
_NO_ANSWER = {"n/a", "na", "none", "-", "--", "null", "nil", "no value", "unknown", "tbd", "?"}


def words(text: str) -> str:
    """Plain words: no markup, no entities, no rows of spaces."""
    plain = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text))) if "<" in text or "&" in text else text
    return _LINES.sub("\n", _SPACES.sub(" ", plain)).strip()


def line(text: str) -> str:
    """Several lines in one, as an address is written."""
    return ", ".join(part.strip(" ,") for part in words(text).splitlines() if part.strip(" ,"))


def markdown(text: str) -> str:
    plain = _TERM.sub(r"\1", _POINTER.sub(r"\1", _CALLOUT.sub("", text)))
    return words(_MARKS.sub("", plain))


def link(text: str) -> str:
    """The first address in it, whole."""
    found = _LINK.search(text.strip())
    if not found or "@" in text[: found.end()]:
        return ""
    address = found[0].rstrip(".,;)")
    return address if "://" in address else f"https://{address}"


def email(text: str) -> str:
    found = _EMAIL.search(text)
    return found[0] if found else text


def number(text: str) -> str:
    """The first number in it."""
    found = _NUMBER.search(text)
    return re.sub(r"[ ,\u202f\u00a0]", "", found[0]).rstrip(".") if found else ""


def square_feet(text: str) -> str:
    found = number(text)
    return str(round(float(found) * 0.09290304, 1)) if found else ""


def many(text: str) -> str:
    """A list, however it was separated."""
    return "|".join(dict.fromkeys(part.strip(" *•-") for part in _BETWEEN.split(text) if part.strip(" *•-")))


def day(text: str) -> str:
    """A day as people write it; where day and month could be either, the day comes first."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip()[:40].split("T")[0], form).date().isoformat()  # noqa: DTZ007 a day, no moment
        except ValueError:
            continue
    return text


def month_first(text: str) -> str:
    """The same where the month comes first."""
    try:
        return datetime.strptime(text.strip(), "%m/%d/%Y").date().isoformat()  # noqa: DTZ007 a day, no moment
    except ValueError:
        return day(text)


def price(text: str) -> str:
    """Free or paid, where the words about the fee say so."""
    said = fold(text).strip()
    if _FREE.match(said):
        return "free"
    return "paid" if re.search(r"\d|fee|dues|tuition|payant|cuota", said) else ""


def unquoted(text: str) -> str:
    return text.strip().strip("\"'").strip()


def said(text: str) -> str:
    """Nothing, where somebody wrote that there is nothing to say."""
    return "" if fold(text).strip(" .") in _NO_ANSWER else text


def from_slug(text: str) -> str:
    """A name from an id: advisor-investment is Advisor investment. A name that is one stays."""
    if not re.fullmatch(r"[a-z0-9_-]+", text):
        return text
    plain = re.sub(r"[-_]+", " ", text).strip()
    return plain[:1].upper() + plain[1:]


def languages(text: str) -> str:
    """Codes for languages called by their names, in English, French or Spanish; what is no name stays."""
    known = _language_names()
    return "|".join(known.get(fold(part), part) for part in text.split("|"))


@cache
def _language_names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 only where somebody wrote a name

    spoken = [Locale(code).languages for code in ("es", "fr", "en")]
    return {fold(name): code for names in spoken for code, name in names.items() if "_" not in code}


def path_id(text: str) -> str:
    """An id from where a file lies: content/src/fundings/x.md is fundings-x."""
    return "-".join(text.rpartition(".")[0].split("/")[-2:]) or text


def eligibility_part(text: str) -> str:
    """What stands under a heading about eligibility."""
    found = _ELIGIBILITY.search(text)
    return markdown(found[1]) if found else ""


WAYS: Mapping[str, Callable[[str], str]] = {
    "words": words,
    "line": line,
    "markdown": markdown,
    "link": link,
    "email": email,
    "number": number,
    "square_feet": square_feet,
    "list": many,
    "day": day,
    "month_first": month_first,
    "price": price,
    "unquoted": unquoted,
    "said": said,
    "from_slug": from_slug,
    "languages": languages,
    "path_id": path_id,
    "eligibility_part": eligibility_part,
}
