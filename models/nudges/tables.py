"""The rows behind "something new fits you": how each thing stood when, and when each person was last looked at for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class NotedCatalogue(SQLModel, table=True):
    """One row: the catalogue whose changes are written down. Whoever moves it on writes them, and nobody else."""

    __tablename__ = "noted_catalogue"

    id: int = Field(default=1, primary_key=True)
    stamp: UUID | None = None
    day: date  # on the town's calendar: things open and close without anybody changing them


class FactVersion(SQLModel, table=True):
    """How a thing stood from a moment on, in what decides whom it fits; the newest one stands now."""

    __tablename__ = "fact_version"

    source_id: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    matters: dict[str, Any] = Field(sa_type=JSON)


class FitLook(SQLModel, table=True):
    """Up to which change a person was looked at for, and when she was last told of something."""

    __tablename__ = "fit_look"

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    looked_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
