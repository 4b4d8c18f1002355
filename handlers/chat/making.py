"""/event: a coordinator makes an event, changes it (once, from a time on, as a whole), copies it, or cancels it.

The draft is a row and what is asked stands in her own: a restart changes nothing, and nothing is true before she saves.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.chat import making_answers, making_file, making_screens, making_turnout
from handlers.chat.making_screens import desk, press, question, review, shown, sure
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Reply, Rows, Say, Screen
from models.events import drafting, gatherings, offers
from models.events.attendance_tables import Going
from models.events.draft_tables import EventDraft, Scope
from models.events.drafting import Saved
from models.events.recurrence import Occurrence, key_of
from models.events.tables import Event
from models.resources.facts import handle

PAGE = 4  # events on one screen
DATES = 6
AHEAD = timedelta(days=400)
OfDraft = Callable[[Visit, EventDraft, list[str]], Awaitable[Replies]]
OfEvent = Callable[[Visit, Event, Occurrence, list[str]], Awaitable[Replies]]
OfImport = Callable[[Visit, list[str]], Awaitable[Replies]]
IN_ORDER = {  # what a new event is asked, and the value that answers it
    "title": "title",
    "when": "starts_local",
    "length": "minutes",
    "place": "venue",
    "seats": "capacity",
    "languages": "languages",
}


async def show(visit: Visit) -> Replies:
    return [Say(await _list(visit, 0))]


async def pressed(visit: Visit) -> Replies:
    """Every button of this room. What it names may have changed since: then it says so."""
    verb, *rest = visit.button or ("list", "0")
    if verb in OF_EVENTS:
        return await _about(visit, verb, rest)
    if verb in OF_IMPORTS:
        return await OF_IMPORTS[verb](visit, rest)
    draft = await drafting.of(visit.session, visit.person.id)
    if draft and verb in OF_DRAFTS:
        return await OF_DRAFTS[verb](visit, draft, rest)
    return await _begin(visit, verb, rest)


def _old(visit: Visit) -> Replies:
    return [Popup(visit.label("old_button"))]


async def _begin(visit: Visit, verb: str, rest: list[str]) -> Replies:
    if verb == "new":
        draft = await drafting.begin(visit.session, visit.person.id, visit.now, {})
        return [Replace(await ask_next(visit, draft))]
    if verb == "drop":
        await drafting.drop(visit.session, visit.person.id)
        return [Replace(await _list(visit, 0))]
    if verb == "list" and rest and rest[0].isdecimal():
        return [Replace(await _list(visit, int(rest[0])))]
    return _old(visit)


# --- the list, and one event


async def _list(visit: Visit, number: int) -> Screen:
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    coming = [(at, fact) for fact in catalogue.facts if fact.kind == "event" and (at := fact.next_start(visit.now))]
    coming.sort(key=lambda one: (one[0], one[1].id))
    pages = max(1, -(-len(coming) // PAGE))
    number = min(number, pages - 1)
    formats = visit.house.texts.formats(visit.language)
    rows = [
        (Button(f"{formats.day(at, 'short')} · {fact.name}"[:60], press("open", handle(fact.id))),)
        for at, fact in coming[number * PAGE : (number + 1) * PAGE]
    ]
    turns = [(visit.label("page_back"), number - 1), (visit.label("page_more"), number + 1)]
    draft = await drafting.of(visit.session, visit.person.id)
    last = [Button(visit.label("make_new"), press("new"))]
    if draft:
        last.append(Button(visit.label("make_go_on"), press("review")))
    text = visit.text("chat/making/list", count=len(coming), draft=(draft.values.get("title") or "…") if draft else "")
    row = tuple(Button(label, press("list", str(page))) for label, page in turns if 0 <= page < pages)
    return Screen(text, (*rows, *((row,) if row else ()), tuple(last)))


async def _about(visit: Visit, verb: str, rest: list[str]) -> Replies:
    """A button that names an event, and mostly one time of it."""
    found = await _found(visit, rest)
    if found is None:
        return [Popup(visit.label("no_longer_there"), alert=True)]
    return await OF_EVENTS[verb](visit, *found, rest[2:])


async def _found(visit: Visit, names: list[str]) -> tuple[Event, Occurrence] | None:
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    fact = catalogue.by_handle(names[0]) if names else None
    event = await gatherings.event_of(visit.session, fact.id) if fact else None
    occurrence = _at(event, names[1] if len(names) > 1 else "", visit.now) if event else None
    return (event, occurrence) if event and occurrence else None


def _at(event: Event, stamp: str, now: datetime) -> Occurrence | None:
    """The time a button names; else the next one, or the first."""
    if stamp:
        try:
            return event.series.find(key_of(datetime.strptime(stamp, making_screens.STAMP)))  # noqa: DTZ007 wall time
        except ValueError:
            return None
    coming = event.series.occurrences(now, now + AHEAD)
    return next(iter(coming), None) or event.series.find(key_of(event.starts_local))


def named(event: Event, occurrence: Occurrence) -> tuple[str, str]:
    """How a button names a time of an event."""
    return handle(event.source_id), f"{datetime.fromisoformat(occurrence.key):{making_screens.STAMP}}"


async def opened(visit: Visit, event: Event, occurrence: Occurrence, _more: list[str], done: str = "") -> Reply:
    gathering = await gatherings.standing(visit.session, event.source_id, occurrence.key)
    counts = await offers.counts(visit.session, gathering) if gathering else {}
    series = bool(event.rrule or event.rdates)
    text = visit.text(
        "chat/making/event",
        event=shown(visit, drafting.values_of(event, occurrence.key if series else None)),
        series=series,
        done=done,
        cancelled=not gatherings.takes_place(event, occurrence),
        coming=counts.get(Going.YES, (0, 0))[1],
        maybe=counts.get(Going.MAYBE, (0, 0))[1],
        waiting=counts.get(Going.WAITING, (0, 0))[1],
        seats=event.capacity,
    )
    return Replace(Screen(text, _event_rows(visit, event, occurrence, series=series)))


def _event_rows(visit: Visit, event: Event, occurrence: Occurrence, *, series: bool) -> Rows:
    def button(label: str, verb: str, *more: str) -> Button:
        return Button(visit.label(label), press(verb, *named(event, occurrence), *more))

    back = (Button(visit.label("back"), press("list", "0")),)
    who = button("make_who", "who", "0")
    if not gatherings.takes_place(event, occurrence):
        return ((who, button("make_again", "again")), back)
    if not series:
        return (
            (who, button("make_change", "edit", "all")),
            (button("make_again", "again"), button("make_off", "off", "all")),
            back,
        )
    return (
        (who, button("make_dates", "dates")),
        (button("make_change_one", "edit", "one"), button("make_change_following", "edit", "following")),
        (button("make_off_one", "off", "one"), button("make_off_following", "off", "following")),
        (button("make_again", "again"), *back),
    )


async def _open(visit: Visit, event: Event, occurrence: Occurrence, more: list[str]) -> Replies:
    return [await opened(visit, event, occurrence, more)]


async def _dates(visit: Visit, event: Event, _occurrence: Occurrence, _more: list[str]) -> Replies:
    formats = visit.house.texts.formats(visit.language)
    coming = event.series.occurrences(visit.now, visit.now + AHEAD)[:DATES]
    rows = [(Button(formats.moment(one.starts_at), press("open", *named(event, one))),) for one in coming]
    back = (Button(visit.label("back"), press("open", handle(event.source_id))),)
    return [Replace(Screen(visit.text("chat/making/dates", title=event.title), (*rows, back)))]


async def _edit(visit: Visit, event: Event, occurrence: Occurrence, more: list[str]) -> Replies:
    scope = _scope(more)
    key = None if scope == Scope.ALL else occurrence.key
    draft = await drafting.begin(
        visit.session,
        visit.person.id,
        visit.now,
        drafting.values_of(event, key),
        source_id=event.source_id,
        scope=scope,
        key=key,
    )
    return [Replace(review(visit, draft))]


def _scope(more: list[str]) -> Scope:
    return Scope(more[0]) if more and more[0] in [*Scope] else Scope.ALL


async def _again(visit: Visit, event: Event, occurrence: Occurrence, _more: list[str]) -> Replies:
    key = occurrence.key if event.rrule or event.rdates else None
    draft = await drafting.clone(visit.session, visit.person.id, event, key, visit.now)
    return [Replace(question(visit, "when", draft))]


async def _ask_note(visit: Visit, event: Event, occurrence: Occurrence, more: list[str]) -> Replies:
    """Cancel: first the words people will read."""
    scope = _scope(more)
    about = {"source_id": event.source_id, "scope": scope, "key": None if scope == Scope.ALL else occurrence.key}
    values = {"title": event.title}
    draft = await drafting.begin(visit.session, visit.person.id, visit.now, values, **about)
    asked = question(visit, "note", draft)
    quiet = (Button(visit.label("make_no_note"), press("off_quiet")),)
    keep = (Button(visit.label("make_keep"), press("drop")),)
    return [Replace(replace(asked, rows=(quiet, keep)))]


# --- who comes


async def _who(visit: Visit, event: Event, occurrence: Occurrence, more: list[str]) -> Replies:
    page = int(more[0]) if more and more[0].isdecimal() else 0
    return [Replace(await making_turnout.screen(visit, event, occurrence, named(event, occurrence), page))]


async def _here(visit: Visit, event: Event, occurrence: Occurrence, more: list[str]) -> Replies:
    if len(more) == 2:
        await making_turnout.ticked(visit, event, occurrence, more[0], there=more[1] == "yes")
    return await _who(visit, event, occurrence, [])


async def _sheet(visit: Visit, event: Event, occurrence: Occurrence, _more: list[str]) -> Replies:
    return await making_turnout.sheet(visit, event, occurrence)


async def _code(visit: Visit, named_: list[str]) -> Replies:
    """A code she typed at the door; the next one may follow."""
    found = await _found(visit, named_)
    if found is None:
        return await show(visit)
    event, occurrence = found
    note = await making_turnout.with_code(visit, event, occurrence)
    return [Say(await making_turnout.screen(visit, event, occurrence, named(event, occurrence), 0, note))]


# --- the draft


async def ask_next(visit: Visit, draft: EventDraft) -> Screen:
    """What a new event still lacks; else all of it."""
    if making_file.FILE in draft.values:
        return await making_file.look(visit, draft)
    if draft.source_id is None and "like" not in draft.values:
        for field, value in IN_ORDER.items():
            if value not in draft.values:
                return await _question(visit, draft, field)
    elif "starts_local" not in draft.values:
        return await _question(visit, draft, "when")
    return review(visit, draft)


async def _question(visit: Visit, draft: EventDraft, field: str, note: str = "") -> Screen:
    venues = await drafting.usual_venues(visit.session) if field == "place" else ()
    return question(visit, field, draft, note=note, venues=venues)


async def _review(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    return [Replace(await ask_next(visit, draft))]


async def _ask(visit: Visit, draft: EventDraft, rest: list[str]) -> Replies:
    if not rest or rest[0] not in making_answers.TYPED:
        return _old(visit)
    return [Replace(await _question(visit, draft, rest[0]))]


async def _more(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    return [Replace(review(visit, draft, more=True))]


async def _set(visit: Visit, draft: EventDraft, rest: list[str]) -> Replies:
    field, *value = rest or [""]
    answered = await making_answers.pressed(visit, draft, field, value)
    if answered is None:
        return _old(visit)
    return [Replace(answered if isinstance(answered, Screen) else await ask_next(visit, draft))]


async def words(visit: Visit) -> Replies:
    """What she typed in answer. (Her right to is asked by handlers/chat/asked.py.)"""
    field = (visit.person.asked or "").removeprefix("make:")
    if field.startswith("code:"):
        return await _code(visit, field.split(":")[1:])
    draft = await drafting.of(visit.session, visit.person.id)
    if draft is None:
        return await show(visit)
    if field == "note":
        await drafting.put(visit.session, draft, visit.now, note=visit.words.strip()[: making_answers.LONGEST_NOTE])
        visit.person.asked = None
        return await _off(visit, draft, [])
    answered = await making_answers.typed(visit, draft, field)
    if isinstance(answered, str):
        return [Say(await _question(visit, draft, field, answered))]
    visit.person.asked = None if answered is None else visit.person.asked
    return [Say(answered or await ask_next(visit, draft))]


async def where_she_stands(visit: Visit) -> Screen:
    """After a lost reply: the question that is open, or the draft."""
    draft = await drafting.of(visit.session, visit.person.id)
    field = (visit.person.asked or "").removeprefix("make:")
    if draft and field in making_answers.TYPED:
        return await _question(visit, draft, field)
    return await (ask_next(visit, draft) if draft else _list(visit, 0))


async def _save(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    is_sure = visit.button[:1] == ("sure",)
    if not (draft.values.get("title") and draft.values.get("starts_local")):
        return [Replace(await ask_next(visit, draft))]
    if draft.source_id and not is_sure:
        meant = await drafting.foresee(desk(visit), draft, visit.person)
        if meant.told or meant.reminders:
            return [Replace(sure(visit, meant, cancels=False))]
    saved = await drafting.save(desk(visit), draft)
    return await _saved(visit, saved, draft, "make_saved")


async def _off(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    is_sure = visit.button[:1] == ("off_sure",)
    note = str(draft.values.get("note") or "")
    if not is_sure:
        meant = await drafting.foresee_cancel(desk(visit), draft, visit.person)
        return [Replace(sure(visit, meant, cancels=True, note=note))]
    saved = await drafting.cancel(desk(visit), draft, note)
    return await _saved(visit, saved, draft, "make_cancelled") if saved else _old(visit)


async def _saved(visit: Visit, saved: Saved, draft: EventDraft, label: str) -> Replies:
    key = draft.key
    await drafting.drop(visit.session, visit.person.id)
    event = saved.event
    occurrence = (event.series.find(key) if key else None) or _at(event, "", visit.now)
    done = visit.label(label)
    if occurrence is None:
        return [Popup(done), Replace(await _list(visit, 0))]
    return [await opened(visit, event, occurrence, [], done)]


OF_EVENTS: Mapping[str, OfEvent] = {
    "open": _open,
    "dates": _dates,
    "edit": _edit,
    "again": _again,
    "off": _ask_note,
    "who": _who,
    "here": _here,
    "sheet": _sheet,
}
OF_DRAFTS: Mapping[str, OfDraft] = {
    "review": _review,
    "ask": _ask,
    "more": _more,
    "set": _set,
    "save": _save,
    "sure": _save,
    "off_quiet": _off,
    "off_sure": _off,
    "take_in": making_file.pressed,
    "whole_look": making_file.whole_look,
}
OF_IMPORTS: Mapping[str, OfImport] = {"undo_ask": making_file.undo_asked, "undo": making_file.undo}
PRESSES: Mapping[str, Door] = {"make": pressed}
