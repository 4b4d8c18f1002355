"""Writes down how the town's things change, so that "new" means new since she was last told, whoever asks and when.

The first catalogue ever seen is written down as having stood for all time: nobody is told that everything is new.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.db import Session, insert
from models.nudges.news import Version, matters
from models.nudges.tables import FactVersion, NotedCatalogue
from models.resources.catalogue import CatalogueKeeper, stamp

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=60)  # a change older than this is news for nobody


async def is_noted(session: Session, now: datetime) -> bool:
    """Whether everything up to this catalogue and day is written down: two small reads. `now` in the town's zone."""
    noted = await session.get(NotedCatalogue, 1, populate_existing=True)
    return noted is not None and (noted.stamp, noted.day) == (await stamp(session), now.date())


async def note(session: Session, keeper: CatalogueKeeper, now: datetime) -> int:
    """Write down what changed, if nobody else has; how many things. `now` is in the town's own zone.

    The catalogue is read after the stamp: should it change in between, the next look finds what is new.
    """
    if not await _is_mine(session, now):
        return 0
    catalogue = await keeper.current(session, now.astimezone(UTC))
    standing = {source_id: versions[-1].matters for source_id, versions in (await versions_of(session)).items()}
    stands = await asyncio.to_thread(lambda: {fact.id: matters(fact, now) for fact in catalogue.facts})
    gone = {one: {**before, "to_be_had": False} for one, before in standing.items() if one not in stands}
    since = now.astimezone(UTC) if standing else ALWAYS
    new = [
        {"source_id": source_id, "since": since, "matters": after}
        for source_id, after in {**stands, **gone}.items()
        if standing.get(source_id) != after
    ]
    if new:
        await (await session.connection()).execute(insert(session, FactVersion).on_conflict_do_nothing(), new)
        await _forget(session, now)
    return len(new)


async def _is_mine(session: Session, now: datetime) -> bool:
    """Of several processes the one whose update changes the row; the others wait for it and find it done."""
    current, day = await stamp(session), now.date()
    first = insert(session, NotedCatalogue).values(id=1, stamp=current, day=day).on_conflict_do_nothing()
    if (await session.exec(first)).rowcount == 1:
        return True
    other = or_(col(NotedCatalogue.stamp).is_distinct_from(current), col(NotedCatalogue.day) != day)
    moved = update(NotedCatalogue).where(other).values(stamp=current, day=day)
    return (await session.exec(moved.execution_options(synchronize_session=False))).rowcount == 1


async def versions_of(session: Session, after: datetime | None = None) -> dict[str, list[Version]]:
    """The versions of everything, or of what has changed after a moment, by source id and the oldest first."""
    query: Any = select(FactVersion.source_id, FactVersion.since, FactVersion.matters)
    if after is not None:
        changed = select(FactVersion.source_id).where(col(FactVersion.since) > after)
        query = query.where(col(FactVersion.source_id).in_(changed))
    found: dict[str, list[Version]] = {}
    for source_id, since, held in await session.exec(query.order_by(FactVersion.source_id, FactVersion.since)):
        found.setdefault(source_id, []).append(Version(since, held))
    return found


async def _forget(session: Session, now: datetime) -> None:
    """Drop versions that something else has followed long ago."""
    later = aliased(FactVersion)
    followed = (
        select(later.source_id)
        .where(later.source_id == FactVersion.source_id)
        .where(col(later.since) > col(FactVersion.since), col(later.since) <= now - KEPT)
        .exists()
    )
    await session.exec(delete(FactVersion).where(followed).execution_options(synchronize_session=False))
