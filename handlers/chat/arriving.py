"""/start with something behind it: a shared card, a thing's owner. With nothing, or a poster's name: plain /start."""

from collections.abc import Mapping

from handlers import links
from handlers.chat import assisting, inviting, owners, sharing, start
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies


async def arrive(visit: Visit) -> Replies:
    """Whoever opens a link is back: she may be written to again."""
    door = WAYS.get(visit.words[:2])
    if door is None:
        return await start.start(visit)
    visit.person.stopped_at = None
    visit.session.add(visit.person)
    return await door(visit)


WAYS: Mapping[str, Door] = {
    links.OWNER: owners.arrive,
    links.CARD: sharing.arrive,
    links.ROLE: inviting.arrive,
    links.HANDED_OVER: assisting.arrive,
}
