"""/stats for coordinators: how many came, how far they got, what they look for. Groups under five stay hidden."""

from handlers.deps import Visit
from handlers.screens import Replies, Say, Screen
from models.impact import counting
from models.impact.counting import Group

Rows = list[tuple[str, int | None]]


async def show(visit: Visit) -> Replies:
    numbers = await counting.programme(visit.session)
    tables = [
        (visit.label("stats_languages"), _rows(visit, numbers.languages, "languages")),
        (visit.label("stats_trades"), _rows(visit, numbers.trades, "trades")),
        (visit.label("stats_needs"), _rows(visit, numbers.needs, "needs")),
        (visit.label("stats_sources"), _rows(visit, numbers.sources, "")),
    ]
    filled = [(title, rows) for title, rows in tables if rows]
    counts = {"people": numbers.people, "reached": numbers.reached, "finished": numbers.finished}
    return [Say(Screen(visit.text("chat/stats", tables=filled, **counts)))]


def _rows(visit: Visit, groups: list[Group], list_name: str) -> Rows:
    """A group's name in her language and its size, None where it is too small to be told."""
    vocabulary = visit.house.vocabulary

    def name(value: str) -> str:
        known = list_name and vocabulary.has(list_name, value)
        return vocabulary.label(list_name, value, visit.language) if known else value

    return [(name(group.value), group.shown) for group in groups]
