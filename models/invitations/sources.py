"""Posters, flyers, a desk at the market: where people come from, and how far those who came got."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.db import Session
from models.intake.tables import Intake
from models.invitations.tables import Source
from models.people.tables import Person
from models.resources.names import fold

LONGEST = 40  # characters of a slug


@dataclass(frozen=True)
class Came:
    """A source with those who came by it: all, those who were shown what fits, those who said all they wanted."""

    source: Source
    people: int
    reached: int
    finished: int


def slug_of(name: str) -> str:
    """A name as a link can carry it; something of chance where nothing of it can."""
    bare = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST]
    return bare or secrets.token_hex(4)


async def add(session: Session, name: str, person_id: UUID, now: datetime) -> Source:
    """A new source; two of one name get two slugs."""
    slug, number = slug_of(name), 2
    while await session.get(Source, slug):
        slug, number = f"{slug_of(name)}-{number}", number + 1
    source = Source(slug=slug, name=name.strip(), created_by=person_id, created_at=now)
    session.add(source)
    await session.flush()
    return source


async def all_of(session: Session) -> Sequence[Source]:
    return (await session.exec(select(Source).order_by(col(Source.created_at), col(Source.slug)))).all()


async def counted(session: Session) -> list[Came]:
    """Every source with its counts, the newest last."""
    query = (
        rows_of(
            col(Person.source), func.count(), func.count(col(Intake.milestone_at)), func.count(col(Intake.finished_at))
        )
        .select_from(Person)
        .outerjoin(Intake, col(Intake.person_id) == col(Person.id))
        .where(col(Person.source).is_not(None))
        .group_by(col(Person.source))
    )
    counts = {
        slug: (people, reached, done)
        for slug, people, reached, done in await (await session.connection()).execute(query)
    }
    return [Came(source, *counts.get(source.slug, (0, 0, 0))) for source in await all_of(session)]
