"""The rows about makers of the town who agreed to be shown to other makers."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Text
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime
from models.resources.tables import Status, Translations


class Peer(SQLModel, table=True):
    """A maker with what she makes, gives and looks for. No row without a day on which she agreed."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: str = Field(unique=True)
    first_name: str
    business: str | None = None
    trades: list[str] = Field(default_factory=list, sa_type=JSON)
    stage: str | None = None
    makes: str | None = Field(default=None, sa_type=Text)
    offers: str | None = Field(default=None, sa_type=Text)
    asks: str | None = Field(default=None, sa_type=Text)
    description_language: str | None = None  # of the texts that are no translation
    translations: Translations = Field(default_factory=dict, sa_type=JSON)
    neighborhood: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    attributes: list[str] = Field(default_factory=list, sa_type=JSON)
    link: str | None = None  # the public page she chose to be found by
    agreed_on: date
    status: str = Status.ACTIVE
    changed_at: datetime = Field(sa_type=UtcDateTime)
