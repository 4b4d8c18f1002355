"""Any order of answers, ticks, backs, skips, changes, restarts and old presses, on any intake, ends consistent."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.intake.flow import Flow, State
from models.intake.questions import Condition, Kind, Question, Refused, picks

CHOICES = ("a", "b", "c", "d")
BANDS = ("30", "50")
WITH_CHOICES = [Kind.ONE, Kind.SEVERAL, Kind.WORDS]

raw_answers = st.one_of(
    st.sampled_from([*CHOICES, "yes", "no", "5", "", "free words", "x" * 600]),
    st.lists(st.sampled_from([*CHOICES, "z"]), max_size=5),
    st.integers(-1, 30),
    st.booleans(),
    st.none(),
    st.just({"neighborhood": "The Mills"}),
    st.just({"latitude": 44.5, "longitude": -70.1}),
    st.builds(lambda tier: {"tier": tier, "year": 2026}, st.sampled_from([*BANDS, "?"])),
)


FITTING = {
    Kind.ONE: st.sampled_from(CHOICES),
    Kind.SEVERAL: st.sampled_from(CHOICES),
    Kind.WORDS: st.sampled_from(["a", "free words", {"choices": ["b"], "text": "words"}]),
    Kind.NUMBER: st.integers(0, 20),
    Kind.PLACE: st.just({"latitude": 44.5, "longitude": -70.1}),
    Kind.YES_NO: st.booleans(),
    Kind.CONSENT: st.booleans(),
    Kind.INCOME: st.just({"tier": "50", "year": 2026}),
}


@st.composite
def intakes(draw):
    """Up to eight questions of any kind, each with conditions on the ones before it."""
    questions = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(Kind))
        earlier = [question.key for question in questions]
        values = st.none() | st.frozensets(st.sampled_from([*CHOICES, True, False, 5, "50"]), min_size=1)
        conditions = st.lists(st.builds(Condition, st.sampled_from(earlier or ["none"]), values), max_size=2)
        questions.append(
            Question(
                key=f"q{number}",
                kind=kind,
                choices=CHOICES if kind in WITH_CHOICES else BANDS if kind is Kind.INCOME else (),
                most=draw(st.integers(1, 4)),
                largest=20,
                when=tuple(draw(conditions)) if earlier else (),
                depends_on=draw(st.sampled_from([None, *earlier])),
                milestone=draw(st.booleans()),
            )
        )
    return Flow(questions)


class AnyOrder(RuleBasedStateMachine):
    """One person tapping whatever she likes. `self.state` is what a row would hold."""

    @initialize(flow=intakes())
    def begin(self, flow):
        self.flow = flow
        self.state = flow.begin()

    def take(self, key, outcome):
        """A step on a question that is not open must be refused; a refused step changes nothing."""
        if isinstance(outcome, Refused):
            return
        assert key is None or key == self.state.open
        self.state = outcome

    def key(self, data):
        """Mostly the open question, sometimes an old button's."""
        every = [question.key for question in self.flow.questions]
        return data.draw(st.sampled_from([*every, *[self.state.open or every[0]] * 6]))

    @rule(data=st.data())
    def answer_what_is_asked(self, data):
        self.state = self.flow.resume(self.state)
        if self.state.open:
            raw = data.draw(FITTING[self.flow[self.state.open].kind])
            self.state = self.flow.answer(self.state, self.state.open, raw)

    @rule(data=st.data(), raw=raw_answers)
    def answer_anything(self, data, raw):
        key = self.key(data)
        self.take(key, self.flow.answer(self.state, key, raw))

    @rule(data=st.data(), choice=st.sampled_from(CHOICES), on=st.booleans())
    def tick(self, data, choice, on):
        key = self.key(data)
        self.take(key, self.flow.tick(self.state, key, choice, on))

    @rule(data=st.data())
    def done(self, data):
        key = self.key(data)
        self.take(key, self.flow.done(self.state, key))

    @rule(data=st.data())
    def skip(self, data):
        key = self.key(data)
        self.take(key, self.flow.skip(self.state, key))

    @rule(data=st.data())
    def keep(self, data):
        key = self.key(data)
        self.take(key, self.flow.keep(self.state, key))

    @rule(data=st.data())
    def back(self, data):
        key = self.key(data)
        self.take(key, self.flow.back(self.state, key))

    @rule(data=st.data())
    def change(self, data):
        self.take(None, self.flow.change(self.state, self.key(data)))

    @rule()
    def come_back(self):
        self.state = self.flow.resume(self.state)

    @rule()
    def start_over(self):
        self.state = self.flow.begin()

    @rule(flow=intakes())
    def the_town_changes_its_intake(self, flow):
        self.flow = flow
        self.state = flow.mend(self.state)

    @invariant()
    def the_open_question_applies_or_none_is_open(self):
        asked = [question.key for question in self.flow.applicable(self.state.answers)]
        assert self.state.open in [None, *asked]

    @invariant()
    def only_valid_answers_to_questions_that_apply_count(self):
        live = self.flow.live(self.state.answers)
        asked = {question.key: question for question in self.flow.applicable(self.state.answers)}
        for key, value in live.items():
            assert asked[key].holds(value)
            assert value == self.state.answers[key]
        for question in asked.values():
            for condition in question.when:
                inside = picks(live[condition.question])
                assert condition.values is None or condition.values & inside

    @invariant()
    def ticks_belong_to_the_open_question(self):
        if self.state.chosen:
            question = self.flow[self.state.open]
            assert question.kind is Kind.SEVERAL
            assert set(self.state.chosen) <= set(question.choices)
            assert len(self.state.chosen) == len(set(self.state.chosen)) <= question.most

    @invariant()
    def no_answer_is_skipped_too(self):
        assert not self.state.skipped & {*self.state.answers}

    @invariant()
    def skipping_whatever_is_open_reaches_the_end(self):
        state = self.state
        for _ in range(3 * len(self.flow.questions)):
            state = self.flow.resume(state)
            if state.open is None:
                break
            state = self.flow.skip(state, state.open)
            assert isinstance(state, State)
        assert self.flow.finished(state)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
