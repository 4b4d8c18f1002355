"""What she chooses for one time of an event: what she needs to come, and when she is reminded, pressed or typed.

What she is asked to type stands in her own row, so a restart between question and answer loses nothing.
"""

import re

from handlers.chat import event_card, questions
from handlers.chat.event_card import Seen
from handlers.deps import Visit
from handlers.screens import Button, Popup, Replace, Replies, Say, Screen
from models.events import attendance
from models.events.attendance_tables import COMING, NEEDS
from models.events.offsets import USUAL, due, is_offset, written
from models.events.reminders import offsets_of
from models.outbox import preferences

ASKED = "remind:"  # in her own row, with the event's handle and the stamp of its time
SUGGESTED = ("180m", "2d", "30m")
MOST_OWN = 3  # times of her own, so that all of them fit on one screen
NEVER_MIND = {"back", "no", "none", "skip", "done"}
_BETWEEN = re.compile(r"[,;\n]+")


# --- what she needs to come


async def needs(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    """The four that keep people away; each press turns one on or off."""
    if one.mine is None:
        return [Replace(await event_card.screen(visit, one))]
    if more[1:] and more[0] in NEEDS:
        wanted = {*one.mine.needs, more[0]} if more[1] == "on" else {*one.mine.needs} - {more[0]}
        await attendance.need(visit.session, one.mine, wanted)
    ways = [_toggle(visit.label(f"come_{need}"), one, "needs", need, on=need in one.mine.needs) for need in NEEDS]
    text = visit.text("chat/event_choice", what="needs", name=event_card.name_of(visit, one), may_remind=True, note="")
    return [Replace(Screen(text, questions.in_rows([*ways, back(visit, one)])))]


def _toggle(label: str, one: Seen, verb: str, what: str, *, on: bool) -> Button:
    return Button(f"✓ {label}" if on else label, one.press(verb, what, "off" if on else "on"))


def back(visit: Visit, one: Seen) -> Button:
    return Button(visit.label("to_the_event"), one.press("open"))


# --- when she is reminded


async def reminders(visit: Visit, one: Seen, more: tuple[str, ...]) -> Replies:
    """Her own times for this one. Choosing one is saying yes to reminders."""
    if one.mine is None or one.gathering is None:
        return [Replace(await event_card.screen(visit, one))]
    match more:
        case ("own",):
            return [Replace(ask(visit, one))]
        case (offset, "off") if is_offset(offset):
            await _choose(visit, one, _chosen(visit, one) - {offset})
        case (offset, "on") if is_offset(offset):
            if fault := _fault(visit, one, [offset]):
                return [Popup(visit.label(fault), alert=True)]
            await _add(visit, one, [offset])
    return [Replace(await _times(visit, one))]


def _chosen(visit: Visit, one: Seen) -> set[str]:
    return set(offsets_of(one.mine.reminders if one.mine else None, one.event, visit.house.customs))


async def _add(visit: Visit, one: Seen, offsets: list[str]) -> None:
    """Choosing one more is agreeing to be reminded."""
    await preferences.turn(visit.session, visit.person.id, "reminders", on=True)
    await _choose(visit, one, _chosen(visit, one).union(offsets))


async def _choose(visit: Visit, one: Seen, wanted: set[str]) -> None:
    if one.mine and one.gathering:
        await attendance.choose_reminders(event_card.place(visit, one), one.gathering, one.mine, wanted)


async def _times(visit: Visit, one: Seen, note: str = "") -> Screen:
    """The usual times, hers, and as many suggestions as there is room for."""
    said, chosen = await preferences.of(visit.session, visit.person.id), _chosen(visit, one)
    own = [offset for offset in chosen if offset not in USUAL]
    own += [offset for offset in SUGGESTED if offset not in chosen][: max(0, MOST_OWN - len(own))]
    ways = [
        _toggle(event_card.offset_label(visit, offset), one, "reminders", offset, on=on and said.reminders)
        for offset in (*USUAL, *written(own).split(","))
        for on in (offset in chosen,)
    ]
    ways += [Button(visit.label("remind_own"), one.press("reminders", "own")), back(visit, one)]
    name = event_card.name_of(visit, one)
    text = visit.text("chat/event_choice", what="reminders", name=name, may_remind=said.reminders, note=note)
    return Screen(text, questions.in_rows(ways))


def _fault(visit: Visit, one: Seen, offsets: list[str]) -> str | None:
    """The label of what is wrong with one of them; None where nothing is."""
    own = {offset for offset in _chosen(visit, one).union(offsets) if offset not in USUAL}
    if len(own) > MOST_OWN:
        return "leads_too_many"
    starts, event, hours = one.occurrence.starts_at, one.event, visit.house.customs.hours
    for offset in offsets:
        at = due(offset, starts, event.timezone, hours, all_day=event.all_day)
        if at <= visit.now:
            return "lead_passed"
        if at >= starts and not event.all_day:
            return "lead_too_late"
    return None


# --- typed


def ask(visit: Visit, one: Seen, note: str = "") -> Screen:
    """Ask for a time of her own."""
    visit.person.asked = ASKED + ":".join(one.press("open")[2:])
    name = event_card.name_of(visit, one)
    text = visit.text("chat/event_choice", what="own", name=name, may_remind=True, note=note)
    return Screen(text, ((Button(visit.label("cancel"), one.press("reminders")),),))


def leave_question(visit: Visit) -> None:
    """She pressed something else: her next words are no answer any more."""
    if (visit.person.asked or "").startswith(ASKED):
        visit.person.asked = None


async def open_question(visit: Visit) -> Screen | None:
    """What her next words would answer, as it would be asked now."""
    one = await _asked_about(visit)
    return ask(visit, one) if one else None


async def _asked_about(visit: Visit) -> Seen | None:
    """The event's time she is asked about, while she still comes to it and it is still ahead."""
    named, _, stamp = (visit.person.asked or "").removeprefix(ASKED).partition(":")
    key = event_card.key_in(stamp)
    one = await event_card.seen(visit, named, key) if key else None
    if one is None or one.mine is None or one.mine.state not in COMING:
        return None
    return one if event_card.state_of(visit, one) == "open" else None


async def words(visit: Visit) -> Replies:
    """Her own times, in her own words; what is not clear is asked again."""
    one = await _asked_about(visit)
    if one is None:
        visit.person.asked = None
        return [Say(Screen(visit.label("no_longer_there")))]
    if visit.house.vocabulary.typed(visit.words, visit.language) in NEVER_MIND:
        visit.person.asked = None
        return [Say(await _times(visit, one))]
    offsets = _read(visit)
    fault = _fault(visit, one, offsets) if offsets else "not_a_lead"
    if fault:
        return [Say(ask(visit, one, visit.label(fault)))]
    visit.person.asked = None
    await _add(visit, one, offsets)
    said = [event_card.offset_label(visit, offset) for offset in offsets]
    listed = visit.house.texts.formats(visit.language).listing(said)
    return [Say(await _times(visit, one, visit.label("noted_lead", when=listed)))]


def _read(visit: Visit) -> list[str]:
    """Several between commas where each is clear by itself; else what the whole says."""
    read = visit.house.leads.read
    parts = [read(part, visit.language) for part in _BETWEEN.split(visit.words) if part.strip()]
    whole = parts if parts and all(parts) else [read(visit.words, visit.language)]
    return [one for one in whole if one]
