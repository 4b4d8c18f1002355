"""What counts how much in a recommendation, one line and one reason each. Change a figure here and nowhere else.

A difference of 40 is never made up for by anything else; one of 5 settles what would be a tie.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

WEIGHTS: Mapping[str, float] = {
    "need": 40,  # what she asked for: nothing else outweighs it
    "another_need": 8,  # each further thing she asked for that it also does
    "main_need": 9,  # it is for just this: a first course in business, before one about trucks that also counts money
    "kin_need": 18,  # next door to what she asked for: a grant, for small money
    "not_asked": -20,  # meets none of her needs: only something made for her trade and near her gets over this
    "company": -12,  # people and gatherings nobody asked for, but good to have
    "right_kind": 8,  # a room for who asked for a room, before a course about rooms
    "equipped": 8,  # a room with what her trade works with: a kitchen, for a baker, before shelves
    "focus": 6,  # made for her need, rather than for ten at once
    "trade": 14,  # made for what she makes
    "kin_trade": 3,  # leather, for somebody who sews
    "any_trade": 6,  # for everybody
    "stage": 8,  # made for where she is with it
    "next_stage": -5,  # one step off: might do
    "far_stage": -18,  # made for somebody else
    "near": 8,  # at her door; fades to nothing with distance
    "far_without_car": -10,  # a bus ride each time
    "language": 8,  # in the language she named first
    "second_language": 4,  # in another one she speaks
    "foreign": -30,  # taught or told in a language she does not speak
    "foreign_paper": -6,  # the same for a room or a form, where somebody can help once
    "free": 5,  # costs nothing, or brings money
    "low": 3,
    "paid": -2,
    "modest_free": 8,  # the same for somebody with little money, or nothing sold yet
    "modest_paid": -8,
    "modest_loan": -4,  # a debt before the first sale
    "fresh": 2,  # somebody confirmed it within half a year
    "stale": -3,  # nobody did for over a year
    "closing": 3,  # a closing date within a month: now or never
    "soon": 4,  # an event in the next days; fades over two months
    "unsure": -3,  # a missing answer may still exclude her
    "reserved": -16,  # kept for a group she has not said she belongs to: true for few, a disappointment for the rest
    # The list as a whole:
    "new_need": 30,  # the first thing for a need that nothing above it meets
    "new_kind": 5,  # the first of its kind: a course, a room, money, a person
    "same_organization": -9,  # each one from the same organization above it
    "same_kind": -5,  # each one of the same kind above it, from the third on
}
PERFECT = ("need", "right_kind", "focus", "trade", "stage", "near", "language", "modest_free", "fresh")
BEST = sum(WEIGHTS[name] for name in PERFECT)  # what one thing can have for one need: a score of 1
FLOOR = 0  # fewer points than this is noise

KINDS_FOR: Mapping[str, frozenset[str]] = {
    "training": frozenset({"training_business", "skill", "language"}),
    "space": frozenset({"workspace", "storefront"}),
    "incentive": frozenset({"grant", "money_small", "money_large"}),
    "peer": frozenset({"peers"}),
    "event": frozenset({"events"}),
}
KIN_NEEDS: Mapping[str, frozenset[str]] = {
    "training_business": frozenset({"mentor"}),
    "mentor": frozenset({"training_business", "peers"}),
    "peers": frozenset({"mentor", "events"}),
    "events": frozenset({"peers", "sell_local"}),
    "money_small": frozenset({"grant"}),
    "grant": frozenset({"money_small"}),
    "money_large": frozenset({"grant"}),
    "workspace": frozenset({"storefront"}),
    "storefront": frozenset({"workspace", "sell_local"}),
    "sell_local": frozenset({"storefront", "sell_online"}),
    "sell_online": frozenset({"sell_local"}),
    "permits_general": frozenset({"legal"}),
    "permits_home_food": frozenset({"permits_food_product"}),
    "permits_food_product": frozenset({"permits_home_food"}),
    "permits_truck": frozenset({"permits_food_product"}),
    "legal": frozenset({"permits_general"}),
    "quality_growth": frozenset({"mentor", "skill"}),
}
KIN_TRADES: Sequence[frozenset[str]] = (
    frozenset({"food", "drink"}),
    frozenset({"textiles", "leather"}),
    frozenset({"wood", "metal", "manufacturing"}),
    frozenset({"electronics_3d", "tech", "manufacturing"}),
    frozenset({"ceramics", "glass"}),
    frozenset({"jewelry", "metal"}),
    frozenset({"print", "visual_art", "photo"}),
)

FEATURES_FOR: Mapping[str, frozenset[str]] = {
    "food": frozenset({"licensed_kitchen"}),
    "drink": frozenset({"floor_drain", "licensed_kitchen"}),
    "textiles": frozenset({"sewing_machines"}),
    "leather": frozenset({"sewing_machines"}),
    "wood": frozenset({"dust_extraction", "wood_machines"}),
    "metal": frozenset({"metal_machines", "three_phase"}),
    "ceramics": frozenset({"kiln"}),
    "glass": frozenset({"kiln", "gas"}),
    "photo": frozenset({"darkroom"}),
    "electronics_3d": frozenset({"laser_cutter", "printer_3d"}),
    "manufacturing": frozenset({"three_phase", "loading_dock"}),
}

NEAR_FADES = 15_000  # metres
TOO_FAR = 80_000
TOO_FAR_WITHOUT_CAR = 40_000
AHEAD = timedelta(days=60)  # events further off are not news yet
CLOSING = timedelta(days=30)
FRESH, STALE = timedelta(days=183), timedelta(days=365)
