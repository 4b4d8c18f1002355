"""What she was asked outside the intake, as her own row says: whose question it is, and what it looks like again.

A question is named `settings:hours`, `aim`, `own:<handle>`: the part before the colon names its room here.
"""

from collections.abc import Awaitable, Callable, Mapping

from handlers.access import guarded
from handlers.chat import aiming, announcing_typed, desk, event_choices, inbox, inviting, making, owners, settings_typed
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies, Screen

Question = Callable[[Visit], Awaitable[Screen | None]]


async def words(visit: Visit) -> Replies:
    """Her words answer what she was asked last."""
    answer, _ = _room(visit)
    return await answer(visit)


def takes_anything(visit: Visit) -> bool:
    """Her next message is the answer, whatever is in it."""
    return (visit.person.asked or "").partition(":")[0] in AS_IT_STANDS


def takes_any_words(visit: Visit) -> bool:
    """Whatever she writes next is the answer."""
    return (visit.person.asked or "").partition(":")[0] in WORD_FOR_WORD


async def open_question(visit: Visit) -> Screen | None:
    """What her next words would answer, as it would be asked now; None where nothing is open."""
    if not visit.person.asked:
        return None
    _, question = _room(visit)
    return await question(visit)


def _room(visit: Visit) -> tuple[Door, Question]:
    return ROOMS.get((visit.person.asked or "").partition(":")[0], ROOMS["settings"])


async def _settings(visit: Visit) -> Screen | None:
    return settings_typed.open_question(visit)


ROOMS: Mapping[str, tuple[Door, Question]] = {
    "settings": (settings_typed.words, _settings),
    "aim": (aiming.words, aiming.ask),
    "remind": (event_choices.words, event_choices.open_question),
    "own": (owners.words, owners.open_question),
    "make": (guarded("make", making.words), making.where_she_stands),
    "inv": (guarded("inv", inviting.words), inviting.open_question),
    "ask": (desk.words, desk.open_question),
    "inbox": (guarded("inbox", inbox.words), inbox.open_question),
    "bc": (guarded("bc", announcing_typed.take), announcing_typed.open_question),
}
WORD_FOR_WORD = {"ask", "bc", "inbox", "make"}  # "thanks" may be a message, "Help" an event
AS_IT_STANDS = {"ask", "bc", "inbox"}  # whatever the message says and contains: "thanks", a picture, a place
