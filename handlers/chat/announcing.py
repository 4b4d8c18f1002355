"""/broadcast: announcements as coordinators write them: all of them, one as a board, its words and its hour.

Nothing leaves from here; announcing_run.py sends. All of it stands in rows: a restart in the middle changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.chat import announcing_buttons as buttons
from handlers.chat import announcing_run as running
from handlers.chat import announcing_whom as whom
from handlers.chat import unasked
from handlers.chat.announced import excerpt
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.broadcasts import audience, sending
from models.broadcasts.audience import Audience, Reach
from models.broadcasts.tables import Broadcast, Repeat, Stage, When
from models.people.tables import Role

OPEN = {Stage.DRAFT, Stage.ASKED}
SHOWN = 6  # in the list
A_WEEK = timedelta(days=7)


async def show(visit: Visit) -> Replies:
    return [Say(await _list(visit))]


async def _list(visit: Visit) -> Screen:
    newest = await sending.latest(visit.session, SHOWN)
    lines = [
        {
            "number": one.id,
            "stage": await running.stage_word(visit, one),
            "start": excerpt(visit.house, one, visit.language),
        }
        for one in newest
    ]
    openers = tuple(Button(f"{one.id}", ("bc", "open", str(one.id))) for one in newest)
    rows = (openers,) if openers else ()
    return Screen(
        visit.text("chat/announce/list", lines=lines), (*rows, (Button(visit.label("bc_new"), ("bc", "new")),))
    )


async def press(visit: Visit) -> Replies:
    """A button of a board: what to do, and to which announcement."""
    match visit.button:
        case ("new",):
            return [Replace(await board(visit, await sending.draft(visit.session, visit.person.id, visit.now)))]
        case ("list",):
            return [Replace(await _list(visit))]
        case (what, number, *more) if what in ROOMS and number.isdecimal():
            broadcast = await sending.of(visit.session, int(number), lock=True)
            if broadcast is None:
                return [Popup(visit.label("old_button"))]
            if broadcast.stage not in OPEN and what != "open":
                return [Popup(visit.label("bc_left")), Replace(await running.progress(visit, broadcast))]
            return await ROOMS[what](visit, broadcast, more)
        case _:
            return [Popup(visit.label("old_button"))]


async def open_(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    if broadcast.stage in OPEN:
        return [Replace(await board(visit, broadcast))]
    return [Replace(await running.progress(visit, broadcast))]


# --- the board


@dataclass(frozen=True)
class Gap:
    """People whose language has no text: what they get instead."""

    people: int
    language: str
    instead: str


async def board(visit: Visit, broadcast: Broadcast, note: str = "") -> Screen:
    """One announcement before it leaves: what it says, whom it reaches and why not the others, when it goes."""
    chosen = Audience.model_validate(broadcast.audience)
    guests = running.customs(visit).guests
    reach = await audience.reach(visit.session, chosen, visit.now, visit.house.manners.a_week, guests)
    until = (broadcast.starts_at or visit.now) + A_WEEK
    text = visit.text(
        "chat/announce/board",
        number=broadcast.id,
        waits=broadcast.stage == Stage.ASKED,
        words=_words(visit, broadcast),
        unknown=running.unknown_names(broadcast),
        unfilled=running.unfilled(broadcast),
        buttons=[
            button.label
            for row in unasked.rows_of(visit.house.texts, broadcast.buttons, visit.language)
            for button in row
        ],
        whom=await whom.in_words(visit, chosen),
        reach=reach,
        minutes=reach.minutes(visit.house.messages_per_second),
        names=reach.names if visit.may(Role.COORDINATOR) else [],
        gaps=_gaps(visit, broadcast, reach),
        collisions=await _collisions(visit, chosen, until),
        leaves=broadcast.leaves,
        starts_at=broadcast.starts_at,
        repeat=broadcast.repeat,
        valid_until=broadcast.valid_until,
        note=note,
    )
    return Screen(text, _ways(visit, broadcast))


def _ways(visit: Visit, broadcast: Broadcast) -> Rows:
    number = str(broadcast.id)

    def way(action: str, *press: str) -> Button:
        return Button(visit.label(f"bc_{action}"), press)

    return (
        (way("words", "bc", "words", number), way("whom", "bc", "whom", number)),
        (way("when", "bc", "when", number), way("button", "bc", "button", number)),
        (way("test", "bc", "test", number), way("send", "bcs", "confirm", number)),
        (way("drop", "bc", "drop", number), way("all", "bc", "list")),
    )


def _words(visit: Visit, broadcast: Broadcast) -> list[dict[str, str]]:
    spoken = [code for code in visit.house.town.languages if code in broadcast.texts or code in broadcast.copies]
    return [
        {"language": running.language_name(visit, code), "start": excerpt(visit.house, broadcast, visit.language, code)}
        for code in spoken
    ]


def _gaps(visit: Visit, broadcast: Broadcast, reach: Reach) -> list[Gap]:
    spoken = sending.spoken(broadcast)
    if not spoken:
        return []
    instead = sending.instead(broadcast, visit.house.texts.languages[0])
    return [
        Gap(count, running.language_name(visit, code), running.language_name(visit, instead))
        for code, count in reach.languages.items()
        if code not in spoken
    ]


async def _collisions(visit: Visit, chosen: Audience, until: datetime) -> list[dict[str, object]]:
    a_week, guests = visit.house.manners.a_week, running.customs(visit).guests
    found = await audience.collisions(visit.session, chosen, visit.now, until, a_week, guests)
    return [{"people": one.people, "first": one.first, "kind": running.kind_label(visit, one.kind)} for one in found]


# --- its parts


async def words(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """Ask for the words; where the town speaks several languages, for which one first."""
    languages = visit.house.town.languages
    if not more and len(languages) > 1:
        rows = tuple(
            (Button(running.language_name(visit, code), ("bc", "words", str(broadcast.id), code)),)
            for code in languages
        )
        return [Replace(Screen(visit.label("bc_which_language"), (*rows, _back(visit, broadcast))))]
    code = more[0] if more and more[0] in languages else languages[0]
    return _ask(visit, broadcast, "words", code)


def _ask(visit: Visit, broadcast: Broadcast, what: str, more: str = "", note: str = "") -> Replies:
    """Her next message answers this; anything else she does closes the question."""
    visit.person.asked = f"bc:{what}:{broadcast.id}:{more}"
    language = running.language_name(visit, more) if what == "words" else ""
    text = visit.text("chat/announce/ask", what=what, language=language, note=note)
    return [Replace(Screen(text, (_back(visit, broadcast),)))]


def _back(visit: Visit, broadcast: Broadcast) -> tuple[Button, ...]:
    return (Button(visit.label("cancel"), ("bc", "open", str(broadcast.id))),)


async def when(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """Its hour: at once, on a day and hour, in everybody's own morning; and whether it comes again."""
    match more:
        case ["now"]:
            broadcast.leaves, broadcast.starts_at = When.NOW, None
        case ["morning"]:
            broadcast.leaves, broadcast.starts_at = When.MORNING, visit.now + timedelta(days=1)
        case ["repeat"]:
            ways = list(Repeat)
            broadcast.repeat = ways[(ways.index(Repeat(broadcast.repeat)) + 1) % len(ways)]
        case ["at" | "until" as what]:
            return _ask(visit, broadcast, what)
    visit.session.add(broadcast)
    number = str(broadcast.id)
    rows = tuple(
        (Button(visit.label(f"bc_when_{way}"), ("bc", "when", number, way)),)
        for way in ("now", "morning", "at", "repeat", "until")
    )
    screen = await board(visit, broadcast)
    return [Replace(Screen(screen.text, (*rows, (Button(visit.label("bc_back"), ("bc", "open", number)),))))]


async def button(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """A button under it, or all taken away."""
    match more:
        case []:
            return [Replace(buttons.menu(visit, broadcast))]
        case ["link" | "thing" as what]:
            return _ask(visit, broadcast, "button" if what == "link" else "thing")
        case _ if await buttons.add(visit, broadcast, more):
            visit.person.asked = None
            return [Replace(await board(visit, broadcast))]
        case _:
            return [Popup(visit.label("old_button"))]


async def drop(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    """A draft that nobody wants any more."""
    await sending.cancel(visit.session, broadcast, visit.now)
    return [Popup(visit.label("bc_dropped")), Replace(await _list(visit))]


ROOMS: Mapping[str, whom.Room] = {
    "open": open_,
    "words": words,
    "when": when,
    "button": button,
    "test": running.test,
    "drop": drop,
    "whom": whom.choose,
}
PRESSES: Mapping[str, Door] = {"bc": press, "bcs": running.press, **buttons.PRESSES}
