"""A file's parts into the town, and out again, and what follows: the one way for the command, the folder, the chat."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import SQLModel, select

from models.db import Session
from models.events.changing import known_again, settle_import
from models.events.customs import Customs
from models.events.gatherings import coming_up
from models.events.tables import Event
from models.peers.tables import Peer
from models.resources.importing.cannot_undo import CannotUndo
from models.resources.importing.report import Report, RowReport
from models.resources.importing.saving import Part, Step, save_file, unwatched
from models.resources.importing.tables import Action, FieldChange, FileImport
from models.resources.importing.undoing import Undone, undo
from models.resources.tables import Resource

TABLES: dict[str, type[SQLModel]] = {"resource": Resource, "peer": Peer, "event": Event}
FOLLOWING = frozenset({"uid", "sequence", "version", "next_at", "tzdata"})  # an event's, which no file decides


async def take_in(
    session: Session,
    parts: Iterable[Part],
    now: datetime,
    customs: Customs,
    *,
    name: str,
    by: str = "import",
    only_look: bool = False,
    step: Step = unwatched,
) -> Report:
    """Save them; whoever comes to an event that has moved is told, in the same transaction."""
    known = [(table, await known_again(session, found) if table is Event else found) for table, found in parts]
    report = await save_file(session, known, now, name=name, by=by, only_look=only_look, step=step)
    if not only_look:
        await settle_import(session, report, now, customs)
    return report


async def take_back(session: Session, entry: FileImport, now: datetime, customs: Customs) -> Undone:
    """Undo an import; events move back with everybody who comes. CannotUndo where that would lose something."""
    brought = select(FieldChange.source_id).where(
        FieldChange.import_id == entry.id, FieldChange.about == "event", FieldChange.action == Action.CREATE
    )
    for source_id in (await session.exec(brought)).all():
        if await coming_up(session, source_id, now):
            raise CannotUndo("people_come", name=entry.name, event=source_id)
    undone = await undo(session, entry, TABLES, now, FOLLOWING)
    changes = [RowReport(about, source_id, "", 0, told) for about, source_id, told in undone.told]
    await settle_import(session, Report(changes=changes), now, customs)
    return undone
