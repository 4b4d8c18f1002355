"""What she presses about an event: her word, whom she brings, where and when else, how it was.

A press says what should be, so that a second tap changes nothing; an old button meets the event as it is now.
"""

from collections.abc import Awaitable, Callable, Mapping

from handlers.chat import event_card, event_choices, event_list
from handlers.chat.event_card import Seen
from handlers.chat.event_times import when
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Pin, Popup, Replace, Replies, Screen
from models.events import attendance
from models.events.attendance import Taken
from models.events.attendance_tables import Going

Verb = Callable[[Visit, Seen, tuple[str, ...]], Awaitable[Replies]]

DATES = 6  # further ones on one screen
SAID = {Going.YES: "now_coming", Going.MAYBE: "now_perhaps", Going.NO: "now_not_coming", Going.WAITING: "now_waiting"}


async def press(visit: Visit) -> Replies:
    """A button about events: of the list, or about one time of one event."""
    event_choices.leave_question(visit)
    match visit.button:
        case ("list", scope, number) if number.isdecimal() and scope in event_list.SCOPES:
            return [Replace(await event_list.page(visit, scope, int(number)))]
        case (verb, named, *rest) if verb in VERBS:
            key = event_card.key_in(rest[0]) if rest else None
            one = await event_card.seen(visit, named, key) if key or not rest else None
            return await VERBS[verb](visit, one, tuple(rest[1:])) if one else _gone(visit)
        case _:
            return [Popup(visit.label("old_button"))]


def _gone(visit: Visit) -> Replies:
    return [Popup(visit.label("no_longer_there"), alert=True)]


async def _open(visit: Visit, one: Seen, _more: tuple[str, ...]) -> Replies:
    return [Replace(await event_card.screen(visit, one))]


def _says(going: Going) -> Verb:
    async def says(visit: Visit, one: Seen, _more: tuple[str, ...]) -> Replies:
        return await _answer(visit, one, going, None)

    return says


async def _answer(visit: Visit, one: Seen, going: Going, guests: int | None) -> Replies:
    if event_card.state_of(visit, one) == "cancelled":
        return await _as_it_stands(visit, one, "now_cancelled")
    if going == Going.WAITING and one.going in {Going.YES, Going.OFFERED}:
        return await _as_it_stands(visit, one, "now_coming")
    became = await attendance.answer(event_card.place(visit, one), visit.person.id, going, guests)
    said = {Taken.FULL: "now_full", Taken.OVER: "now_over"}.get(became, SAID[going])
    return await _as_it_stands(visit, one, said)


async def _as_it_stands(visit: Visit, one: Seen, label: str) -> Replies:
    """The card anew, with a word over the chat."""
    fresh = await event_card.seen(visit, one.press("open")[2], one.occurrence.key)
    shown = await event_card.screen(visit, fresh) if fresh else None
    return [Popup(visit.label(label)), *([Replace(shown)] if shown else [])]


async def _with(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    if not more or not more[0].isdecimal() or one.mine is None:
        return await _open(visit, one, more)
    return await _answer(visit, one, Going(one.going), int(more[0]))


# --- where, and when else


async def _map(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    if one.fact.point is None:
        return await _open(visit, one, more)
    name = one.occurrence.override.get("venue", one.event.venue) or event_card.name_of(visit, one)
    address = one.occurrence.override.get("address", one.event.address) or visit.house.town.name
    return [Pin(name, address, *one.fact.point)]


async def _dates(visit: Visit, one: Seen, _more: tuple[str, ...]) -> Replies:
    """The next times of a series."""
    starts = one.fact.dates
    found = (
        [o for o in one.event.series.occurrences(visit.now, starts[-1]) if not o.cancelled][:DATES] if starts else []
    )
    ways = []
    for occurrence in found:
        at = when(visit, one.zone, one.event, occurrence.starts_at, occurrence.ends_at)
        label = at.day if at.all_day else f"{at.day}, {at.start}"
        ways.append((Button(label, event_card.press("open", one.event.source_id, occurrence.key)),))
    text = visit.text("chat/event_choice", what="dates", name=event_card.name_of(visit, one), may_remind=True, note="")
    return [Replace(Screen(text, (*ways, (event_choices.back(visit, one),))))]


# --- afterwards


async def _was(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    """One tap; a second one changes her mind."""
    if one.mine is None or more[:1] not in {("yes",), ("no",), ("absent",)}:
        return [Popup(visit.label("old_button"))]
    await attendance.note_use(visit.session, one.mine, more[0])
    return [Replace(Screen(visit.text("chat/event_thanks", was=more[0], name=event_card.name_of(visit, one))))]


async def _still(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    """The answer to "still coming?"; no makes room for somebody else."""
    if event_card.state_of(visit, one) != "open":
        return await _open(visit, one, more)
    if more[:1] == ("no",):
        return await _answer(visit, one, Going.NO, None)
    label = "now_coming" if one.going == Going.YES else "old_button"
    return await _as_it_stands(visit, one, label)


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "yes": _says(Going.YES),
    "maybe": _says(Going.MAYBE),
    "no": _says(Going.NO),
    "wait": _says(Going.WAITING),
    "with": _with,
    "needs": event_choices.needs,
    "reminders": event_choices.reminders,
    "map": _map,
    "dates": _dates,
    "was": _was,
    "still": _still,
}
PRESSES: Mapping[str, Door] = {"ev": press}
