"""Lists of what the town has, page by page, and the cards behind them: one way for /next, /saved, /people and words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.shorthand import labels
from handlers.chat import unmet
from handlers.chat.almost import Almost, almost
from handlers.chat.cards import card, cards, share
from handlers.chat.going_with import going_with
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.intake import progress
from models.people.tables import Role
from models.resources import marks
from models.resources.facts import Catalogue, Fact, handle
from models.resources.finding import find
from models.resources.freshness.reports import REPORTED
from models.resources.matching import Match, recommend, seen_by
from models.resources.tables import MarkKind

PAGE = 3  # things on one screen: more is a wall of text on a telephone
MOST = 24  # things in one list: what is further down fits nobody
WHOLE = {"recommended", "saved", "people"}  # lists that need no topic
# What a topic may be, and the vocabulary it is from. A need says most about what she wants now, what a place has least.
TOPICS = {"needs": "needs", "trade": "trades", "features": "features"}
SAID = "said"  # a list for her own words
MOST_NAMED = 2  # of what was understood, in a title
HIDES = {MarkKind.HAVE_IT, MarkKind.NOT_FOR_ME}


@dataclass(frozen=True)
class Listing:
    """Which list: recommended, saved, people; found, for a `topic` instead of her own needs; or said, for her words.

    A topic is a need (`needs.workspace`), a trade (`trade.wood`) or what a place has (`features.wheelchair`); of her
    words, what they were understood as (content/shorthand.py).
    """

    which: str
    topic: str = ""

    @property
    def code(self) -> str:
        """As it stands in a button."""
        return f"{self.which}/{self.topic}" if self.topic else self.which


@dataclass(frozen=True)
class Shelf:
    """The catalogue as one person sees it at this moment."""

    catalogue: Catalogue
    answers: Mapping[str, object]
    marked: Mapping[str, MarkKind]

    @property
    def hidden(self) -> set[str]:
        return {source_id for source_id, kind in self.marked.items() if kind in HIDES}


async def shelf(visit: Visit) -> Shelf:
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    answers = visit.house.intake.flow.facts(await progress.answers_of(visit.session, visit.person.id))
    return Shelf(catalogue, answers, await marks.marks_of(visit.session, visit.person.id))


def listing_of(visit: Visit, code: str) -> Listing | None:
    """The list a button stands for; None for one the town no longer knows."""
    which, _, topic = code.partition("/")
    field, _, value = topic.partition(".")
    if which == SAID and topic:
        return Listing(which, topic)
    is_known = field in TOPICS and visit.house.vocabulary.has(TOPICS[field], value)
    return Listing(which, topic) if (which in WHOLE and not topic) or (which == "found" and is_known) else None


def matches(visit: Visit, listing: Listing, seen: Shelf) -> list[Match]:
    """Everything in this list, best first."""
    now = visit.now.astimezone(visit.house.town.zone)
    if listing.which == "saved":
        saved = [source_id for source_id, kind in seen.marked.items() if kind == MarkKind.SAVED]
        return [seen_by(seen.answers, fact, now) for fact in seen.catalogue.several(saved)]
    answers = {"languages": [visit.language], **seen.answers}  # till she says more, she speaks what we speak
    if listing.which == SAID:
        wish = visit.house.shorthand.read(listing.topic, seen.catalogue, visit.language)
        index = seen.catalogue.index
        found = find(wish, index, answers, now, left_out=seen.hidden, limit=MOST) if wish and index else []
        return [*found]
    if listing.which == "people":
        answers.pop("needs", None)  # company is for everybody, whatever else they asked for
    field, _, value = listing.topic.partition(".")
    if field == "trade":
        answers["trade"] = value
    elif field == "needs":
        answers["needs"] = [value]
    facts: tuple[Fact, ...] = seen.catalogue.facts  # the very same: a list made of them is remembered
    if field == "features":
        facts = tuple(fact for fact in facts if value in fact.features)
    kinds = {"peer"} if listing.which == "people" else None
    return recommend(answers, facts, now, left_out=seen.hidden, kinds=kinds, limit=MOST)


def topic_label(visit: Visit, topic: str) -> str:
    field, _, value = topic.partition(".")
    return visit.house.vocabulary.label(TOPICS[field], value, visit.language)


def _title(visit: Visit, listing: Listing, seen: Shelf) -> str:
    """What the list is for, in her language; for her own words, what they were understood as."""
    if listing.which != SAID:
        return topic_label(visit, listing.topic) if listing.topic else ""
    wish = visit.house.shorthand.read(listing.topic, seen.catalogue, visit.language)
    named = labels(wish, visit.house.vocabulary, visit.language, MOST_NAMED) if wish else []
    return visit.house.texts.formats(visit.language).listing([*named[:1], *map(_inside, named[1:])])


def _inside(label: str) -> str:
    """A label in the middle of a sentence: with a small letter, unless it is written in capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


