"""The doors calendars knock at: the town's events for anybody, and each person's own behind her token.

They read only, and know nothing of HTTP: bytes or nothing.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handlers.deps import House
from models.events import addresses, feeds
from models.events.ics_writing import calendar_of_times, public_calendar
from models.resources.catalogue import stamp


@dataclass
class Feeds:
    """Remembers the public calendar of each language until the town changes or a day has gone by."""

    house: House
    _written: dict[str, tuple[UUID | None, date, bytes]] = field(default_factory=dict)

    async def public(self, language: str) -> bytes:
        """In this language where the town speaks it, else in its first."""
        language = language if language in self.house.texts.languages else self.house.town.default_language
        now = self.house.clock()
        async with self.house.database.reading() as session:
            standing, kept = await stamp(session), self._written.get(language)
            if kept and kept[:2] == (standing, now.date()):
                return kept[2]
            events = await feeds.public_events(session, now)
        town = self.house.town
        data = await asyncio.to_thread(public_calendar, events, town.name, town.timezone, language)
        self._written[language] = (standing, now.date(), data)
        return data

    async def private(self, token: str) -> bytes | None:
        """What she comes to; None where the token opens nothing (any more)."""
        async with self.house.database.reading() as session:
            person = await addresses.reader(session, token)
            if person is None:
                return None
            times = await feeds.her_times(session, person.id, self.house.clock())
        town = self.house.town
        return await asyncio.to_thread(calendar_of_times, times, town.name, town.timezone, person.language)
