"""For whom an announcement is: ticks in a few lists, said in words, kept under a name."""

from collections.abc import Awaitable, Callable

from handlers.deps import Visit
from handlers.screens import Button, Popup, Replace, Replies, Rows, Screen
from models.broadcasts import audience, choices
from models.broadcasts.audience import Audience
from models.broadcasts.tables import Broadcast
from models.resources.facts import handle

Room = Callable[[Visit, Broadcast, list[str]], Awaitable[Replies]]
Options = list[tuple[str, str]]  # what is chosen, what its button says

PARTS = ("trades", "stages", "needs", "neighborhoods", "languages", "events", "sources", "seen")
SEEN = {"seen_within": (7, 30, 90), "not_seen_for": (30, 90, 180)}
PAGE = 6  # choices on one screen
NAMES = 40  # letters of a button


async def choose(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:  # noqa: PLR0911 one way a line is the point
    """The lists, one list, a tick, everybody, or a choice of people that was kept."""
    chosen = Audience.model_validate(broadcast.audience)
    match more:
        case []:
            return [Replace(await _lists(visit, broadcast, chosen, 0))]
        case ["more"]:
            return [Replace(await _lists(visit, broadcast, chosen, 1))]
        case ["all"]:
            return await _set(visit, broadcast, Audience(), "")
        case ["staff"]:
            return await _set(visit, broadcast, chosen.model_copy(update={"staff": not chosen.staff}), "")
        case ["keep"]:
            visit.person.asked = f"bc:name:{broadcast.id}:"
            return [
                Replace(
                    Screen(
                        visit.text("chat/announce/ask", what="name", note="", language=""), (_back(visit, broadcast),)
                    )
                )
            ]
        case ["kept", *named]:
            return await _kept(visit, broadcast, named)
        case [part, page] if part in PARTS and page.isdecimal():
            return [Replace(await _part(visit, broadcast, chosen, part, int(page)))]
        case [part, page, ticked] if part in PARTS and page.isdecimal():
            return await _tick(visit, broadcast, chosen, part, int(page), ticked)
        case _:
            return [Popup(visit.label("old_button"))]


async def _set(visit: Visit, broadcast: Broadcast, chosen: Audience, part: str, page: int = 0) -> Replies:
    broadcast.audience = chosen.data
    visit.session.add(broadcast)
    screen = _part(visit, broadcast, chosen, part, page) if part else _lists(visit, broadcast, chosen, 0)
    return [Replace(await screen)]


async def _lists(visit: Visit, broadcast: Broadcast, chosen: Audience, page: int) -> Screen:
    number = str(broadcast.id)
    first, rest = PARTS[:5], PARTS[5:]
    buttons = [
        Button(visit.label(f"bc_part_{part}"), ("bc", "whom", number, part, "0")) for part in (rest if page else first)
    ]
    if page:
        buttons += [
            Button(visit.label("bc_part_staff"), ("bc", "whom", number, "staff")),
            Button(visit.label("bc_part_kept"), ("bc", "whom", number, "kept")),
            Button(visit.label("bc_part_keep"), ("bc", "whom", number, "keep")),
        ]
    else:
        buttons += [
            Button(visit.label("bc_part_all"), ("bc", "whom", number, "all")),
            Button(visit.label("bc_part_more"), ("bc", "whom", number, "more")),
        ]
    pairs = tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))
    return Screen(await _said(visit, chosen), (*pairs, (Button(visit.label("bc_back"), ("bc", "open", number)),)))


