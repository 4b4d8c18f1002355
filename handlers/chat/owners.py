"""The owner of a listed thing: opens a coordinator's link, and says with one tap whether it is still right."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.chat import lists
from handlers.chat.cards import card
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.nudges import desk_calls
from models.resources.facts import Fact, handle
from models.resources.freshness import desk, owners, reports
from models.resources.matching import seen_by

ASKED = "own:"  # in her own row, with the thing's handle: her next words are what should change
NEVER_MIND = {"back", "no", "none", "skip", "done"}


async def arrive(visit: Visit) -> Replies:
    """By the link: she is its owner from now on, unless somebody else has used it."""
    opened = visit.house.links.opened_by_owner(visit.words, visit.now)
    fact = await _fact(visit, opened.named) if opened else None
    if opened is None or fact is None:
        return _said(visit, "used", "")
    if not await owners.claim(visit.session, visit.person.id, fact.id, opened.link, visit.now):
        return _said(visit, "used", "")
    return [Say(question(visit, fact, asked=False))]


def question(visit: Visit, fact: Fact, *, asked: bool) -> Screen:
    """The thing as makers read it, and the one question; `asked` by the month rather than by her opening it."""
    seen = seen_by({}, fact, visit.now.astimezone(visit.house.town.zone))
    text = visit.text("chat/freshness/owner", card=card(visit, seen), asked=asked)
    return Screen(text, _ways(visit, fact))


def _ways(visit: Visit, fact: Fact) -> Rows:
    named = handle(fact.id)
    yes, change, closed = (
        Button(visit.label(f"owner_{way}"), ("own", way, named)) for way in ("yes", "change", "closed")
    )
    return ((yes,), (change, closed), (Button(visit.label("owner_let_go"), ("own", "let_go", named)),))


async def press(visit: Visit) -> Replies:
    """Only from its owner, asked again each time."""
    match visit.button:
        case ("yes" | "change" | "closed" | "let_go" as way, named):
            fact = await _fact(visit, named)
            if fact is None or not await owners.owns(visit.session, visit.person.id, fact.id):
                return lists.gone(visit)
            return await SAYS[way](visit, fact)
        case _:
            return [Popup(visit.label("old_button"))]


async def _yes(visit: Visit, fact: Fact) -> Replies:
    today = visit.now.astimezone(visit.house.town.zone).date()
    await owners.heard(visit.session, visit.person.id, fact.id, visit.now)
    await desk.still_right(visit.session, fact.id, fact.organization or fact.name, today, visit.now)
    return [Replace(_screen(visit, "yes", _name(visit, fact)))]


async def _closed(visit: Visit, fact: Fact) -> Replies:
    await owners.heard(visit.session, visit.person.id, fact.id, visit.now)
    if await reports.hide(visit.session, fact.id, visit.now):
        await desk_calls.call(visit.session, "owner", fact.id, visit.now, visit.house.manners)
    return [Replace(_screen(visit, "closed", _name(visit, fact)))]


async def _let_go(visit: Visit, fact: Fact) -> Replies:
    await owners.let_go(visit.session, fact.id, visit.person.id)
    return [Replace(_screen(visit, "let_go", _name(visit, fact)))]


async def _change(visit: Visit, fact: Fact) -> Replies:
    visit.person.asked = f"{ASKED}{handle(fact.id)}"
    return [Replace(_ask(visit, fact))]


def _ask(visit: Visit, fact: Fact) -> Screen:
    return Screen(visit.text("chat/freshness/owner_change", name=_name(visit, fact)))


async def open_question(visit: Visit) -> Screen | None:
    """What her next words would answer, after a reply was lost."""
    fact = await _fact(visit, (visit.person.asked or "").removeprefix(ASKED))
    return _ask(visit, fact) if fact else None


async def words(visit: Visit) -> Replies:
    """What should change, in her own words: to the coordinators."""
    fact = await _fact(visit, (visit.person.asked or "").removeprefix(ASKED))
    visit.person.asked = None
    if fact is None or not await owners.owns(visit.session, visit.person.id, fact.id):
        return lists.gone(visit)
    if visit.house.vocabulary.typed(visit.words, visit.language) in NEVER_MIND:
        return [Say(question(visit, fact, asked=False))]
    await owners.heard(visit.session, visit.person.id, fact.id, visit.now, visit.words)
    await desk_calls.call(visit.session, "change", fact.id, visit.now, visit.house.manners)
    return _said(visit, "change", _name(visit, fact))


async def _fact(visit: Visit, named: str) -> Fact | None:
    return (await lists.shelf(visit)).catalogue.by_handle(named)


def _name(visit: Visit, fact: Fact) -> str:
    words = fact.words("name", visit.language)
    return words.text if words else fact.name


def _said(visit: Visit, said: str, name: str) -> Replies:
    return [Say(_screen(visit, said, name))]


def _screen(visit: Visit, said: str, name: str) -> Screen:
    return Screen(visit.text("chat/freshness/owner_said", said=said, name=name, programme=visit.programme))


SAYS: Mapping[str, Callable[[Visit, Fact], Awaitable[Replies]]] = {
    "yes": _yes,
    "change": _change,
    "closed": _closed,
    "let_go": _let_go,
}
PRESSES: Mapping[str, Door] = {"own": press}