async def page(visit: Visit, listing: Listing, number: int, last: Rows | None = None) -> Screen:
    """One page of a list, from 0; `last` are rows of buttons the caller wants under it instead of the usual ones."""
    seen = await shelf(visit)
    found = matches(visit, listing, seen)
    if number == 0:
        await _note_unmet(visit, listing, seen, found)
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 0), pages - 1)
    shown = found[number * PAGE : (number + 1) * PAGE]
    text = visit.text(
        "chat/list",
        which=listing.which,
        topic=_title(visit, listing, seen),
        town=visit.house.town.name,
        cards=cards(visit, shown, number * PAGE + 1),
        page=number + 1,
        pages=pages,
        almost=_almost(visit, seen) if listing.which == "recommended" and number == pages - 1 else [],
    )
    on = await _ways_on(visit, listing) if last is None else last
    return Screen(text, (*_openers(visit, listing, number, shown), *_turns(visit, listing, number, pages), *on))


async def _note_unmet(visit: Visit, listing: Listing, seen: Shelf, found: list[Match]) -> None:
    """What this list was made for and does not meet; what she has already is met."""
    hers = [one for one, kind in seen.marked.items() if kind == MarkKind.HAVE_IT]
    met = [(fact.kind, fact.needs) for fact in (*(match.fact for match in found), *seen.catalogue.several(hers))]
    field, _, value = listing.topic.partition(".")
    if listing.which == SAID:
        wish = visit.house.shorthand.read(listing.topic, seen.catalogue, visit.language)
        await unmet.note_said(visit, seen.answers, wish, met)
    elif listing.which == "recommended":
        await unmet.note(visit, seen.answers, unmet.several(seen.answers.get("needs")), met)
    elif field == "needs":
        await unmet.note(visit, seen.answers, [value], met)
    elif field == "features" and not found:
        await unmet.note(visit, seen.answers, ["workspace"], (), [value])


def _almost(visit: Visit, seen: Shelf) -> list[Almost]:
    """What would open with one change: at the end of what is open."""
    return almost(visit, {"languages": [visit.language], **seen.answers}, seen.catalogue.facts, seen.hidden)


def _openers(visit: Visit, listing: Listing, number: int, shown: list[Match]) -> Rows:
    """One button a card: its number and what kind of thing it is."""
    icon = visit.house.vocabulary.icon
    first = number * PAGE + 1
    row = tuple(
        Button(f"{place} {icon('kinds', match.fact.kind)}", ("card", listing.code, str(number), handle(match.fact.id)))
        for place, match in enumerate(shown, first)
    )
    return (row,) if row else ()


def _turns(visit: Visit, listing: Listing, number: int, pages: int) -> Rows:
    row = []
    if number > 0:
        row.append(Button(visit.label("page_back"), ("list", listing.code, str(number - 1))))
    if number < pages - 1:
        row.append(Button(visit.label("page_more"), ("list", listing.code, str(number + 1))))
    return (tuple(row),) if row else ()


async def _ways_on(visit: Visit, listing: Listing) -> Rows:
    """What else a list leads to: to the open questions while there are some, to what fits her from what she saved."""
    if listing.which == "saved":
        return ((Button(visit.label("menu_next"), ("go", "next")),),)
    steps: Rows = ((Button(visit.label("my_steps"), ("steps", "0")),),) if listing.which == "recommended" else ()
    stands = await progress.standing(visit.session, visit.person.id)
    if stands and visit.house.intake.flow.finished(stands.state):
        return steps
    return (*steps, (Button(visit.label("answer_more"), ("resume",)),))


