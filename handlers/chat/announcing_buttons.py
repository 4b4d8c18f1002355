"""The buttons under an announcement: an address, the town's events, what fits, or one thing of the town.

A button of one thing opens its card below the announcement; an event's card asks whether she comes.
"""

from collections.abc import Mapping
from dataclasses import replace

from handlers.chat import announced, event_answers, lists, sharing
from handlers.chat.announcing_whom import NAMES
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.broadcasts.tables import Broadcast
from models.resources.facts import Fact, handle

WAYS = ("link", "thing", "events", "next")
FOUND = 6  # things on one screen
MOST = 4  # buttons under one announcement


def menu(visit: Visit, broadcast: Broadcast) -> Screen:
    number = str(broadcast.id)
    ways = [*WAYS, *(["none"] if broadcast.buttons else [])]
    rows = tuple((Button(visit.label(f"bc_button_{way}"), ("bc", "button", number, way)),) for way in ways)
    return Screen(visit.label("bc_which_button"), (*rows, back(visit, broadcast)))


def back(visit: Visit, broadcast: Broadcast) -> tuple[Button, ...]:
    return (Button(visit.label("cancel"), ("bc", "open", str(broadcast.id))),)


async def add(visit: Visit, broadcast: Broadcast, more: list[str]) -> bool:
    """One more, or none any more; False where that is no button of ours."""
    mark = f"b{broadcast.id}"
    match more:
        case ["events" | "next" as place]:
            button: dict[str, object] = {"label": f"menu_{place}", "press": ["go", place, mark]}
        case ["thing", named]:
            catalogue = await visit.house.catalogue.current(visit.session, visit.now)
            fact = catalogue.by_handle(named)
            if fact is None:
                return False
            button = {"label": names(visit, fact), "press": ["see", named, mark]}
        case ["none"]:
            broadcast.buttons = []
            visit.session.add(broadcast)
            return True
        case _:
            return False
    if len(broadcast.buttons) < MOST:
        broadcast.buttons = [*broadcast.buttons, [button]]
        visit.session.add(broadcast)
    return True


def names(visit: Visit, fact: Fact) -> dict[str, str]:
    """What it is called, by language."""
    return {code: _named(fact, code) for code in visit.house.town.languages}


def _named(fact: Fact, language: str) -> str:
    words = fact.words("name", language)
    return (words.text if words else fact.name)[:NAMES]


async def found(visit: Visit, broadcast: Broadcast) -> Rows:
    """The things her words mean, each as the button it would become."""
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    things = sharing.wanted(visit, catalogue)[:FOUND]
    return tuple(
        (Button(_named(one, visit.language), ("bc", "button", str(broadcast.id), "thing", handle(one.id))),)
        for one in things
    )


# --- pressed


async def see(visit: Visit) -> Replies:
    """The card of a thing, below the announcement; the press is counted."""
    match visit.button:
        case (named, mark):
            catalogue = await visit.house.catalogue.current(visit.session, visit.now)
            fact = catalogue.by_handle(named)
            opened = await _opened(visit, fact) if fact else []
            screens = [reply.screen for reply in opened if isinstance(reply, Replace | Say)]
            if fact is None or not screens:
                return [Popup(visit.label("no_longer_there"), alert=True)]
            await announced.count(visit, mark, _named(fact, visit.house.texts.languages[0]))
            return [Say(screen) for screen in screens]
        case _:
            return [Popup(visit.label("old_button"))]


async def _opened(visit: Visit, fact: Fact) -> Replies:
    named = handle(fact.id)
    if fact.kind == "event":
        return await event_answers.press(replace(visit, button=("open", named)))
    return await lists.card_again(visit, "recommended", "0", named)


PRESSES: Mapping[str, Door] = {"see": see}
