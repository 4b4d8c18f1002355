"""A file in the chat, of resources, people or events: what it would change is told first; taken in when she says so.

The file waits in her draft, so that a restart changes nothing. What was taken in can be taken back as a whole.
"""

import base64
import csv
import io

from content.names import file_name
from content.naming import known_to
from handlers.chat import menu
from handlers.chat.making_screens import press
from handlers.deps import Visit
from handlers.screens import Button, Paper, Popup, Replace, Replies, Rows, Say, Screen
from models.events import drafting
from models.events.draft_tables import EventDraft
from models.files.foreseeing import foresee_import
from models.files.formats import read_parts
from models.files.taking import take_back, take_in
from models.people.tables import Role
from models.resources.importing.cannot_undo import CannotUndo
from models.resources.importing.drafts import Problem
from models.resources.importing.escaping import disarmed
from models.resources.importing.parcel import parcel_of
from models.resources.importing.report import Report
from models.resources.importing.sheet import Unreadable
from models.resources.importing.tables import FileImport
from models.resources.importing.undoing import find_import, imports

FILE, CHAT = "file", "chat"
TOLD = 4  # of one sort on one screen
LATEST = 3  # imports that /import offers to take back
LETTERS = 12  # of an import's id, in a button


async def ask(visit: Visit) -> Replies:
    """/import: a file is simply sent. The last ones can be taken back."""
    latest = [one for one in await imports(visit.session, LATEST, CHAT) if not one.undone_at]
    rows = [
        (Button(visit.label("make_undo_named", name=one.name[:30]), press("undo_ask", _id(one))),) for one in latest
    ]
    return [Say(Screen(visit.text("chat/making/send_file"), tuple(rows)))]


async def sent(visit: Visit) -> Replies:
    """A file: a coordinator's is looked at, anything else has no place here."""
    if visit.file is None or not visit.may(Role.COORDINATOR):
        return await menu.not_understood(visit)
    visit.person.asked = None
    name, data = visit.file
    if data is None:
        return [Say(Screen(visit.text("chat/making/file_too_large", name=name)))]
    values = {"title": name, FILE: base64.b64encode(data).decode()}
    draft = await drafting.begin(visit.session, visit.person.id, visit.now, values)
    return [Say(await look(visit, draft))]


async def look(visit: Visit, draft: EventDraft) -> Screen:
    """What it would change, field by field, and for whom."""
    report = await _take(visit, draft, only_look=True)
    house, here = visit.house, visit.now.astimezone(visit.house.town.zone)
    foreseen = await foresee_import(visit.session, house.intake.flow, house.catalogue, report, here)
    text = visit.text(
        "chat/making/file",
        name=draft.values["title"],
        report=report,
        changes=[(row.name or row.source_id, one) for row in report.changes for one in row.differences],
        refused=_said(visit, report.refused),
        noted=_said(visit, report.noted),
        foreseen=foreseen,
        told=TOLD,
    )
    return Screen(text, _ways(visit, report))


def _ways(visit: Visit, report: Report) -> Rows:
    away = Button(visit.label("make_drop"), press("drop"))
    whole = (Button(visit.label("make_whole_look"), press("whole_look")),) if _has_more(report) else ()
    take_in = (Button(visit.label("make_take_in"), press("take_in")),) if report.added or report.changed else ()
    return tuple(row for row in (take_in, whole, (away,)) if row)


def _has_more(report: Report) -> bool:
    """Whether a screen has no room for all of it."""
    changes = sum(len(row.differences) for row in report.changes)
    return max(changes, len(report.refused), len(report.noted), len(report.doubles)) > TOLD


def _said(visit: Visit, problems: list[Problem]) -> list[str]:
    return [visit.phrase(one.phrase) for one in problems]


async def whole_look(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    """All of it, as a table."""
    if FILE not in draft.values:
        return [Popup(visit.label("old_button"))]
    report = await _take(visit, draft, only_look=True)
    return [Paper(f"{file_name(str(draft.values['title']))}-{visit.now:%Y-%m-%d}.csv", _table(visit, report))]


def _table(visit: Visit, report: Report) -> bytes:
    """For any spreadsheet; what would run as a formula is disarmed."""

    def line(what: str, row: object, *cells: object) -> list[str]:
        shown = ["" if cell is None else str(cell) for cell in cells]
        return [visit.label(f"make_is_{what}"), str(row or ""), *map(disarmed, shown + [""] * (5 - len(shown)))]

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["what", "row", "id", "name", "field", "before", "after"])
    writer.writerows(line("added", row.row, row.source_id, row.name) for row in report.new)
    writer.writerows(
        line("changed", row.row, row.source_id, row.name, one.field, one.previous, one.replacement)
        for row in report.changes
        for one in row.differences
    )
    writer.writerows(line("refused", one.row, "", visit.phrase(one.phrase), one.column) for one in report.refused)
    writer.writerows(line("noted", one.row, "", visit.phrase(one.phrase), one.column) for one in report.noted)
    writer.writerows(
        line("double", one.row, one.source_id, one.other_id, "", "", f"{one.similarity:.0%}") for one in report.doubles
    )
    return ("\ufeff" + text.getvalue()).encode()


async def pressed(visit: Visit, draft: EventDraft, _rest: list[str]) -> Replies:
    if FILE not in draft.values:
        return [Popup(visit.label("old_button"))]
    report = await _take(visit, draft, only_look=False)
    name = draft.values["title"]
    await drafting.drop(visit.session, visit.person.id)
    text = visit.text("chat/making/file_done", name=name, report=report)
    back = Button(visit.label("back"), press("list", "0"))
    if report.import_id is None:
        return [Replace(Screen(text, ((back,),)))]
    undo = Button(visit.label("make_undo"), press("undo", report.import_id.hex[:LETTERS]))
    return [Replace(Screen(text, ((undo,), (back,))))]


async def undo_asked(visit: Visit, rest: list[str]) -> Replies:
    """From the list of /import: what would be taken back, first."""
    try:
        entry = await find_import(visit.session, "".join(rest))
    except CannotUndo:
        return [Popup(visit.label("no_longer_there"), alert=True)]
    undo = Button(visit.label("make_undo"), press("undo", _id(entry)))
    back = Button(visit.label("back"), press("list", "0"))
    return [Replace(Screen(visit.text("chat/making/file_undo", entry=entry), ((undo,), (back,))))]


async def undo(visit: Visit, rest: list[str]) -> Replies:
    """The whole file, or nothing, with the reason."""
    back = ((Button(visit.label("back"), press("list", "0")),),)
    try:
        entry = await find_import(visit.session, "".join(rest))
        undone = await take_back(visit.session, entry, visit.now, visit.house.customs)
    except CannotUndo as fault:
        return [Replace(Screen(visit.text("chat/making/file_stays", why=visit.phrase(fault.phrase)), back))]
    return [Replace(Screen(visit.text("chat/making/file_undone", undone=undone), back))]


def _id(entry: FileImport) -> str:
    return entry.id.hex[:LETTERS]


async def _take(visit: Visit, draft: EventDraft, *, only_look: bool) -> Report:
    name, house = str(draft.values["title"]), visit.house
    try:
        parcel = parcel_of(name, base64.b64decode(draft.values[FILE]))
        parts = read_parts(parcel, known_to(house.town, house.vocabulary))
        return await take_in(visit.session, parts, visit.now, house.customs, name=name, by=CHAT, only_look=only_look)
    except Unreadable as unreadable:
        return Report(refused=[unreadable.problem])
