"""The rows about people and about the updates they sent."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Role(StrEnum):
    """Who may do what, from the least to the most."""

    MAKER = "maker"
    HELPER = "helper"  # a librarian, a social worker: fills in for somebody and hands over
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


def reaches(role: Role, needed: Role) -> bool:
    """Whether a role includes another: an administrator may do what a coordinator may."""
    ranks = list(Role)
    return ranks.index(role) >= ranks.index(needed)


class Person(SQLModel, table=True):
    """Somebody who has written to us. In a private chat Telegram's chat id is the person's user id."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    first_name: str
    language: str
    language_chosen: bool = False  # picked by hand: the phone's language no longer changes it
    role: str = Role.MAKER
    source: str | None = None  # the deep link's payload they first came with: a poster, a flyer, a friend
    joined_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # blocked the bot; writing clears it
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # said /stop; /start clears it
    asked: str | None = None  # what her next words answer, before the intake's question: "settings:hours"
    # Her words go to a person till then.
    with_staff_until: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class SeenUpdate(SQLModel, table=True):
    """An update of Telegram's whose effect is in the database. Telegram repeats one whose answer it did not hear."""

    __tablename__ = "seen_update"

    update_id: int = Field(sa_type=BigInteger, primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
    answered: bool = False  # the reply has left too; if not, the person is shown again where she stands
