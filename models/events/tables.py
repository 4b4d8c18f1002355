"""The rows about what happens in town, on the clock on its wall."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

from sqlalchemy import JSON, DateTime, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime
from models.events.recurrence import Override, Series
from models.resources.tables import Translations

OURS = UUID("a1c9d1de-54a5-5f0c-9a0f-3b6d1c6f7e52")  # the name space of calendar ids made of a town's own ids


class EventStatus(StrEnum):
    """Those of HSDS, and cancelled: it is still told of, struck through. Only active ones are offered."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    TEMPORARILY_CLOSED = "temporarily_closed"
    DEFUNCT = "defunct"
    CANCELLED = "cancelled"


class Waiting(StrEnum):
    """Who gets a seat that frees."""

    FIRST_COME = "first_come"
    LOTTERY = "lottery"


def uid_of(source_id: str, title: str, starts_local: datetime, timezone: str) -> str:
    """The id calendars know an event by, made at its birth and kept.

    Made of what the file says, so that the same file in an empty database gives the same; two towns' "event-1" differ.
    """
    return str(uuid5(OURS, f"{source_id}\n{title}\n{starts_local.isoformat()}\n{timezone}"))


def _uid(context: DefaultExecutionContext) -> str:
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy's, without types
    return uid_of(row["source_id"], row["title"], row["starts_local"], row["timezone"])


class Event(SQLModel, table=True):
    """Once or again and again. The wall time and the zone are the truth; the moment in UTC follows from them.

    A market at nine stays at nine when the clocks change, so only its first start is kept as a moment.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: str = Field(unique=True)
    uid: str = Field(sa_column_kwargs={"default": _uid}, index=True, unique=True)  # RFC 5545: the same for ever
    sequence: int = 0  # RFC 5545: one more at each change that a calendar must hear of
    version: int = 1  # one more at each change of when it is, or whether: reminders of an older version are void
    title: str
    description: str | None = Field(default=None, sa_type=Text)
    description_language: str | None = None  # of the texts that are no translation
    translations: Translations = Field(default_factory=dict, sa_type=JSON)
    starts_local: datetime = Field(sa_type=DateTime)  # no zone on purpose
    ends_local: datetime | None = Field(default=None, sa_type=DateTime)
    timezone: str  # IANA: America/New_York
    fold: int = 0  # 1: the second of two equal hours, on the night the clocks go back
    all_day: bool = False  # from midnight to a midnight, the last one not included
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)  # the first start
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)  # the next start when last derived
    tzdata: str | None = None  # the zone data both moments were derived with; None: not looked at yet
    rrule: str | None = None  # RFC 5545, without the word RRULE
    rdates: list[str] = Field(default_factory=list, sa_type=JSON)  # more starts: "2026-11-26T18:00", wall time
    exdates: list[str] = Field(default_factory=list, sa_type=JSON)  # "2026-11-26" or "2026-11-26T18:00", wall time
    overrides: dict[str, Override] = Field(default_factory=dict, sa_type=JSON)  # by the start the rule gives it
    venue: str | None = None
    address: str | None = None
    neighborhood: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    online_url: str | None = None
    capacity: int | None = None  # seats; None: no limit
    plus_ones: int = 0  # how many people each may bring
    waiting: str = Waiting.FIRST_COME
    reminders: list[str] | None = Field(default=None, sa_type=JSON)  # None: the town's own
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    trades: list[str] = Field(default_factory=list, sa_type=JSON)
    stages: list[str] = Field(default_factory=list, sa_type=JSON)
    needs: list[str] = Field(default_factory=list, sa_type=JSON)
    cost: str | None = None
    cost_detail: str | None = None
    organization: str | None = None
    url: str | None = None
    status: str = EventStatus.ACTIVE
    changed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def series(self) -> Series:
        """When it takes place."""
        length = self.ends_local - self.starts_local if self.ends_local else None
        more = self.rrule, self.exdates, self.rdates, self.overrides, length, self.fold
        return Series(self.starts_local, self.timezone, *more)
