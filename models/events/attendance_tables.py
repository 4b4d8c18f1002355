"""The rows about who comes: one gathering (one time that an event takes place), and each person's word about it.

A gathering gets its row when the first person speaks about it. It counts its seats itself, so that a seat is taken by
one conditional statement and never twice.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Going(StrEnum):
    """What a person's word is."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    WAITING = "waiting"  # for a seat
    OFFERED = "offered"  # one is held for her until `offered_until`
    MISSED = "missed"  # it was, and she did not answer in time


COMING = (Going.YES, Going.MAYBE)  # they are reminded
HOLDING = (Going.YES, Going.OFFERED)  # they hold seats
NEEDS = ("childcare", "ride", "interpreter", "access")  # what somebody may need to come


class Happening(StrEnum):
    ACTIVE = "active"
    CANCELLED = "cancelled"


def _index(name: str, *columns: str, state: str, unique: bool = False) -> Index:
    where = text(f"state = '{state}'")
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class Gathering(SQLModel, table=True):
    """One time that an event takes place, and people speak about. It stays the same one when it moves."""

    __table_args__ = (
        _index("uq_gathering_key", "source_id", "key", state="active", unique=True),
        Index("ix_gathering_starts_at", "starts_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: str  # the event's: it outlives a fresh import
    key: str  # the start that the event's rule gives it, as in recurrence.py
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    starts_local: datetime = Field(sa_type=DateTime)  # no zone on purpose: what the wall shows, whatever the law says
    timezone: str
    state: str = Happening.ACTIVE
    version: int = 1  # the event's when this one was set or moved: reminders of an older one are void
    capacity: int | None = None  # the event's, as it stood when this was looked at last
    taken: int = 0  # seats of those who come and of those who are offered one
    still_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_after_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Attendance(SQLModel, table=True):
    """One person's word about one gathering."""

    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        _index("ix_attendance_offered", "offered_until", state="offered"),
        _index("ix_attendance_waiting", "gathering_id", "since", state="waiting"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    gathering_id: UUID = Field(foreign_key="gathering.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    state: str
    guests: int = 0  # people she brings who need not be on Telegram
    needs: list[str] = Field(default_factory=list, sa_type=JSON)
    reminders: str | None = None  # "day,hour"; "" is none; None: as the town does
    since: datetime = Field(sa_type=UtcDateTime)  # of this word; whoever waits longest is asked first
    offered_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offers: int = 0  # how many were made: each is told once
    checked_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    was_useful: str | None = None  # her word afterwards: "yes", "no", "absent"

    @property
    def party(self) -> int:
        """How many seats she and hers need."""
        return 1 + self.guests

    @property
    def seats(self) -> int:
        """How many she holds now."""
        return self.party if self.state in HOLDING else 0
