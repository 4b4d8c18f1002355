"""The rows of announcements. What becomes of each copy is a delivery of the outbox, in the batch `broadcast:<id>`."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Column, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Stage(StrEnum):
    """How far an announcement is; whether it runs or is paused stands in its batch."""

    DRAFT = "draft"
    ASKED = "asked"  # somebody else has to agree first
    CONFIRMED = "confirmed"  # the list of people is frozen, and it leaves at its time
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class When(StrEnum):
    NOW = "now"
    AT = "at"  # at `starts_at`
    MORNING = "morning"  # on the day of `starts_at`, in each person's own morning


class Repeat(StrEnum):
    NEVER = ""
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Broadcast(SQLModel, table=True):
    """One announcement. `texts` and `copies` are by language; a language that has neither gets the town's first."""

    id: int = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    created_by: UUID
    created_at: datetime = Field(sa_type=UtcDateTime)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # Telegram HTML, {first_name} allowed
    copies: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # {"fr": {"chat_id": 1, "message_ids": [7]}}
    buttons: list[Any] = Field(default_factory=list, sa_type=JSON)  # rows of {"label", "url"} or {"label", "press"}
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    leaves: str = When.NOW
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # never delivered from here on
    repeat: str = Repeat.NEVER
    paid: bool = False  # Telegram's paid broadcast, the sender's own choice
    stage: str = Stage.DRAFT
    asked_by: UUID | None = None
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    repeats: int | None = None  # the announcement this one repeats
    version: int = 1  # raised by each correction
    board_chat: int | None = Field(default=None, sa_type=BigInteger)  # where its progress is shown
    board_message: int | None = Field(default=None, sa_type=BigInteger)
    board_shown: str | None = None  # a digest of what stands there: Telegram refuses to draw the same again


class SavedAudience(SQLModel, table=True):
    """A choice of people that is used again."""

    __tablename__ = "saved_audience"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True)
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by: UUID
    created_at: datetime = Field(sa_type=UtcDateTime)


class Echo(SQLModel, table=True):
    """What somebody did with her copy: pressed a button of it, put a sign under it. One row a person and thing."""

    __table_args__ = (UniqueConstraint("broadcast", "person_id", "kind", "what"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    broadcast: int = Field(index=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str  # press, reaction
    what: str  # the button's place, the sign itself
    at: datetime = Field(sa_type=UtcDateTime)
