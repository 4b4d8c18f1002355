"""The rows of a person's plan: the steps she has done, and the day she wants to open. Both go when the person goes."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class StepDone(SQLModel, table=True):
    """A step she has done, by its name in plan.toml."""

    __tablename__ = "step_done"

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    step: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Goal(SQLModel, table=True):
    """The day she wants to be ready, and the town's event it is for, if it is for one."""

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    day: date  # on the town's calendar
    event: str | None = None  # source id
