"""Who may pass: one place that asks, before the door itself opens."""

from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies, Say, Screen
from models.people.tables import Role


def only(role: Role, door: Door) -> Door:
    """The door for this role and those above it; everybody else hears kindly that it is not for them."""
    if role == Role.MAKER:
        return door

    async def guarded(visit: Visit) -> Replies:
        if visit.may(role):
            return await door(visit)
        return [Say(Screen(visit.text("chat/refused")))]

    return guarded
