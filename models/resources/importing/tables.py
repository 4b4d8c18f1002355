"""The rows that remember: which file changed what, so that it can be read again and undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class FileImport(SQLModel, table=True):
    """One file that changed something."""

    __tablename__ = "file_import"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str  # the file's
    by: str  # the way it came: load, import, chat
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Action(StrEnum):
    """As HSDS's `metadata` names what happened."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class FieldChange(SQLModel, table=True):
    """What a field held and what it holds now, close to HSDS's `metadata`. A row that came or went is one change."""

    __tablename__ = "field_change"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    about: str  # the table: resource, peer, event
    source_id: str = Field(index=True)
    action: str
    field: str = ""  # "name", "name_fr"; none for a row that came or went
    previous: Any = Field(default=None, sa_type=JSON, nullable=True)
    replacement: Any = Field(default=None, sa_type=JSON, nullable=True)
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    import_id: UUID | None = Field(default=None, foreign_key="file_import.id", ondelete="CASCADE", index=True)
