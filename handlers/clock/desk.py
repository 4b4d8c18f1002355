"""The desk by the clock: topics are opened, and what did not arrive is told to whoever wrote it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from handlers.chat import desk_words
from handlers.deps import House
from handlers.screens import Screen
from models.db import Session
from models.desk import group, inbox, relaying, talking
from models.desk.relaying import CARD, COPY, ERASE
from models.desk.tables import By, DeskMessage, StaffGroup, Stage
from models.outbox import alarms
from models.outbox.outcomes import ATTEMPTS, Ambiguous, Broken, Gone, Later, Moved, Outcome, Sent, Shut
from models.outbox.recheck import Ready
from models.people.tables import Person

log = structlog.get_logger()

AGAIN = timedelta(minutes=5)  # a group that is closed to us is tried again
NO_THREAD = "no_thread"  # her topic was deleted
Came = tuple[Ready, Outcome]


async def come_back(house: House) -> None:
    """After quiet time the bot answers again, and says so."""
    now = house.clock()
    async with house.database.reading() as session:
        if not await talking.any_left_alone(session, now):
            return
    async with house.database.transaction() as session:
        for person in await talking.left_alone(session, now):
            conversation = await talking.of_person(session, person.id)
            if conversation and conversation.stage != Stage.CLOSED:
                await inbox.say_back(session, conversation, now, house.manners)


async def remind(house: House) -> None:
    """Whoever has waited for a day: the staff hears of it, once."""
    now, after = house.clock(), timedelta(hours=house.town.desk.remind_after_hours)
    async with house.database.transaction() as session:
        staff = await group.current(session, house.staff_chat)
        for conversation in await talking.unanswered(session, now, after):
            if staff:
                await relaying.note(session, conversation, staff.chat_id, "unanswered", now)
            else:
                await inbox.tell(session, conversation, now, house.manners, ":reminder")


class Topics(Protocol):
    """What the desk needs of the way to Telegram."""

    async def open_topic(self, chat_id: int, name: str) -> int | Outcome | None: ...

    async def sign(self, chat_id: int, message_id: int) -> None: ...


async def placed(house: House, messenger: Topics, one: Ready, screen: Screen) -> Screen | Outcome:
    """With the topic opened that it goes into; where the group has none, it goes into the group as it is."""
    if screen.place is None or screen.place.opens is None or house.staff_chat is None:
        return screen
    conversation, name = screen.place.opens
    opened = await messenger.open_topic(one.row.chat_id, name)
    if opened is not None and not isinstance(opened, int):
        return opened
    async with house.database.transaction() as session:
        await group.found_topics(session, house.staff_chat, opened is not None)
        if opened is not None:
            await group.open_thread(session, conversation, opened)
    return replace(screen, place=replace(screen.place, thread=opened, opens=None))


def ours(one: Ready) -> bool:
    return one.row.kind in desk_words.WRITERS


async def settle(house: House, session: Session, came: Sequence[Came], now: datetime) -> list[Came]:
    """What the outbox is to write down of these calls, and what follows from them for the desk."""
    return [
        (one, await _settled(house, session, one, outcome, now)) if ours(one) else (one, outcome)
        for one, outcome in came
    ]


async def _settled(house: House, session: Session, one: Ready, outcome: Outcome, now: datetime) -> Outcome:
    if one.row.kind == ERASE:
        if isinstance(outcome, Gone | Broken):
            await _by_hand(house, session, one, now)
        return outcome
    match outcome:
        case Sent():
            await _arrived(house, session, one, outcome, now)
        case Later(reason, _) if reason == NO_THREAD:
            await group.lost_thread(session, _conversation(one))
        case Later(reason, _) if one.row.attempts + 1 >= ATTEMPTS:
            return Shut(reason, AGAIN)  # Telegram is away: somebody waits for this, however long it takes
        case Ambiguous() if one.row.doubts:
            await _not_passed(session, one, now, "unsure")
        case Moved() | Gone():
            return await _away(house, session, one, outcome, now)
        case Broken(_):
            await _not_passed(session, one, now, "not_passed")
    return outcome


async def _arrived(house: House, session: Session, one: Ready, sent: Sent, now: datetime) -> None:
    if one.row.kind in {COPY, CARD}:
        await relaying.arrived(session, _link(one), [sent.message_id, *sent.others])
    if one.message.get("values", {}).get("later"):
        await _answered(house, session, one, now)
    staff = await _staff(house, session, one)
    if staff and staff.shut:
        await group.opened(session, staff.setting, now)


async def _away(house: House, session: Session, one: Ready, outcome: Moved | Gone, now: datetime) -> Outcome:
    """The chat has another number or is closed to us. What was for the group waits; a person's is told as lost."""
    staff = await _staff(house, session, one)
    if isinstance(outcome, Moved):
        if staff:
            await group.moved(session, staff.setting, outcome.chat_id)
        return outcome
    if staff is None:
        await _not_passed(session, one, now, "gone")
        return outcome
    if await group.shut(session, staff.setting, outcome.reason):
        await _tell_administrators(house, session, now)
    return Shut(outcome.reason, AGAIN)


async def _staff(house: House, session: Session, one: Ready) -> StaffGroup | None:
    """The staff's group, where this was for it."""
    staff = await group.current(session, house.staff_chat)
    return staff if staff and staff.chat_id == one.row.chat_id else None


async def _answered(house: House, session: Session, one: Ready, now: datetime) -> None:
    """An answer that was written before has its effect now that it has arrived."""
    conversation = await talking.numbered(session, _conversation(one), lock=True)
    person = await session.get(Person, conversation.person_id) if conversation else None
    if conversation and person:
        until = now + timedelta(hours=house.town.desk.quiet_hours)
        await talking.answered(session, conversation, person, now, until)


def _link(one: Ready) -> UUID:
    return UUID(str(one.message.get("values", {})["link"]))


def _conversation(one: Ready) -> int:
    return int(one.row.about.partition(":")[2])


async def _tell_administrators(house: House, session: Session, now: datetime) -> None:
    """Once, until it is open again."""
    log.error("the staff's group cannot be written to; what waits for it is kept")
    for person in await alarms.administrators(session):
        text = house.texts.render("chat/desk/shut", person.language)
        await alarms.put_in_line(session, "staff_group", person, text, now)


async def _by_hand(house: House, session: Session, one: Ready, now: datetime) -> None:
    """We may not delete there: an administrator is asked to, or what she had erased would stay."""
    for person in await alarms.administrators(session):
        text = house.texts.render("chat/desk/erase_by_hand", person.language)
        await alarms.put_in_line(session, f"erase:{one.row.id}", person, text, now)


async def _not_passed(session: Session, one: Ready, now: datetime, what: str) -> None:
    """Whoever wrote it hears that it did not arrive."""
    link = await session.get(DeskMessage, _link(one)) if one.row.kind == COPY else None
    conversation = await talking.numbered(session, link.conversation_id) if link else None
    if link is None or conversation is None:
        return
    if link.by == By.MAKER:
        person = await session.get(Person, conversation.person_id)
        if person:
            await relaying.note(session, conversation, person.chat_id, what, now, str(link.id))
        return
    await relaying.note(session, conversation, link.chat_id, what, now, str(link.id))
