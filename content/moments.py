"""Days and hours as people type them: "3 October", "24/12", "in two weeks", "22h-7h". Pure: today is given.

What is not clear is None: a wrong guess would keep somebody silent, or wake her.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cached_property

from dateutil.relativedelta import relativedelta

from content.formats import locale_for
from content.spelling import words as words_of
from content.texts import Texts
from content.vocabulary import Vocabulary

LOOKED_AT = 200  # characters; nobody needs more to name a day
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_FIGURES = re.compile(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2}))?\b")
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|o)?$")
_DAY_FIGURES = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b(?!\s?[ap]\.?m)")
_HOUR = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:\s?[:h.]\s?(?P<minute>\d{2})|(?P<glued>\d{2}))?(?!\d)"
    r"\s?h?(?:ours?|eures?|oras?)?\s?(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)


class Moments:
    """Reads days and hours in the town's languages; the reader's own comes first where two differ."""

    def __init__(self, texts: Texts, vocabulary: Vocabulary) -> None:
        self._texts, self._vocabulary = texts, vocabulary

    def day(self, text: str, language: str, today: date) -> date | None:
        """The day somebody means; without a year, the next such day. One that has passed comes back as it is."""
        said = text[:LOOKED_AT].casefold()
        return (
            self.calendar_day(said, language, today)
            or self._by_weekday(said, today)
            or self._from_now(said, language, today)
        )

    def calendar_day(self, text: str, language: str, today: date) -> date | None:
        """The day somebody names by its number and its month: no weekday, and nothing reckoned from today."""
        said = text[:LOOKED_AT].casefold()
        return _iso(said) or self._in_figures(said, language, today) or self._by_month(said, language, today)

    def month(self, text: str, language: str) -> int | None:
        """The month that is named, from 1 to 12; None for none or several."""
        months = {**self._months, **_names_in(language, "months")}
        named = {months[word] for word in words_of(text[:LOOKED_AT]) if word in months}
        return named.pop() if len(named) == 1 else None

    @property
    def names(self) -> frozenset[str]:
        """Every word that names a month or a day."""
        return frozenset(self._months) | frozenset(self._weekdays)

    def _in_figures(self, said: str, language: str, today: date) -> date | None:
        found = _FIGURES.search(said)
        if not found or _ISO.search(said):
            return None
        first, second, year = int(found[1]), int(found[2]), found[3]
        pattern = self._texts.formats(language).locale.date_formats["short"].pattern.lower()
        day, month = (second, first) if pattern.index("m") < pattern.index("d") else (first, second)
        if month > 12:
            day, month = month, day
        whole = int(year) + (2000 if len(year) == 2 else 0) if year else None
        return _coming(day, month, whole, today)

    def _by_month(self, said: str, language: str, today: date) -> date | None:
        bare = words_of(said)
        months = {**self._months, **_names_in(language, "months")}
        month = next((months[word] for word in bare if word in months), None)
        days = [int(found[1]) for word in bare if (found := _NUMBER.match(word))]
        years = [int(word) for word in bare if re.fullmatch(r"20\d\d", word)]
        if month is None or len(days) != 1:
            return None
        return _coming(days[0], month, years[0] if years else None, today)

    def _by_weekday(self, said: str, today: date) -> date | None:
        named = {self._weekdays[word] for word in words_of(said) if word in self._weekdays}
        if len(named) != 1:
            return None
        return today + timedelta(days=(named.pop() - today.weekday() - 1) % 7 + 1)

    def _from_now(self, said: str, language: str, today: date) -> date | None:
        spans = self._vocabulary.recognise("spans", said, language)
        count = self._vocabulary.number(said)
        if not spans or (count is not None and not 0 < count < 1000):
            return None
        many = int(count or 1)
        steps: Mapping[str, relativedelta] = {
            "tomorrow": relativedelta(days=1),
            "day": relativedelta(days=many),
            "week": relativedelta(weeks=many),
            "month": relativedelta(months=many),
        }
        return today + steps[spans[0]]

    @cached_property
    def _months(self) -> Mapping[str, int]:
        return self._names("months")

    @cached_property
    def _weekdays(self) -> Mapping[str, int]:
        return self._names("days", ("wide",))

    def _names(self, kind: str, forms: tuple[str, ...] = ("wide", "abbreviated")) -> Mapping[str, int]:
        languages = dict.fromkeys(["en", *self._texts.languages])
        return {name: place for language in languages for name, place in _names_in(language, kind, forms).items()}

    def hour(self, text: str) -> time | None:
        """The one hour of the clock that is named: 9:00, 18h30, 6 pm. A bare number is none: it may be a day."""
        found = [hour for hour in _hours(_DAY_FIGURES.sub(" ", text[:LOOKED_AT]), sure=True) if hour is not None]
        return found[0] if len(found) == 1 else None

    def day_and_hour(self, text: str, language: str, today: date) -> tuple[date | None, time | None]:
        """Both of one sentence: "5 December 10:30"; either is None where it is not said, or not clear."""
        hour, said = self.hour(text), text[:LOOKED_AT]
        if hour:
            said = _HOUR.sub(lambda found: "" if _is_sure(found) else found[0], said)
        return self.day(said, language, today), hour

    def hours(self, text: str) -> tuple[time, time] | None:
        """From when to when: two hours of the clock, and not the same one."""
        found = list(_hours(text[:LOOKED_AT]))
        if len(found) != 2 or None in found or found[0] == found[1]:
            return None
        start, end = found
        return (start, end) if start is not None and end is not None else None


def _names_in(language: str, kind: str, forms: tuple[str, ...] = ("wide", "abbreviated")) -> Mapping[str, int]:
    """Names of months (1 to 12) or days (0 is Monday), bare of accents and dots."""
    held: Mapping[str, Mapping[str, Mapping[int, str]]] = getattr(locale_for(language), kind)
    return {words_of(name)[0]: place for form in forms for place, name in held["format"][form].items()}


def _iso(said: str) -> date | None:
    found = _ISO.search(said)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _date(year, month, day)
    this = _date(today.year, month, day)
    return this if this and this > today else _date(today.year + 1, month, day)


def _hours(text: str, *, sure: bool = False) -> Iterator[time | None]:
    """Every hour that is named; None for one that no clock has. `sure`: only what can be nothing but an hour."""
    for found in _HOUR.finditer(text):
        if sure and not _is_sure(found):
            continue
        hour, minute = int(found["hour"]), int(found["minute"] or found["glued"] or 0)
        half = (found["half"] or "")[:1].lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
        yield time(hour % 24, minute) if hour <= 24 and minute < 60 and (hour < 24 or not minute) else None


def _is_sure(found: re.Match[str]) -> bool:
    """It can be nothing but an hour; a bare number may be a day, or a price."""
    return bool(found["minute"] or found["half"] or "h" in found[0].lower())
