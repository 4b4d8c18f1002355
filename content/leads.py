"""How long before an event, as people type it: "two hours before", « la veille à 18 h », "3 días antes a las 9".

Pure. It comes out as the word of `models/events/offsets.py`; what is not clear is None, and is asked again.
"""

import re
from collections.abc import Collection, Mapping
from datetime import time
from functools import cached_property

from content.spelling import words as words_of
from content.vocabulary import Vocabulary
from content.whens import LOOKED_AT, clock_hours
from models.events.offsets import Hours, days_before, is_offset, minutes_before

_LENGTH = re.compile(
    r"(?<![\d.,])(?P<many>\d{1,3})(?P<part>[.,]\d)?\s?"
    r"(?:(?P<hours>h(?:ours?|rs?|eures?|oras?|s)?)|m(?:in(?:utes?|utos?|s)?|n)?)(?:\b|(?=\d))\.?"
    r"(?(hours)\s?(?:and|et|y)?\s?(?:(?P<after>\d{1,2})(?!\d)\s?(?:m(?:in(?:utes?|utos?|s)?|n)?\b)?)?)",
    re.IGNORECASE,
)
_FIXED = {"half_hour": 30, "quarter": 15}
_COUNTED = {"hour_and_half": (60, 30), "hour": (60, 0), "minute": (1, 0)}  # minutes of each, and those on top
BY_DAY = frozenset({"day", "week", "same_day", "morning", "evening"})
NOON = time(12)


class Leads:
    """Reads them in the town's languages. `hours`: what the town's morning and evening are."""

    def __init__(self, vocabulary: Vocabulary, hours: Hours) -> None:
        self._vocabulary, self._hours = vocabulary, hours

    def read(self, text: str, language: str) -> str | None:
        """The offset's word. One that is too long to be kept is None too."""
        said = text[:LOOKED_AT].casefold()
        named = self._named(said, language)
        word = self._by_day(said, named) if named & BY_DAY else self._by_length(said, named)
        return word if word and is_offset(word) else None

    def _by_day(self, said: str, named: Collection[str]) -> str | None:
        found = list(clock_hours(said))
        if len(found) > 1:
            return None
        rest = said
        for place, _ in found:
            rest = f"{rest[: place.start()]} {rest[place.end() :]}"
        hour = found[0][1] if found else NOON if "noon" in named else None
        if hour is None and not {"day", "week", "evening"} & {*named}:
            return "morning"
        return days_before(self._days(rest, named), hour or self._part_of_the_day(named))

    def _days(self, rest: str, named: Collection[str]) -> int:
        if not {"day", "week", "evening"} & {*named} or "same_day" in named:
            return 0
        count = self._vocabulary.number(rest)
        return round(1 if count is None else count) * (7 if "week" in named else 1)

    def _part_of_the_day(self, named: Collection[str]) -> time | None:
        if "evening" in named:
            return self._hours.evening
        return self._hours.morning if {"morning", "same_day"} & {*named} else None

    def _by_length(self, said: str, named: Collection[str]) -> str | None:
        if found := _LENGTH.search(said):
            return minutes_before(_in_figures(found))
        for unit, minutes in _FIXED.items():
            if unit in named:
                return minutes_before(minutes)
        for unit, (minutes, more) in _COUNTED.items():
            if unit in named:
                count = self._vocabulary.number(said)
                return minutes_before(round((1 if count is None else count) * minutes) + more)
        return None

    def _named(self, said: str, language: str) -> frozenset[str]:
        """Everything that is named, the longest names first; with mended spelling where nothing is."""
        found = {self._ids[one] for one in self._names.findall(" ".join(words_of(said)))}
        return frozenset(found or self._vocabulary.recognise("leads", said, language))

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        return {" ".join(words_of(name)): id_ for name, id_ in self._vocabulary.names("leads")}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        longest_first = sorted(self._ids, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _in_figures(found: re.Match[str]) -> int:
    many = float(f"{found['many']}{(found['part'] or '').replace(',', '.')}")
    return round(many * 60) + int(found["after"] or 0) if found["hours"] else round(many)
