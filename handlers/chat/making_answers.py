"""What a coordinator says about an event, pressed or typed, as values of its draft; and what is asked back."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from content.whens import read_length
from handlers.chat.making_screens import A_DAY, GUESTS, STAMP, doubted, question
from handlers.deps import Visit
from handlers.screens import Screen
from models.events import drafting
from models.events.draft_tables import EventDraft, Scope
from models.events.recurrence import key_of, wall_of
from models.events.repeats import KINDS, moved, rule_of
from models.events.tables import Waiting
from models.events.walls import doubt, doubt_end
from models.resources.facts import handle

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 150, 3_000, 500
MOST_MINUTES = 14 * 24 * 60
MOST_SEATS = 1_000_000

# None: understood. A text: what was wrong. A screen: what is asked back.
Answer = str | Screen | None


async def typed(visit: Visit, draft: EventDraft, field: str) -> Answer:
    read = TYPED.get(field)
    return await read(visit, draft) if read else None


async def pressed(visit: Visit, draft: EventDraft, field: str, value: list[str]) -> Answer | bool:
    """True where it is noted; None for a button that fits no more."""
    read = PRESSED.get(field)
    return await read(visit, draft, value) if read and value else None


async def _put(visit: Visit, draft: EventDraft, **values: object) -> None:
    await drafting.put(visit.session, draft, visit.now, **values)


def _zone(visit: Visit, draft: EventDraft) -> ZoneInfo:
    return ZoneInfo(draft.values.get("timezone") or visit.house.town.timezone)


# --- typed


async def _title(visit: Visit, draft: EventDraft) -> Answer:
    title = " ".join(visit.words.split())
    if not title or len(title) > LONGEST_TITLE:
        return visit.label("make_title_length", most=LONGEST_TITLE)
    await _put(visit, draft, title=title, description_language=visit.language)
    return None


async def _when(visit: Visit, draft: EventDraft) -> Answer:
    zone = _zone(visit, draft)
    said = visit.house.whens.read(visit.words, visit.language, visit.now.astimezone(zone).date())
    if said is None:
        return visit.label("make_not_when")
    wall = datetime.combine(said.day, said.start)
    asked = await _start(visit, draft, wall)
    if said.end is None:
        return asked
    ends = datetime.combine(said.day, said.end)
    if ends > wall:
        await _put(visit, draft, minutes=_minutes(wall, ends))
    elif asked is None and (found := doubt_end(wall, ends)):
        return doubted(visit, "ends", found, _at(visit, ends), zone)
    return asked


def _minutes(starts: datetime, ends: datetime) -> int:
    return round((ends - starts).total_seconds() / 60)


async def _start(visit: Visit, draft: EventDraft, wall: datetime) -> Answer:
    """Note it where it is a time that will come; else ask."""
    zone = _zone(visit, draft)
    found = doubt(wall, zone.key, visit.now)
    if found:
        return doubted(visit, "when", found, _at(visit, wall), zone)
    await _begin_at(visit, draft, wall, 0)
    return None


async def _begin_at(visit: Visit, draft: EventDraft, wall: datetime, fold: int) -> None:
    """A way to repeat that she picked goes along."""
    before, rule = draft.values.get("starts_local"), draft.values.get("rrule")
    follows = rule and before and draft.source_id is None
    await _put(
        visit,
        draft,
        starts_local=key_of(wall),
        fold=fold,
        all_day=bool(draft.values.get("all_day")) and wall.time() == time(),
        rrule=moved(rule, wall_of(before), wall) if follows and before else rule,
    )


def _at(visit: Visit, wall: datetime) -> str:
    """As she wrote it, hours that do not exist included: the zone must not correct them."""
    formats = visit.house.texts.formats(visit.language)
    return f"{formats.day(wall.date())}, {formats.clock(wall.time())}"


async def _length(visit: Visit, draft: EventDraft) -> Answer:
    length = read_length(visit.words)
    if length is None:
        return visit.label("make_not_length")
    await _put(visit, draft, minutes=round(length.total_seconds() / 60), all_day=False)
    return None


async def _place(visit: Visit, draft: EventDraft) -> Answer:
    place = " ".join(visit.words.split())
    if not place or len(place) > LONGEST_TITLE:
        return visit.label("make_title_length", most=LONGEST_TITLE)
    if place.startswith(("https://", "http://")):
        await _put(visit, draft, online_url=place, venue=None)
    else:
        await _put(visit, draft, venue=place)
    return None


async def _seats(visit: Visit, draft: EventDraft) -> Answer:
    said = visit.words.strip()
    if not said.isdecimal() or not 1 <= int(said) <= MOST_SEATS:
        return visit.label("make_not_seats")
    await _put(visit, draft, capacity=int(said))
    return None


async def _description(visit: Visit, draft: EventDraft) -> Answer:
    text = visit.words.strip()
    if not text or len(text) > LONGEST_TEXT:
        return visit.label("make_title_length", most=LONGEST_TEXT)
    await _put(visit, draft, description=text, description_language=visit.language)
    return None


def _named_in(list_name: str) -> "Typed":
    """For which trades it is, what it helps with: hers to say, the vocabulary's to understand."""

    async def read(visit: Visit, draft: EventDraft) -> Answer:
        found = visit.house.vocabulary.recognise(list_name, visit.words, visit.language)
        if not found:
            return visit.label(f"make_not_{list_name}")
        await _put(visit, draft, **{list_name: found})
        return None

    return read


