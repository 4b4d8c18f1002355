"""The last look before a message leaves: may it still, and is now the moment? Pure; recheck.py reads the rows."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from models.outbox.planning import Manners, own
from models.outbox.quiet import place
from models.outbox.rate import chat_gap
from models.outbox.tables import Batch, BatchState, Lane, Message, Mute, State

WEEK = timedelta(days=7)
A_MOMENT = timedelta(seconds=1)
CORRECTION, RECALL = "correction", "recall"
SILENT_KINDS = frozenset({CORRECTION, RECALL})  # they change a message that is there, and no telephone rings
DIGEST_KIND = "digest"  # what a digest says was looked at when it was put together


@dataclass(frozen=True)
class Claimed:
    """A delivery in hand. The token proves it is still ours."""

    id: int
    token: str
    lane: Lane
    kind: str
    about: str
    batch: str | None
    person_id: UUID | None
    chat_id: int
    policy: str
    due_at: datetime
    expires_at: datetime | None
    message: Message | None
    attempts: int
    doubts: int
    target: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What becomes of the delivery instead of leaving. `due_at` only where it waits."""

    state: State
    reason: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Who:
    """The person behind a chat: whether she can be reached, and what she lets us send. What was never said is no."""

    language: str
    first_name: str
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    reminders: bool = False
    announcements: bool = False
    nudges: bool = True
    paused_until: datetime | None = None
    zone: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    with_staff_until: datetime | None = None  # she talks with a person: the bot keeps out of it


@dataclass(frozen=True)
class Facts:
    """All that the last look needs to know about one delivery."""

    who: Who | None = None  # None: erased, or a chat that is nobody's own
    batch: Batch | None = None
    mutes: tuple[Mute, ...] = ()
    last_sent: datetime | None = None  # to this chat
    unasked: int = 0  # sent to this chat within a week
    behind: bool = False  # another one to this chat is in hand and goes first
    behind_first: bool = False  # nothing of this batch has arrived yet, and one is on its way


def judge(row: Claimed, facts: Facts, now: datetime, manners: Manners) -> Verdict | None:
    """None: it may leave. Otherwise why not, the weightiest reason first."""
    if row.kind in SILENT_KINDS:
        return _outdated(row, facts, now)
    return (
        _outdated(row, facts, now)
        or _unwanted(row, facts, now)
        or _untimely(row, facts, now, manners)
        or _too_much(row, facts, manners)
    )


def _outdated(row: Claimed, facts: Facts, now: datetime) -> Verdict | None:
    if row.expires_at and row.expires_at <= now:
        return Verdict(State.EXPIRED, "too_late")
    if facts.batch and facts.batch.state == BatchState.CANCELLED:
        return Verdict(State.CANCELLED, facts.batch.reason)
    if facts.batch and facts.batch.state == BatchState.PAUSED:
        return Verdict(State.HELD, facts.batch.reason)
    return None


def _unwanted(row: Claimed, facts: Facts, now: datetime) -> Verdict | None:
    if row.person_id is None:
        return None
    who = facts.who
    if who is None:
        return Verdict(State.SKIPPED, "erased")
    reasons = {
        "unreachable": who.blocked_at is not None,
        "stopped": who.stopped_at is not None,
        "no_consent": not _agreed(row, who),
        "muted": any(mutes(mute, row.kind, row.about, now) for mute in facts.mutes),
        "paused": row.lane != Lane.URGENT and who.paused_until is not None and who.paused_until > now,
    }
    reason = next((reason for reason, applies in reasons.items() if applies), None)
    return Verdict(State.SKIPPED, reason) if reason else None


def _agreed(row: Claimed, who: Who) -> bool:
    """What she chose and has changed is told without a further consent: she would stand before a closed door."""
    if row.kind == DIGEST_KIND or row.lane == Lane.URGENT:
        return True
    said = {Lane.REMINDER: who.reminders, Lane.ANNOUNCEMENT: who.announcements, Lane.NUDGE: who.nudges}
    return said[row.lane]


def mutes(mute: Mute, kind: str, about: str, now: datetime) -> bool:
    running = mute.until is None or mute.until > now
    return running and mute.kind in {"", kind} and mute.about in {"", about}


def _untimely(row: Claimed, facts: Facts, now: datetime, manners: Manners) -> Verdict | None:
    if facts.who is not None:
        quiet = own(facts.who.zone, facts.who.quiet_from, facts.who.quiet_until, manners.quiet)
        moment = place(now, quiet, now=now, deadline=row.expires_at, asked=row.lane.asked)
        if moment is None:
            return Verdict(State.EXPIRED, "quiet_hours")
        talks = facts.who.with_staff_until
        if talks and not row.lane.asked:
            moment = max(moment, talks)
        if moment > now:
            return _wait(row, moment)
    free = facts.last_sent + chat_gap(row.chat_id) if facts.last_sent else now
    if facts.behind or facts.behind_first:
        free = max(free, now + A_MOMENT)
    return _wait(row, free) if free > now else None


def _wait(row: Claimed, until: datetime) -> Verdict:
    if row.expires_at and until >= row.expires_at:
        return Verdict(State.EXPIRED, "too_late")
    return Verdict(State.PENDING, due_at=until)


def _too_much(row: Claimed, facts: Facts, manners: Manners) -> Verdict | None:
    if row.person_id is None or row.lane.asked or row.kind == DIGEST_KIND or facts.unasked < manners.a_week:
        return None
    return Verdict(State.DIGEST, "budget")
