"""Hears how old somebody says she is: "I'm 18", « j'ai 19 ans », "tengo 20 años". How long, or how far, is no age."""

import re

YOUNGEST, OLDEST = 10, 99
_SINCE = (
    r"(?<!depuis )(?<!pendant )(?<!y a )(?<!plus de )(?<!hace )(?<!durante )(?<!por )(?<!más de )(?<!for )(?<!over )"
)
_NO_MEASURE = r"(?!\s*(?:%|(?:minutes?|mins?|miles?|km|people|weeks?|months?|k)\b))"
_AGE = re.compile(
    rf"\b(?:i'm|i m|im|i am|age|aged)\s+(?:only\s+|just\s+)?(\d\d)\b{_NO_MEASURE}"
    rf"|{_SINCE}\b(\d\d)\s*(?:years?|yrs?)\s*old\b|{_SINCE}\b(\d\d)\s*y/?o\b"
    rf"|{_SINCE}\b(\d\d)\s*(?:ans|años|anos)\b",
    re.IGNORECASE,
)


def age_said(text: str) -> int | None:
    """The one age in a text; None where there is none, or several."""
    ages = {int(next(filter(None, match.groups()))) for match in _AGE.finditer(text.replace("\u2019", "'"))}
    one = ages.pop() if len(ages) == 1 else None
    return one if one is not None and YOUNGEST <= one <= OLDEST else None
