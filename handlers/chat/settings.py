"""/settings: what may be sent to her, and when. Switches, pause, quiet hours, clock, and what is muted.

A press says what should be, so that a second tap changes nothing. What she types stands in settings_typed.py.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from content.formats import Formats
from content.zones import city, near
from handlers.chat import intake, questions
from handlers.chat.why import kind_name, matter_name
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.outbox import preferences
from models.outbox.planning import own
from models.outbox.preferences import CONSENTS, Switch
from models.outbox.quiet import Quiet
from models.outbox.tables import Mute, Preference

Choice = Callable[[Visit, str], Awaitable[Screen | None]]  # None: no such choice (any more)

PAUSES: Mapping[str, tuple[str, timedelta]] = {
    "7": ("pause_week", timedelta(days=7)),
    "30": ("pause_month", timedelta(days=30)),
}
HOURS = ("2200-0700", "2000-0900")  # offered beside the town's
ZONES = 5  # offered, the town's included
PAGE = 5  # muted things on one screen


async def show(visit: Visit) -> Replies:
    return [Say(await overview(visit))]


async def overview(visit: Visit, note: str = "") -> Screen:
    """Everything as it is set; `note` says what has just changed."""
    said = await preferences.of(visit.session, visit.person.id)
    muted = len(await preferences.muted(visit.session, visit.person.id, visit.now))
    quiet = hours_of(visit, said)
    text = visit.text(
        "chat/settings/overview",
        note=note,
        stopped=visit.person.stopped_at is not None,
        reminders=said.reminders,
        announcements=said.announcements,
        nudges=said.nudges,
        paused_until=paused_until(visit, said),
        quiet=None if quiet.start == quiet.end else (quiet.start, quiet.end),
        muted=muted,
        a_week=visit.house.manners.a_week,
        **_clock(visit, said),
    )
    switches = (_switch(visit, "reminders", said.reminders), _switch(visit, "announcements", said.announcements))
    rooms = [Button(visit.label(f"set_{room}"), ("set", room)) for room in ("pause", "quiet", "zone")]
    if muted:
        rooms.append(Button(visit.label("set_muted", n=muted), ("set", "muted", "0")))
    return Screen(text, questions.in_rows([*switches, _switch(visit, "nudges", said.nudges), *rooms]))


def _switch(visit: Visit, switch: Switch, on: bool) -> Button:
    label = visit.label(f"set_{switch}")
    return Button(f"✓ {label}" if on else label, ("set", switch, "off" if on else "on"))


def hours_of(visit: Visit, said: Preference) -> Quiet:
    """The quiet hours that hold for her."""
    return own(said.zone, said.quiet_from, said.quiet_until, visit.house.manners.quiet)


def zone_of(visit: Visit, said: Preference) -> ZoneInfo:
    return ZoneInfo(said.zone or visit.house.town.timezone)


def paused_until(visit: Visit, said: Preference) -> date | None:
    """The day on her calendar, None where no pause is running."""
    running = said.paused_until if said.paused_until and said.paused_until > visit.now else None
    return running.astimezone(zone_of(visit, said)).date() if running else None


def formats_there(visit: Visit, zone: ZoneInfo) -> Formats:
    """How she writes values, on this zone's clock."""
    usual = visit.house.texts.formats(visit.language)
    return Formats(usual.locale, zone, usual.units)


def _clock(visit: Visit, said: Preference) -> dict[str, str]:
    formats = formats_there(visit, zone_of(visit, said))
    return {"city": city(formats.zone.key, formats.locale), "time": formats.time(visit.now)}


# --- pressed


async def press(visit: Visit) -> Replies:
    """A button of one of these screens."""
    visit.person.asked = None
    match visit.button:
        case ():
            screen: Screen | None = await overview(visit)
        case (room,) if room in ROOMS:
            screen = await ROOMS[room](visit)
        case (room, "ask") if room in ROOMS:
            screen = ask(visit, room)
        case (what, choice) if what in CHOICES:
            screen = await CHOICES[what](visit, choice)
        case _:
            screen = None
    return [Replace(screen)] if screen else [Popup(visit.label("old_button"))]


def _turn(switch: Switch) -> Choice:
    """The intake asks for two of these as well: what she says here is then her answer there."""

    async def turned(visit: Visit, way: str) -> Screen | None:
        if way not in {"on", "off"}:
            return None
        await preferences.turn(visit.session, visit.person.id, switch, way == "on")
        for question, same in CONSENTS.items():
            if same == switch:
                await intake.note_consent(visit, question, way == "on")
        return await overview(visit)

    return turned


def ask(visit: Visit, room: str, note: str = "") -> Screen:
    """Ask for words. The question stands in her own row: a restart does not lose it, and no other takes the words."""
    visit.person.asked = f"settings:{room}"
    row = (Button(visit.label("cancel"), ("set", room)),)
    return Screen(visit.text("chat/settings/ask", what=room, note=note), (row,))


def _back(visit: Visit) -> Button:
    return Button(visit.label("to_settings_back"), ("set",))


