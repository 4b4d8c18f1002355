"""The order of the questions and the steps through them. Pure: a state and a step in, the next state out.

What always holds, whatever was tapped in whatever order (tests/models/intake/test_flow_anyhow.py):
the open question is one that applies, or none is open; only answers to questions that apply count; a step on a
question that is not open changes nothing; skipping whatever is open reaches the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from models.intake.questions import Accepted, Kind, Question, Reason, Refused, Value, accept

__all__ = ["Flow", "State"]

WALKS_KEPT = 8


@dataclass(frozen=True)
class State:
    """Where a person stands. Small and plain: two rows hold it."""

    answers: Mapping[str, Value] = field(default_factory=dict)  # also those that do not apply just now
    skipped: frozenset[str] = frozenset()
    open: str | None = None  # the question on her screen; None is a pause or the end
    chosen: tuple[str, ...] = ()  # ticks of an open question with several answers, not yet given
    aside: bool = False  # opened out of the order, from the profile: afterwards we go back there


class Flow:
    """The questions in order. Conditions look back only, so one pass tells what applies."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions = tuple(questions)
        self._by_key = {question.key: question for question in self.questions}
        self._walked: dict[str, tuple[list[Question], dict[str, Value]]] = {}

    def __getitem__(self, key: str) -> Question:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    # --- what counts

    def _walk(self, answers: Mapping[str, Value]) -> tuple[list[Question], dict[str, Value]]:
        """Ten questions are put to the same answers within one step: the last few walks are kept."""
        known = repr(answers)
        if known not in self._walked:
            if len(self._walked) >= WALKS_KEPT:
                self._walked.clear()
            self._walked[known] = self._walk_anew(answers)
        asked, live = self._walked[known]
        return [*asked], {**live}

    def _walk_anew(self, answers: Mapping[str, Value]) -> tuple[list[Question], dict[str, Value]]:
        asked: list[Question] = []
        live: dict[str, Value] = {}
        for question in self.questions:
            if not all(condition.met(live) for condition in question.when):
                continue
            asked.append(question)
            if question.key in answers and question.holds(answers[question.key]):
                live[question.key] = answers[question.key]
        return asked, live

    def applicable(self, answers: Mapping[str, Value]) -> list[Question]:
        return self._walk(answers)[0]

    def live(self, answers: Mapping[str, Value]) -> dict[str, Value]:
        """The answers that count: given to questions that apply, and still possible."""
        return self._walk(answers)[1]

    def open(self, answers: Mapping[str, Value], skipped: Iterable[str] = ()) -> Question | None:
        """The first question that applies and was neither answered nor skipped."""
        asked, live = self._walk(answers)
        passed = {*live, *skipped}
        return next((question for question in asked if question.key not in passed), None)

    def facts(self, answers: Mapping[str, Value]) -> dict[str, object]:
        """The maker's answers as the matching reads them (contract: "answers of a maker")."""
        told: dict[str, object] = {}
        for key, value in self.live(answers).items():
            told.update(self[key].facts(value))
        return told

    def consents(self, answers: Mapping[str, Value]) -> dict[str, bool]:
        """What was said yes or no to. Not asked and skipped are no consent: they are not here."""
        return {key: value is True for key, value in self.live(answers).items() if self[key].kind is Kind.CONSENT}

    def finished(self, state: State) -> bool:
        return self.open(state.answers, state.skipped) is None

    # --- steps

    def begin(self) -> State:
        return self._opened(State(), self.open({}))

    def mend(self, state: State) -> State:
        """The same, unless the town has changed or dropped the open question since it was shown."""
        if state.open is None or state.open not in {question.key for question in self.applicable(state.answers)}:
            return self._opened(state, None)
        return replace(state, chosen=_ticks(self[state.open], state.chosen))

    def resume(self, state: State) -> State:
        """Take up a pause; what is open stays open."""
        state = self.mend(state)
        return state if state.open else self._opened(state, self.open(state.answers, state.skipped))

    def answer(self, state: State, key: str, raw: object) -> State | Refused:
        if key != state.open:
            return Refused(Reason.NOT_OPEN)
        got = accept(self[key], raw)
        if isinstance(got, Refused):
            return got
        answers = {**state.answers, key: got.value}
        if got != Accepted(state.answers.get(key, "")):
            answers = {known: value for known, value in answers.items() if self._depends_on(known) != key}
        return self._moved_on(state, key, answers, state.skipped - {key})

    def tick(self, state: State, key: str, choice: str, on: bool) -> State | Refused:
        """Choose one of several, or take it back. Says what should be, so a second tap changes nothing."""
        if key != state.open or self[key].kind is not Kind.SEVERAL:
            return Refused(Reason.NOT_OPEN)
        if choice not in self[key].choices:
            return Refused(Reason.UNKNOWN_CHOICE)
        others = tuple(one for one in state.chosen if one != choice)
        if on and len(others) >= self[key].most:
            return Refused(Reason.TOO_MANY)
        return replace(state, chosen=(*others, choice) if on else others)

    def done(self, state: State, key: str) -> State | Refused:
        """Answer with what is ticked."""
        return self.answer(state, key, list(state.chosen))

    def skip(self, state: State, key: str) -> State | Refused:
        """Say nothing. An answer that was there is forgotten."""
        if key != state.open:
            return Refused(Reason.NOT_OPEN)
        return self._moved_on(state, key, _without(state.answers, key), state.skipped | {key})

    def keep(self, state: State, key: str) -> State | Refused:
        """Leave a question met a second time as it is."""
        if key != state.open:
            return Refused(Reason.NOT_OPEN)
        if not self._passed(state, key):
            return Refused(Reason.NOTHING_CHOSEN)
        return self._moved_on(state, key, state.answers, state.skipped)

    def back(self, state: State, key: str) -> State | Refused:
        """To the question before this one; from a question opened aside, to where one came from."""
        if key != state.open:
            return Refused(Reason.NOT_OPEN)
        if state.aside:
            return self._opened(state, None)
        before: Question | None = None
        for question in self.applicable(state.answers):
            if question.key == key:
                break
            before = question
        return self._opened(state, before) if before else Refused(Reason.FIRST)

    def change(self, state: State, key: str) -> State | Refused:
        """Open any question that applies, out of the order."""
        question = next((one for one in self.applicable(state.answers) if one.key == key), None)
        return self._opened(state, question, aside=True) if question else Refused(Reason.NOT_OPEN)

    # --- how a step ends

    def _depends_on(self, key: str) -> str | None:
        return self[key].depends_on if key in self else None

    def _passed(self, state: State, key: str) -> bool:
        return key in state.skipped or key in self.live(state.answers)

    def _moved_on(self, state: State, key: str, answers: Mapping[str, Value], skipped: frozenset[str]) -> State:
        """The next question; or a pause: at the milestone, the first time, and after a question opened aside."""
        pause = state.aside or (self[key].milestone and not self._passed(state, key))
        after = replace(state, answers=answers, skipped=skipped)
        return self._opened(after, None if pause else self.open(answers, skipped))

    def _opened(self, state: State, question: Question | None, *, aside: bool = False) -> State:
        if question is None:
            return replace(state, open=None, chosen=(), aside=aside)
        ticks = _ticks(question, state.answers.get(question.key))
        return replace(state, open=question.key, chosen=ticks, aside=aside)


def _ticks(question: Question, given: object) -> tuple[str, ...]:
    """What can stay ticked of an answer, or of earlier ticks."""
    if question.kind is not Kind.SEVERAL or not isinstance(given, list | tuple):
        return ()
    return tuple(choice for choice in given if choice in question.choices)[: question.most]


def _without(answers: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {known: value for known, value in answers.items() if known != key}
