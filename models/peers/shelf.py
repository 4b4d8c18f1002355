"""Peers as facts of the catalogue: what they make, give and look for, and the page they chose to be found by."""

from datetime import datetime

from sqlmodel import select

from models.db import Session
from models.peers.tables import Peer
from models.resources.catalogue import point_of, texts_of
from models.resources.facts import Fact, needs_of

TEXTS = ("makes", "offers", "asks")


async def shelf(session: Session, _now: datetime) -> list[Fact]:
    return [fact_of(row) for row in await session.exec(select(Peer).order_by(Peer.source_id))]


def fact_of(row: Peer) -> Fact:
    return Fact(
        id=row.source_id,
        kind="peer",
        name=row.business or row.first_name,
        first_name=row.first_name,
        status=row.status,
        trades=frozenset(row.trades),
        needs=needs_of("peer", (), None),
        languages=frozenset(row.languages),
        attributes=frozenset(row.attributes),
        point=point_of(row.latitude, row.longitude),
        neighborhood=row.neighborhood,
        url=row.link,
        language=row.description_language,
        texts=texts_of(row, TEXTS),
        translations=row.translations,
    )
