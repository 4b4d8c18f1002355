"""/help, /privacy: what the bot does, what is kept."""

from handlers.chat import menu
from handlers.deps import Visit
from handlers.screens import Button, Replies, Say, Screen
from models.people.tables import Role


async def show(visit: Visit) -> Replies:
    """What can be said to the bot: the commands she may use, and her own words."""
    lines = visit.house.commands_for(Role(visit.person.role), visit.language)
    hers = {name for name, needed in visit.house.commands.items() if needed == Role.MAKER}
    text = visit.text(
        "chat/help",
        commands=[line for line in lines if line[0] in hers],
        desk=[line for line in lines if line[0] not in hers],
    )
    return [Say(Screen(text, menu.rows(visit)))]


async def privacy(visit: Visit) -> Replies:
    text = visit.text("chat/privacy", programme=visit.programme, staff=visit.may(Role.HELPER))
    row = (
        Button(visit.label("menu_profile"), press=("go", "profile")),
        Button(visit.label("erase"), press=("forget", "ask")),
    )
    return [Say(Screen(text, (row,)))]
