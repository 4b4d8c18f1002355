"""What a conversation with the staff is about: chosen before the question, heard in it, or said by the staff.

Where the town says who takes care of a subject, the conversation is theirs.
"""

from handlers.deps import House, Visit
from handlers.screens import Button, Rows
from models.db import Session
from models.desk.tables import Conversation
from models.people import meeting
from models.people.tables import Person, Role, reaches


def name(house: House, subject: str | None, language: str) -> str:
    """As people read it; "" for none."""
    own = house.town.desk.subjects.get(subject or "")
    if own is not None:
        return house.town.said(own, language)
    key = f"subject_{subject}"
    return house.texts.label(key, language) if key in house.texts.labels else subject or ""


def choice(house: House, language: str, *press: str) -> Rows:
    """One button a subject, two in a row; `press` is what they stand for."""
    buttons = [Button(name(house, one, language), (*press, one)) for one in house.town.desk.choices]
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


def staff_choice(house: House, conversation: Conversation, action: str, language: str) -> Rows:
    """`action`: where it is pressed, in the group or in a coordinator's own chat."""
    return choice(house, language, action, "subject", str(conversation.id))


def heard(visit: Visit) -> str | None:
    """What her words are about, where they say it."""
    if not visit.words:
        return None
    found = visit.house.hearing.hear(visit.words, visit.language)
    return visit.house.town.desk.subject_of(found.wish.ids("needs"))


async def settle(house: House, session: Session, conversation: Conversation, subject: str) -> None:
    """It is about this from now on, and belongs to whoever takes care of such questions."""
    conversation.subject = subject
    number = house.town.desk.takes.get(subject)
    taker = await meeting.by_chat(session, number) if number else None
    if taker and reaches(Role(taker.role), Role.COORDINATOR):
        conversation.assignee = taker.id
    session.add(conversation)


async def taken_by(session: Session, conversation: Conversation) -> str | None:
    """The first name of whoever takes care of it."""
    taker = await session.get(Person, conversation.assignee) if conversation.assignee else None
    return taker.first_name if taker else None
