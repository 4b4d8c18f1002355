"""Messages on their way between a person and the staff: put in line as numbers, and found again on the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from models.db import Session
from models.desk import talking
from models.desk.tables import By, Conversation, DeskMessage
from models.outbox.planning import Draft, plan_for_chat
from models.outbox.tables import Lane

COPY, CARD, NOTE = "desk_copy", "desk_card", "desk_note"  # kinds of delivery, and the templates behind them
ERASE = "desk_erase"
ALBUM = timedelta(seconds=1.5)  # its pictures come as messages of their own, within this time


@dataclass(frozen=True)
class Origin:
    """A message as it was sent."""

    chat_id: int
    message_id: int
    album: str | None = None
    answers: int | None = None


async def relay(
    session: Session,
    conversation: Conversation,
    by: By,
    origin: Origin,
    to: int,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Put a copy in line for the other side. The pictures of an album travel together."""
    later = due is not None
    together = origin.album is not None and await _on_its_way(session, origin.album, to)
    link = DeskMessage(
        conversation_id=conversation.id,
        by=by,
        at=now,
        chat_id=origin.chat_id,
        message_id=origin.message_id,
        answers=origin.answers,
        album=origin.album,
        copy_chat=to,
    )
    session.add(link)
    if not together:
        due = (due or now) + (ALBUM if origin.album else timedelta(0))
        values: dict[str, object] = {"link": str(link.id), **({"later": True} if later else {})}
        await _plan(session, conversation, COPY, f"{link.id}", to, due, values, now)


async def remember(session: Session, conversation: Conversation, by: By, origin: Origin, now: datetime) -> None:
    """A message nobody gets a copy of yet: there is no group, and whoever answers asks for it."""
    session.add(
        DeskMessage(
            conversation_id=conversation.id,
            by=by,
            at=now,
            chat_id=origin.chat_id,
            message_id=origin.message_id,
            answers=origin.answers,
            album=origin.album,
            copy_chat=0,
        )
    )


async def _on_its_way(session: Session, album: str, to: int) -> bool:
    query = select(DeskMessage.id).where(
        DeskMessage.album == album, DeskMessage.copy_chat == to, col(DeskMessage.copy_id).is_(None)
    )
    return (await session.exec(query.limit(1))).first() is not None


async def card(session: Session, conversation: Conversation, to: int, now: datetime) -> None:
    """Who asks, at the head of her conversation in the group."""
    link = DeskMessage(conversation_id=conversation.id, by=By.BOT, at=now, chat_id=0, copy_chat=to)
    session.add(link)
    conversation.carded = True
    session.add(conversation)
    await _plan(session, conversation, CARD, f"{link.id}", to, now, {"link": str(link.id)}, now)


async def note(
    session: Session, conversation: Conversation, to: int, what: str, now: datetime, key: str = "", **values: object
) -> bool:
    """A word of the bot to one side. `key` names the occasion: the same is said once."""
    said = {"conversation": conversation.id, "what": what, **values}
    named = f"{what}:{conversation.id}:{key or now.isoformat()}"
    return await _plan(session, conversation, NOTE, named, to, now, said, now)


async def _plan(
    session: Session,
    conversation: Conversation,
    kind: str,
    key: str,
    to: int,
    due: datetime,
    values: dict[str, object],
    now: datetime,
) -> bool:
    draft = Draft(
        key=f"desk:{key}",
        kind=kind,
        about=talking.about(conversation.id),
        lane=Lane.URGENT,
        due_at=due,
        message={"template": kind, "values": values},
    )
    return await plan_for_chat(session, draft, to, now)


async def together(session: Session, link: DeskMessage) -> Sequence[DeskMessage]:
    """The message itself, or all of its album that is still to be copied, in their order."""
    if link.album is None:
        return [link]
    query = select(DeskMessage).where(
        DeskMessage.album == link.album, DeskMessage.copy_chat == link.copy_chat, col(DeskMessage.copy_id).is_(None)
    )
    return (await session.exec(query.order_by(col(DeskMessage.message_id)))).all()


async def arrived(session: Session, link_id: UUID, copies: Sequence[int]) -> None:
    """The numbers Telegram gave to the copies."""
    link = await session.get(DeskMessage, link_id)
    if link is None:
        return
    for one, number in zip(await together(session, link), copies, strict=False):
        one.copy_id = number
        session.add(one)


async def copies_of(session: Session, chat_id: int, message_id: int) -> Sequence[DeskMessage]:
    """Where copies of this message are, for an edit to follow."""
    query = select(DeskMessage).where(DeskMessage.chat_id == chat_id, DeskMessage.message_id == message_id)
    return (await session.exec(query.where(col(DeskMessage.copy_id).is_not(None)))).all()


async def at(session: Session, chat_id: int, message_id: int) -> DeskMessage | None:
    """What this message in a chat is: a copy, or something of which there is one."""
    here = or_(
        (col(DeskMessage.copy_chat) == chat_id) & (col(DeskMessage.copy_id) == message_id),
        (col(DeskMessage.chat_id) == chat_id) & (col(DeskMessage.message_id) == message_id),
    )
    return (await session.exec(select(DeskMessage).where(here).limit(1))).first()


async def counterpart(session: Session, chat_id: int, message_id: int | None, other: int) -> int | None:
    """The number by which the other chat knows this message."""
    if message_id is None:
        return None
    copies = await copies_of(session, chat_id, message_id)
    there = next((one.copy_id for one in copies if one.copy_chat == other), None)
    if there is not None:
        return there
    query = select(DeskMessage.message_id).where(
        DeskMessage.copy_chat == chat_id, DeskMessage.copy_id == message_id, DeskMessage.chat_id == other
    )
    return (await session.exec(query.limit(1))).first()


async def head(session: Session, conversation: int, chat_id: int) -> int | None:
    """The number of the newest card in the group."""
    query = select(DeskMessage.copy_id).where(
        DeskMessage.conversation_id == conversation,
        DeskMessage.by == By.BOT,
        DeskMessage.copy_chat == chat_id,
        col(DeskMessage.copy_id).is_not(None),
    )
    return (await session.exec(query.order_by(col(DeskMessage.at).desc()).limit(1))).first()
