"""What travels between a person and the staff, put together when it leaves: a copy, a card, a word of the bot."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from handlers.chat import desk_canned, desk_subjects
from handlers.deps import House
from handlers.screens import Button, Place, Rows, Screen
from models.db import Session
from models.desk import group, relaying, talking
from models.desk.relaying import CARD, COPY, ERASE, NOTE
from models.desk.tables import Conversation, DeskMessage
from models.outbox.recheck import Ready
from models.people import meeting
from models.people.tables import Person

Writer = Callable[[House, Session, Ready], Awaitable[Screen | None]]
DAY_BEGINS = 9  # o'clock: "tomorrow"
DAYS_AHEAD = {"tomorrow": 1, "three": 3, "week": 7}
TOPIC = 120  # characters of a topic's name; Telegram takes 128


async def write(house: House, one: Ready) -> Screen | None:
    """None where it has lost its sense: the person has had everything erased."""
    async with house.database.reading() as session:
        return await WRITERS[one.message.get("template", "")](house, session, one)


async def _copy(house: House, session: Session, one: Ready) -> Screen | None:
    link = await _link(session, one)
    conversation = await talking.numbered(session, link.conversation_id) if link else None
    if link is None or conversation is None or link.message_id is None:
        return None
    messages = await relaying.together(session, link)
    numbers = tuple(message.message_id for message in messages if message.message_id)
    under = await relaying.counterpart(session, link.chat_id, link.answers, one.row.chat_id)
    place = await _place(house, session, conversation, one.row.chat_id, under)
    return Screen("", copied=(link.chat_id, numbers), place=place, receipt=(link.chat_id, numbers[-1]))


async def _card(house: House, session: Session, one: Ready) -> Screen | None:
    """Who asks; whoever answers this answers her."""
    link = await _link(session, one)
    conversation = await talking.numbered(session, link.conversation_id) if link else None
    person = await session.get(Person, conversation.person_id) if conversation else None
    if conversation is None or person is None:
        return None
    place = await _place(house, session, conversation, one.row.chat_id, None, headless=True)
    text = await card_text(house, session, person, conversation)
    return Screen(text, group_ways(house, conversation), place=place)


async def card_text(house: House, session: Session, person: Person, conversation: Conversation) -> str:
    """In the town's first language: a group speaks it."""
    language = house.texts.languages[0]
    seen = facts(house, person, conversation, language)
    taken_by = await desk_subjects.taken_by(session, conversation)
    return house.texts.render("chat/desk/card", language, **seen, taken_by=taken_by, prefix=house.town.desk.note_prefix)


def facts(house: House, person: Person, conversation: Conversation, language: str) -> dict[str, object]:
    """What the staff sees of somebody who asks."""
    vocabulary, spoken = house.vocabulary, person.language
    known = vocabulary.has("languages", spoken)
    return {
        "number": conversation.id,
        "name": person.first_name,
        "speaks": vocabulary.label("languages", spoken, language) if known else spoken,
        "subject": desk_subjects.name(house, conversation.subject, language),
        "urgent": conversation.urgent,
        "stage": conversation.stage,
    }


def group_ways(house: House, conversation: Conversation) -> Rows:
    language, number = house.texts.languages[0], str(conversation.id)
    acts = ("reopen",) if conversation.stage == "closed" else ("mine", "canned", "snooze", "subject", "close")
    return _in_pairs(tuple(Button(house.texts.label(f"desk_{act}", language), ("at", act, number)) for act in acts))


def _in_pairs(buttons: tuple[Button, ...]) -> Rows:
    return tuple(buttons[first : first + 2] for first in range(0, len(buttons), 2))


def moments(house: House, now: datetime) -> Mapping[str, datetime]:
    """Until when a conversation can be put off."""
    morning = now.astimezone(house.town.zone).replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    days = {name: morning + timedelta(days=ahead) for name, ahead in DAYS_AHEAD.items()}
    return {"hour": now + timedelta(hours=1), **days}


def later_ways(house: House, conversation: Conversation, action: str, language: str) -> Rows:
    """One button a moment. `action`: where it is pressed, in the group or in a coordinator's own chat."""
    number = str(conversation.id)
    return tuple(
        (Button(house.texts.label(f"desk_until_{name}", language), (action, "snooze", number, name)),)
        for name in ("hour", *DAYS_AHEAD)
    )


async def _note(house: House, session: Session, one: Ready) -> Screen | None:
    values = one.message.get("values", {})
    conversation = await talking.numbered(session, int(str(values.get("conversation", 0))))
    person = await session.get(Person, conversation.person_id) if conversation else None
    if conversation is None or person is None:
        return None
    to = await meeting.by_chat(session, one.row.chat_id)
    language = to.language if to else house.texts.languages[0]
    said = {key: value for key, value in values.items() if key != "conversation"}
    if values.get("what") == "canned":
        return Screen(desk_canned.text(house, str(values["canned"]), language, person.first_name))
    text = house.texts.render("chat/desk/note", language, **{**EMPTY, **said, "name": person.first_name})
    return Screen(text, place=await _place(house, session, conversation, one.row.chat_id, None))


EMPTY: Mapping[str, object] = {"by": "", "title": "", "number": 0}


async def _link(session: Session, one: Ready) -> DeskMessage | None:
    return await session.get(DeskMessage, UUID(str(one.message.get("values", {})["link"])))


async def _place(
    house: House,
    session: Session,
    conversation: Conversation,
    chat_id: int,
    under: int | None,
    *,
    headless: bool = False,
) -> Place | None:
    """In the group: in her topic, or, where there are none, under the card of her conversation."""
    staff = await group.current(session, house.staff_chat)
    if staff is None or staff.chat_id != chat_id:
        return Place(under=under) if under else None
    if conversation.thread_id is None and staff.topics is not False:
        return Place(under=under, opens=(conversation.id, await _topic(house, session, conversation)))
    if conversation.thread_id is None and not headless:
        under = under or await relaying.head(session, conversation.id, chat_id)
    return Place(conversation.thread_id, under)


async def _topic(house: House, session: Session, conversation: Conversation) -> str:
    """Who asks, the number, and about what: the list of topics is read like the /inbox."""
    person = await session.get(Person, conversation.person_id)
    subject = desk_subjects.name(house, conversation.subject, house.texts.languages[0])
    parts = (person.first_name if person else "", str(conversation.id), subject)
    return " · ".join(part for part in parts if part)[:TOPIC]


async def _erase(_house: House, _session: Session, one: Ready) -> Screen | None:
    """A copy, or a whole topic, of somebody who has had everything erased."""
    values = one.message.get("values", {})
    return Screen("", change=(str(values["what"]), int(str(values["number"]))))


WRITERS: Mapping[str, Writer] = {COPY: _copy, CARD: _card, NOTE: _note, ERASE: _erase}
