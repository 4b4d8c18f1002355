"""The day somebody wants to be ready by, as people say it: a date, or an event of the town. Pure: today is given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from content.moments import LOOKED_AT, Moments
from content.spelling import stem, words
from content.texts import HERE
from content.vocabulary import read_small_words
from models.resources.facts import Fact

SELLS = frozenset({"sell_local"})  # needs of an event one may open at


@dataclass(frozen=True)
class Aim:
    """A day, and the source id of the event it is for."""

    day: date
    event: str | None = None


class Aims:
    """Reads aims in the town's languages."""

    def __init__(self, moments: Moments, zone: ZoneInfo) -> None:
        self._moments, self._zone = moments, zone

    def read(self, text: str, language: str, now: datetime, facts: Iterable[Fact]) -> Aim | None:
        """None where neither a day nor an event is clear. A day that has passed comes back as it is."""
        today = now.astimezone(self._zone).date()
        said = text[:LOOKED_AT]
        exactly = self._moments.calendar_day(said, language, today)
        named = self._event(said, language, now, facts, exactly)
        if named:
            return named
        if exactly:
            return Aim(exactly)
        day = self._moments.day(said, language, today)
        return Aim(day) if day else None

    def coming(self, facts: Iterable[Fact], now: datetime) -> list[Aim]:
        """Days one may open at, the next one first: markets and fairs."""
        found = [
            Aim(start.astimezone(self._zone).date(), fact.id)
            for fact in facts
            if fact.kind == "event" and fact.status == "active" and not SELLS.isdisjoint(fact.needs)
            for start in fact.dates
            if start > now
        ]
        return sorted(found, key=lambda aim: (aim.day, aim.event or ""))

    def _event(
        self, said: str, language: str, now: datetime, facts: Iterable[Fact], exactly: date | None
    ) -> Aim | None:
        """The event whose name is in these words, on the day or in the month they name. Of two alike the rarer one."""
        wanted = self._telling(said)
        month = self._moments.month(said, language)
        best: tuple[tuple[int, int, date], Aim] | None = None
        for fact in (fact for fact in facts if fact.kind == "event" and fact.status == "active"):
            days = [start.astimezone(self._zone).date() for start in fact.dates if start > now]
            fitting = [day for day in days if (day == exactly if exactly else month is None or day.month == month)]
            shared = self._shared(wanted, fact)
            if not fitting or not shared:
                continue
            rank = (-shared, len(days), fitting[0])
            if best is None or rank < best[0]:
                best = (rank, Aim(fitting[0], fact.id))
        return best[1] if best else None

    def _shared(self, wanted: frozenset[str], fact: Fact) -> int:
        """How many telling words of a name were said; of an event where nothing is sold, all of them have to be."""
        sells = not SELLS.isdisjoint(fact.needs)
        shares = []
        for name in _names(fact):
            telling = self._telling(name)
            shared = len(wanted & telling)
            shares.append(shared if shared and (sells or telling <= wanted) else 0)
        return max(shares, default=0)

    def _telling(self, text: str) -> frozenset[str]:
        return frozenset(stem(word) for word in words(text) if word not in self._passing and not word.isdigit())

    @cached_property
    def _passing(self) -> frozenset[str]:
        small = read_small_words(HERE / "passing_words.toml")
        return frozenset().union(*small.values()) | self._moments.names


def _names(fact: Fact) -> Iterator[str]:
    yield fact.name
    for said in fact.translations.values():
        if isinstance(name := said.get("name"), str):
            yield name
