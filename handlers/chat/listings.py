"""/stale for coordinators: what may no longer be right, and the decision about each with one button."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from handlers.chat import lists
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.nudges.foreseeing import Foreseen, foresee
from models.resources.facts import Catalogue, Fact, handle
from models.resources.freshness import desk, owners
from models.resources.freshness.desk import Doubt, State
from models.resources.freshness.tables import IN_REVIEW
from models.resources.tables import Status

PAGE = 5
HIDDEN = {State.IN_REVIEW, State.CLOSED}


@dataclass(frozen=True)
class Shown:
    """One thing as the templates see it."""

    number: int
    name: str
    organization: str
    state: str
    reports: Mapping[str, int]
    confirmed: str  # "5 months ago"; empty: never
    change: str
    owned: bool


async def show(visit: Visit) -> Replies:
    return [Say(await page(visit, 0))]


async def page(visit: Visit, number: int) -> Screen:
    catalogue = await _catalogue(visit)
    found = await desk.doubts(visit.session, _today(visit))
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 0), pages - 1)
    places = range(number * PAGE, min((number + 1) * PAGE, len(found)))
    shown = [_shown(visit, found[place], catalogue.get(found[place].source_id), place + 1) for place in places]
    text = visit.text("chat/freshness/list", doubts=shown, page=number + 1, pages=pages)
    openers = tuple(Button(str(place + 1), ("desk", handle(found[place].source_id))) for place in places)
    return Screen(text, ((openers,) if openers else ()) + _turns(visit, number, pages))


def _turns(visit: Visit, number: int, pages: int) -> Rows:
    row = []
    if number > 0:
        row.append(Button(visit.label("page_back"), ("stale", str(number - 1))))
    if number < pages - 1:
        row.append(Button(visit.label("page_more"), ("stale", str(number + 1))))
    return (tuple(row),) if row else ()


def _shown(visit: Visit, doubt: Doubt, fact: Fact | None, number: int = 0) -> Shown:
    words = fact.words("name", visit.language) if fact else None
    formats = visit.house.texts.formats(visit.language)
    return Shown(
        number=number,
        name=words.text if words else doubt.source_id,
        organization=(fact.organization or "") if fact else "",
        state=doubt.state.name.lower(),
        reports=doubt.reports,
        confirmed=formats.ago(doubt.assured_on, _today(visit)) if doubt.assured_on else "",
        change=doubt.change or "",
        owned=doubt.owned,
    )


async def turn(visit: Visit) -> Replies:
    match visit.button:
        case (number,) if number.isdecimal():
            return [Replace(await page(visit, int(number)))]
        case _:
            return [Popup(visit.label("old_button"))]


# --- one thing


async def press(visit: Visit) -> Replies:
    """Open one, or decide about it. A press says what should be: twice is once."""
    fact = (await _catalogue(visit)).by_handle(visit.button[0]) if visit.button else None
    if fact is None:
        return [Popup(visit.label("old_button"))]
    match visit.button[1:]:
        case ():
            return await _opened(visit, fact)
        case (decision,) if decision in DECISIONS:
            await DECISIONS[decision](visit, fact.id)
            return [Popup(visit.label(f"desk_{decision}_done")), *await _opened(visit, fact)]
        case ("link",):
            return [Say(_owner_link(visit, fact))]
        case _:
            return [Popup(visit.label("old_button"))]


async def _opened(visit: Visit, fact: Fact) -> Replies:
    doubt = await desk.doubt(visit.session, fact.id, _today(visit))
    return [Replace(await _listing(visit, doubt, fact))] if doubt else [Popup(visit.label("no_longer_there"))]


async def _listing(visit: Visit, doubt: Doubt, fact: Fact) -> Screen:
    hidden = doubt.state in HIDDEN
    shown, foreseen = _shown(visit, doubt, fact), await _foreseen(visit, fact, hidden=hidden)
    text = visit.text(
        "chat/freshness/listing", doubt=shown, hidden=hidden, newly=foreseen.newly, no_longer=foreseen.no_longer
    )
    ways = ("shown",) if doubt.state is State.CLOSED else ("right", "closed")
    decisions = tuple(Button(visit.label(f"desk_{way}"), ("desk", handle(fact.id), way)) for way in ways)
    link = Button(visit.label("desk_link"), ("desk", handle(fact.id), "link"))
    quiet = (Button(visit.label("desk_no_owner"), ("desk", handle(fact.id), "no_owner")),) if doubt.owned else ()
    return Screen(text, (decisions, (link, *quiet), (Button(visit.label("to_the_list"), ("stale", "0")),)))


async def _foreseen(visit: Visit, fact: Fact, *, hidden: bool) -> Foreseen:
    """Whom the decision touches: shown again it fits some, closed it is lost to those whom it fits."""
    there, away = replace(fact, status=Status.ACTIVE.value), replace(fact, status=IN_REVIEW)
    edit = (away, there) if hidden else (there, away)
    now = visit.now.astimezone(visit.house.town.zone)
    return await foresee(visit.session, visit.house.intake.flow, [edit], now)


def _owner_link(visit: Visit, fact: Fact) -> Screen:
    words = fact.words("name", visit.language)
    link = visit.house.links.to_owner(fact.id, visit.now)
    return Screen(visit.text("chat/freshness/owner_link", name=words.text if words else fact.name, link=link))


async def _right(visit: Visit, source_id: str) -> None:
    await desk.still_right(visit.session, source_id, visit.programme, _today(visit), visit.now)


async def _closed(visit: Visit, source_id: str) -> None:
    await desk.closed(visit.session, source_id, visit.now)


async def _show_again(visit: Visit, source_id: str) -> None:
    await desk.show_again(visit.session, source_id, visit.now)


async def _no_owner(visit: Visit, source_id: str) -> None:
    await owners.let_go(visit.session, source_id)


DECISIONS = {"right": _right, "closed": _closed, "shown": _show_again, "no_owner": _no_owner}


async def _catalogue(visit: Visit) -> Catalogue:
    return (await lists.shelf(visit)).catalogue


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.house.town.zone).date()


PRESSES: Mapping[str, Door] = {"stale": turn, "desk": press}
