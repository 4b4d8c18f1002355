"""A file's parts into the town, and what follows from them: the one way in for the command, the folder and the chat."""

from collections.abc import Iterable
from datetime import datetime

from models.db import Session
from models.events.changing import known_again, settle_import
from models.events.customs import Customs
from models.events.tables import Event
from models.resources.importing.report import Report
from models.resources.importing.saving import Part, save_file


async def take_in(
    session: Session,
    parts: Iterable[Part],
    now: datetime,
    customs: Customs,
    *,
    name: str,
    by: str = "import",
    only_look: bool = False,
) -> Report:
    """Save them; whoever comes to an event that has moved is told, in the same transaction."""
    known = [(table, await known_again(session, found) if table is Event else found) for table, found in parts]
    report = await save_file(session, known, now, name=name, by=by, only_look=only_look)
    if not only_look:
        await settle_import(session, report, now, customs)
    return report
