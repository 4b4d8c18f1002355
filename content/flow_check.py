"""What `python -m bot check` says about an intake that works but would not please: nothing here stops the start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from content.faults import ContentFault
from content.flows import Intake
from models.intake.questions import Kind, Question

MOST_CHOICES = 40  # eight pages of five buttons
MOST_LETTERS = 32  # of a button, before a telephone cuts it off

Values = frozenset[str | int | bool]


def check_flow(intake: Intake) -> list[ContentFault]:
    """Every finding with its file and line, in the order of the questions."""
    found = [*_milestones(intake)]
    for question in intake.flow.questions:
        found += [*_reach(intake, question), *_buttons(intake, question), *_words(intake, question)]
    return found


def _milestones(intake: Intake) -> Iterator[ContentFault]:
    keys = [question.key for question in intake.flow.questions]
    marked = [question.key for question in intake.flow.questions if question.milestone]
    if not marked and keys:
        yield intake.fault(
            "no question has `milestone = true`: recommendations are never shown by themselves.", keys[0]
        )
    for key in marked[1:]:
        yield intake.fault(f"[{key}] milestone: {marked[0]!r} is one already; recommendations come twice.", key)
    if marked and intake.flow[marked[0]].when:
        reason = "it is not asked of everybody: some never see recommendations by themselves."
        yield intake.fault(f"[{marked[0]}] milestone: {reason}", marked[0], "milestone")


def _reach(intake: Intake, question: Question) -> Iterator[ContentFault]:
    """A question nobody can be asked: its conditions, and those of the questions it hangs on, never meet."""
    wanted = _wanted(intake, question)
    clash = next((other for other, sets in wanted.items() if not _can_be(intake.flow[other], sets)), None)
    if clash:
        reason = f"nobody is ever asked this: no answer to {clash!r} meets all the conditions on the way here."
        yield intake.fault(f"[{question.key}] when: {reason}", question.key, "when")


def _wanted(intake: Intake, question: Question) -> dict[str, list[Values]]:
    """For each earlier question, the sets its answer must meet before this one is asked."""
    wanted: defaultdict[str, list[Values]] = defaultdict(list)
    waiting, seen = [question], {question.key}
    while waiting:
        for condition in waiting.pop().when:
            if condition.values is not None:
                wanted[condition.question].append(condition.values)
            if condition.question not in seen:
                seen.add(condition.question)
                waiting.append(intake.flow[condition.question])
    return dict(wanted)


def _can_be(question: Question, sets: Iterable[Values]) -> bool:
    """Whether one answer to this question can meet each of these sets."""
    wanted = list(dict.fromkeys(sets))
    if question.kind is Kind.PLACE:
        return False  # a place has no plain value to ask for
    at_once = {Kind.SEVERAL: question.most, Kind.WORDS: len(question.choices)}.get(question.kind, 1)
    values = sorted(frozenset().union(*wanted), key=str)
    if question.kind is Kind.NUMBER:
        values = [one for one in values if isinstance(one, int) and question.least <= one <= question.largest]
    few = min(at_once, len(wanted))
    return any(
        all(not one.isdisjoint(chosen) for one in wanted)
        for size in range(1, few + 1)
        for chosen in combinations(values, size)
    )


def _buttons(intake: Intake, question: Question) -> Iterator[ContentFault]:
    entry, key = intake.entries[question.key], question.key
    part = "vocabulary" if entry.vocabulary and not entry.choices else "choices"
    if len(question.choices) > MOST_CHOICES:
        reason = f"{len(question.choices)} buttons are more than anyone reads; {MOST_CHOICES} are the most."
        yield intake.fault(f"[{key}] {part}: {reason}", key, part)
    if question.kind is Kind.SEVERAL and question.most > len(question.choices):
        reason = f"{question.most} can be chosen of {len(question.choices)}."
        yield intake.fault(f"[{key}] most: {reason}", key, "most")
    for label in entry.labels.values():
        if len(label) > MOST_LETTERS:
            reason = f"“{label}” is longer than {MOST_LETTERS} letters: a telephone cuts it off."
            yield intake.fault(f"[{key}] labels: {reason}", key, "labels")
    alike = [label for label in entry.labels.values() if [*entry.labels.values()].count(label) > 1]
    for label in islice(alike, 1):
        yield intake.fault(f"[{key}] labels: two buttons say “{label}”.", key, "labels")


def _words(intake: Intake, question: Question) -> Iterator[ContentFault]:
    if not intake.entries[question.key].why:
        yield intake.fault(f"[{question.key}] why: say in one line why it is asked.", question.key)
