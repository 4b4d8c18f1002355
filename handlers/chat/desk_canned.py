"""Ready answers: whatever stands in `content/chat/canned/` or in the town's own `chat/canned/`, said in her language.

The first line of each is its name on the buttons.
"""

from datetime import datetime, timedelta

from content.splitting import visible
from handlers.deps import House
from handlers.screens import Button, Rows
from models.db import Session
from models.desk import relaying, talking
from models.desk.tables import Conversation
from models.people.tables import Person

FOLDER = "chat/canned"
LONGEST = 40  # characters of a button
LONGEST_NAME = 24  # bytes: it travels in a button
MOST = 7  # on a screen


def names(house: House) -> list[str]:
    return [name for name in house.texts.inside(FOLDER) if len(name.encode()) <= LONGEST_NAME]


def text(house: House, name: str, language: str, first_name: str = "") -> str:
    """Without its first line, which is for the staff."""
    return _whole(house, name, language, first_name).partition("\n")[2].strip()


def title(house: House, name: str, language: str) -> str:
    return visible(_whole(house, name, language, "").partition("\n")[0])[:LONGEST]


def _whole(house: House, name: str, language: str, first_name: str) -> str:
    town = house.town
    return house.texts.render(
        f"{FOLDER}/{name}",
        language,
        first_name=first_name,
        programme=town.said(town.programme, language) or town.name,
        phone=town.contacts.phone,
        email=town.contacts.email,
        office_hours=town.said(town.contacts.office_hours, language),
    )


def choice(house: House, conversation: Conversation, action: str, language: str) -> Rows:
    """One button an answer. `action`: where it is pressed, in the group or in a coordinator's own chat."""
    number = str(conversation.id)
    return tuple(
        (Button(title(house, name, language), (action, "canned", number, name)),) for name in names(house)[:MOST]
    )


async def send(
    house: House, session: Session, conversation: Conversation, person: Person, name: str, now: datetime
) -> None:
    """She gets it in her language."""
    await relaying.note(session, conversation, person.chat_id, "canned", now, canned=name)
    until = now + timedelta(hours=house.town.desk.quiet_hours)
    await talking.answered(session, conversation, person, now, until)
