"""/invite: posters and flyers with their links, QR codes and counts; for administrators also links that give a role."""

from collections.abc import Mapping
from functools import partial

from content import qr
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Commands, Picture, Popup, Replace, Replies, Rows, Say, Screen
from models.invitations import roles, sources
from models.invitations.tables import Source
from models.people.tables import Role

ASKED = "inv"  # in her own row: her next words name a new source
SHOWN = 5  # sources on one screen
LONGEST = 60  # letters of a name
NEVER_MIND = {"back", "no", "none", "skip", "done"}
GIVEN = (Role.HELPER, Role.COORDINATOR)  # roles a link can give; administrators stand in the settings


async def show(visit: Visit) -> Replies:
    return [Say(await _page(visit, 0))]


async def _page(visit: Visit, number: int) -> Screen:
    """The sources, the newest first, with those who came by them."""
    came = (await sources.counted(visit.session))[::-1]
    pages = max(1, -(-len(came) // SHOWN))
    number = min(number, pages - 1)
    shown = came[number * SHOWN : (number + 1) * SHOWN]
    openers = tuple((Button(one.source.name[:LONGEST], ("inv", "one", one.source.slug)),) for one in shown)
    turn = ((Button(visit.label("page_more"), ("inv", "page", str((number + 1) % pages))),),) if pages > 1 else ()
    text = visit.text("chat/invite/list", came=shown, page=number + 1, pages=pages)
    return Screen(text, (*openers, *turn, *_ways(visit)))


def _ways(visit: Visit) -> Rows:
    new = ((Button(visit.label("invite_new"), ("inv", "new")),),)
    if not visit.may(Role.ADMINISTRATOR):
        return new
    row = tuple(Button(visit.label(f"invite_{role.value}"), ("inv_role", role.value)) for role in GIVEN)
    return (*new, row)


async def press(visit: Visit) -> Replies:
    match visit.button:
        case ("new",):
            visit.person.asked = f"{ASKED}:"
            return [Replace(_ask(visit))]
        case ("page", number) if number.isdecimal():
            return [Replace(await _page(visit, int(number)))]
        case ("one", slug):
            source = await visit.session.get(Source, slug)
            return [_poster(visit, source)] if source else [Popup(visit.label("old_button"))]
        case _:
            return [Popup(visit.label("old_button"))]


def _ask(visit: Visit, note: str = "") -> Screen:
    back = (Button(visit.label("cancel"), ("inv", "page", "0")),)
    return Screen(visit.text("chat/invite/ask", note=note), (back,))


async def open_question(visit: Visit) -> Screen | None:
    return _ask(visit)


async def words(visit: Visit) -> Replies:
    """What the new source is called."""
    name = " ".join(visit.words.split())[:LONGEST]
    visit.person.asked = None
    if not name or visit.house.vocabulary.typed(visit.words, visit.language) in NEVER_MIND:
        return await show(visit)
    return [_poster(visit, await sources.add(visit.session, name, visit.person.id, visit.now))]


def _poster(visit: Visit, source: Source) -> Picture:
    link = visit.house.links.to_source(source.slug)
    return Picture(partial(qr.picture, link), visit.text("chat/invite/poster", name=source.name, link=link))


# --- links that give a role


async def press_role(visit: Visit) -> Replies:
    """A link for one colleague; told once, kept by nobody."""
    match visit.button:
        case (name,) if name in {role.value for role in GIVEN}:
            role = Role(name)
            code = await roles.invite(visit.session, role, visit.person.id, visit.now)
            link = visit.house.links.to_role(code)
            days = roles.GOOD_FOR.days
            return [Say(Screen(visit.text("chat/invite/role", role=role.value, link=link, days=days)))]
        case _:
            return [Popup(visit.label("old_button"))]


async def arrive(visit: Visit) -> Replies:
    """By the link: she has the role from now on, and its commands."""
    role = await roles.accept(visit.session, visit.words[2:], visit.person, visit.now)
    if role is None:
        return [Say(Screen(visit.text("chat/invite/used")))]
    commands = tuple(visit.house.commands_for(Role(visit.person.role), visit.language))
    text = visit.text("chat/invite/welcome", role=role.value, programme=visit.programme)
    return [Say(Screen(text)), Commands(commands)]


PRESSES: Mapping[str, Door] = {"inv": press, "inv_role": press_role}