async def turn(visit: Visit) -> Replies:
    """Another page, or back from a card to its list."""
    match visit.button:
        case (code, number) if number.isdecimal() and (listing := listing_of(visit, code)):
            return [Replace(await page(visit, listing, int(number)))]
        case _:
            return [Popup(visit.label("old_button"))]


async def open_card(visit: Visit) -> Replies:
    match visit.button:
        case (code, number, named):
            return await card_again(visit, code, number, named)
        case _:
            return gone(visit)


def gone(visit: Visit) -> Replies:
    """The town took it off its list since the button was shown."""
    return [Popup(visit.label("no_longer_there"))]


def _card(visit: Visit, seen: Shelf, fact: Fact, code: str, number: str) -> Screen:
    now = visit.now.astimezone(visit.house.town.zone)
    match = seen_by(seen.answers, fact, now)
    where = (code, number, handle(fact.id))
    saved = seen.marked.get(fact.id) == MarkKind.SAVED
    save = Button(visit.label("save_off" if saved else "save"), ("mark", "off" if saved else "saved", *where))
    have = Button(visit.label("have_it"), ("mark", "have_it", *where))
    never = Button(visit.label("not_for_me"), ("mark", "not_for_me", *where))
    address = fact.apply_url or fact.url or fact.online_url
    link: Rows = ((Button(visit.label("open_link"), url=address),),) if address else ()
    report = (Button(visit.label("report"), ("rep", *where)),) if fact.kind in REPORTED else ()
    back = Button(visit.label("to_the_list"), ("list", code, number))
    dates = Button(visit.label("open_dates"), ("ev", "open", handle(fact.id)))
    look = Button(visit.label("desk_open"), ("desk", handle(fact.id)))
    first: Rows = ((dates,),) if fact.kind == "event" else ()
    last: Rows = ((look,),) if report and visit.may(Role.COORDINATOR) else ()
    helps = going_with(visit, seen.answers, seen.catalogue, seen.hidden, fact)
    beside: Rows = ((Button(visit.label("goes_with"), ("card", code, number, handle(helps.id))),),) if helps else ()
    rows = (*first, (save, have), (never, *share(visit, fact)), *link, *beside, (back, *report), *last)
    shown = replace(card(visit, match), incentive=_named(visit, helps) if helps else "")
    return Screen(visit.text("chat/card", card=shown), rows)


def _named(visit: Visit, fact: Fact) -> str:
    words = fact.words("name", visit.language)
    return words.text if words else fact.name


async def card_again(visit: Visit, code: str, number: str, named: str) -> Replies:
    """The card she came from, as it stands now."""
    seen = await shelf(visit)
    fact = seen.catalogue.by_handle(named)
    return [Replace(_card(visit, seen, fact, code, number))] if fact else gone(visit)


async def mark(visit: Visit) -> Replies:
    """Save, take off again, or never show again; the list or the card then shows it."""
    match visit.button:
        case (kind, code, number, named) if kind in {"off", *MarkKind}:
            seen = await shelf(visit)
            fact = seen.catalogue.by_handle(named)
            return await _marked(visit, fact, kind, code, number) if fact else gone(visit)
        case _:
            return [Popup(visit.label("old_button"))]


async def _marked(visit: Visit, fact: Fact, kind: str, code: str, number: str) -> Replies:
    if kind == "off":
        await marks.unmark(visit.session, visit.person.id, fact.id)
    else:
        await marks.mark(visit.session, visit.person.id, fact.id, MarkKind(kind), visit.now)
    said = Popup(visit.label("not_saved" if kind == "off" else f"now_{kind}"))
    if kind in HIDES:
        listing = listing_of(visit, code) or Listing("recommended")
        return [said, Replace(await page(visit, listing, int(number) if number.isdecimal() else 0))]
    return [said, Replace(_card(visit, await shelf(visit), fact, code, number))]


def door_to(which: str) -> Door:
    """The door of a command that shows a list."""

    async def show(visit: Visit) -> Replies:
        return [Say(await page(visit, Listing(which), 0))]

    return show


PRESSES: Mapping[str, Door] = {"list": turn, "card": open_card, "mark": mark}
