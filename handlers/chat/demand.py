"""/demand for coordinators: what makers looked for and did not find, told from five people up."""

from dataclasses import dataclass

from handlers.deps import Visit
from handlers.screens import Replies, Say, Screen
from models.demand import ledger
from models.demand.sheet import LEAST, Demand, Row, sheet

MOST = 12  # rows on one screen


@dataclass(frozen=True)
class Shown:
    """A row in the reader's words."""

    people: int
    need: str
    area: tuple[float, float | None] | None
    rent: str
    features: list[str]
    neighborhood: str
    trade: str


async def show(visit: Visit) -> Replies:
    rows = sheet(await ledger.lately(visit.session, visit.now))
    shown = [_shown(visit, row) for row in rows[:MOST]]
    return [Say(Screen(visit.text("chat/demand", rows=shown, more=max(0, len(rows) - MOST), least=LEAST)))]


def _shown(visit: Visit, row: Row) -> Shown:
    demand, vocabulary, language = row.demand, visit.house.vocabulary, visit.language

    def label(words: str, one: str | None) -> str:
        return vocabulary.label(words, one, language) if one and vocabulary.has(words, one) else one or ""

    return Shown(
        people=row.people,
        need=label("needs", demand.need),
        area=demand.area,
        rent=_money(visit, demand),
        features=[label("features", one) for one in demand.features],
        neighborhood=demand.neighborhood or "",
        trade=label("trades", demand.trade),
    )


def _money(visit: Visit, demand: Demand) -> str:
    if demand.rent is None:
        return ""
    town = visit.house.town
    return visit.house.texts.formats(visit.language).whole(demand.rent, town.currency)
