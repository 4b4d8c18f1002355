"""When an event is, as she reads it: on her own clock, and on the event's where the two differ."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from content.formats import Formats
from content.zones import city
from handlers.deps import Visit
from models.events.tables import Event
from models.outbox import preferences


@dataclass(frozen=True)
class When:
    """Finished pieces of text; the template puts them together."""

    day: str
    start: str
    end: str  # "" where nobody said
    all_day: bool
    nearness: str  # today, tomorrow, or ""
    offset: str  # "UTC-4" in the hour that comes twice
    her_city: str  # of her clock, "" where it is that of the event
    there: str  # what the clock on the event's wall shows, "" where it is the same
    there_city: str


async def her_zone(visit: Visit) -> ZoneInfo:
    said = await preferences.of(visit.session, visit.person.id)
    return ZoneInfo(said.zone or visit.house.town.timezone)


def _formats(visit: Visit, zone: ZoneInfo) -> Formats:
    usual = visit.house.texts.formats(visit.language)
    return Formats(usual.locale, zone, usual.units)


def when(visit: Visit, hers: ZoneInfo, event: Event, starts_at: datetime, ends_at: datetime | None) -> When:
    """`ends_at`: None where the event's file names no end."""
    its = ZoneInfo(event.timezone)
    differs = not event.all_day and starts_at.astimezone(hers).utcoffset() != starts_at.astimezone(its).utcoffset()
    formats = _formats(visit, hers if differs else its)
    there = _formats(visit, its)
    same_day = starts_at.astimezone(hers).date() == starts_at.astimezone(its).date()
    return When(
        day=formats.day(starts_at),
        start=formats.time(starts_at),
        end=formats.time(ends_at) if ends_at else "",
        all_day=event.all_day,
        nearness=_nearness(starts_at, visit.now, formats.zone),
        offset=_offset(starts_at, its),
        her_city=city(hers.key, formats.locale) if differs else "",
        there=(there.time(starts_at) if same_day else there.moment(starts_at)) if differs else "",
        there_city=city(its.key, formats.locale) if differs else "",
    )


def _nearness(starts_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    days = (starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, "")


def _offset(starts_at: datetime, zone: ZoneInfo) -> str:
    """Said only in the hour that the clock shows twice."""
    wall = starts_at.astimezone(zone).replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first >= second:
        return ""
    ahead = starts_at.astimezone(zone).utcoffset() or timedelta()
    minutes = round(ahead.total_seconds() / 60)
    sign, minutes = ("−" if minutes < 0 else "+"), abs(minutes)
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def until(visit: Visit, hers: ZoneInfo, moment: datetime) -> str:
    """A moment on her clock: "Thursday 26 November, 18:00"."""
    return _formats(visit, hers).moment(moment)
