"""What a list just shown could not meet is written down, without her words: that is how a town learns what it lacks."""

from collections.abc import Mapping, Sequence

from handlers.deps import Visit
from models.demand import ledger
from models.demand.wishes import Thing, unmet
from models.resources.words import Wish


async def note(
    visit: Visit,
    answers: Mapping[str, object],
    asked: Sequence[str],
    found: Sequence[Thing],
    features: Sequence[str] = (),
) -> None:
    """`asked` are the needs the list was made for, `found` what stands in it, `features` what a room must have."""
    if asked:
        wishes = unmet(answers, asked, found, [*_asked_of_a_room(visit, answers), *features])
        await ledger.note(visit.session, visit.person.id, wishes, visit.now)


async def note_said(visit: Visit, answers: Mapping[str, object], wish: Wish | None, found: Sequence[Thing]) -> None:
    """The same for her own words: what they were understood as, and not one of them."""
    if wish is None:
        return
    features, trades = wish.ids("features"), wish.ids("trades")
    asked = wish.ids("needs")[:1] or (("workspace",) if features else ())
    told = {**answers, "trade": trades[0]} if trades else answers
    await note(visit, told, asked, found, features)


def several(answer: object) -> list[str]:
    """One id or a list of them, as answers come."""
    if isinstance(answer, str):
        return [answer]
    return [str(one) for one in answer] if isinstance(answer, list | tuple) else []


def _asked_of_a_room(visit: Visit, answers: Mapping[str, object]) -> list[str]:
    if "features" in answers:
        return several(answers["features"])
    asked = visit.house.vocabulary.asked_of_a_room(several(answers.get("processes")))
    return several(asked.get("features"))
