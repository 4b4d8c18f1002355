"""Coordinators and makers for the announcements' walks: their phones, a draft, and what of it leaves."""

from models.outbox import preferences
from models.people import meeting
from models.people.tables import Role
from tests.stage import COORDINATOR
from tests.walks.fingers import press


async def rosa_of(stage, language="en"):
    """She is named in COORDINATOR_IDS."""
    rosa = stage.phone("Rosa", language, id=COORDINATOR)
    await rosa.type("/start")
    return rosa


async def colleague(stage, name, role=Role.COORDINATOR, language="en"):
    phone = stage.phone(name, language)
    await phone.type("/start")
    async with stage.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, phone.id), role)
    return phone


async def makers(stage, *languages):
    """People who agreed to announcements."""
    phones = []
    for number, language in enumerate(languages):
        phone = stage.phone(f"Ana{number}", language)
        await phone.type("/start")
        async with stage.database.transaction() as session:
            person = await meeting.by_chat(session, phone.id)
            await preferences.agree(session, person.id, {"consent_announcements": True})
        phones.append(phone)
    return phones


async def written(rosa, words="The hall is open, {first_name}.", language="en"):
    """A draft with words in one language."""
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", f"bc:words:1:{language}")
    await rosa.type(words)


async def sent(stage, rosa, number=1):
    await press(rosa, f"bcs:confirm:{number}", f"bcs:confirm:{number}:yes")
    await deliver(stage)


async def deliver(stage):
    for _ in range(3):
        await stage.deliver()
        stage.clock.tick(seconds=2)


def decided(stage, monkeypatch, **announcements):
    """The town's announcements as its file might have them."""
    house = stage.running.house
    town = house.town.model_copy(update={"announcements": house.town.announcements.model_copy(update=announcements)})
    monkeypatch.setitem(house.__dict__, "town", town)


def texts(phone):
    """What the bot has said, words only."""
    return [one.get("text") or one.get("caption") for one in phone.messages if one["from"]["is_bot"]]
