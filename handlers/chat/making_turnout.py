"""Who comes, on a coordinator's telephone: needs, languages, who waits; ticked off at the door, or as a sheet."""

import csv
import io
from zoneinfo import ZoneInfo

from content.formats import name_of
from content.names import file_name
from handlers.chat.making_screens import press
from handlers.deps import Visit
from handlers.screens import Button, Paper, Replies, Screen
from models.events import gatherings
from models.events.attendance_tables import Gathering, Going
from models.events.recurrence import Occurrence
from models.events.tables import Event
from models.events.turnout import Guest, Turnout, by_code, check_in, turnout
from models.resources.importing.escaping import disarmed

PAGE = 4  # people on one screen: each has a button


async def screen(
    visit: Visit, event: Event, occurrence: Occurrence, named: tuple[str, str], page: int, note: str = ""
) -> Screen:
    """One page of the list; her next words are a code."""
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    found = await turnout(visit.session, gathering)
    pages = max(1, -(-len(found.guests) // PAGE))
    page = min(page, pages - 1)
    shown = found.guests[page * PAGE : (page + 1) * PAGE]
    visit.person.asked = f"make:code:{':'.join(named)}" if found.guests else None
    text = visit.text(
        "chat/making/turnout",
        title=event.title,
        note=note,
        found=found,
        lines=[_line(visit, one) for one in shown],
        needs=[f"{visit.label(f'come_{need}')} {count}" for need, count in found.needs.items()],
        languages=[f"{name_of(code)} {count}" for code, count in found.languages.items()],
    )
    ticks = [
        (Button(f"{'✓ ' if one.is_there else ''}{one.name}"[:40], press("here", *named, one.code, _other(one))),)
        for one in shown
    ]
    turns = [(visit.label("page_back"), page - 1), (visit.label("page_more"), page + 1)]
    row = tuple(Button(label, press("who", *named, str(number))) for label, number in turns if 0 <= number < pages)
    last = [Button(visit.label("back"), press("open", *named))]
    if found.guests:
        last.insert(0, Button(visit.label("make_sheet"), press("sheet", *named)))
    return Screen(text, (*ticks, *((row,) if row else ()), tuple(last)))


def _other(guest: Guest) -> str:
    return "no" if guest.is_there else "yes"


def _line(visit: Visit, guest: Guest) -> dict[str, object]:
    return {
        "name": guest.name,
        "code": guest.code,
        "there": guest.is_there,
        "state": "" if guest.word.state == Going.YES else visit.label(f"make_state_{guest.word.state}"),
        "guests": guest.word.guests,
        "needs": [visit.label(f"come_{need}") for need in guest.word.needs],
        "language": name_of(guest.language),
    }


async def ticked(visit: Visit, event: Event, occurrence: Occurrence, code: str, *, there: bool) -> None:
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    if gathering:
        await check_in(visit.session, gathering.id, code, visit.now, there=there)


async def with_code(visit: Visit, event: Event, occurrence: Occurrence) -> str:
    """Tick whoever said this code; what the coordinator reads."""
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    guest = await by_code(visit.session, gathering, visit.words[:20]) if gathering else None
    if guest is None or gathering is None:
        return visit.label("make_no_code")
    await check_in(visit.session, gathering.id, guest.code, visit.now, there=True)
    label = "make_there_with" if guest.word.guests else "make_there"
    return visit.label(label, name=guest.name, n=guest.word.guests)


async def sheet(visit: Visit, event: Event, occurrence: Occurrence) -> Replies:
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    found = await turnout(visit.session, gathering)
    return [Paper(f"{file_name(event.title)}-{occurrence.key[:10]}.csv", written(visit, found, gathering))]


def written(visit: Visit, found: Turnout, gathering: Gathering | None) -> bytes:
    """For any spreadsheet; a name that would run as a formula is disarmed."""
    zone = ZoneInfo(gathering.timezone if gathering else visit.house.town.timezone)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["name", "state", "brings", "needs", "language", "since", "code", "there_at"])
    for one in found.guests:
        at = one.word.checked_in_at
        since = one.word.since.astimezone(zone).isoformat(timespec="minutes")
        there = at.astimezone(zone).isoformat(timespec="minutes") if at else ""
        needs = "|".join(one.word.needs)
        writer.writerow(
            [disarmed(one.name), one.word.state, one.word.guests, needs, one.language, since, one.code, there]
        )
    return ("\ufeff" + text.getvalue()).encode()
