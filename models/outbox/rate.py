"""Never too fast: one row all processes share says when the next message may leave, and whether all must wait.

The arithmetic is that of a leaky bucket without a burst (GCRA): messages stand in line, one gap apart.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, BindParameter, ColumnElement, bindparam, case, literal, update
from sqlmodel import col, select

from models.db import Session, insert
from models.outbox.tables import RateBucket

BOT, PAID = "bot", "paid"
PAID_PER_SECOND = 1000  # Telegram's paid broadcast
LONGEST_HOLD = timedelta(minutes=15)  # then we ask again: one refused call is cheaper than a wrong clock
FULL = timedelta(seconds=10)  # a line as long as this takes nobody more
LOOK_AHEAD = timedelta(seconds=30)  # so none is ever this long: a row further ahead means the clock was set back
TOLERANCE = timedelta(milliseconds=50)  # a slot missed by more is given up: late ones together would be a burst
PERSON_GAP = timedelta(seconds=1)  # one chat, one message a second
GROUP_GAP = timedelta(seconds=3)  # a group, twenty a minute

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _TICK


def gap(per_second: float) -> int:
    """Microseconds from one message to the next."""
    return round(1_000_000 / per_second)


def chat_gap(chat_id: int) -> timedelta:
    """Groups have negative numbers."""
    return GROUP_GAP if chat_id < 0 else PERSON_GAP


def start(free_at: int, now: int) -> int:
    """When a message may leave that is reserved now."""
    return free_at if now < free_at <= now + LOOK_AHEAD // _TICK else now


def held(held_until: int, now: int) -> int:
    """Microseconds until the hold ends; 0 for none, and for one no wait of Telegram's can explain."""
    left = held_until - now
    return left if 0 < left <= LONGEST_HOLD // _TICK else 0


@dataclass(frozen=True)
class Slots:
    """Places in the line. `waits`: seconds from the moment of reserving; none while the line is held or full."""

    waits: tuple[float, ...] = ()
    holds: int = 0  # a mark with another number is refused: Telegram told us to wait in between
    held_for: float = 0.0  # seconds until it is worth asking again
    bucket: str = BOT


def _start(now: ColumnElement[int]) -> ColumnElement[int]:
    """`start` as SQL."""
    free_at = col(RateBucket.free_at)
    return case((free_at.between(now + 1, now + LOOK_AHEAD // _TICK), free_at), else_=now)


_NOW: BindParameter[int] = bindparam("now", type_=BigInteger)
_RESERVE = (
    update(RateBucket)
    .where(col(RateBucket.name) == bindparam("bucket"))
    .where(~col(RateBucket.held_until).between(_NOW + 1, _NOW + LONGEST_HOLD // _TICK))
    .where(~col(RateBucket.free_at).between(_NOW + FULL // _TICK, _NOW + LOOK_AHEAD // _TICK))
    .values(free_at=_start(_NOW) + bindparam("length", type_=BigInteger))
    .returning(col(RateBucket.free_at), col(RateBucket.holds))
    .execution_options(synchronize_session=False)
)


async def reserve(session: Session, count: int, per_second: float, now: datetime, bucket: str = BOT) -> Slots:
    """Stand in line for so many messages: at most half a second's work. Exact over any number of processes."""
    at, apart = micros(now), gap(per_second)
    taken = (await session.exec(_RESERVE, params={"now": at, "bucket": bucket, "length": count * apart})).first()
    if taken is None:
        return await _refused(session, count, per_second, now, bucket)
    first = taken.free_at - count * apart
    waits = tuple((first + place * apart - at) / 1_000_000 for place in range(count))
    return Slots(waits, taken.holds, bucket=bucket)


async def _refused(session: Session, count: int, per_second: float, now: datetime, bucket: str) -> Slots:
    """The line is held or full; or this is the very first message, and somebody may have opened the line meanwhile."""
    row = (await session.exec(select(RateBucket).where(RateBucket.name == bucket))).first()
    wait = _wait(row, micros(now)) if row else 0
    if row and wait:
        return Slots(holds=row.holds, held_for=wait / 1_000_000, bucket=bucket)
    await _open(session)
    return await reserve(session, count, per_second, now, bucket)


def _wait(row: RateBucket, now: int) -> int:
    """Microseconds until the line takes somebody again; 0 when it does now."""
    over = start(row.free_at, now) - now - FULL // _TICK
    return held(row.held_until, now) or (over + 1 if over >= 0 else 0)


async def held_for(session: Session, now: datetime) -> float:
    """Seconds until anything may be sent."""
    rows = (await session.exec(select(col(RateBucket.held_until)))).all()
    return max((held(until, micros(now)) for until in rows), default=0) / 1_000_000


async def hold(session: Session, after: timedelta, now: datetime) -> None:
    """Telegram said 429: all processes wait, slots reserved before are void, and afterwards the line starts anew."""
    await _open(session)
    until = micros(now + min(after, LONGEST_HOLD))
    held_until = col(RateBucket.held_until)
    longer = case((held_until.between(until, until + LONGEST_HOLD // _TICK), held_until), else_=until)
    lines = update(RateBucket).where(col(RateBucket.name).in_([BOT, PAID]))
    await session.exec(lines.values(held_until=longer, free_at=0, holds=col(RateBucket.holds) + 1))


async def _open(session: Session) -> None:
    rows = [{"name": name, "free_at": 0, "held_until": 0, "holds": 0} for name in (BOT, PAID)]
    await session.exec(insert(session, RateBucket).values(rows).on_conflict_do_nothing())


async def make_room(session: Session, replies: int, per_second: float, now: datetime) -> None:
    """Replies to people never wait in this line; the line steps back by as many as they were."""
    moved = _start(literal(micros(now))) + replies * gap(per_second)
    await session.exec(update(RateBucket).where(col(RateBucket.name) == BOT).values(free_at=moved))
