"""Before a file is taken in: whom it will newly fit, and whom no longer. Reads only."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from models.db import Session
from models.intake.flow import Flow
from models.nudges import seekers
from models.nudges.foreseeing import Edit, Foreseen, foresee
from models.resources.catalogue import CatalogueKeeper, fact_of
from models.resources.freshness.reports import hidden
from models.resources.importing.report import Report
from models.resources.tables import Resource

MOST_LOOKS = 50_000  # things times people: about a second's work; a file that asks for more is not foreseen


async def foresee_import(
    session: Session, flow: Flow, keeper: CatalogueKeeper, report: Report, now: datetime
) -> Foreseen | None:
    """Over everything a look (`only_look`) found to be added or changed; None where that would take too long.

    `now` is in the town's own zone.
    """
    if not report.edits:
        return Foreseen()
    if len(report.edits) * await seekers.count(session) > MOST_LOOKS:
        return None
    return await foresee(session, flow, [edit async for edit in _edits(session, keeper, report, now)], now)


async def _edits(session: Session, keeper: CatalogueKeeper, report: Report, now: datetime) -> AsyncIterator[Edit]:
    """Each thing before and after; what is kept back stays so."""
    catalogue, kept_back = await keeper.current(session, now), await hidden(session)
    for values in report.edits:
        before = catalogue.get(str(values["source_id"]))
        after = keeper.understood(fact_of(Resource(**values)))
        yield before, replace(after, status=kept_back.get(after.id, after.status))
