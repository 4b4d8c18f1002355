"""A list of what the town has: made once for the same answers, the same catalogue and the same minute."""

from handlers.chat import lists
from handlers.chat.lists import Listing, Shelf
from models.resources.facts import Catalogue, Fact
from tests.handlers.visitor import Visitor, furnished

NEAR = {"kind": "space", "needs": frozenset({"workspace"})}


async def test_a_list_looked_at_twice_is_made_once(database, now):
    catalogue = Catalogue([Fact(id="room", name="A room", **NEAR), Fact(id="shed", name="A shed", **NEAR)])
    seen = []

    async def look(visit):
        shelf = Shelf(catalogue, {"needs": ["workspace"], "goal": f"look {len(seen)}"}, {})
        seen.append(lists.matches(visit, Listing("recommended"), shelf))
        return []

    ana = Visitor(furnished(database, now))
    await ana.visit(look)
    await ana.visit(look)
    assert [match.fact.id for match in seen[0]] == ["room", "shed"]
    assert [one is two for one, two in zip(*seen, strict=True)] == [True, True]
