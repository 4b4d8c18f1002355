"""How often something comes again, in a reader's words: RFC 5545's rules for whoever never heard of them."""

import re

from content.texts import Texts

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFTEN = {"DAILY": "repeat_days", "WEEKLY": "repeat_weeks", "MONTHLY": "repeat_months", "YEARLY": "repeat_years"}
ONE_DAY = re.compile(r"(-1|[1-5])?([A-Z]{2})")


def said(rule: str, texts: Texts, language: str) -> str:
    """`FREQ=MONTHLY;BYDAY=-1WE` is "Every month: the last Wednesday". What is more involved is said in part."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    often = texts.label(
        OFTEN.get(parts.get("FREQ", ""), "repeat_otherwise"), language, n=int(parts.get("INTERVAL", "1"))
    )
    days = [_day(day, texts, language) for day in parts.get("BYDAY", "").split(",") if day]
    if not days or "" in days or "BYSETPOS" in parts:
        return often
    return texts.label("repeat_on", language, often=often, days=texts.formats(language).listing(days))


def _day(written: str, texts: Texts, language: str) -> str:
    """A weekday, or which of its kind in the month; empty for one that is none of those."""
    found = ONE_DAY.fullmatch(written)
    if found is None or found[2] not in DAYS:
        return ""
    name = texts.formats(language).weekday(DAYS.index(found[2]))
    which = {None: "", "-1": "nth_last"}.get(found[1], f"nth_{found[1]}")
    return texts.label(which, language, day=name) if which else name
