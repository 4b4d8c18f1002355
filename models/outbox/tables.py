"""The rows of what waits to be sent, of what was sent, and of what people want to be written.

A delivery is one message to one chat. Its state says what became of it, and no row ever vanishes without one.
"""

from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from typing import NotRequired
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, SmallInteger, text
from sqlmodel import Field, SQLModel
from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

from models.db import UtcDateTime


class State(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"  # waits for its moment
    HELD = "held"  # its batch is paused
    LEASED = "leased"  # a worker has it in hand and has not called Telegram yet
    SENDING = "sending"  # the call is out: after a crash it may have arrived
    DIGEST = "digest"  # over the week's budget: told in the next digest
    SENT = "sent"
    MERGED = "merged"  # was told as a line of a digest
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # it may have arrived, and must not arrive twice
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # the person does not want it, or cannot get it


ENDED = (State.SENT, State.MERGED, State.FAILED, State.UNCERTAIN, State.EXPIRED, State.CANCELLED, State.SKIPPED)


class Lane(IntEnum):
    """Who goes first when much is due."""

    URGENT = 0  # what she chose has changed: an event moved, a seat held for her
    REMINDER = 1  # what she asked to be reminded of
    ANNOUNCEMENT = 2
    NUDGE = 3

    @property
    def asked(self) -> bool:
        """She chose it: it is outside the week's budget."""
        return self in {Lane.URGENT, Lane.REMINDER}


class Policy(StrEnum):
    """What to do when nobody knows whether a message arrived."""

    RESEND = "resend"  # better twice (never three times) than not at all
    NEVER_TWICE = "never_twice"


class BatchState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class Copied(TypedDict):
    """Messages of another chat; several are an album. `caption`: the words under it that were put right since."""

    chat_id: int
    message_ids: list[int]
    caption: NotRequired[str]  # Telegram HTML


class Message(TypedDict, total=False):
    """What is said: a template with its values, or the finished text in each language; buttons and media with it."""

    template: str
    values: dict[str, object]
    texts: dict[str, str]  # by language, Telegram HTML
    buttons: list[list[dict[str, object]]]  # rows of {"label", "press": [...]} or {"label", "url"}
    media: dict[str, str]  # {"kind": "photo", "file_id": "..."}
    copies: dict[str, Copied]  # by language: messages that are copied as they stand, instead of a text
    change: str  # "edit" or "delete": nothing new is sent, the message that `Delivery.target` names is changed


Words = JSON(none_as_null=True)
Number = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up by itself in INTEGER only


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Delivery(SQLModel, table=True):
    """One message to one chat. `dedupe_key` says what makes it one: the same key is never planned again."""

    __table_args__ = (
        _partial("ix_delivery_waiting", "lane", "due_at", "id", where="state = 'pending'"),
        _partial("ix_delivery_in_hand", "chat_id", where="state IN ('leased', 'sending')"),
        _partial("ix_delivery_digest", "person_id", where="state = 'digest'"),
        _partial("ix_delivery_told_in", "digest_id", where="digest_id IS NOT NULL"),
        _partial("ix_delivery_open_about", "about", where="state IN ('pending', 'held', 'leased', 'digest')"),
        _partial("ix_delivery_sent", "chat_id", "ended_at", where="state = 'sent'"),
        _partial("ix_delivery_ended", "ended_at", where="ended_at IS NOT NULL"),
        Index("ix_delivery_progress", "batch", "state"),
    )

    id: int = Field(default=None, sa_column=Column(Number, primary_key=True))
    dedupe_key: str = Field(unique=True)
    lane: int = Field(sa_type=SmallInteger)
    kind: str  # what a person mutes: "event_reminder", "new_fit"
    about: str  # what it belongs to: "event:5", "broadcast:7"
    batch: str | None = None  # what is paused and counted together
    person_id: UUID | None = None  # no foreign key: it doubled the time to plan a million; leaving.py tidies up
    chat_id: int = Field(sa_type=BigInteger)
    state: str = State.PENDING
    policy: str = Policy.RESEND
    due_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # never delivered from here on
    message: Message | None = Field(default=None, sa_column=Column(Words))  # None: the batch's own
    once: bool = False  # the key is kept for good: a nudge that never comes a second time
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_token: str | None = None  # of the last claim; it stays, so that a late "sent" is still believed
    attempts: int = Field(default=0, sa_type=SmallInteger)
    doubts: int = Field(default=0, sa_type=SmallInteger)  # how often it may have arrived without our knowing
    reason: str | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    target: int | None = Field(default=None, sa_type=BigInteger)  # the message this one changes or takes away
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # sent, or given up
    digest_id: int | None = Field(default=None, sa_type=BigInteger)  # the digest that told it


class Batch(SQLModel, table=True):
    """Deliveries that are planned, paused and counted together: one announcement, the reminders of one event."""

    id: str = Field(primary_key=True)
    about: str
    kind: str
    message: Message | None = Field(default=None, sa_column=Column(Words))
    paid: bool = False  # Telegram's paid broadcast: only ever the sender's own choice
    state: str = BatchState.RUNNING
    reason: str | None = None
    recipients: int = 0  # how many were planned; all states together make this number
    proved: bool = False  # one has arrived: the words are such that Telegram takes them
    opened_at: datetime = Field(sa_type=UtcDateTime)


class RateBucket(SQLModel, table=True):
    """When the next message may leave, for all processes. Microseconds since 1970: arithmetic both databases share."""

    __tablename__ = "rate_bucket"

    name: str = Field(primary_key=True)
    free_at: int = Field(default=0, sa_type=BigInteger)
    held_until: int = Field(default=0, sa_type=BigInteger)  # Telegram told us to wait
    holds: int = 0  # how often it did: a slot reserved before the last time is void


class DeliveryCount(SQLModel, table=True):
    """What is kept of deliveries older than a month: how many ended how, and nobody's name."""

    __tablename__ = "delivery_count"

    day: date = Field(primary_key=True)
    batch: str = Field(primary_key=True)  # "" for none
    kind: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    reason: str = Field(primary_key=True)  # "" for none
    count: int = 0


class Preference(SQLModel, table=True):
    """What a person lets us send and when. What was never said is no."""

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    reminders: bool = False
    announcements: bool = False
    nudges: bool = True
    paused_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    quiet_from: time | None = None  # on the person's own clock; None: the town's hours
    quiet_until: time | None = None
    zone: str | None = None  # IANA; None: the town's


class Mute(SQLModel, table=True):
    """What a person does not want to hear of: a kind, one matter, or one kind about one matter."""

    __table_args__ = (Index("uq_mute_what", "person_id", "kind", "about", unique=True),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = ""  # "" is any
    about: str = ""
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: until it is taken back
