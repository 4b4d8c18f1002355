"""What a coordinator sees while she writes or changes an event: questions, the draft as a whole, what it will mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content import repeating
from content.formats import name_of
from handlers.deps import Visit
from handlers.screens import Button, Rows, Screen
from models.events.draft_tables import EventDraft, Scope
from models.events.drafting import Desk
from models.events.recurrence import oddities, wall_of
from models.events.repeats import KINDS, kind_of
from models.events.replanning import Replanned
from models.events.tables import Waiting
from models.events.walls import Doubt
from models.resources.facts import handle

STAMP = "%Y%m%d%H%M%S"
LENGTHS = (60, 90, 120, 180)
SEATS = (8, 12, 20, 40)
GUESTS = (0, 1, 2, 5)
A_DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Shown:
    """A draft as the template says it: finished words, or nothing where nothing was said."""

    title: str
    day: str
    start: str
    end: str
    offset: str
    place: str
    seats: int | None
    languages: str
    trades: str
    needs: str
    repeat: str
    oddities: tuple[str, ...]
    description: str
    guests: int
    lottery: bool


def desk(visit: Visit) -> Desk:
    return Desk(visit.session, visit.now, visit.house.town.timezone, visit.house.customs)


def press(*more: str) -> tuple[str, ...]:
    return ("make", *more)


def shown(visit: Visit, values: dict[str, Any]) -> Shown:
    formats = visit.house.texts.formats(visit.language)
    zone = ZoneInfo(values.get("timezone") or visit.house.town.timezone)
    starts = wall_of(values["starts_local"]) if values.get("starts_local") else None
    minutes = values.get("minutes")
    at = starts.replace(tzinfo=zone, fold=int(values.get("fold") or 0)) if starts else None
    ends = (starts + timedelta(minutes=minutes)).replace(tzinfo=zone) if starts and minutes else None
    rule, all_day = values.get("rrule"), bool(values.get("all_day"))
    kind = kind_of(rule, starts) if starts else ""
    return Shown(
        title=str(values.get("title") or ""),
        day=formats.day(at, "year") if at else "",
        start=(visit.label("make_all_day") if all_day else formats.time(at)) if at else "",
        end=""
        if all_day and minutes == A_DAY
        else (formats.time(ends) if at and ends.date() == at.date() else formats.moment(ends))
        if ends
        else "",
        offset=_offset(visit, at) if at else "",
        place=str(values.get("venue") or values.get("online_url") or ""),
        seats=values.get("capacity"),
        languages=formats.listing([name_of(code) for code in values.get("languages") or ()]),
        trades=formats.listing(_labels(visit, "trades", values)),
        needs=formats.listing(_labels(visit, "needs", values)),
        repeat=visit.label(f"repeat_{kind}") if kind else repeating.said(rule or "", visit.house.texts, visit.language),
        oddities=tuple(oddities(rule, starts)) if starts else (),
        description=str(values.get("description") or ""),
        guests=int(values.get("plus_ones") or 0),
        lottery=values.get("waiting") == Waiting.LOTTERY,
    )


def _labels(visit: Visit, list_name: str, values: dict[str, Any]) -> list[str]:
    vocabulary = visit.house.vocabulary
    known = [one for one in values.get(list_name) or () if vocabulary.has(list_name, one)]
    return [vocabulary.label(list_name, one, visit.language) for one in known]


def _offset(visit: Visit, at: datetime) -> str:
    """Which of two equal hours, where there are two."""
    first, second = (at.replace(fold=fold).utcoffset() for fold in (0, 1))
    return visit.label("second_hour" if at.fold else "first_hour") if first != second else ""


# --- the questions


def question(visit: Visit, field: str, draft: EventDraft, *, note: str = "", venues: Sequence[str] = ()) -> Screen:
    """Her next words answer it; a new event can be left at any of them, and gone on with."""
    visit.person.asked = f"make:{field}"
    text = visit.text("chat/making/ask", field=field, note=note, event=shown(visit, draft.values))
    away = Button(visit.label("make_review"), press("review")) if _is_whole(draft) else None
    last = [Button(visit.label("make_drop"), press("drop"))] if away is None else [away]
    return Screen(text, (*_offers(visit, field, draft, venues), tuple(last)))


def _is_whole(draft: EventDraft) -> bool:
    return bool(draft.values.get("title") and draft.values.get("starts_local"))


def _offers(visit: Visit, field: str, draft: EventDraft, venues: Sequence[str]) -> Rows:
    """What can be pressed instead of typed."""

    def value(label: str, *more: str) -> Button:
        return Button(label, press("set", field, *more))

    def none(label: str) -> tuple[Button, ...]:
        return (value(visit.label(label), "none"),)

    if field == "languages":
        return _languages(visit, draft)
    offered: dict[str, Rows] = {
        "length": (*pairs([value(_length(visit, one), str(one)) for one in LENGTHS]), *_endless(visit, draft)),
        "place": (*((value(venue[:40], handle(venue)),) for venue in venues), none("make_no_place")),
        "seats": (tuple(value(str(one), str(one)) for one in SEATS), none("make_no_limit")),
        "repeat": pairs([value(visit.label(f"repeat_{kind}"), kind) for kind in KINDS]),
        "guests": (tuple(value(str(one), str(one)) for one in GUESTS),),
        "trades": (none("make_no_trades"),),
        "needs": (none("make_no_needs"),),
        "description": (none("skip"),),
    }
    return offered.get(field, ())


def _endless(visit: Visit, draft: EventDraft) -> Rows:
    """One time of a series keeps its kind: it has an hour, or none."""
    open_end = Button(visit.label("make_open_end"), press("set", "length", "none"))
    whole = Button(visit.label("make_all_day"), press("set", "length", "all_day"))
    return ((open_end,),) if draft.scope == Scope.ONE else ((open_end, whole),)


def _languages(visit: Visit, draft: EventDraft) -> Rows:
    chosen = draft.values.get("languages") or ()
    ticks = [
        Button(("✓ " if code in chosen else "") + name_of(code), press("set", "languages", code))
        for code in visit.house.town.languages[:6]
    ]
    return (*pairs(ticks), (Button(visit.label("done"), press("set", "languages", "done")),))


def pairs(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def _length(visit: Visit, minutes: int) -> str:
    hours = visit.house.texts.formats(visit.language).number(minutes / 60)
    return visit.label("make_hours", n=hours)


def doubted(visit: Visit, field: str, found: Doubt, said: str, zone: ZoneInfo) -> Screen:
    """What is wrong with a time, and those that would do."""
    visit.person.asked = f"make:{field}"
    formats = visit.house.texts.formats(visit.language)
    rows = []
    for choice in found.choices:
        at = choice.wall.replace(tzinfo=zone, fold=choice.fold)
        label = f"{formats.day(at, 'short')}, {formats.time(at)}"
        if found.odd == "twice":
            label = f"{formats.time(at)} · {visit.label('second_hour' if choice.fold else 'first_hour')}"
        rows.append((Button(label, press("set", field, f"{choice.wall:{STAMP}}", str(choice.fold))),))
    return Screen(visit.text("chat/making/doubt", odd=found.odd.value, said=said), tuple(rows))


# --- the whole


def review(visit: Visit, draft: EventDraft, *, more: bool = False) -> Screen:
    text = visit.text(
        "chat/making/review", event=shown(visit, draft.values), is_new=draft.source_id is None, scope=draft.scope
    )
    return Screen(text, _more_rows(visit, draft) if more else _review_rows(visit, draft))


def _review_rows(visit: Visit, draft: EventDraft) -> Rows:
    def ask(field: str) -> Button:
        return Button(visit.label(f"make_{field}"), press("ask", field))

    save = (Button(visit.label("save"), press("save")), Button(visit.label("make_drop"), press("drop")))
    if draft.scope == Scope.ONE:
        return (save, (ask("title"), ask("when")), (ask("length"), ask("place")), (ask("description"),))
    more = Button(visit.label("make_more"), press("more"))
    return (save, (ask("title"), ask("when")), (ask("length"), ask("place")), (ask("seats"), more))


def _more_rows(visit: Visit, draft: EventDraft) -> Rows:
    fields = ("repeat", "languages", "description", "guests", "trades", "needs")
    asks = tuple(Button(visit.label(f"make_{field}"), press("ask", field)) for field in fields)
    other = Waiting.FIRST_COME if draft.values.get("waiting") == Waiting.LOTTERY else Waiting.LOTTERY
    waiting = Button(visit.label(f"make_waiting_{other.value}"), press("set", "waiting", other.value))
    return (*pairs(asks), (waiting,), (Button(visit.label("make_review"), press("review")),))


def sure(visit: Visit, meant: Replanned, *, cancels: bool, note: str = "") -> Screen:
    text = visit.text("chat/making/sure", meant=meant, cancels=cancels, note=note)
    yes = Button(visit.label("make_cancel_sure" if cancels else "make_sure"), press("off_sure" if cancels else "sure"))
    back = Button(visit.label("back"), press("drop" if cancels else "review"))
    return Screen(text, ((yes,), (back,)))
