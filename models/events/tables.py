"""The rows about what happens in town, on the clock on its wall."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Text
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime
from models.resources.tables import Status, Translations


class Event(SQLModel, table=True):
    """Once or again and again. The wall time and the zone are the truth; the moment in UTC follows from them.

    A market at nine stays at nine when the clocks change, so only its first start is kept as a moment.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: str = Field(unique=True)
    title: str
    description: str | None = Field(default=None, sa_type=Text)
    description_language: str | None = None  # of the texts that are no translation
    translations: Translations = Field(default_factory=dict, sa_type=JSON)
    starts_local: datetime = Field(sa_type=DateTime)  # no zone on purpose
    ends_local: datetime | None = Field(default=None, sa_type=DateTime)
    timezone: str  # IANA: America/New_York
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)  # the first start
    rrule: str | None = None  # RFC 5545, without the word RRULE
    exdates: list[str] = Field(default_factory=list, sa_type=JSON)  # "2026-11-26" or "2026-11-26T18:00", wall time
    venue: str | None = None
    address: str | None = None
    neighborhood: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    online_url: str | None = None
    capacity: int | None = None
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    trades: list[str] = Field(default_factory=list, sa_type=JSON)
    stages: list[str] = Field(default_factory=list, sa_type=JSON)
    needs: list[str] = Field(default_factory=list, sa_type=JSON)
    cost: str | None = None
    cost_detail: str | None = None
    organization: str | None = None
    url: str | None = None
    status: str = Status.ACTIVE
    changed_at: datetime = Field(sa_type=UtcDateTime)
