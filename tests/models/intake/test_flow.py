"""The order of the questions, told as short stories."""

from dataclasses import replace

from models.intake.flow import Flow, State
from models.intake.questions import Reason, Refused
from tests.models.intake.questions import FLOW, STAGE, TRADE

FOOD = {"choices": ["food"]}


def walk(*steps, state=None):
    """Answer whatever is open, one raw answer after the other; None skips."""
    state = state or FLOW.begin()
    for raw in steps:
        state = FLOW.skip(state, state.open) if raw is None else FLOW.answer(state, state.open, raw)
        assert isinstance(state, State)
    return state


def keys(questions):
    return [question.key for question in questions]


def test_the_first_question_is_open_at_the_beginning():
    assert FLOW.begin() == State(open="trade")


def test_an_answer_opens_the_next_question():
    assert walk("food") == State(answers={"trade": FOOD}, open="stage")


def test_a_skipped_question_is_marked_and_left_behind():
    assert walk(None) == State(skipped=frozenset({"trade"}), open="stage")


def test_after_the_third_answer_there_is_a_pause_and_then_the_next_question():
    paused = walk("food", "idea", ["grant"])
    assert paused == State(answers={"trade": FOOD, "stage": "idea", "needs": ["grant"]})
    assert FLOW.resume(paused) == replace(paused, open="place")


def test_answering_the_milestone_again_pauses_no_second_time():
    paused = walk("food", "idea", ["grant"])
    again = FLOW.back(FLOW.resume(paused), "place")
    assert walk(["mentor"], state=again).open == "place"


def test_questions_about_rooms_are_for_those_who_want_one():
    asked = keys(FLOW.applicable({"needs": ["grant"]}))
    assert asked == ["trade", "stage", "needs", "place", "getting_around", "household_size", "reminders"]
    assert keys(FLOW.applicable({"needs": ["workspace"]}))[3:6] == ["place", "processes", "getting_around"]


def test_a_changed_answer_keeps_later_ones_but_only_those_that_apply_count():
    answers = {"needs": ["workspace"], "processes": ["bake"], "area": 50, "stage": "idea"}
    assert FLOW.live(answers) == {"stage": "idea", "needs": ["workspace"], "processes": ["bake"], "area": 50}
    changed = {**answers, "needs": ["grant"]}
    assert FLOW.live(changed) == {"stage": "idea", "needs": ["grant"]}
    assert FLOW.live({**changed, "needs": ["workspace"]}) == FLOW.live(answers)


def test_an_answer_the_town_no_longer_offers_does_not_count_and_is_asked_again():
    answers = {"trade": FOOD, "stage": "retired"}
    assert FLOW.live(answers) == {"trade": FOOD}
    assert FLOW.open(answers) == STAGE


def test_back_shows_the_question_before_with_what_was_chosen():
    state = FLOW.resume(walk("food", "idea", ["mentor", "grant"]))
    assert FLOW.back(state, "place") == replace(state, open="needs", chosen=("grant", "mentor"))


def test_back_steps_over_what_does_not_apply():
    state = walk(None, state=FLOW.resume(walk("food", "idea", ["grant"])))
    assert state.open == "getting_around"
    assert FLOW.back(state, "getting_around").open == "place"


def test_back_from_the_first_question_goes_nowhere():
    assert FLOW.back(FLOW.begin(), "trade") == Refused(Reason.FIRST)


def test_a_question_met_again_can_be_kept_as_it_is():
    state = FLOW.back(walk("food"), "stage")
    assert FLOW.keep(state, "trade") == walk("food")
    assert FLOW.keep(FLOW.begin(), "trade") == Refused(Reason.NOTHING_CHOSEN)


def test_skipping_a_question_met_again_forgets_its_answer():
    state = FLOW.back(walk("food"), "stage")
    assert FLOW.skip(state, "trade") == State(skipped=frozenset({"trade"}), open="stage")


def test_a_press_on_a_question_that_is_not_open_is_refused():
    state = walk("food")
    presses = [
        FLOW.answer(state, "trade", "wood"),
        FLOW.skip(state, "trade"),
        FLOW.keep(state, "trade"),
        FLOW.back(state, "trade"),
        FLOW.tick(state, "needs", "grant", on=True),
        FLOW.answer(state, "gone since", "wood"),
    ]
    assert presses == [Refused(Reason.NOT_OPEN)] * 6


def test_ticks_are_counted_and_a_second_tap_changes_nothing():
    state = walk("food", "idea")
    once = FLOW.tick(state, "needs", "grant", on=True)
    assert once == replace(state, chosen=("grant",))
    assert FLOW.tick(once, "needs", "grant", on=True) == once
    both = FLOW.tick(once, "needs", "mentor", on=True)
    assert FLOW.tick(both, "needs", "workspace", on=True) == Refused(Reason.TOO_MANY)
    assert FLOW.tick(both, "needs", "mentor", on=False) == once
    assert FLOW.tick(state, "needs", "boat", on=True) == Refused(Reason.UNKNOWN_CHOICE)


def test_only_a_question_with_several_answers_has_ticks():
    assert FLOW.tick(FLOW.begin(), "trade", "food", on=True) == Refused(Reason.NOT_OPEN)


def test_another_household_size_makes_the_income_band_unknown_again():
    band = {"tier": "50", "year": 2026}
    state = State(answers={"household_size": 2, "income": band}, open="household_size")
    assert FLOW.answer(state, "household_size", 2).answers == state.answers
    assert FLOW.answer(state, "household_size", 3).answers == {"household_size": 3}


def test_a_change_from_the_profile_comes_back_to_the_profile():
    state = FLOW.resume(walk("food", "idea", ["grant"]))
    aside = FLOW.change(state, "needs")
    assert aside == replace(state, open="needs", chosen=("grant",), aside=True)
    changed = FLOW.answer(aside, "needs", ["workspace"])
    assert changed == replace(state, answers={**state.answers, "needs": ["workspace"]}, open=None)
    assert FLOW.back(aside, "needs") == replace(state, open=None)
    assert FLOW.change(state, "processes") == Refused(Reason.NOT_OPEN)


def test_a_state_whose_question_is_gone_goes_on_with_the_next_one():
    assert FLOW.resume(State(open="gone since")).open == "trade"
    assert FLOW.resume(State(open="needs", chosen=("grant", "gone"))) == State(open="needs", chosen=("grant",))


def test_answers_to_questions_the_town_dropped_do_not_count():
    flow = Flow([TRADE])
    assert flow.live({"trade": FOOD, "stage": "idea"}) == {"trade": FOOD}
    assert flow.answer(State(answers={"stage": "idea"}, open="trade"), "trade", "food").open is None


def test_an_intake_is_finished_when_nothing_is_left_to_ask():
    everything = State(skipped=frozenset(keys(FLOW.questions)))
    assert FLOW.finished(everything)
    assert not FLOW.finished(FLOW.begin())
    assert FLOW.resume(everything) == everything
