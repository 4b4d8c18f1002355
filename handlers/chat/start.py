"""/start: the first word, and every return. /stop and /forget: the ways out."""

from handlers.chat import asked, desk, intake, language, lists, menu
from handlers.chat.lists import Listing
from handlers.deps import Visit
from handlers.screens import Button, Popup, Replace, Replies, Say, Screen
from models.desk import group
from models.outbox import hers
from models.personal import erasing


async def start(visit: Visit) -> Replies:
    """Someone new gets the first question at once; someone known chooses between going on and starting over."""
    visit.person.stopped_at = None
    visit.session.add(visit.person)
    if await intake.underway(visit):
        row = (
            Button(visit.label("continue"), press=("resume",)),
            Button(visit.label("start_over"), press=("restart",)),
        )
        return [Say(Screen(_welcome_back(visit, underway=True), (row,)))]
    if await intake.finished(visit):
        return [Say(Screen(_welcome_back(visit, underway=False), menu.rows(visit)))]
    return [Say(Screen(welcome(visit), language.rows(visit))), *await intake.begin(visit)]


async def introduce(visit: Visit) -> Replies:
    """Who speaks here, for somebody who asks in the middle; the open question waits."""
    if await intake.underway(visit):
        row = (Button(visit.label("continue"), press=("resume",)),)
        return [Say(Screen(welcome(visit), (row,)))]
    return [Say(Screen(welcome(visit), menu.rows(visit)))] if await intake.finished(visit) else await start(visit)


def welcome(visit: Visit) -> str:
    name, town = visit.person.first_name, visit.house.town.name
    return visit.text("chat/welcome", name=name, town=town, programme=visit.programme)


def _welcome_back(visit: Visit, *, underway: bool) -> str:
    return visit.text("chat/welcome_back", name=visit.person.first_name, underway=underway)


async def where_she_stands(visit: Visit) -> Replies:
    """What to show when a reply was lost with a process: the open question, else what fits her."""
    if desk.takes_over(visit):
        return []  # she talks with a person, and has lost nothing
    question = await asked.open_question(visit) or await intake.open_screen(visit)
    more = ((Button(visit.label("answer_more"), press=("resume",)),),)
    return [Say(question or await lists.page(visit, Listing("recommended"), 0, last=more))]


async def stop(visit: Visit) -> Replies:
    """Nothing unasked from now on; what she told us stays hers."""
    visit.person.stopped_at = visit.now
    visit.session.add(visit.person)
    await hers.silence(visit.session, visit.person.id, visit.now)
    return [Say(Screen(visit.text("chat/stop")))]


async def forget(visit: Visit) -> Replies:
    """Ask once before everything goes."""
    row = (
        Button(visit.label("erase_yes"), press=("forget", "yes")),
        Button(visit.label("erase_no"), press=("forget", "no")),
    )
    return [Say(Screen(visit.text("chat/forget", done=False, kept=False), (row,)))]


async def forget_pressed(visit: Visit) -> Replies:
    match visit.button:
        case ("ask",):
            return await forget(visit)
        case ("yes",):
            staff = await group.current(visit.session, visit.house.staff_chat)
            await erasing.erase(visit.session, visit.person, visit.now, visit.house.customs, staff)
            return [Replace(Screen(visit.text("chat/forget", done=True, kept=False)))]
        case ("no",):
            return [Replace(Screen(visit.text("chat/forget", done=False, kept=True)))]
        case _:
            return [Popup(visit.label("old_button"))]
