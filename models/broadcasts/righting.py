"""Putting right what was sent: a correction in place, or taking every copy back. Never commits.

A copy that has arrived, or is on its way at this moment, is changed by a delivery of its own that names it (`target`).
A copy that still waits leaves with the right words by itself: it carries none of its own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, null, or_, update
from sqlmodel import col, select

from models.broadcasts.sending import Town, batch_of, instead, message_of, spoken
from models.broadcasts.tables import Broadcast, Repeat, Stage
from models.db import Session, UtcDateTime, insert
from models.outbox import batches
from models.outbox.judging import CORRECTION, RECALL
from models.outbox.planning import Draft, plan
from models.outbox.tables import Batch, Delivery, Lane, Message, Policy, State, Words
from models.people.tables import Person

DELETABLE = timedelta(hours=47, minutes=30)  # Telegram lets a bot take its message back for 48 hours
NOTE = "correction_note"
AFTER = timedelta(minutes=1)  # the note, so that who opens the chat for it finds the right words


@dataclass(frozen=True)
class Righted:
    """What a correction or a recall set going. `late`: copies Telegram no longer lets anybody take away."""

    changed: int
    stopped: int = 0
    late: int = 0


CAPTIONED = frozenset({"photo", "video", "document", "audio", "voice"})  # the words under these can be changed


def correctable(broadcast: Broadcast) -> list[str]:
    """The languages whose words can be put right: texts, and what stands under a single picture, film or file."""
    copies = broadcast.copies.items()
    return [*broadcast.texts, *(code for code, one in copies if one.get("kind") in CAPTIONED and not one.get("album"))]


async def correct(session: Session, broadcast: Broadcast, words: dict[str, str], now: datetime, town: Town) -> Righted:
    """The right words everywhere, and a small note to those who may have read the wrong ones: an edit is silent.

    `words` by language, Telegram HTML; those of a copied picture go under it.
    """
    before = {**broadcast.texts, **{code: one.get("caption") for code, one in broadcast.copies.items()}}
    changed = {code for code, said in words.items() if before.get(code) != said}
    captions = {code: {**one, "caption": words[code]} for code, one in broadcast.copies.items() if code in words}
    broadcast.version += 1
    broadcast.texts = {**broadcast.texts, **{code: said for code, said in words.items() if code not in captions}}
    broadcast.copies = {**broadcast.copies, **captions}
    session.add(broadcast)
    right = message_of(broadcast)
    wrong = and_(_seen(broadcast), _reads(broadcast, changed, town))
    named = f"{batch_of(broadcast)}:fix{broadcast.version}"
    edit = Message(**{**right, "change": "edit"})
    fixed = await _change(session, broadcast, named, CORRECTION, edit, wrong, now)
    note = Draft(
        key=f"{batch_of(broadcast)}:note{broadcast.version}",
        kind=NOTE,
        about=batch_of(broadcast),
        lane=Lane.URGENT,
        due_at=now + AFTER,
        message=Message(template="correction_note", values={}),
        expires_at=broadcast.valid_until,
        policy=Policy.NEVER_TWICE,
        batch=f"{batch_of(broadcast)}:note{broadcast.version}",
    )
    await plan(session, note, select(col(Delivery.person_id)).where(wrong), now, town.manners)
    waiting = update(Batch).where(col(Batch.id) == batch_of(broadcast)).values(message=right, proved=False)
    await session.exec(waiting.execution_options(synchronize_session=False))
    return Righted(fixed)


async def recall(session: Session, broadcast: Broadcast, now: datetime) -> Righted:
    """Take every copy away that Telegram still lets us, and let none leave any more."""
    stopped = await batches.cancel(session, batch_of(broadcast), "recalled", now)
    broadcast.stage, broadcast.repeat = Stage.RECALLED.value, Repeat.NEVER.value
    session.add(broadcast)
    since = literal(now - DELETABLE, UtcDateTime)
    young = or_(col(Delivery.state) == State.SENDING, col(Delivery.ended_at) > since)
    named = f"{batch_of(broadcast)}:recall"
    seen = _seen(broadcast)
    gone = await _change(session, broadcast, named, RECALL, Message(change="delete"), and_(seen, young), now)
    late = select(func.count()).select_from(Delivery).where(seen, ~young)
    return Righted(gone, stopped, (await session.exec(late)).one())


def _reads(broadcast: Broadcast, changed: Collection[str], town: Town) -> ColumnElement[bool]:
    """Those whose words are among these: in their own language, or in the one they get instead."""
    readers: ColumnElement[bool] = col(Person.language).in_(changed)
    if instead(broadcast, town.language) in changed:
        readers = or_(readers, col(Person.language).not_in(list(spoken(broadcast))))
    return col(Delivery.person_id).in_(select(col(Person.id)).where(readers))


def _seen(broadcast: Broadcast) -> ColumnElement[bool]:
    """Copies somebody has, or may have in a moment."""
    there = col(Delivery.state).in_([State.SENT, State.SENDING, State.UNCERTAIN])
    return and_(col(Delivery.batch) == batch_of(broadcast), there)


async def _change(
    session: Session,
    broadcast: Broadcast,
    batch: str,
    kind: str,
    message: Message,
    which: ColumnElement[bool],
    now: datetime,
) -> int:
    """One delivery for each of these copies, in one statement; doing it again changes nothing."""
    opening = insert(session, Batch).values(
        id=batch, about=batch_of(broadcast), kind=kind, message=message, opened_at=now
    )
    await session.exec(opening.on_conflict_do_nothing())
    row = {
        "dedupe_key": literal(f"{batch}:").concat(cast(col(Delivery.chat_id), String)),
        "lane": literal(int(Lane.URGENT)),
        "kind": literal(kind),
        "about": literal(batch_of(broadcast)),
        "batch": literal(batch),
        "person_id": col(Delivery.person_id),
        "chat_id": col(Delivery.chat_id),
        "state": literal(State.PENDING.value),
        "policy": literal(Policy.RESEND.value),  # changing a message twice changes it once
        "due_at": literal(now, UtcDateTime),
        "expires_at": literal(None, UtcDateTime),
        "message": literal(None, Words),
        "once": literal(False),
        "attempts": literal(0),
        "doubts": literal(0),
        "reason": null(),
        "ended_at": literal(None, UtcDateTime),
        "target": col(Delivery.id),
    }
    copies = select(*row.values()).where(which)  # type: ignore[call-overload]  # sqlmodel types up to four columns
    statement = insert(session, Delivery).from_select(list(row), copies).on_conflict_do_nothing()
    added = max((await session.exec(statement)).rowcount, 0)
    more = update(Batch).where(col(Batch.id) == batch).values(recipients=col(Batch.recipients) + added)
    await session.exec(more.execution_options(synchronize_session=False))
    return added


async def changed_copies(session: Session, broadcast: Broadcast) -> int | None:
    """How many copies were put right or taken back so far; None where nobody asked for it."""
    mine = (col(Delivery.about) == batch_of(broadcast), col(Delivery.target).is_not(None))
    counted = select(func.count(), func.sum(case((col(Delivery.state) == State.SENT, 1), else_=0))).where(*mine)
    asked, done = (await session.exec(counted)).one()
    return int(done or 0) if asked else None
