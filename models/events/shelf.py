"""Events as facts of the catalogue, each with its coming starts."""

from datetime import datetime, timedelta

from sqlmodel import select

from models.db import Session
from models.events.tables import Event
from models.resources.catalogue import point_of, texts_of
from models.resources.facts import Fact, needs_of

AHEAD = timedelta(days=366)  # the catalogue is built anew each day, so this window moves along
TEXTS = ("description", "cost_detail")


async def shelf(session: Session, now: datetime) -> list[Fact]:
    return [fact_of(row, now) for row in await session.exec(select(Event).order_by(Event.source_id))]


def fact_of(row: Event, now: datetime) -> Fact:
    return Fact(
        id=row.source_id,
        kind="event",
        name=row.title,
        status=row.status,
        trades=frozenset(row.trades),
        stages=frozenset(row.stages),
        needs=needs_of("event", row.needs, row.cost),
        languages=frozenset(row.languages),
        dates=tuple(row.series.starts(now, now + AHEAD)),
        length=(row.ends_local - row.starts_local).total_seconds() if row.ends_local else None,
        timezone=row.timezone,
        point=point_of(row.latitude, row.longitude),
        venue=row.venue,
        address=row.address,
        neighborhood=row.neighborhood,
        online_url=row.online_url,
        capacity=row.capacity,
        cost=row.cost,
        organization=row.organization,
        url=row.url,
        language=row.description_language,
        texts=texts_of(row, TEXTS),
        translations={
            said: {"name" if name == "title" else name: text for name, text in texts.items()}
            for said, texts in row.translations.items()
        },
    )
