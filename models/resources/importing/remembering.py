"""How long it is remembered which file changed what. Never commits."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from models.db import Session
from models.resources.importing.tables import FieldChange, FileImport

KEPT = timedelta(days=366)  # as long as the audit log; what is older can no longer be undone


async def forget_old(session: Session, now: datetime) -> int:
    """Drop what changed more than a year ago, and the files that did it; how many changes went."""
    limit = now - KEPT
    gone = (await session.exec(delete(FieldChange).where(col(FieldChange.at) < limit))).rowcount
    await session.exec(delete(FileImport).where(col(FileImport.at) < limit))
    return gone
