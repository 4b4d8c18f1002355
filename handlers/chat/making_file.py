"""A file in the chat, of resources, people or events: what it would change is told first; taken in when she says so.

The file waits in her draft, so that a restart changes nothing.
"""

import base64

from content.naming import known_to
from handlers.chat import menu
from handlers.chat.making_screens import press
from handlers.deps import Visit
from handlers.screens import Button, Popup, Replace, Replies, Say, Screen
from models.events import drafting
from models.events.draft_tables import EventDraft
from models.files.formats import read_parts
from models.files.taking import take_in
from models.people.tables import Role
from models.resources.importing.parcel import parcel_of
from models.resources.importing.report import Report
from models.resources.importing.sheet import Unreadable

FILE = "file"
TOLD = 5  # problems on one screen


async def ask(visit: Visit) -> Replies:
    """/import: a file is simply sent."""
    return [Say(Screen(visit.text("chat/making/send_file")))]


async def sent(visit: Visit) -> Replies:
    """A file: a coordinator's is looked at, anything else has no place here."""
    if visit.file is None or not visit.may(Role.COORDINATOR):
        return await menu.not_understood(visit)
    visit.person.asked = None
    name, data = visit.file
    if data is None:
        return [Say(Screen(visit.text("chat/making/file", report=None, name=name)))]
    values = {"title": name, FILE: base64.b64encode(data).decode()}
    draft = await drafting.begin(visit.session, visit.person.id, visit.now, values)
    return [Say(await look(visit, draft))]


async def look(visit: Visit, draft: EventDraft) -> Screen:
    report = await _take(visit, draft, only_look=True)
    text = visit.text(
        "chat/making/file",
        name=draft.values["title"],
        report=report,
        problems=[str(one) for one in [*report.refused, *report.noted][:TOLD]],
        further=max(0, len(report.refused) + len(report.noted) - TOLD),
        done=False,
    )
    away = Button(visit.label("make_drop"), press("drop"))
    if not report.added and not report.changed:
        return Screen(text, ((away,),))
    return Screen(text, ((Button(visit.label("make_take_in"), press("take_in")),), (away,)))


async def pressed(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    if FILE not in draft.values:
        return [Popup(visit.label("old_button"))]
    report = await _take(visit, draft, only_look=False)
    name = draft.values["title"]
    await drafting.drop(visit.session, visit.person.id)
    text = visit.text("chat/making/file", name=name, report=report, problems=[], further=0, done=True)
    return [Replace(Screen(text, ((Button(visit.label("back"), press("list", "0")),),)))]


async def _take(visit: Visit, draft: EventDraft, *, only_look: bool) -> Report:
    name, house = str(draft.values["title"]), visit.house
    try:
        parcel = parcel_of(name, base64.b64decode(draft.values[FILE]))
        parts = read_parts(parcel, known_to(house.town, house.vocabulary))
        return await take_in(
            visit.session, parts, visit.now, house.customs, name=name, by=str(visit.person.id), only_look=only_look
        )
    except Unreadable as unreadable:
        return Report(refused=[unreadable.problem])
