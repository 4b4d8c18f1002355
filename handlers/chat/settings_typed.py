"""What she types in /settings where a button was not enough: a day, her own hours, a city."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from content.zones import city
from handlers.chat import settings
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies, Say, Screen
from models.outbox import preferences
from models.outbox.quiet import Quiet

A_YEAR = timedelta(days=366)
NEVER_MIND = {"back", "no", "none", "skip", "done"}  # typed instead of an answer


async def words(visit: Visit) -> Replies:
    """The answer to the question that stands in her row; that question stays open until it is understood or left."""
    room = (visit.person.asked or "").removeprefix("settings:")
    if room not in READERS or visit.house.vocabulary.typed(visit.words, visit.language) in NEVER_MIND:
        visit.person.asked = None
        return [Say(await settings.overview(visit))]
    return await READERS[room](visit)


def open_question(visit: Visit) -> Screen | None:
    """What her next words would answer here, as it would be asked now."""
    room = (visit.person.asked or "").removeprefix("settings:")
    return settings.ask(visit, room) if room in READERS else None


async def _day(visit: Visit) -> Replies:
    said = await preferences.of(visit.session, visit.person.id)
    zone = settings.zone_of(visit, said)
    today = visit.now.astimezone(zone).date()
    day = visit.house.moments.day(visit.words, visit.language, today)
    if day is None:
        return _again(visit, "pause", "not_a_day")
    if day <= today or day > today + A_YEAR:
        return _again(visit, "pause", "day_passed" if day <= today else "day_too_far")
    until = datetime.combine(day, time(), zone).astimezone(UTC)
    await preferences.pause(visit.session, visit.person.id, until)
    return await _noted(visit, "noted_pause", day=visit.house.texts.formats(visit.language).day(day))


async def _hours(visit: Visit) -> Replies:
    hours = visit.house.moments.hours(visit.words)
    if hours is None:
        return _again(visit, "quiet", "not_hours")
    quiet = Quiet(visit.house.town.timezone, *hours)
    await preferences.keep_quiet(visit.session, visit.person.id, quiet)
    return await _noted(visit, "noted_hours", **settings.clocked(visit, quiet))


async def _zone(visit: Visit) -> Replies:
    zone = visit.house.zones.find(visit.words)
    if zone is None:
        return _again(visit, "zone", "not_a_zone")
    await settings.live_in(visit, zone)
    locale = visit.house.texts.formats(visit.language).locale
    return await _noted(visit, "noted_zone", city=city(zone, locale))


def _again(visit: Visit, room: str, reason: str) -> Replies:
    return [Say(settings.ask(visit, room, visit.label(reason)))]


async def _noted(visit: Visit, label: str, **values: object) -> Replies:
    visit.person.asked = None
    return [Say(await settings.overview(visit, visit.label(label, **values)))]


READERS: Mapping[str, Door] = {"pause": _day, "quiet": _hours, "zone": _zone}
