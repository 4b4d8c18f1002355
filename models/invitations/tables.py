"""The rows of invitations. A poster's link may be used by anybody for ever; the others open once and grow old."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Source(SQLModel, table=True):
    """A place people come from: the poster in the library. Its slug is what their links carry."""

    slug: str = Field(primary_key=True)
    name: str
    created_by: UUID
    created_at: datetime = Field(sa_type=UtcDateTime)


class RoleLink(SQLModel, table=True):
    """Whoever opens it first gets the role. Only the code's digest is kept."""

    __tablename__ = "role_link"

    digest: str = Field(primary_key=True)
    role: str
    created_by: UUID
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_by: UUID | None = None


class WalkIn(SQLModel, table=True):
    """Somebody without the bot, for whom a helper fills in. Her answers hang on a person's row of her own.

    That row can be written to by nobody; it goes when she takes her answers over, or when nobody does.
    """

    __tablename__ = "walk_in"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    helper_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    open: bool = True  # the helper is filling in just now
    digest: str | None = Field(default=None, index=True, unique=True)  # of the code that hands it over
    expires_at: datetime = Field(sa_type=UtcDateTime)
