"""The day she wants to be ready by: pressed, or written in her own words."""

from collections.abc import Mapping
from datetime import date, timedelta

from content.aims import Aim
from handlers.chat import lists, plan
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.plan import progress
from models.resources.facts import Catalogue, handle

ASKED = "aim"  # in her own row: her next words are the day
OFFERED = 4  # days on buttons
FARTHEST = timedelta(days=3 * 366)


async def press(visit: Visit) -> Replies:
    """Ask for the day, take one from a button, or do without one."""
    match visit.button:
        case ():
            return [Replace(await ask(visit))]
        case ("none",):
            await progress.let_go(visit.session, visit.person.id)
            return [Popup(visit.label("aim_gone")), Replace(await plan.page(visit))]
        case (named, day):
            return await _pressed(visit, named, day)
        case _:
            return [Popup(visit.label("old_button"))]


async def _pressed(visit: Visit, named: str, day: str) -> Replies:
    fact = (await _catalogue(visit)).by_handle(named)
    try:
        aim = Aim(date.fromisoformat(day), fact.id if fact else None)
    except ValueError:
        return [Popup(visit.label("old_button"))]
    refused = _refused(visit, aim)
    if refused:
        return [Popup(visit.label(refused))]
    await progress.aim(visit.session, visit.person.id, aim.day, aim.event)
    return [Replace(await plan.page(visit))]


async def ask(visit: Visit, note: str = "") -> Screen:
    """Her next words are the day; anything else she does closes the question."""
    visit.person.asked = ASKED
    goal = await progress.goal(visit.session, visit.person.id)
    text = visit.text("chat/plan/goal", note=note, goal=goal.day if goal else None)
    last = [Button(visit.label("to_the_steps"), ("steps", "0"))]
    if goal:
        last.insert(0, Button(visit.label("aim_none"), ("aim", "none")))
    return Screen(text, (*await _offered(visit), tuple(last)))


async def _offered(visit: Visit) -> Rows:
    catalogue = await _catalogue(visit)
    formats = visit.house.texts.formats(visit.language)
    rows = []
    for aim in visit.house.aims.coming(catalogue.facts, visit.now)[:OFFERED]:
        fact = catalogue.get(aim.event or "")
        words = fact.words("name", visit.language) if fact else None
        if fact and words:
            said = f"{formats.day(aim.day, 'short')} · {words.text}"
            rows.append((Button(said, ("aim", handle(fact.id), aim.day.isoformat())),))
    return tuple(rows)


async def words(visit: Visit) -> Replies:
    """The day in her own words. The question stays open until it is understood or left."""
    if visit.house.vocabulary.typed(visit.words, visit.language) in NEVER_MIND:
        visit.person.asked = None
        return [Say(await plan.page(visit))]
    catalogue = await _catalogue(visit)
    aim = visit.house.aims.read(visit.words, visit.language, visit.now, catalogue.facts)
    refused = _refused(visit, aim)
    if aim is None or refused:
        return [Say(await ask(visit, visit.label(refused)))]
    visit.person.asked = None
    await progress.aim(visit.session, visit.person.id, aim.day, aim.event)
    return [Say(await plan.page(visit))]


def _refused(visit: Visit, aim: Aim | None) -> str:
    """The label of what is wrong with it, empty for a good one."""
    today = visit.now.astimezone(visit.house.town.zone).date()
    if aim is None:
        return "aim_unclear"
    if aim.day <= today:
        return "day_passed"
    return "aim_too_far" if aim.day > today + FARTHEST else ""


async def _catalogue(visit: Visit) -> Catalogue:
    return (await lists.shelf(visit)).catalogue


NEVER_MIND = {"back", "no", "none", "skip", "done"}  # typed instead of a day
PRESSES: Mapping[str, Door] = {"aim": press}
