"""Where a person can go from here: the menu, and words that no question was waiting for."""

from handlers.deps import Visit
from handlers.screens import Button, Replies, Rows, Say, Screen


def rows(visit: Visit) -> Rows:
    """The ways on, most useful first."""
    places = ("next", "events", "saved", "people", "profile", "ask", "language", "settings")
    buttons = [Button(visit.label(f"menu_{place}"), press=("go", place)) for place in places]
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


async def menu(visit: Visit) -> Replies:
    return [Say(Screen(visit.text("chat/menu", unknown=False), rows(visit)))]


async def thanks(visit: Visit) -> Replies:
    return [Say(Screen(visit.text("chat/thanks"), rows(visit)))]


async def not_understood(visit: Visit) -> Replies:
    return [Say(Screen(visit.text("chat/menu", unknown=True), rows(visit)))]
