"""The row about an event somebody is writing or changing in the chat: nothing of it is true until she says so."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Scope(StrEnum):
    """Which times of a series a change is for."""

    ALL = "all"
    FOLLOWING = "following"  # this one and those after it
    ONE = "one"


class EventDraft(SQLModel, table=True):
    """One per person. A new event where `source_id` is None, else what is to be different about that one."""

    __tablename__ = "event_draft"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    source_id: str | None = None
    scope: str = Scope.ALL
    key: str | None = None  # of the time a change begins with, or is for
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # fields of Event, wall times as text
    changed_at: datetime = Field(sa_type=UtcDateTime)
