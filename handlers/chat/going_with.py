"""What goes with a shop window: the incentive that would be hers if she worked there."""

from handlers.deps import Visit
from models.resources.facts import Catalogue, Fact
from models.resources.matching import recommend
from models.resources.rules import Answers

STREET = "storefront"
HOME = ("neighborhood", "postcode", "city", "county")  # where a workshop lies, as rules ask for it


def going_with(visit: Visit, answers: Answers, catalogue: Catalogue, hidden: set[str], fact: Fact) -> Fact | None:
    """The best of what helps with a window on the street, by the rules of the street this one is in."""
    if fact.kind != "space" or STREET not in fact.needs:
        return None
    there = {name: place for name in HOME if (place := getattr(fact, name))}
    incentives = tuple(one for one in catalogue.facts if one.kind == "incentive" and STREET in one.needs)
    now = visit.now.astimezone(visit.house.town.zone)
    found = recommend({**answers, **there, "needs": [STREET]}, incentives, now, left_out=hidden, limit=1)
    return found[0].fact if found else None
