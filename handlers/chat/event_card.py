"""One time of an event: what it is, when on her clock, how many seats there are, her word, and what she can say."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from handlers.chat import calendar, lists
from handlers.chat.cards import Card, card, share
from handlers.chat.event_times import When, her_zone, until, when
from handlers.chat.questions import MOST_BUTTONS
from handlers.deps import Visit
from handlers.screens import Button, Rows, Screen
from models.events import attendance, gatherings, offers
from models.events.attendance import Place
from models.events.attendance_tables import Attendance, Gathering, Going
from models.events.offsets import USUAL, own_days
from models.events.recurrence import Occurrence, key_of
from models.events.reminders import offsets_of
from models.events.tables import Event
from models.events.turnout import code_of
from models.outbox import preferences
from models.resources.facts import Fact, handle
from models.resources.matching import seen_by

STAMP = "%Y%m%d%H%M%S"
TICK = "✓ "


@dataclass(frozen=True)
class Seen:
    """An event's one time as this person sees it."""

    fact: Fact
    event: Event
    occurrence: Occurrence
    zone: ZoneInfo  # hers
    gathering: Gathering | None
    mine: Attendance | None

    @property
    def going(self) -> str:
        return self.mine.state if self.mine else ""

    def press(self, verb: str, *more: str) -> tuple[str, ...]:
        return press(verb, self.event.source_id, self.occurrence.key, *more)


def press(verb: str, source_id: str, key: str, *more: str) -> tuple[str, ...]:
    """What a button about this time carries."""
    return ("ev", verb, handle(source_id), datetime.fromisoformat(key).strftime(STAMP), *more)


def key_in(stamp: str) -> str | None:
    """The key in a button; None where it is none."""
    try:
        return key_of(datetime.strptime(stamp, STAMP))  # noqa: DTZ007 a time on the wall has no zone
    except ValueError:
        return None


async def seen(visit: Visit, named: str, key: str | None) -> Seen | None:
    """What a button names, as it stands now; `key` None: its next time. None: the town has taken it off its list."""
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    fact = catalogue.by_handle(named)
    event = await gatherings.event_of(visit.session, fact.id) if fact else None
    if fact is None or event is None:
        return None
    occurrence = event.series.find(key) if key else _next(event, visit.now)
    if occurrence is None:
        return None
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    mine = await attendance.of(visit.session, gathering.id, visit.person.id) if gathering else None
    return Seen(fact, event, occurrence, await her_zone(visit), gathering, mine)


def _next(event: Event, now: datetime) -> Occurrence | None:
    start = event.series.next_start(now)
    if start is None:
        return event.series.find(key_of(event.starts_local))
    return next(one for one in event.series.occurrences(start, start.replace(year=start.year + 1)) if not one.cancelled)


def place(visit: Visit, one: Seen) -> Place:
    return Place(visit.session, one.event, one.occurrence, visit.now, visit.house.customs)


def when_of(visit: Visit, one: Seen) -> When:
    return when(visit, one.zone, one.event, one.occurrence.starts_at, one.occurrence.ends_at)


def name_of(visit: Visit, one: Seen) -> str:
    words = one.fact.words("name", visit.language)
    return words.text if words else one.event.title


def described(visit: Visit, one: Seen, answers: dict[str, object]) -> Card:
    """The event's card; what is different about this one time is said as it is this time."""
    found = card(visit, seen_by(answers, one.fact, visit.now.astimezone(visit.house.town.zone)))
    other = one.occurrence.override
    fact = replace(
        found.fact,
        venue=other.get("venue", found.fact.venue),
        address=other.get("address", found.fact.address),
        online_url=other.get("online_url", found.fact.online_url),
    )
    return replace(
        found,
        fact=fact,
        name=other.get("title", found.name),
        description=other.get("description", found.description),
        starts_at=one.occurrence.starts_at,
    )


async def screen(visit: Visit, one: Seen) -> Screen:
    said = await preferences.of(visit.session, visit.person.id)
    counts = await offers.counts(visit.session, one.gathering) if one.gathering else {}
    waiting = counts.get(Going.WAITING, (0, 0))[0]
    shelf = await lists.shelf(visit)
    text = visit.text(
        "chat/event",
        card=described(visit, one, dict(shelf.answers)),
        when=when_of(visit, one),
        state=state_of(visit, one),
        free=_free(one),
        coming=counts.get(Going.YES, (0, 0))[1],
        waiting=waiting,
        going=one.going,
        guests=one.mine.guests if one.mine else 0,
        code=code_of(one.mine) if one.mine and one.going == Going.YES else "",
        needs=[visit.label(f"come_{need}") for need in one.mine.needs] if one.mine else [],
        reminders=[offset_label(visit, offset) for offset in _reminders(visit, one)],
        may_remind=said.reminders,
        until=until(visit, one.zone, one.mine.offered_until) if one.mine and one.mine.offered_until else "",
    )
    return Screen(text, rows(visit, one))


