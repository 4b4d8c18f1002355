"""A card that goes into any chat: found by @bot and a few words, and opened again by its link.

What is shared is what everybody may see: nothing about whoever shares it, and nobody's own card.
"""

from collections.abc import Iterable

from handlers.chat import intake, language, lists, start
from handlers.chat.cards import LONGEST, PRIVATE, card
from handlers.deps import House, Visit
from handlers.links import CARD
from handlers.screens import Button, Replace, Replies, Say, Screen, Shared
from models.db import Session
from models.people import meeting
from models.people.tables import Person
from models.resources.facts import Catalogue, Fact, handle
from models.resources.matching import recommend, seen_by
from models.resources.names import fold

OFFERED = 10  # results of one search


async def found(house: House, session: Session, chat_id: int, spoken: str | None, query: str) -> list[Shared]:
    """What these words find, in the language of whoever types them; she need not be known. Only reads."""
    known = await meeting.by_chat(session, chat_id)
    now = house.clock()
    nobody = Person(chat_id=chat_id, first_name="", language=house.texts.nearest(spoken), joined_at=now, seen_at=now)
    visit = Visit(house, session, known or nobody, now, words=query[:LONGEST])
    catalogue = await house.catalogue.current(session, now)
    return [_shared(visit, fact) for fact in wanted(visit, catalogue)[:OFFERED]]


def wanted(visit: Visit, catalogue: Catalogue) -> list[Fact]:
    """What is called so, then what the words mean; without words, what the town has for everybody."""
    now = visit.now.astimezone(visit.house.town.zone)
    answers: dict[str, object] = {"languages": [visit.language]}
    if visit.words.strip():
        search = visit.house.searching.search
        meant = [match.fact for match in search(visit.words, visit.language, catalogue, answers, now).results]
        facts = [*_called(visit.words, catalogue.facts), *meant]
    else:
        nobodys = [fact for fact in catalogue.facts if fact.kind not in PRIVATE]
        facts = [match.fact for match in recommend(answers, nobodys, now, limit=OFFERED)]
    open_ones = {fact.id: fact for fact in facts if fact.status == "active" and fact.kind not in PRIVATE}
    return list(open_ones.values())


def _called(words: str, facts: Iterable[Fact]) -> list[Fact]:
    """Things whose name, in any language, begins with these words; the whole name first."""
    wanted = fold(words)
    found = [(fold(name), fact) for fact in facts for name in _names(fact)]
    called = [(name != wanted, fact.id, fact) for name, fact in found if wanted and name.startswith(wanted)]
    return [fact for *_, fact in sorted(called, key=lambda one: one[:2])]


def _names(fact: Fact) -> list[str]:
    return [fact.name, *(str(said["name"]) for said in fact.translations.values() if said.get("name"))]


def _shared(visit: Visit, fact: Fact) -> Shared:
    shown = card(visit, seen_by({}, fact, visit.now.astimezone(visit.house.town.zone)))
    return Shared(
        id=handle(fact.id),
        title=shown.name,
        about=" · ".join(part for part in (f"{shown.icon} {shown.kind}", fact.organization, fact.neighborhood) if part),
        text=visit.text("chat/shared", card=shown),
        label=visit.label("open_here", programme=visit.programme),
        link=visit.house.links.to_card(fact.id),
    )


# --- opened again


async def arrive(visit: Visit) -> Replies:
    """By a card's link: the card at once. Somebody new is welcomed first, and her first question is one tap away."""
    opened = await lists.card_again(visit, "recommended", "0", visit.words.removeprefix(CARD))
    screen = next((reply.screen for reply in opened if isinstance(reply, Replace)), None)
    if screen is None:
        return [Say(Screen(visit.label("no_longer_there"))), *await start.start(visit)]
    if await intake.begun(visit):
        return [Say(screen)]
    on = (Button(visit.label("what_else_fits"), ("resume",)),)
    return [Say(Screen(start.welcome(visit), language.rows(visit))), Say(Screen(screen.text, (*screen.rows, on)))]