async def _part(visit: Visit, broadcast: Broadcast, chosen: Audience, part: str, page: int) -> Screen:
    """One list, a page of it; what is chosen has a tick."""
    options, number = await _options(visit, part), str(broadcast.id)
    pages = max(1, -(-len(options) // PAGE))
    page = min(page, pages - 1)
    ticked = _ticked(chosen, part)
    rows: list[tuple[Button, ...]] = []
    for value, label in options[page * PAGE : (page + 1) * PAGE]:
        said = f"✓ {label}" if value in ticked else label
        rows.append((Button(said[:NAMES], ("bc", "whom", number, part, str(page), handle(value))),))
    last = [Button(visit.label("bc_back"), ("bc", "whom", number))]
    if pages > 1:
        last.insert(0, Button(visit.label("page_more"), ("bc", "whom", number, part, str((page + 1) % pages))))
    return Screen(await _said(visit, chosen), (*rows, tuple(last)))


async def _tick(visit: Visit, broadcast: Broadcast, chosen: Audience, part: str, page: int, ticked: str) -> Replies:
    value = next((value for value, _ in await _options(visit, part) if handle(value) == ticked), None)
    if value is None:
        return [Popup(visit.label("old_button"))]
    return await _set(visit, broadcast, _toggled(chosen, part, value), part, page)


def _ticked(chosen: Audience, part: str) -> tuple[str, ...]:
    if part != "seen":
        ticked: tuple[str, ...] = getattr(chosen, part)
        return ticked
    return tuple(f"{field}:{getattr(chosen, field)}" for field in SEEN if getattr(chosen, field))


def _toggled(chosen: Audience, part: str, value: str) -> Audience:
    if part == "seen":  # one of them: they would exclude each other
        field, _, days = value.partition(":")
        on = 0 if value in _ticked(chosen, part) else int(days)
        return chosen.model_copy(update={**dict.fromkeys(SEEN, 0), field: on})
    ticked = _ticked(chosen, part)
    after = tuple(one for one in ticked if one != value) if value in ticked else (*ticked, value)
    return chosen.model_copy(update={part: after})


async def _options(visit: Visit, part: str) -> Options:
    """What a list offers: the vocabulary's ids, the town's places and languages, what people came with."""
    vocabulary, language, town = visit.house.vocabulary, visit.language, visit.house.town
    match part:
        case "trades" | "stages" | "needs":
            return [(id_, vocabulary.label(part, id_, language)) for id_ in vocabulary.ids(part) if id_ != "any"]
        case "neighborhoods":
            return [(place.name, place.name) for place in town.places]
        case "languages":
            known = [code for code in town.languages if vocabulary.has("languages", code)]
            return [(code, vocabulary.label("languages", code, language)) for code in known]
        case "events":
            catalogue = await visit.house.catalogue.current(visit.session, visit.now)
            coming = [fact for fact in catalogue.facts if fact.kind == "event" and fact.next_start(visit.now)]
            return [(fact.id, words.text) for fact in coming if (words := fact.words("name", language))]
        case "sources":
            return [(source, source) for source in await choices.sources(visit.session)]
        case _:
            pairs = [(field, days) for field, spans in SEEN.items() for days in spans]
            return [(f"{field}:{days}", visit.label(f"bc_{field}", n=days)) for field, days in pairs]


async def _said(visit: Visit, chosen: Audience) -> str:
    announcements = visit.house.town.announcements
    guests = announcements.guests if announcements.guests_only else None
    reach = await audience.reach(visit.session, chosen, visit.now, visit.house.manners.a_week, guests)
    several = sum(bool(_ticked(chosen, part)) for part in PARTS) > 1
    return visit.text("chat/announce/whom", whom=await in_words(visit, chosen), reach=reach, several=several)


async def in_words(visit: Visit, chosen: Audience) -> list[str]:
    """The choice as a coordinator would say it, one part after the other."""
    parts = []
    for part in PARTS:
        ticked = _ticked(chosen, part)
        if ticked:
            names = dict(await _options(visit, part))
            said = visit.house.texts.formats(visit.language).listing([names.get(one, one) for one in ticked])
            parts.append(f"{visit.label(f'bc_part_{part}')}: {said}" if part != "seen" else said)
    return [*parts, visit.label("bc_part_staff")] if chosen.staff else parts


# --- choices that are kept


async def _kept(visit: Visit, broadcast: Broadcast, named: list[str]) -> Replies:
    kept = await choices.kept(visit.session)
    number = str(broadcast.id)
    if named:
        found = next((one for one in kept if handle(one.name) == named[0]), None)
        if found is None:
            return [Popup(visit.label("old_button"))]
        return await _set(visit, broadcast, Audience.model_validate(found.audience), "")
    rows: Rows = tuple(
        (Button(one.name[:NAMES], ("bc", "whom", number, "kept", handle(one.name))),) for one in kept[:PAGE]
    )
    text = visit.label("bc_which_kept" if kept else "bc_none_kept")
    return [Replace(Screen(text, (*rows, _back(visit, broadcast))))]


def _back(visit: Visit, broadcast: Broadcast) -> tuple[Button, ...]:
    return (Button(visit.label("bc_back"), ("bc", "whom", str(broadcast.id))),)
