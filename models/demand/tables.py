"""The ledger of what was not found: facts of what somebody looked for, never her words. It goes when she goes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Unmet(SQLModel, table=True):
    """One person and one need that the town could not meet; looked for again, the row is brought up to date."""

    __tablename__ = "unmet_need"

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    need: str = Field(primary_key=True)
    trade: str | None = None
    features: list[str] = Field(default_factory=list, sa_type=JSON)  # what the room must have
    area_min: float | None = None  # square metres
    area_max: float | None = None
    rent_max: float | None = None  # a month, whole units of the town's currency
    neighborhood: str | None = None
    at: datetime = Field(sa_type=UtcDateTime, index=True)
