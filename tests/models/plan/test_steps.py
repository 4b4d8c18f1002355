"""Which steps are hers, what comes after what, and by when each has to begin."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.plan.steps import Days, Outlook, Step, hers, loop_in, schedule

TODAY = date(2026, 11, 23)


def step(name, *after, days=(1, 7, 30), **only):
    return Step(id=name, days=Days(*days), after=after, **{part: frozenset(ids) for part, ids in only.items()})


def steps(*several):
    return {one.id: one for one in several}


REGISTER, TAX, STALL = step("register"), step("tax", "register"), step("stall", "tax", days=(2, 10, 20))
CHAIN = [REGISTER, TAX, STALL]


def begins(found):
    return {planned.step.id: planned.start_by for planned in found.to_do}


def test_without_a_day_the_steps_stand_in_their_order_and_nothing_is_late():
    found = schedule([STALL, TAX, REGISTER], (), TODAY)
    assert [(one.step.id, one.waits_for, one.start_by, one.late) for one in found.to_do] == [
        ("register", (), None, False),
        ("tax", ("register",), None, False),
        ("stall", ("tax",), None, False),
    ]
    assert (found.outlook, found.ready_on) == (None, TODAY + timedelta(days=24))


def test_each_step_has_to_be_through_when_the_next_begins():
    found = schedule(CHAIN, (), TODAY, date(2026, 12, 31))
    assert begins(found) == {
        "register": date(2026, 12, 7),
        "tax": date(2026, 12, 14),
        "stall": date(2026, 12, 21),
    }
    assert found.outlook is Outlook.IN_TIME
    assert found.late == ()


def test_what_would_have_had_to_begin_already_comes_first_and_says_by_how_much():
    photos = step("photos", days=(1, 2, 3))
    found = schedule([photos, *CHAIN], (), TODAY, date(2026, 12, 12))
    assert [(one.step.id, one.days_late) for one in found.to_do] == [
        ("register", 5), ("tax", 0), ("stall", 0), ("photos", 0),
    ]  # fmt: skip
    assert [one.step.id for one in found.late] == ["register"]
    assert found.outlook is Outlook.TIGHT


def test_a_day_that_cannot_be_reached_at_any_pace():
    assert schedule(CHAIN, (), TODAY, TODAY + timedelta(days=3)).outlook is Outlook.TOO_SOON
    assert schedule(CHAIN, (), TODAY, TODAY + timedelta(days=4)).outlook is Outlook.TIGHT


def test_what_is_done_holds_nothing_up():
    found = schedule(CHAIN, {"register", "tax"}, TODAY, date(2026, 12, 31))
    assert begins(found) == {"stall": date(2026, 12, 21)}
    assert (found.to_do[0].waits_for, found.done) == ((), (REGISTER, TAX))
    assert found.ready_on == TODAY + timedelta(days=10)


def test_two_that_wait_for_one_go_by_the_stricter():
    slow, quick = step("slow", "register", days=(1, 20, 20)), step("quick", "register", days=(1, 2, 2))
    found = schedule([REGISTER, quick, slow], (), TODAY, date(2026, 12, 31))
    assert begins(found)["register"] == date(2026, 12, 4)
    assert found.ready_on == TODAY + timedelta(days=27)


def test_nothing_to_do_is_ready_today():
    found = schedule([], (), TODAY, TODAY)
    assert (found.to_do, found.ready_on, found.outlook) == ((), TODAY, Outlook.IN_TIME)


def test_a_step_left_out_hands_on_what_stood_before_it():
    kitchen = step("kitchen", "register", trades=["food"])
    found = hers(steps(REGISTER, kitchen, step("stall", "kitchen")), {"trade": "wood"})
    assert [(one.id, one.after) for one in found] == [("register", ()), ("stall", ("register",))]
    found = hers(steps(REGISTER, kitchen, step("stall", "kitchen")), {"trade": ["wood", "food"]})
    assert [(one.id, one.after) for one in found] == [
        ("register", ()),
        ("kitchen", ("register",)),
        ("stall", ("kitchen",)),
    ]


def test_what_only_some_make_or_need_waits_until_she_says_so_but_how_far_she_is_may_be_unsaid():
    only = steps(step("a", trades=["food"]), step("b", needs=["storefront"]), step("c", stages=["idea"]), step("d"))
    assert [one.id for one in hers(only, {})] == ["c", "d"]
    told = {"trade": "food", "needs": ["storefront", "grant"], "stage": "selling"}
    assert [one.id for one in hers(only, told)] == ["a", "b", "d"]


def test_steps_that_wait_for_each_other_are_found():
    assert loop_in(CHAIN) == []
    ring = loop_in([step("a", "c"), step("b", "a"), step("c", "b"), step("d")])
    assert len(ring) == 4
    assert set(ring) == {"a", "b", "c"}
    assert ring[0] == ring[-1]
    assert loop_in([step("a", "a")]) == ["a", "a"]


@st.composite
def plans(draw):
    """Up to nine steps, each after some of those before it."""
    found = []
    for number in range(draw(st.integers(0, 9))):
        names = [one.id for one in found]
        after = draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) if names else []
        length = sorted(draw(st.tuples(*[st.integers(0, 60)] * 3)))
        found.append(step(f"s{number}", *after, days=length))
    return draw(st.permutations(found))


@given(plans(), st.sets(st.sampled_from([f"s{n}" for n in range(9)])), st.integers(0, 400))
def test_whatever_the_plan_it_can_be_walked_in_the_order_shown(plan, done, ahead):
    goal = TODAY + timedelta(days=ahead)
    found = schedule(plan, done, TODAY, goal)
    shown = [planned.step.id for planned in found.to_do]
    assert {*shown, *(one.id for one in found.done)} == {one.id for one in plan}
    starts = begins(found)
    for place, planned in enumerate(found.to_do):
        assert set(planned.waits_for) <= set(shown[:place]), "what it waits for stands above it"
        through = starts[planned.step.id] + timedelta(days=planned.step.days.usual)
        followers = [starts[other.step.id] for other in found.to_do if planned.step.id in other.waits_for]
        assert through == min([goal, *followers]), "as late as can be, and not a day later"
        assert planned.days_late == max(0, (TODAY - starts[planned.step.id]).days)
    assert [planned.late for planned in found.to_do] == sorted((one.late for one in found.to_do), reverse=True)
    assert (found.outlook is Outlook.IN_TIME) == (found.late == ())


def test_what_comes_through_another_step_anyway_is_not_named_twice():
    found = hers(steps(REGISTER, TAX, step("stall", "register", "tax")), {})
    assert [(one.id, one.after) for one in found] == [("register", ()), ("tax", ("register",)), ("stall", ("tax",))]
