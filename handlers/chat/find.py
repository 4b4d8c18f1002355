"""/find, and whatever is typed freely: a list for her own words, a question back, a kind no, or the way to a person."""

from typing import Literal

from content.hearing import Heard
from content.searching import Searched
from handlers.chat import desk, lists, menu, unmet
from handlers.chat.lists import SAID, Listing
from handlers.deps import Visit
from handlers.screens import Button, Replies, Rows, Say, Screen

Told = Literal["ask", "nothing", "clarify", "decline", "handoff"]
ASKED_BACK = ("workspace", "money_small", "training_business", "sell_local", "peers")
ABOUT_MONEY = ("grant", "money_small", "money_large")
MONEY_ONLY = "money_only"  # the situation of whoever says just "money"


async def command(visit: Visit) -> Replies:
    """/find WORDS; without words, what may stand there."""
    if not visit.words.strip():
        return [Say(_screen(visit, "ask", _needs(visit, ASKED_BACK)))]
    return await told(visit, await searched(visit, await heard(visit)))


async def heard(visit: Visit) -> Heard:
    """What her words say."""
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    return visit.house.searching.hear(visit.words, visit.language, catalogue)


async def searched(visit: Visit, said: Heard) -> Searched:
    """What the town has for it, and what is to be done."""
    seen = await lists.shelf(visit)
    now = visit.now.astimezone(visit.house.town.zone)
    answers = {"languages": [visit.language], **seen.answers}
    return visit.house.searching.answered(said, seen.catalogue, answers, now, left_out=seen.hidden)


async def handed_over(visit: Visit) -> Replies:
    """Somebody in difficulty: the way to a person."""
    conversation = await desk.in_difficulty(visit)
    ways = desk.ways(visit, conversation) if conversation else ()
    return [Say(_screen(visit, "handoff", ways, passed_on=conversation is not None))]


async def told(visit: Visit, found: Searched) -> Replies:
    """What is said about it."""
    match found.action:
        case "handoff":
            return await handed_over(visit)
        case "decline":
            return [Say(_screen(visit, "decline", menu.rows(visit)))]
        case "clarify" if not found.situation:
            return await menu.not_understood(visit)
        case "clarify":
            about_money = found.situation == MONEY_ONLY
            asked_back = _needs(visit, ABOUT_MONEY if about_money else ASKED_BACK)
            return [Say(_screen(visit, "clarify", asked_back, about_money=about_money))]
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    code = visit.house.shorthand.write(found.heard.wish, catalogue)
    if not found.results or not code:
        await unmet.note_said(visit, (await lists.shelf(visit)).answers, found.heard.wish, ())
        return [Say(_screen(visit, "nothing", _needs(visit, ASKED_BACK)))]
    return [Say(await lists.page(visit, Listing(SAID, code), 0))]


def _needs(visit: Visit, needs: tuple[str, ...]) -> Rows:
    """One button a need: it opens its list."""
    vocabulary = visit.house.vocabulary
    return tuple(
        (
            Button(
                f"{vocabulary.icon('needs', need)} {vocabulary.label('needs', need, visit.language)}",
                ("list", f"found/needs.{need}", "0"),
            ),
        )
        for need in needs
        if vocabulary.has("needs", need)
    )


def _screen(
    visit: Visit, action: Told, rows: Rows = (), *, about_money: bool = False, passed_on: bool = False
) -> Screen:
    contacts = visit.house.town.contacts
    text = visit.text(
        "chat/search",
        action=action,
        about_money=about_money,
        passed_on=passed_on,
        emergency=[visit.said(line) for line in contacts.emergency],
        programme=visit.programme,
        phone=contacts.phone,
        email=contacts.email,
        office_hours=visit.said(contacts.office_hours),
    )
    return Screen(text, rows)
