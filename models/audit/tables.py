"""The rows of the log of privileged acts. The database itself refuses to change them (migrations, "audit")."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Integer
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # the act asks for a role the person does not have
    FORGED = "forged"  # a button that was not made for this chat: altered, or taken from another one


class AuditEntry(SQLModel, table=True):
    """One act. Names rows by their ids and holds no words of anybody; `seal` covers it and the seal before it."""

    __tablename__ = "audit_entry"

    number: int = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    at: datetime = Field(sa_type=UtcDateTime)
    actor: UUID | None = None  # no foreign key: the entry stays when the person goes
    role: str
    act: str  # a row of the table of rights: "/stats", "send"
    about: str = ""  # what it was done to: "broadcast:7"
    outcome: str = Outcome.DONE
    seal: str
