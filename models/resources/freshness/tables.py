"""The rows behind "is this still right?". None of them changes what a coordinator wrote about the thing itself."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime

IN_REVIEW = "in_review"  # the status of a fact that is kept back until a coordinator has looked


class Wrong(StrEnum):
    """What somebody found when she went there."""

    CLOSED = "closed"
    WRONG = "wrong"
    MOVED = "moved"


class Report(SQLModel, table=True):
    """One person's word about one thing; a new word of hers replaces the old."""

    __tablename__ = "listing_report"

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    source_id: str = Field(primary_key=True, index=True)
    kind: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # a coordinator has decided


class Review(SQLModel, table=True):
    """A thing that is not shown: until somebody has looked, or because a coordinator says it has closed.

    It stands apart from the reports: the thing stays hidden when those who reported it leave.
    """

    __tablename__ = "listing_review"

    source_id: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    closed: bool = False  # a coordinator has decided so


class Owner(SQLModel, table=True):
    """Somebody who has opened the link a coordinator made for a thing's owner, and is asked now and then."""

    __tablename__ = "listing_owner"
    __table_args__ = (UniqueConstraint("link"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    source_id: str = Field(primary_key=True, index=True)
    link: str  # what names the link she came by: it serves one person
    since: datetime = Field(sa_type=UtcDateTime)
    heard_at: datetime = Field(sa_type=UtcDateTime)  # the last time she said anything about it
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unanswered: int = 0  # how often she was asked since
    change: str | None = Field(default=None, sa_type=Text)  # her words, until a coordinator has dealt with them
