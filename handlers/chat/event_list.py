"""/events: what fits her first, with the reason, day by day; then what else is on. Online, in a place, or hers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.chat import lists
from handlers.chat.cards import Card, card
from handlers.chat.event_times import When, her_zone, when
from handlers.deps import Visit
from handlers.screens import Button, Replies, Rows, Say, Screen
from models.events import attendance, gatherings
from models.events.attendance_tables import Attendance, Gathering
from models.events.recurrence import Occurrence
from models.events.tables import Event
from models.resources.facts import Fact, handle
from models.resources.matching import Match, recommend, seen_by

PAGE = 3  # events on one screen
FITTING = 24  # that may fit her
SOON = timedelta(days=45)  # what fits her but is further away stands among the others
REASONS = {"need", "trade", "stage", "language", "attribute", "near"}
SCOPES = ("all", "place", "online", "mine")


@dataclass(frozen=True)
class Entry:
    """One line of the list: an event at its next time, or at the time she said a word about."""

    match: Match
    starts_at: datetime
    fits: bool
    key: str = ""  # "": the next one
    going: str = ""

    @property
    def fact(self) -> Fact:
        return self.match.fact


@dataclass(frozen=True)
class Line:
    """An entry as the template sees it."""

    number: int
    card: Card
    when: When
    going: str
    fits: bool


async def show(visit: Visit) -> Replies:
    return [Say(await page(visit, "all", 0))]


async def page(visit: Visit, scope: str, number: int) -> Screen:
    """One page of a scope, from 0."""
    entries = await _hers(visit) if scope == "mine" else await _all(visit, scope)
    pages = max(1, -(-len(entries) // PAGE))
    number = min(number, pages - 1)
    shown = entries[number * PAGE : (number + 1) * PAGE]
    lines = await _lines(visit, shown, number * PAGE + 1)
    text = visit.text("chat/events", lines=lines, scope=scope, town=visit.house.town.name, page=number + 1, pages=pages)
    return Screen(text, (*_openers(visit, shown, number), *_turns(visit, scope, number, pages), _scopes(visit, scope)))


async def _all(visit: Visit, scope: str) -> list[Entry]:
    shelf = await lists.shelf(visit)
    now = visit.now.astimezone(visit.house.town.zone)
    answers = {"languages": [visit.language], **shelf.answers}
    facts = [fact for fact in shelf.catalogue.facts if _is_on(fact, scope, visit.now) and fact.id not in shelf.hidden]
    fitting = recommend(answers, facts, now, kinds={"event"}, limit=FITTING)
    soon = {match.fact.id: match for match in fitting if _suits(match, visit.now)}
    words = {gathering.source_id: (gathering, word) for gathering, word in reversed(await _words(visit))}
    entries = [
        Entry(
            soon.get(fact.id) or seen_by(answers, fact, now),
            _start(fact, visit.now),
            fits=fact.id in soon,
            going=_word_at(words.get(fact.id), _start(fact, visit.now)),
        )
        for fact in facts
    ]
    return sorted(entries, key=lambda one: (not one.fits, one.starts_at, one.fact.id))


def _suits(match: Match, now: datetime) -> bool:
    """Cheap and soon is no reason yet: it is for what she makes, asks for, speaks, or for where she is with it."""
    return _start(match.fact, now) <= now + SOON and any(reason.code in REASONS for reason in match.why)


def _word_at(spoken: tuple[Gathering, Attendance] | None, start: datetime) -> str:
    return spoken[1].state if spoken and spoken[0].starts_at == start else ""


def _is_on(fact: Fact, scope: str, now: datetime) -> bool:
    if fact.kind != "event" or fact.status != "active" or fact.next_start(now) is None:
        return False
    return scope == "all" or (bool(fact.online_url) == (scope == "online"))


def _start(fact: Fact, now: datetime) -> datetime:
    start = fact.next_start(now)
    assert start is not None  # noqa: S101 `_is_on` has seen to it
    return start


async def _words(visit: Visit) -> list[tuple[Gathering, Attendance]]:
    return await attendance.her_gatherings(visit.session, visit.person.id, visit.now)


async def _hers(visit: Visit) -> list[Entry]:
    """What she said yes or perhaps to, or waits for: each time by itself."""
    shelf = await lists.shelf(visit)
    now = visit.now.astimezone(visit.house.town.zone)
    found = []
    for gathering, word in await _words(visit):
        fact = shelf.catalogue.get(gathering.source_id)
        if fact:
            match = seen_by(shelf.answers, fact, now)
            found.append(Entry(match, gathering.starts_at, fits=True, key=gathering.key, going=word.state))
    return found


async def _lines(visit: Visit, shown: list[Entry], first: int) -> list[Line]:
    zone, lines = await her_zone(visit), []
    for number, entry in enumerate(shown, first):
        event = await gatherings.event_of(visit.session, entry.fact.id)
        if event is None:
            continue
        found = card(visit, entry.match, number)
        at = when(visit, zone, event, entry.starts_at, _ends(event, entry.starts_at))
        lines.append(Line(number, replace(found, starts_at=None), at, entry.going, entry.fits))
    return lines


def _ends(event: Event, starts_at: datetime) -> datetime | None:
    found = _at(event, starts_at)
    return found.ends_at if found else None


def _at(event: Event, starts_at: datetime) -> Occurrence | None:
    return next(iter(event.series.occurrences(starts_at, starts_at + timedelta(seconds=1))), None)


def _openers(visit: Visit, shown: list[Entry], number: int) -> Rows:
    icon = visit.house.vocabulary.icon("kinds", "event")
    row = tuple(Button(f"{place} {icon}", _opens(entry)) for place, entry in enumerate(shown, number * PAGE + 1))
    return (row,) if row else ()


def _opens(entry: Entry) -> tuple[str, ...]:
    if not entry.key:
        return ("ev", "open", handle(entry.fact.id))
    stamp = datetime.fromisoformat(entry.key).strftime("%Y%m%d%H%M%S")
    return ("ev", "open", handle(entry.fact.id), stamp)


def _turns(visit: Visit, scope: str, number: int, pages: int) -> Rows:
    row = []
    if number > 0:
        row.append(Button(visit.label("page_back"), ("ev", "list", scope, str(number - 1))))
    if number < pages - 1:
        row.append(Button(visit.label("page_more"), ("ev", "list", scope, str(number + 1))))
    return (tuple(row),) if row else ()


def _scopes(visit: Visit, scope: str) -> tuple[Button, ...]:
    """The other ways to look at it; beside her own events, her calendar."""
    others = [one for one in SCOPES if one != scope]
    if scope == "mine":
        others.remove("online")
    row = tuple(Button(visit.label(f"events_{one}"), ("ev", "list", one, "0")) for one in others)
    return (*row, Button(visit.label("my_calendar"), ("cal", "mine"))) if scope == "mine" else row