def _ticked(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label


# --- the pause


async def _pause_room(visit: Visit) -> Screen:
    said = await preferences.of(visit.session, visit.person.id)
    running = paused_until(visit, said)
    ways = [Button(visit.label(label), ("set", "pause", key)) for key, (label, _) in PAUSES.items()]
    ways.append(Button(visit.label("pause_day"), ("set", "pause", "ask")))
    if running:
        ways.append(Button(visit.label("pause_end"), ("set", "pause", "end")))
    text = visit.text("chat/settings/pause", paused_until=running)
    return Screen(text, questions.in_rows([*ways, _back(visit)]))


async def _pause(visit: Visit, length: str) -> Screen | None:
    if length not in {"end", *PAUSES}:
        return None
    until = None if length == "end" else visit.now + PAUSES[length][1]
    await preferences.pause(visit.session, visit.person.id, until)
    return await overview(visit)


# --- quiet hours


async def _quiet_room(visit: Visit) -> Screen:
    said = await preferences.of(visit.session, visit.person.id)
    hers, town = hours_of(visit, said), visit.house.manners.quiet
    own_code = None if said.quiet_from is None else _code(hers)
    shown = [
        (visit.label("quiet_town", **clocked(visit, town)), "town", own_code is None),
        *((visit.label("quiet_hours", **clocked(visit, quiet_of(visit, one))), one, own_code == one) for one in HOURS),
        (visit.label("quiet_never"), "never", hers.start == hers.end),
    ]
    ways = [Button(_ticked(label, on), ("set", "quiet", code)) for label, code, on in shown]
    ways += [Button(visit.label("quiet_own"), ("set", "quiet", "ask")), _back(visit)]
    return Screen(visit.text("chat/settings/quiet"), questions.in_rows(ways))


def clocked(visit: Visit, quiet: Quiet) -> dict[str, str]:
    """From when to when, as she reads a clock."""
    formats = visit.house.texts.formats(visit.language)
    return {"start": formats.clock(quiet.start), "end": formats.clock(quiet.end)}


def quiet_of(visit: Visit, code: str) -> Quiet:
    """`2200-0700`, as a button carries it."""
    start, _, end = code.partition("-")
    return Quiet(visit.house.town.timezone, time.fromisoformat(start), time.fromisoformat(end))


def _code(quiet: Quiet) -> str:
    return f"{quiet.start:%H%M}-{quiet.end:%H%M}"


async def _keep_quiet(visit: Visit, code: str) -> Screen | None:
    """The town's hours, none, or those on the button."""
    if code not in {"town", "never", *HOURS}:
        return None
    hours = None if code == "town" else quiet_of(visit, "0000-0000" if code == "never" else code)
    await preferences.keep_quiet(visit.session, visit.person.id, hours)
    return await overview(visit)


# --- the clock


async def _zone_room(visit: Visit) -> Screen:
    said = await preferences.of(visit.session, visit.person.id)
    here, town = zone_of(visit, said).key, visit.house.town.timezone
    locale = visit.house.texts.formats(visit.language).locale
    offered = dict.fromkeys([*near(town, visit.now, ZONES), here])
    ways = [Button(_ticked(city(zone, locale), zone == here), ("set", "zone", zone)) for zone in offered]
    ways += [Button(visit.label("zone_other"), ("set", "zone", "ask")), _back(visit)]
    return Screen(visit.text("chat/settings/zone", **_clock(visit, said)), questions.in_rows(ways))


async def _live_in(visit: Visit, zone: str) -> Screen:
    await live_in(visit, zone)
    return await overview(visit)


async def live_in(visit: Visit, zone: str) -> None:
    """Whoever lives by the town's clock goes with it should the town be moved to another."""
    theirs = None if zone == visit.house.town.timezone else zone
    await preferences.live_in(visit.session, visit.person.id, theirs)


# --- what is muted


async def _muted(visit: Visit, number: str = "0") -> Screen:
    page = int(number) if number.isdigit() else 0
    all_of_it = await preferences.muted(visit.session, visit.person.id, visit.now)
    pages = max(1, -(-len(all_of_it) // PAGE))
    page = min(page, pages - 1)
    shown = [(mute, await _name(visit, mute)) for mute in all_of_it[page * PAGE : (page + 1) * PAGE]]
    text = visit.text(
        "chat/settings/muted", muted=[(name, mute.until) for mute, name in shown], page=page + 1, pages=pages
    )
    rows: Rows = tuple((Button(f"🔔 {name}", ("set", "unmute", mute.id.hex)),) for mute, name in shown)
    turns = (Button(visit.label("more_choices"), ("set", "muted", str((page + 1) % pages))),) if pages > 1 else ()
    return Screen(text, (*rows, (*turns, _back(visit))))


async def _name(visit: Visit, mute: Mute) -> str:
    matter = await matter_name(visit, mute.about) if mute.about else ""
    return ": ".join(filter(None, [kind_name(visit, mute.kind) if mute.kind else "", matter]))


async def _unmute(visit: Visit, number: str) -> Screen | None:
    try:
        mute_id = UUID(hex=number)
    except ValueError:
        return None
    await preferences.unmute(visit.session, visit.person.id, mute_id)
    left = await preferences.muted(visit.session, visit.person.id, visit.now)
    return await (_muted(visit) if left else overview(visit))


ROOMS: Mapping[str, Callable[[Visit], Awaitable[Screen]]] = {
    "pause": _pause_room,
    "quiet": _quiet_room,
    "zone": _zone_room,
}
CHOICES: Mapping[str, Choice] = {
    "reminders": _turn("reminders"),
    "announcements": _turn("announcements"),
    "nudges": _turn("nudges"),
    "pause": _pause,
    "quiet": _keep_quiet,
    "zone": _live_in,
    "muted": _muted,
    "unmute": _unmute,
}
PRESSES: Mapping[str, Door] = {"set": press}
