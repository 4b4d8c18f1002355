"""/language: another tongue, at any moment, without losing the place."""

from content.formats import name_of
from handlers.chat import intake, menu
from handlers.deps import Visit
from handlers.screens import Button, Commands, Popup, Replace, Replies, Rows, Say, Screen
from models.people.tables import Role


def rows(visit: Visit) -> Rows:
    """One button per language the town speaks, each in its own words; the one in use is ticked."""
    names = [(code, name_of(code)) for code in visit.house.town.languages]
    return (
        tuple(Button(f"✓ {name}" if code == visit.language else name, press=("lang", code)) for code, name in names),
    )


async def ask(visit: Visit) -> Replies:
    return [Say(Screen(visit.text("chat/language"), rows(visit)))]


async def choose(visit: Visit) -> Replies:
    """Speak the chosen language from here on, and show the open question in it, or the menu."""
    code = visit.button[0] if visit.button else ""
    if code not in visit.house.town.languages:
        return [Popup(visit.label("old_button"))]
    if code == visit.language:
        return [Popup(visit.label("language_kept"))]
    visit.person.language, visit.person.language_chosen = code, True
    visit.session.add(visit.person)
    question = await intake.open_screen(visit)
    changed = Replace(Screen(visit.text("chat/language"), rows(visit)))
    commands = Commands(tuple(visit.house.commands_for(Role(visit.person.role), code)))
    return [changed, *([Say(question)] if question else await menu.menu(visit)), commands]
