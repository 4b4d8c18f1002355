"""What the ledger comes to, and that no group under five is ever told of."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from models.demand.sheet import LEAST, Demand, Row, sheet
from models.demand.wishes import Wish


def room(features=("floor_drain",), area=(50, 100), rent=550, place="The Mills", trade="drink"):
    return Wish("workspace", trade, features, *area, rent, place)


def test_nine_makers_who_want_the_same_make_one_row_that_says_it_all():
    assert sheet([room()] * 9) == [
        Row(Demand("workspace", ("floor_drain",), (60, 100), 600, "The Mills", "drink"), 9),
    ]


def test_where_they_differ_the_row_says_what_they_share():
    wishes = [
        room(place=place, trade=trade, rent=rent)
        for place, trade, rent in zip(
            "ABCDE", ("food", "drink", "wood", "food", "glass"), (500, 550, 590, 420, 600), strict=True
        )
    ]
    assert sheet(wishes) == [Row(Demand("workspace", ("floor_drain",), (60, 100), 600), 5)]


def test_of_several_features_the_one_they_share():
    wishes = [room(features=tuple(sorted(("floor_drain", other)))) for other in ("gas", "kiln", "water", "gas", "wifi")]
    (row,) = sheet(wishes)
    assert (row.demand.features, row.people) == (("floor_drain",), 5)


def test_four_are_not_told_of_and_do_not_show_by_subtraction():
    assert sheet([room()] * 4) == []
    assert sheet([room()] * 5 + [room(place="Southfield")] * 4) == [
        Row(Demand("workspace", ("floor_drain",), (60, 100), 600, "The Mills", "drink"), 5),
    ]


def test_needs_are_told_apart_and_the_largest_group_comes_first():
    wishes = [Wish("legal")] * 5 + [Wish("mentor", "wood")] * 7
    assert sheet(wishes) == [Row(Demand("mentor", trade="wood"), 7), Row(Demand("legal"), 5)]


def test_a_room_without_end_and_a_rent_beyond_all_bands():
    assert sheet([Wish("workspace", None, (), 5_000, None, 99_999)] * 5) == [
        Row(Demand("workspace", area=(1000, None)), 5),
    ]


wishes = st.lists(
    st.builds(
        Wish,
        st.sampled_from(["workspace", "storefront", "legal"]),
        st.sampled_from([None, "food", "wood"]),
        st.sets(st.sampled_from(["gas", "kiln", "floor_drain"])).map(lambda found: tuple(sorted(found))),
        st.none() | st.floats(0, 3_000),
        st.none() | st.floats(0, 3_000),
        st.none() | st.floats(0, 20_000),
        st.sampled_from([None, "The Mills", "Southfield"]),
    ),
    max_size=40,
)


def could_be(demand, wish):
    return (
        demand.need == wish.need
        and set(demand.features) <= set(wish.features)
        and demand.neighborhood in {None, wish.neighborhood}
        and demand.trade in {None, wish.trade}
        and (demand.rent is None or (wish.rent_max is not None and wish.rent_max <= demand.rent))
    )


@given(wishes)
def test_whatever_was_looked_for_nothing_below_five_shows(wishes):
    rows = sheet(wishes)
    assert all(row.people >= LEAST for row in rows)
    told, there = Counter(), Counter(wish.need for wish in wishes)
    for row in rows:
        told[row.demand.need] += row.people
        assert sum(could_be(row.demand, wish) for wish in wishes) >= row.people, "true of all who are counted"
    assert all(told[need] <= there[need] for need in told), "everybody once"


@given(wishes)
def test_the_order_in_which_it_was_written_tells_nothing(wishes):
    assert sheet(wishes) == sheet(wishes[::-1])
