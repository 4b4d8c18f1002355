"""The rows of the desk. No words of anybody stand in them: only the numbers of messages, on both sides."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Index, Integer
from sqlmodel import Field, SQLModel

from models.db import UtcDateTime


class Stage(StrEnum):
    """Whether somebody has to look at a conversation."""

    OPEN = "open"
    SNOOZED = "snoozed"  # until its moment, or until she writes again
    CLOSED = "closed"


class By(StrEnum):
    MAKER = "maker"
    STAFF = "staff"
    BOT = "bot"  # the card at the head of a conversation: whoever answers it answers her


class Conversation(SQLModel, table=True):
    """One person's talk with the staff; it is closed and taken up again, and there is only one."""

    id: int = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    stage: str = Stage.OPEN
    subject: str | None = None  # an id of the town's subjects
    urgent: bool = False  # what she wrote was nothing for a bot
    assignee: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    opened_at: datetime = Field(sa_type=UtcDateTime)
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)  # her first word unanswered
    last_by: str = By.MAKER
    last_at: datetime = Field(sa_type=UtcDateTime)
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    capped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # told that she writes too much at once
    thread_id: int | None = None  # her topic in the staff's group
    carded: bool = False  # the group has the card at its head
    speaker: int | None = Field(default=None, sa_type=BigInteger)  # of the staff, named to her last
    answered_in: int | None = Field(default=None, sa_type=BigInteger)  # a coordinator's own chat, where it goes too


class DeskMessage(SQLModel, table=True):
    """A message and its copy in another chat, so that an edit, an answer and a receipt find the other side."""

    __tablename__ = "desk_message"
    __table_args__ = (
        Index("ix_desk_message_origin", "chat_id", "message_id"),
        Index("ix_desk_message_copy", "copy_chat", "copy_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id", ondelete="CASCADE", index=True)
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)  # None: said by the bot itself
    answers: int | None = Field(default=None, sa_type=BigInteger)  # the message it replies to, in its own chat
    album: str | None = None
    copy_chat: int = Field(sa_type=BigInteger)
    copy_id: int | None = Field(default=None, sa_type=BigInteger)  # None: on its way


class StaffGroup(SQLModel, table=True):
    """The staff's group as Telegram has it now: it may have moved, have no topics, or be closed to us."""

    __tablename__ = "staff_group"

    setting: int = Field(sa_type=BigInteger, primary_key=True)  # as STAFF_CHAT_ID names it
    chat_id: int = Field(sa_type=BigInteger)
    topics: bool | None = None  # None: not tried yet
    shut: str | None = None  # why nothing can be written there


class DeskAnswer(SQLModel, table=True):
    """How long somebody waited for an answer. Whom it was for is not kept."""

    __tablename__ = "desk_answer"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    seconds: int
