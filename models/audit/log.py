"""Writing the log and proving that nobody has touched it. Never changes what stands.

Each entry's seal covers its own content and the seal before it, so a changed, added or missing entry breaks the chain
from there on. The oldest entry that is still kept is taken at its word.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, text
from sqlmodel import col, select

from models.audit.tables import AuditEntry, Outcome
from models.db import Session, dialect_of

TURN = 0x61756469  # any number of ours: processes that write at once take turns, or two entries would follow one
KEPT = timedelta(days=366)  # a day longer than the database insists on
QUIET = timedelta(hours=1)  # the same refusal is written once in this time: nobody fills the log by pressing


@dataclass(frozen=True)
class Act:
    """What was done, by whom, to what."""

    actor: UUID | None
    role: str
    name: str
    about: str = ""
    outcome: Outcome = Outcome.DONE


async def write(session: Session, act: Act, now: datetime) -> None:
    """One more entry, in the transaction of the act itself: both stand or neither."""
    if dialect_of(session) == "postgresql":
        await session.exec(text("SELECT pg_advisory_xact_lock(:turn)"), params={"turn": TURN})  # type: ignore[call-overload]  # sqlmodel types selects only
    last = (await session.exec(select(AuditEntry.seal).order_by(col(AuditEntry.number).desc()).limit(1))).first()
    entry = AuditEntry(
        at=now, actor=act.actor, role=act.role, act=act.name, about=act.about, outcome=act.outcome, seal=""
    )
    entry.seal = sealed(entry, last or "")
    session.add(entry)
    await session.flush()


async def write_refusal(session: Session, act: Act, now: datetime) -> None:
    """The same, but only once an hour for the same person, act and outcome."""
    same = (AuditEntry.actor == act.actor, AuditEntry.act == act.name, AuditEntry.outcome == act.outcome.value)
    query = select(AuditEntry.number).where(*same, col(AuditEntry.at) > now - QUIET).limit(1)
    if (await session.exec(query)).first() is None:
        await write(session, act, now)


def sealed(entry: AuditEntry, before: str) -> str:
    """The seal of an entry that stands behind the seal `before`."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    actor = str(entry.actor) if entry.actor else None
    content = [before, at, actor, entry.role, entry.act, entry.about, str(entry.outcome)]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


async def broken_at(session: Session) -> int | None:
    """The number of the first entry that does not follow from the one before it; None where the chain holds."""
    before = None
    for entry in await session.exec(select(AuditEntry).order_by(col(AuditEntry.number))):
        if before is not None and entry.seal != sealed(entry, before):
            return entry.number
        before = entry.seal
    return None


async def newest(session: Session, limit: int = 50) -> list[AuditEntry]:
    """The latest acts, the newest first."""
    return list(await session.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(limit)))


async def forget_old(session: Session, now: datetime) -> int:
    """Drop what is older than a year, as promised to those it names; how many entries went."""
    old = delete(AuditEntry).where(col(AuditEntry.at) < now - KEPT)
    return (await session.exec(old)).rowcount
