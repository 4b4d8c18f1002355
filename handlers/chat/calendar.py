"""Events in her own calendar: a private address that follows every change, and one event as a file."""

from collections.abc import Mapping
from datetime import datetime

from content.names import file_name
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Paper, Popup, Replace, Replies, Rows, Screen
from models.events import addresses, gatherings
from models.events.ics_writing import calendar_of_times, said
from models.events.recurrence import key_of
from models.resources.facts import handle

STAMP = "%Y%m%d%H%M%S"


def take(source_id: str, key: str) -> tuple[str, ...]:
    """What a button carries that hands out one time of an event as a file."""
    return ("cal", "take", handle(source_id), datetime.fromisoformat(key).strftime(STAMP))


async def calendar(visit: Visit) -> Replies:
    """`cal:mine`, `cal:make`, `cal:drop`, `cal:take:<event>:<time>`."""
    verb, *rest = visit.button or ("",)
    if verb == "take":
        return await _one(visit, *rest)
    token = ""
    if verb == "make" and visit.house.public_address:
        token = await addresses.make(visit.session, visit.person, visit.now)
    elif verb == "drop":
        await addresses.revoke(visit.session, visit.person.id)
    return [Replace(await screen(visit, token))]


async def screen(visit: Visit, token: str = "") -> Screen:
    """Her address where it was just made, else whether she has one."""
    host = visit.house.public_address
    mine = await addresses.of(visit.session, visit.person.id)
    text = visit.text(
        "chat/calendar",
        host=host,
        address=f"{host}/calendar/{token}.ics" if token else "",
        since=mine.made_at.astimezone(visit.house.town.zone).date() if mine else None,
    )
    return Screen(text, _rows(visit, has_one=mine is not None, told=bool(token)))


def _rows(visit: Visit, *, has_one: bool, told: bool) -> Rows:
    host, rows = visit.house.public_address, []
    if host and not told:
        label = "calendar_renew" if has_one else "calendar_make"
        rows.append((Button(visit.label(label), ("cal", "make")),))
    if has_one:
        rows.append((Button(visit.label("calendar_drop"), ("cal", "drop")),))
    if host:
        town = f"{host}/events.ics?lang={visit.language}"
        rows.append((Button(visit.label("calendar_town"), url=town),))
    return (*rows, (Button(visit.label("events_mine"), ("ev", "list", "mine", "0")),))


async def _one(visit: Visit, named: str = "", stamp: str = "", *_: str) -> Replies:
    """One time as a file; opened twice, a calendar knows it is the same."""
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    fact = catalogue.by_handle(named)
    event = await gatherings.event_of(visit.session, fact.id) if fact else None
    occurrence = event.series.find(key) if event and (key := _key(stamp)) else None
    if event is None or occurrence is None:
        return [Popup(visit.label("old_button"))]
    town = visit.house.town
    data = calendar_of_times([(event, occurrence, "CONFIRMED")], town.name, town.timezone, visit.language)
    return [Paper(f"{file_name(said(event, 'title', visit.language) or event.title)}.ics", data)]


def _key(stamp: str) -> str | None:
    try:
        return key_of(datetime.strptime(stamp, STAMP))  # noqa: DTZ007 a time on the wall has no zone
    except ValueError:
        return None


PRESSES: Mapping[str, Door] = {"cal": calendar}
