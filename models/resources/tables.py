"""The rows about what a town has for its makers, close to HSDS 3.0 and flattened where one town needs no more.

Ids that people see (`source_id`, the `id` column of a town's files) stay when a row is imported again.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime

Translations = dict[str, dict[str, Any]]  # {"fr": {"name": "…", "documents": ["…"]}}: any text field, by language


class Status(StrEnum):
    """As HSDS names them. Only active ones are shown."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    TEMPORARILY_CLOSED = "temporarily_closed"
    DEFUNCT = "defunct"


class Resource(SQLModel, table=True):
    """A course, a space, money, a permit guide: something a maker can use, from one organization."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: str = Field(unique=True)
    kind: str = Field(index=True)
    subtype: str | None = None
    name: str
    organization: str | None = None
    description: str | None = Field(default=None, sa_type=Text)
    description_language: str | None = None  # of every text that has no language of its own
    translations: Translations = Field(default_factory=dict, sa_type=JSON)
    next_step: str | None = None

    trades: list[str] = Field(default_factory=list, sa_type=JSON)
    stages: list[str] = Field(default_factory=list, sa_type=JSON)
    needs: list[str] = Field(default_factory=list, sa_type=JSON)
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    interpreters: list[str] = Field(default_factory=list, sa_type=JSON)

    cost: str | None = None
    cost_detail: str | None = None
    amount_min: int | None = Field(default=None, sa_type=BigInteger)  # minor units of `currency`
    amount_max: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = None

    address: str | None = None
    neighborhood: str | None = None
    postcode: str | None = None
    city: str | None = None
    county: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    service_area: list[str] = Field(default_factory=list, sa_type=JSON)
    reach_km: float | None = None

    requires: str | None = None  # a rule, in its canonical form
    eligibility: str | None = Field(default=None, sa_type=Text)
    schedule: str | None = Field(default=None, sa_type=Text)
    documents: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_time_days: int | None = None
    url: str | None = None
    phone: str | None = None
    email: str | None = None
    telegram: str | None = None
    apply_url: str | None = None

    opens_on: date | None = None
    closes_on: date | None = None
    status: str = Status.ACTIVE
    assured_on: date | None = None  # somebody confirmed it is so; apart from `changed_at`
    assured_by: str | None = None
    source_url: str | None = None

    # Spaces only.
    area_m2: float | None = None
    rent_month: int | None = Field(default=None, sa_type=BigInteger)  # minor units of `currency`
    features: list[str] = Field(default_factory=list, sa_type=JSON)
    noise_until: str | None = None  # "22:00", on the town's clock
    street_level: bool | None = None
    available_from: date | None = None

    changed_at: datetime = Field(sa_type=UtcDateTime)


class CatalogueVersion(SQLModel, table=True):
    """One row. A new stamp tells every process that its picture of the town is old."""

    __tablename__ = "catalogue_version"

    id: int = Field(default=1, primary_key=True)
    stamp: UUID = Field(default_factory=uuid4)


class MarkKind(StrEnum):
    """What a person said about something she was shown."""

    SAVED = "saved"
    HAVE_IT = "have_it"
    NOT_FOR_ME = "not_for_me"


class Mark(SQLModel, table=True):
    """Names its resource, peer or event by source id, so that it outlives a fresh import."""

    __table_args__ = (UniqueConstraint("person_id", "source_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    source_id: str
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