async def _buttons_only(visit: Visit, _draft: EventDraft) -> Answer:
    return visit.label("make_press")


# --- pressed


async def _pick_when(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    wall = _stamp(value[0])
    if wall is None:
        return None
    if value[1:] == ["1"] or doubt(wall, _zone(visit, draft).key, visit.now) is None or _is_twice(visit, draft, wall):
        await _begin_at(visit, draft, wall, int(value[1:] == ["1"]))
        return True
    return await _start(visit, draft, wall) or True


def _is_twice(visit: Visit, draft: EventDraft, wall: datetime) -> bool:
    found = doubt(wall, _zone(visit, draft).key, visit.now)
    return found is not None and found.odd == "twice"


async def _pick_end(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    ends, starts = _stamp(value[0]), draft.values.get("starts_local")
    if ends is None or starts is None or ends <= wall_of(starts):
        return None
    await _put(visit, draft, minutes=_minutes(wall_of(starts), ends))
    return True


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, STAMP)  # noqa: DTZ007 a time on the wall has no zone
    except ValueError:
        return None


def _number(name: str, most: int) -> "Picked":
    async def pick(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
        if value[0] == "none":
            await _put(visit, draft, **{name: None})
            return True
        if not value[0].isdecimal() or not 1 <= int(value[0]) <= most:
            return None
        await _put(visit, draft, **{name: int(value[0])})
        return True

    return pick


async def _pick_length(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    """So many minutes, an open end, or the whole day, which has no hour."""
    starts = draft.values.get("starts_local")
    if value[0] != "all_day":
        await _put(visit, draft, all_day=False)
        return await _number("minutes", MOST_MINUTES)(visit, draft, value)
    if starts is None or draft.scope == Scope.ONE:
        return None
    await _put(visit, draft, all_day=True, minutes=A_DAY)
    await _begin_at(visit, draft, datetime.combine(wall_of(starts), time()), 0)
    return True


async def _pick_place(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    if value[0] == "none":
        await _put(visit, draft, venue=None)
        return True
    venue = next((one for one in await drafting.usual_venues(visit.session) if handle(one) == value[0]), None)
    if venue is None:
        return None
    await _put(visit, draft, venue=venue)
    return True


async def _pick_language(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    chosen = list(draft.values.get("languages") or [])
    if value[0] == "done":
        await _put(visit, draft, languages=chosen)
        return True
    if value[0] not in visit.house.town.languages:
        return None
    chosen = [one for one in chosen if one != value[0]] if value[0] in chosen else [*chosen, value[0]]
    await _put(visit, draft, languages=chosen)
    return question(visit, "languages", draft)


async def _pick_repeat(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    starts = draft.values.get("starts_local")
    if value[0] not in KINDS or starts is None:
        return None
    await _put(visit, draft, rrule=rule_of(value[0], wall_of(starts)))
    return True


async def _pick_guests(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    if value[0] not in map(str, GUESTS):
        return None
    await _put(visit, draft, plus_ones=int(value[0]))
    return True


async def _pick_waiting(visit: Visit, draft: EventDraft, value: list[str]) -> Answer | bool:
    if value[0] not in [*Waiting]:
        return None
    await _put(visit, draft, waiting=value[0])
    return True


def _none_of(list_name: str) -> "Picked":
    async def pick(visit: Visit, draft: EventDraft, _value: list[str]) -> Answer | bool:
        await _put(visit, draft, **{list_name: []})
        return True

    return pick


async def _no_description(visit: Visit, draft: EventDraft, _value: list[str]) -> Answer | bool:
    await _put(visit, draft, description=None)
    return True


Typed = Callable[[Visit, EventDraft], Awaitable[Answer]]
Picked = Callable[[Visit, EventDraft, list[str]], Awaitable[Answer | bool]]

TYPED: Mapping[str, Typed] = {
    "title": _title,
    "when": _when,
    "ends": _length,
    "length": _length,
    "place": _place,
    "seats": _seats,
    "description": _description,
    "trades": _named_in("trades"),
    "needs": _named_in("needs"),
    "languages": _buttons_only,
    "repeat": _buttons_only,
    "guests": _buttons_only,
}
PRESSED: Mapping[str, Picked] = {
    "when": _pick_when,
    "ends": _pick_end,
    "length": _pick_length,
    "place": _pick_place,
    "seats": _number("capacity", MOST_SEATS),
    "languages": _pick_language,
    "repeat": _pick_repeat,
    "guests": _pick_guests,
    "waiting": _pick_waiting,
    "trades": _none_of("trades"),
    "needs": _none_of("needs"),
    "description": _no_description,
}
