"""Hears the sum of money somebody names: "about 2,000 dollars", « 800 € », "$1500". A sum a year or a month is none."""

import re

from content.recognition import amount

SMALLEST = 50.0  # less is a telephone's "4" for "for", or a price
_NUMBER = r"\d[\d\s.,'\u2019\u202f]*(?:k|mil|mille)?"
_NAME = r"(?:[$€£]|usd|dollars?|d[oó]lares|euros?|bucks|balles|pesos)"
_REGULARLY = r"(?!\s*(?:/|\b(?:a|an|per|par|al|each|every|chaque|cada)\b))"
_MONEY = re.compile(rf"(?:[$€£]\s?({_NUMBER})\b|({_NUMBER})\s?{_NAME})(?!\w){_REGULARLY}", re.IGNORECASE)


def sum_of_money(text: str) -> float | None:
    """The one sum in a text; None where there is none, or several."""
    found = {amount(match[1] or match[2]) for match in _MONEY.finditer(text)}
    sums = {one for one in found if one is not None and one >= SMALLEST}
    return sums.pop() if len(sums) == 1 else None