def state_of(visit: Visit, one: Seen) -> str:
    """open, cancelled, over."""
    if not gatherings.takes_place(one.event, one.occurrence):
        return "cancelled"
    return "over" if one.occurrence.starts_at <= visit.now else "open"


def _free(one: Seen) -> int | None:
    return offers.free(one.gathering) if one.gathering else one.event.capacity


def _reminders(visit: Visit, one: Seen) -> tuple[str, ...]:
    return offsets_of(one.mine.reminders if one.mine else None, one.event, visit.house.customs)


def offset_label(visit: Visit, offset: str) -> str:
    if own := own_days(offset):
        return _days_label(visit, *own)
    if offset in USUAL:
        return visit.label(f"before_{offset}")
    minutes = int(offset[:-1])
    for unit, length in (("days", 1440), ("hours", 60)):
        if minutes % length == 0:
            return visit.label(f"before_{unit}", n=minutes // length)
    return visit.label("before_minutes", n=minutes)


def _days_label(visit: Visit, days: int, at: time | None) -> str:
    if at is None:
        return visit.label("before_days", n=days)
    clock = visit.house.texts.formats(visit.language).clock(at)
    named = {0: "before_same_day_at", 1: "before_day_at"}.get(days, "before_days_at")
    return visit.label(named, n=days, time=clock)


# --- what can be pressed


def rows(visit: Visit, one: Seen) -> Rows:
    back: tuple[Button, ...] = (Button(visit.label("all_events"), ("ev", "list", "all", "0")),)
    if state_of(visit, one) != "open":
        return (back,)
    words, ways = _words(visit, one), _where(visit, one)
    hers = (_party(visit, one), _details(visit, one))
    room = MOST_BUTTONS - len(back) - sum(map(len, hers))
    if len(words) + len(ways) > room:  # the word she has said already changes nothing when it is pressed
        words = tuple(button for button in words if not button.label.startswith(TICK))
    ways = ways[: room - len(words)]
    if len(words) + len(ways) < room:
        back = (*back, *share(visit, one.fact))
    return tuple(row for row in (words, *hers, ways, back) if row)


def _words(visit: Visit, one: Seen) -> tuple[Button, ...]:
    """Her word. Where no seat is free, yes is a place in the line."""
    no = Button(visit.label("going_no"), one.press("no"))
    if one.going == Going.OFFERED:
        return Button(visit.label("take_seat"), one.press("yes")), Button(visit.label("leave_seat"), one.press("no"))
    if one.going == Going.WAITING:
        return (Button(visit.label("stop_waiting"), one.press("no")),)
    maybe = Button(_ticked(visit.label("going_maybe"), one.going == Going.MAYBE), one.press("maybe"))
    no = replace(no, label=_ticked(no.label, one.going == Going.NO))
    if one.going != Going.YES and _free(one) == 0:
        return Button(visit.label("join_waiting"), one.press("wait")), no
    yes = Button(_ticked(visit.label("going_yes"), one.going == Going.YES), one.press("yes"))
    return yes, maybe, no


def _party(visit: Visit, one: Seen) -> tuple[Button, ...]:
    if not one.event.plus_ones or one.mine is None or one.going not in {Going.YES, Going.WAITING, Going.MAYBE}:
        return ()
    most = min(one.event.plus_ones, attendance.MOST_GUESTS)
    further = (one.mine.guests + 1) % (most + 1)
    label = visit.label("bring", n=further) if further else visit.label("bring_nobody")
    return (Button(label, one.press("with", str(further))),)


def _details(visit: Visit, one: Seen) -> tuple[Button, ...]:
    if one.going not in {Going.YES, Going.MAYBE}:
        return ()
    return (
        Button(visit.label("to_come_i_need"), one.press("needs")),
        Button(visit.label("remind_me"), one.press("reminders")),
    )


def _where(visit: Visit, one: Seen) -> tuple[Button, ...]:
    """What matters most first: where there is no room for all, the last ones stay away."""
    ways = []
    if one.fact.point:
        ways.append(Button(visit.label("show_map"), one.press("map")))
    if one.going in {Going.YES, Going.MAYBE}:
        ways.append(Button(visit.label("into_calendar"), calendar.take(one.event.source_id, one.occurrence.key)))
    if one.fact.dates[1:] and one.going not in {Going.YES, Going.OFFERED}:
        ways.append(Button(visit.label("other_dates"), one.press("dates")))
    return tuple(ways)


def _ticked(label: str, on: bool) -> str:
    return f"{TICK}{label}" if on else label
