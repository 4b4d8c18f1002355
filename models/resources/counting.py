"""How much a town has. An empty one is told to its operator rather than to the people who ask."""

from sqlalchemy import func
from sqlmodel import select

from models.db import Session
from models.resources.tables import Resource


async def count(session: Session) -> int:
    return (await session.exec(select(func.count()).select_from(Resource))).one()
