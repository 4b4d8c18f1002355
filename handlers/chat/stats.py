"""/stats for coordinators: how many came, how far they got, what they look for. Groups under five stay hidden."""

from functools import partial

from content import charts
from content.charts import Bar, Panel
from handlers.deps import Visit
from handlers.screens import Picture, Replies, Say, Screen
from models.demand import ledger
from models.impact import counting, course
from models.impact.counting import Group

Rows = list[tuple[str, int | None]]


async def show(visit: Visit) -> Replies:
    numbers = await counting.programme(visit.session)
    tables = [
        (visit.label("stats_languages"), _rows(visit, numbers.languages, "languages")),
        (visit.label("stats_trades"), _rows(visit, numbers.trades, "trades")),
        (visit.label("stats_needs"), _rows(visit, numbers.needs, "needs")),
        (visit.label("stats_unmet"), _rows(visit, await _unmet(visit), "needs")),
        (visit.label("stats_sources"), _rows(visit, numbers.sources, "")),
    ]
    filled = [(title, rows) for title, rows in tables if rows]
    counts = {"people": numbers.people, "reached": numbers.reached, "finished": numbers.finished}
    text = visit.text("chat/stats", tables=filled, **counts)
    return [Picture(partial(charts.draw, await _panels(visit), visit.label("stats_foot"))), Say(Screen(text))]


async def _unmet(visit: Visit) -> list[Group]:
    """What was looked for lately and not found, by need."""
    return counting.groups(wish.need for wish in await ledger.lately(visit.session, visit.now) if wish.need)


async def _panels(visit: Visit) -> list[Panel]:
    """Week by week, and how far people come in the questions."""
    formats = visit.house.texts.formats(visit.language)
    weeks = await course.weeks(visit.session, visit.now, visit.house.town.timezone)
    by_week = [_bar(visit, formats.day(day, "short"), count, light=day == weeks[-1][0]) for day, count in weeks]
    asked = [question.key for question in visit.house.intake.flow.questions]
    steps = await course.steps(visit.session, asked)
    names = {key: visit.house.asking.asked(visit.house.intake.flow[key], visit.language).name for key in asked}
    far = [_bar(visit, names[step.question], step.reached - step.stopped) for step in steps if step.reached]
    return [Panel(visit.label("stats_weeks"), by_week), Panel(visit.label("stats_steps"), far)]


def _bar(visit: Visit, label: str, count: int, *, light: bool = False) -> Bar:
    """Nobody is no secret; a few people are not told."""
    shown = count if count == 0 else Group(label, count).shown
    return Bar(label, shown, visit.label("stats_few"), light)


def _rows(visit: Visit, groups: list[Group], list_name: str) -> Rows:
    """A group's name in her language and its size, None where it is too small to be told."""
    vocabulary = visit.house.vocabulary

    def name(value: str) -> str:
        known = list_name and vocabulary.has(list_name, value)
        return vocabulary.label(list_name, value, visit.language) if known else value

    return [(name(group.value), group.shown) for group in groups]
