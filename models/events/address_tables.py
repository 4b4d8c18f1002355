"""The row about a person's private calendar: who has its address may read what she comes to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class CalendarAddress(SQLModel, table=True):
    """One per person. Of the token only its hash is kept: whoever reads the table can read no calendar with it."""

    __tablename__ = "calendar_address"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    token_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
