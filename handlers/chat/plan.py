"""Her own steps: what comes next, by when, what helps with it, and what she has done already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.chat import lists
from handlers.chat.lists import Listing, Shelf
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Screen
from models.plan import progress
from models.plan.steps import Days, Planned, Schedule, Step, hers, schedule
from models.plan.tables import Goal
from models.resources.facts import handle
from models.resources.helping import helping

PAGE = 4  # steps on one screen: their buttons, two to turn, the day and what fits make eight
HELPS = 2  # things of the town offered with a step


@dataclass(frozen=True)
class Shown:
    """One step as the templates see it."""

    number: int
    id: str
    label: str
    long: str
    days: Days
    done: bool
    start_by: date | None = None
    late: bool = False
    after: tuple[str, ...] = ()  # what is still to be done before it, in her language
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Her plan at this moment."""

    shelf: Shelf
    schedule: Schedule
    goal: Goal | None
    steps: tuple[Shown, ...]


async def plan_of(visit: Visit) -> Plan:
    seen = await lists.shelf(visit)
    steps = hers(visit.house.plan.steps, seen.answers)
    goal = await progress.goal(visit.session, visit.person.id)
    today = visit.now.astimezone(visit.house.town.zone).date()
    done = await progress.done(visit.session, visit.person.id)
    day = goal.day if goal and goal.day >= today else None
    found = schedule(steps, done, today, day)
    return Plan(seen, found, goal if day else None, _shown(visit, found))


def _shown(visit: Visit, found: Schedule) -> tuple[Shown, ...]:
    to_do = [_to_do(visit, number, planned, found) for number, planned in enumerate(found.to_do, 1)]
    done = [_step(visit, number, step) for number, step in enumerate(found.done, len(to_do) + 1)]
    return (*to_do, *done)


def _to_do(visit: Visit, number: int, planned: Planned, found: Schedule) -> Shown:
    step = planned.step
    return Shown(
        number,
        step.id,
        label(visit, step.id),
        visit.house.plan.long(step.id, visit.house.texts, visit.language),
        step.days,
        done=False,
        start_by=planned.start_by,
        late=planned.late,
        after=tuple(label(visit, one) for one in planned.waits_for),
        before=tuple(label(visit, other.step.id) for other in found.to_do if step.id in other.waits_for),
    )


def _step(visit: Visit, number: int, step: Step) -> Shown:
    long = visit.house.plan.long(step.id, visit.house.texts, visit.language)
    return Shown(number, step.id, label(visit, step.id), long, step.days, done=True)


def label(visit: Visit, step: str) -> str:
    return visit.house.plan.label(step, visit.house.texts, visit.language)


# --- the list


async def page(visit: Visit, number: int = 0) -> Screen:
    """One page of her steps, from 0: what is to do, the most urgent first, then what is done."""
    plan = await plan_of(visit)
    pages = max(1, -(-len(plan.steps) // PAGE))
    number = min(max(number, 0), pages - 1)
    shown = plan.steps[number * PAGE : (number + 1) * PAGE]
    text = visit.text(
        "chat/plan/steps",
        steps=shown,
        goal=plan.goal.day if plan.goal else None,
        event=_event_name(visit, plan),
        outlook=plan.schedule.outlook if plan.schedule.to_do else None,
        ready_on=plan.schedule.ready_on,
        late=len(plan.schedule.late),
        page=number + 1,
        pages=pages,
    )
    return Screen(text, (*_openers(shown), *_turns(visit, number, pages), _ways_on(visit, plan)))


def _event_name(visit: Visit, plan: Plan) -> str:
    fact = plan.shelf.catalogue.get(plan.goal.event) if plan.goal and plan.goal.event else None
    words = fact.words("name", visit.language) if fact else None
    return words.text if words else ""


def _openers(shown: Sequence[Shown]) -> Rows:
    row = tuple(Button(f"{step.number} ✓" if step.done else str(step.number), ("step", step.id)) for step in shown)
    return (row,) if row else ()


def _turns(visit: Visit, number: int, pages: int) -> Rows:
    row = []
    if number > 0:
        row.append(Button(visit.label("page_back"), ("steps", str(number - 1))))
    if number < pages - 1:
        row.append(Button(visit.label("page_more"), ("steps", str(number + 1))))
    return (tuple(row),) if row else ()


def _ways_on(visit: Visit, plan: Plan) -> tuple[Button, ...]:
    aim = Button(visit.label("aim_change" if plan.goal else "aim_set"), ("aim",))
    return (aim, Button(visit.label("menu_next"), ("list", "recommended", "0")))


async def turn(visit: Visit) -> Replies:
    """Her steps, from the list of what fits her, or another page of them."""
    match visit.button:
        case (number,) if number.isdecimal():
            return [Replace(await page(visit, int(number)))]
        case _:
            return [Popup(visit.label("old_button"))]


# --- one step


async def press(visit: Visit) -> Replies:
    """Open a step, tick it off, or take that back. A press says what should be: twice is once."""
    match visit.button:
        case (step,):
            return await _opened(visit, step)
        case (step, "done" | "not_done" as way):
            plan = await plan_of(visit)
            if all(one.id != step for one in plan.steps):
                return [Popup(visit.label("step_gone"))]
            await progress.mark(visit.session, visit.person.id, step, visit.now, is_done=way == "done")
            said = Popup(visit.label("step_ticked" if way == "done" else "step_back"))
            return [said, Replace(await page(visit))]
        case _:
            return [Popup(visit.label("old_button"))]


async def _opened(visit: Visit, step: str) -> Replies:
    plan = await plan_of(visit)
    shown = next((one for one in plan.steps if one.id == step), None)
    return [Replace(_card(visit, plan, shown))] if shown else [Popup(visit.label("step_gone"))]


def _card(visit: Visit, plan: Plan, shown: Shown) -> Screen:
    step = visit.house.plan.steps[shown.id]
    now = visit.now.astimezone(visit.house.town.zone)
    seen = plan.shelf
    answers = {"languages": [visit.language], **seen.answers}
    found = helping(step.helps, step.tags, answers, seen.catalogue.facts, now, seen.hidden)[:HELPS]
    names = [words.text if (words := match.fact.words("name", visit.language)) else "" for match in found]
    tick = ("done_undo", "not_done") if shown.done else ("done_already", "done")
    back = Button(visit.label("to_the_steps"), ("steps", str((shown.number - 1) // PAGE)))
    more = Listing("found", f"needs.{step.helps[0]}") if step.helps else None
    openers = [
        (Button(f"{visit.house.vocabulary.icon('kinds', match.fact.kind)} {name}", _card_press(more, match.fact.id)),)
        for match, name in zip(found, names, strict=True)
        if more
    ]
    further = ((Button(visit.label("more_help"), ("list", more.code, "0")),),) if more and found else ()
    rows = ((Button(visit.label(tick[0]), ("step", shown.id, tick[1])),), *openers, *further, (back,))
    return Screen(visit.text("chat/plan/step", step=shown, helps=names), rows)


def _card_press(listing: Listing, source_id: str) -> tuple[str, ...]:
    return ("card", listing.code, "0", handle(source_id))


PRESSES: Mapping[str, Door] = {"steps": turn, "step": press}
