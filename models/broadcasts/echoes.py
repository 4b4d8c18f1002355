"""What comes back: who got it, what people did with their copy, and how fast it goes."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.broadcasts.tables import Broadcast, Echo
from models.db import Session, insert
from models.outbox.states import is_state
from models.outbox.tables import Delivery, State
from models.people.tables import Person

PAGE = 20  # people on one screen
LONGEST_ALBUM = 10  # its pictures have numbers one after the other, and the delivery keeps the first


async def note(session: Session, broadcast: int, person_id: UUID, kind: str, what: str, now: datetime) -> None:
    """Somebody pressed a button of hers, or put a sign under it; twice counts once."""
    row = {"id": uuid4(), "broadcast": broadcast, "person_id": person_id, "kind": kind, "what": what, "at": now}
    await session.exec(insert(session, Echo).values(row).on_conflict_do_nothing())


async def counted(session: Session, broadcast: int) -> list[tuple[str, int]]:
    """What people did with it, the most frequent first."""
    query = select(col(Echo.what), func.count()).where(Echo.broadcast == broadcast)
    query = query.group_by(col(Echo.what)).order_by(func.count().desc(), col(Echo.what)).limit(8)
    return [(what, count) for what, count in await session.exec(query)]


async def announcement_at(session: Session, chat_id: int, message_id: int) -> Broadcast | None:
    """The announcement whose copy, or a picture of whose copy, this message is."""
    mine = (is_state(State.SENT), col(Delivery.chat_id) == chat_id, col(Delivery.target).is_(None))
    near = col(Delivery.message_id).between(message_id - LONGEST_ALBUM + 1, message_id)
    newest = select(Delivery).where(*mine, near).order_by(col(Delivery.message_id).desc()).limit(1)
    copy = (await session.exec(newest)).first()
    number = (copy.batch or "").removeprefix("broadcast:") if copy else ""
    broadcast = await session.get(Broadcast, int(number)) if number.isdecimal() else None
    if copy is None or broadcast is None:
        return None
    behind = message_id - (copy.message_id or 0)
    longest = max((len(copied["message_ids"]) for copied in broadcast.copies.values()), default=1)
    return broadcast if behind < longest else None


async def speed(session: Session, batch: str, now: datetime, span: timedelta) -> float:
    """Copies a second that arrived within this time."""
    arrived = (col(Delivery.batch) == batch, col(Delivery.state) == State.SENT, col(Delivery.ended_at) > now - span)
    count, first = (await session.exec(select(func.count(), func.min(col(Delivery.ended_at))).where(*arrived))).one()
    seconds = (now - first).total_seconds() if first else 0.0
    return count / max(seconds, 1.0) if count else 0.0


async def people(session: Session, batch: str, page: int) -> tuple[list[tuple[str, str, str | None]], int]:
    """A page of names with what became of their copy and why; and how many pages there are. Who is gone has no name."""
    whole = (await session.exec(select(func.count()).select_from(Delivery).where(Delivery.batch == batch))).one()
    query = (
        rows_of(func.coalesce(col(Person.first_name), "–"), col(Delivery.state), col(Delivery.reason))
        .select_from(Delivery)
        .outerjoin(Person, col(Person.id) == col(Delivery.person_id))
        .where(col(Delivery.batch) == batch)
        .order_by(col(Delivery.state) == State.SENT, col(Person.first_name), col(Delivery.id))
        .offset(page * PAGE)
        .limit(PAGE)
    )
    rows = await (await session.connection()).execute(query)
    return [(name, state, reason) for name, state, reason in rows], max(1, -(-whole // PAGE))
