"""Numbers, money, dates, distances and lists as the reader writes them: the filters of every template.

Never asks the clock: a date is a value that was given.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as WallTime  # noqa: N812 `time` is a method here
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from babel.units import format_unit
from markupsafe import Markup, escape

MILE_IN_KM = 1.609344
FOOT_IN_KM = 0.0003048
SQUARE_FOOT_IN_M2 = 0.09290304
TENTHS_UP_TO = 10
_SOUNDS_LIKE_I = re.compile("h?[ií](?![aeo])", re.IGNORECASE)
_SOUNDS_LIKE_O = re.compile("h?[oó]", re.IGNORECASE)
_YEAR = re.compile(r"(,| 'de')? y$")
_FIRST = re.compile(r"\b1(?= \D)")  # French counts the first of a month, and says all others as they are

Units = Literal["metric", "imperial"]


def locale_for(language: str, country: str = "", units: Units = "metric") -> Locale:
    """The habits closest to a reader of this language in this country (English in France: 18:30, 3 October)."""
    around = [f"{language}_{country}"] if country else []
    european = [f"{language}_150"] if country and units == "metric" else []
    for name in [*around, *european, language]:
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def name_of(language: str) -> str:
    """What a language calls itself: English, Français, Español."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


class Formats:
    """How one reader sees values that are not words."""

    def __init__(self, locale: Locale, zone: ZoneInfo, units: Units) -> None:
        self.locale, self.zone, self.units = locale, zone, units

    def filters(self) -> dict[str, Callable[..., str]]:
        named = (self.number, self.money, self.time, self.clock, self.moment, self.distance, self.area, self.listing)
        return {"date": self.day, **{method.__name__: method for method in named}}

    def number(self, value: float | Decimal) -> str:
        return format_decimal(value, locale=self.locale)

    def money(self, minor_units: int, currency: str) -> str:
        """€1,250 for 125000; cents are written only where there are some."""
        digits = get_currency_precision(currency)
        amount = Decimal(minor_units).scaleb(-digits)
        if amount != amount.to_integral_value():
            return format_currency(amount, currency, locale=self.locale)
        whole = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(amount, currency, format=whole, locale=self.locale, currency_digits=False)

    def whole(self, units: float, currency: str) -> str:
        """The same for an amount in whole units, as people say it: $600."""
        return self.money(round(units * 10 ** get_currency_precision(currency)), currency)

    def day(self, value: date, form: Literal["long", "year", "short"] = "long") -> str:
        """`long`: Saturday 3 October; `year`: the same with its year; `short`: 3 Oct 2026."""
        day = self._here(value) if isinstance(value, datetime) else value
        pattern = "medium" if form == "short" else self.locale.date_formats["full"].pattern
        said = format_date(day, _YEAR.sub("", pattern) if form == "long" else pattern, locale=self.locale)
        return _FIRST.sub("1er", said) if self.locale.language == "fr" else said

    def weekday(self, number: int) -> str:
        """The name of a day of the week; Monday is 0."""
        return str(self.locale.days["format"]["wide"][number])

    def time(self, value: datetime) -> str:
        return format_time(self._here(value), "short", locale=self.locale)

    def clock(self, value: WallTime) -> str:
        """A time of the wall clock, wherever it hangs: 10:00 PM."""
        return format_time(value, "short", locale=self.locale)

    def ago(self, day: date, today: date) -> str:
        """How long ago, as one says it: 5 months ago. Today is named as the day it is."""
        if day >= today:
            return self.day(day)
        return format_timedelta(day - today, granularity="day", threshold=0.9, add_direction=True, locale=self.locale)

    def span(self, value: timedelta) -> str:
        """How long something takes, in its largest unit: "20 minutes", "3 hours", "2 days"."""
        return format_timedelta(
            max(value, timedelta(minutes=1)), granularity="minute", threshold=1.5, locale=self.locale
        )

    def moment(self, value: datetime) -> str:
        """Day and hour: Saturday 3 October, 18:30."""
        return f"{self.day(value)}, {self.time(value)}"

    def distance(self, kilometres: float) -> str:
        """As a person would say it: 850 m, 2.1 km, 14 km."""
        if self.units == "imperial":
            return self._length(kilometres / MILE_IN_KM, "mile", kilometres / FOOT_IN_KM, "foot", enough=0.2)
        return self._length(kilometres, "kilometer", kilometres * 1000, "meter", enough=1)

    def area(self, square_metres: float) -> str:
        if self.units == "imperial":
            return format_unit(
                round(square_metres / SQUARE_FOOT_IN_M2), "area-square-foot", "short", locale=self.locale
            )
        return format_unit(round(square_metres), "area-square-meter", "short", locale=self.locale)

    def listing(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """`a, b and c`; parts that are already markup stay so, all others are escaped."""
        parts = list(items)
        if any(isinstance(part, Markup) for part in parts):
            return Markup(self._joined([escape(part) for part in parts], style))  # noqa: S704 - every part is escaped
        return self._joined(parts, style)

    def _joined(self, parts: Sequence[str], style: Literal["standard", "or"]) -> str:
        joined = format_list(parts, style, locale=self.locale)
        if self.locale.language != "es" or not parts[1:]:
            return joined
        before, last = joined.removesuffix(parts[-1]), parts[-1]
        if before.endswith(" y ") and _SOUNDS_LIKE_I.match(last):
            return f"{before[:-3]} e {last}"
        if before.endswith(" o ") and _SOUNDS_LIKE_O.match(last):
            return f"{before[:-3]} u {last}"
        return joined

    def _here(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be shown: {value}")
        return value.astimezone(self.zone)

    def _length(self, far: float, far_unit: str, near: float, near_unit: str, enough: float) -> str:
        if far < enough:
            return format_unit(max(50, round(near / 50) * 50), f"length-{near_unit}", "short", locale=self.locale)
        rounded = round(far, 1) if far < TENTHS_UP_TO else round(far)
        return format_unit(rounded, f"length-{far_unit}", "short", locale=self.locale)
