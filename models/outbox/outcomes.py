"""What can become of a call to Telegram, and what that makes of the delivery: every change after a call. Pure."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.outbox.tables import Policy, State

ATTEMPTS = 6  # with the pauses below: given up after about five minutes
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
UNREACHABLE = ("blocked", "deactivated", "chat_not_found", "no_permission")  # reasons that are nobody's mistake


@dataclass(frozen=True)
class Sent:
    message_id: int
    others: tuple[int, ...] = ()  # of an album, the rest of it


@dataclass(frozen=True)
class TooFast:
    """429: nobody's failure. Everyone waits, and it uses up no attempt."""

    after: timedelta


@dataclass(frozen=True)
class Later:
    """It certainly did not arrive: no connection, a 5xx."""

    reason: str
    after: timedelta | None = None  # None: the usual pause


@dataclass(frozen=True)
class Ambiguous:
    """It may have arrived: no answer came."""

    reason: str = "no_answer"


@dataclass(frozen=True)
class Gone:
    """The person blocked us, left Telegram, or the chat is no more. `reason` is one of UNREACHABLE."""

    reason: str


@dataclass(frozen=True)
class Shut:
    """The staff's group lets us write nothing at the moment: nobody's failure, and it waits until it may."""

    reason: str
    after: timedelta


@dataclass(frozen=True)
class Moved:
    """The group became a supergroup and has another number."""

    chat_id: int


@dataclass(frozen=True)
class Broken:
    """Telegram does not take these words: it would fail for everyone, so the whole batch stops."""

    reason: str


@dataclass(frozen=True)
class Pointless:
    """It has lost its sense since it was planned: there was nothing left to say, and nothing was sent."""

    reason: str = "outdated"


Outcome = Sent | TooFast | Later | Ambiguous | Gone | Shut | Moved | Broken | Pointless


@dataclass(frozen=True)
class Tried:
    """What the next state depends on."""

    policy: str
    attempts: int  # this one included
    doubts: int = 0
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What to write. `due_at` only where it is tried again."""

    state: State
    reason: str | None = None
    due_at: datetime | None = None
    attempts: int = 0  # to add
    doubts: int = 0  # to add
    message_id: int | None = None


def pause(attempts: int, luck: random.Random) -> timedelta:
    """Twice as long each time, and never the same for two: those who failed together do not come back together."""
    doubled: int = 2 ** max(attempts - 1, 0)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * luck.uniform(0.5, 1)


def after(tried: Tried, outcome: Outcome, now: datetime, luck: random.Random) -> Change:  # noqa: PLR0911 one line per outcome is the point
    match outcome:
        case Sent(message_id, _):
            return Change(State.SENT, message_id=message_id)
        case TooFast(wait):
            return _again(tried, now + wait, "too_fast", attempts=-1)
        case Shut(reason, wait):
            return _again(tried, now + wait, reason, attempts=-1)
        case Moved(_):
            return _again(tried, now, "moved", attempts=-1)
        case Gone(reason) | Broken(reason):
            return Change(State.FAILED, reason)
        case Pointless(reason):
            return Change(State.SKIPPED, reason)
        case Later(reason, _) if tried.attempts >= ATTEMPTS:
            return Change(State.FAILED, reason)
        case Later(reason, wait):
            return _again(tried, now + (wait or pause(tried.attempts, luck)), reason)
        case Ambiguous(reason):
            return doubtful(tried, now + pause(tried.attempts, luck), reason)


def doubtful(tried: Tried, due_at: datetime, reason: str) -> Change:
    """It may have arrived: once more where the policy allows it, and only once."""
    if tried.policy == Policy.RESEND and tried.doubts == 0:
        return _again(tried, due_at, reason, doubts=1)
    return Change(State.UNCERTAIN, reason, doubts=1)


def _again(tried: Tried, due_at: datetime, reason: str, *, attempts: int = 0, doubts: int = 0) -> Change:
    if tried.expires_at and due_at >= tried.expires_at:
        # With a doubt it may have arrived: that is the truer word than "expired".
        return Change(State.UNCERTAIN if doubts else State.EXPIRED, reason, attempts=attempts, doubts=doubts)
    return Change(State.PENDING, reason, due_at, attempts, doubts)
