"""A maker says that something is no longer right: two taps from its card, and nobody learns who it was."""

from collections.abc import Mapping

from handlers.chat import lists
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Screen
from models.nudges import desk_calls
from models.resources.facts import Fact
from models.resources.freshness import reports
from models.resources.freshness.reports import REPORTED, Taken
from models.resources.freshness.tables import Wrong

KINDS: Mapping[str, Wrong] = {kind.value[0]: kind for kind in Wrong}  # one letter: a button has little room


async def press(visit: Visit) -> Replies:
    match visit.button:
        case (code, number, named):
            fact = (await lists.shelf(visit)).catalogue.by_handle(named)
            return [Replace(_ask(visit, fact, (code, number, named)))] if fact else lists.gone(visit)
        case (letter, code, number, named) if letter in KINDS:
            fact = (await lists.shelf(visit)).catalogue.by_handle(named)
            if fact is None or fact.kind not in REPORTED:
                return lists.gone(visit)
            said = await _report(visit, fact, KINDS[letter])
            return [Popup(visit.label(said), alert=True), *await lists.card_again(visit, code, number, named)]
        case _:
            return [Popup(visit.label("old_button"))]


def _ask(visit: Visit, fact: Fact, where: tuple[str, str, str]) -> Screen:
    words = fact.words("name", visit.language)
    text = visit.text("chat/freshness/report", name=words.text if words else fact.name)
    kinds = tuple(
        (Button(visit.label(f"report_{kind.value}"), ("rep", letter, *where)),) for letter, kind in KINDS.items()
    )
    return Screen(text, (*kinds, (Button(visit.label("page_back"), ("card", *where)),)))


async def _report(visit: Visit, fact: Fact, kind: Wrong) -> str:
    """Note it; the label of what to say."""
    taken = await reports.report(visit.session, visit.person.id, fact.id, kind, visit.now)
    if taken is Taken.HIDDEN:
        await desk_calls.call(visit.session, "hidden", fact.id, visit.now, visit.house.manners)
    return "report_too_many" if taken is Taken.TOO_MANY else "report_thanks"


PRESSES: Mapping[str, Door] = {"rep": press}
