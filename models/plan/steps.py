"""The steps that are hers, in their order, reckoned back from the day she has set. Pure: today is given."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Days:
    """How long a step takes: at least, usually, at most."""

    least: int
    usual: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. Where `trades`, `stages` or `needs` are named, it is only for whom one of them holds."""

    id: str
    days: Days
    after: tuple[str, ...] = ()
    trades: frozenset[str] = NOTHING
    stages: frozenset[str] = NOTHING
    needs: frozenset[str] = NOTHING
    helps: tuple[str, ...] = ()  # needs whose resources help with it
    tags: tuple[str, ...] = ()  # of the resource that is about just this


def loop_in(steps: Iterable[Step]) -> list[str]:
    """Steps that wait for each other in a ring, in the order of waiting; empty where there is none."""
    try:
        TopologicalSorter({step.id: step.after for step in steps}).prepare()
    except CycleError as found:
        return [str(one) for one in found.args[1]]
    return []


def hers(steps: Mapping[str, Step], answers: Mapping[str, object]) -> list[Step]:
    """The steps that are for her, in an order that can be walked. One left out hands on what stood before it, and what
    comes through another step anyway is not named twice.
    """
    kept: dict[str, Step] = {}
    before: dict[str, tuple[str, ...]] = {}
    above: dict[str, set[str]] = {}  # everything a step waits for, near and far
    for one in TopologicalSorter({step.id: step.after for step in steps.values()}).static_order():
        step = steps[one]
        waits = tuple(dict.fromkeys(other for named in step.after for other in before[named]))
        if _is_for(step, answers):
            far = set().union(*(above[other] for other in waits))
            above[one] = far.union(waits)
            nearest = tuple(other for other in waits if other not in far)
            kept[one], before[one] = replace(step, after=nearest), (one,)
        else:
            before[one] = waits
    return [kept[one] for one in steps if one in kept]


def _is_for(step: Step, answers: Mapping[str, object]) -> bool:
    """How far she is counts only once she has said it; what only some make or need, only where she named it."""
    if step.trades.isdisjoint(_several(answers.get("trade"))) and step.trades:
        return False
    if step.needs.isdisjoint(_several(answers.get("needs"))) and step.needs:
        return False
    stage = _several(answers.get("stage"))
    return not step.stages or not stage or not step.stages.isdisjoint(stage)


def _several(answer: object) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    return [str(one) for one in answer] if isinstance(answer, list | tuple | set | frozenset) else []


class Outlook(StrEnum):
    """Whether all of it can be done by the day she has set."""

    IN_TIME = "in_time"
    TIGHT = "tight"  # if everything goes quickly
    TOO_SOON = "too_soon"


@dataclass(frozen=True)
class Planned:
    """A step that is still to be done: what it waits for, and the last day to begin it (None without a day set)."""

    step: Step
    waits_for: tuple[str, ...]
    start_by: date | None = None
    days_late: int = 0

    @property
    def late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True)
class Schedule:
    """What is still to do, the most urgent first, what is done, and when all of it would usually be done."""

    to_do: tuple[Planned, ...]
    done: tuple[Step, ...]
    ready_on: date
    outlook: Outlook | None = None

    @property
    def late(self) -> tuple[Planned, ...]:
        return tuple(planned for planned in self.to_do if planned.late)


def schedule(steps: Sequence[Step], done: Collection[str], today: date, goal: date | None = None) -> Schedule:
    """Reckon back from the goal: each step has to be through when the first that waits for it begins."""
    left = {step.id: _without(step, done) for step in steps if step.id not in done}
    order = list(TopologicalSorter({one: step.after for one, step in left.items()}).static_order())
    begins = _latest_starts(left, order, goal) if goal else {}
    to_do = [_planned(left[one], begins.get(one), today) for one in _in_order(left, order, begins)]
    usual = _ready(left, order, today, lambda days: days.usual)
    outlook = None
    if goal:
        soonest = _ready(left, order, today, lambda days: days.least)
        outlook = Outlook.IN_TIME if usual <= goal else Outlook.TIGHT if soonest <= goal else Outlook.TOO_SOON
    return Schedule(tuple(to_do), tuple(step for step in steps if step.id in done), usual, outlook)


def _without(step: Step, done: Collection[str]) -> Step:
    return replace(step, after=tuple(one for one in step.after if one not in done))


def _latest_starts(left: Mapping[str, Step], order: Sequence[str], goal: date) -> dict[str, date]:
    through = dict.fromkeys(left, goal)
    begins: dict[str, date] = {}
    for one in reversed(order):
        begins[one] = through[one] - timedelta(days=left[one].days.usual)
        for before in left[one].after:
            through[before] = min(through[before], begins[one])
    return begins


def _in_order(left: Mapping[str, Step], order: Sequence[str], begins: Mapping[str, date]) -> list[str]:
    """What has to begin first comes first; without a day, what waits for nothing, as the file has it."""
    if begins:
        place = {one: number for number, one in enumerate(order)}
        return sorted(order, key=lambda one: (begins[one], place[one]))
    depth: dict[str, int] = {}
    for one in order:
        depth[one] = 1 + max((depth[before] for before in left[one].after), default=-1)
    return sorted(left, key=lambda one: depth[one])


def _planned(step: Step, start_by: date | None, today: date) -> Planned:
    late = max(0, (today - start_by).days) if start_by else 0
    return Planned(step, step.after, start_by, late)


def _ready(left: Mapping[str, Step], order: Sequence[str], today: date, takes: Callable[[Days], int]) -> date:
    """The day all is done when every step begins as soon as it can."""
    ends: dict[str, date] = {}
    for one in order:
        begin = max((ends[before] for before in left[one].after), default=today)
        ends[one] = begin + timedelta(days=takes(left[one].days))
    return max(ends.values(), default=today)
