"""The rows of the intake: where a person stands, and what she answered. Both go when the person goes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Intake(SQLModel, table=True):
    """Where a person stands in the questions; one row a person."""

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    open: str | None = None  # the question on her screen; None is a pause or the end
    chosen: list[str] = Field(default_factory=list, sa_type=JSON)  # ticks not yet given as an answer
    aside: bool = False  # the open question was opened from the profile
    started_at: datetime = Field(sa_type=UtcDateTime)
    milestone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # first shown what fits
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # first time nothing was left to ask
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    nudged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # reminded to go on: once, never again


class Answer(SQLModel, table=True):
    """One answer, or the mark that a question was skipped: then there is no value."""

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    question: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    skipped: bool = False
    answered_at: datetime = Field(sa_type=UtcDateTime)
