"""What counts how much in a recommendation, one line and one reason each. Change a figure here and nowhere else.

A difference of 40 is never made up for by anything else; one of 5 settles what would be a tie.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

WEIGHTS: Mapping[str, float] = {
    "need": 36,  # what she asked for: nothing else outweighs it
    "another_need": 11,  # each further thing she asked for that it also does
    "by_the_way": -8,  # it is for something else, and does what she asked for on the side
    "main_need": 5,  # it is for just this: a first course in business, before one about trucks that also counts money
    "kin_need": 18,  # next door to what she asked for: a grant, for small money
    "not_asked": -20,  # meets none of her needs: only something made for her trade and near her gets over this
    "company": -12,  # people and gatherings nobody asked for, but good to have
    "right_kind": 8,  # a room for who asked for a room, before a course about rooms
    "equipped": 8,  # a room with what her trade works with: a kitchen, for a baker, before shelves
    "has_features": 8,  # a room with everything her work must have
    "helps": 1.5,  # each feature her work is better off with
    "condition": -4,  # each "if": an hour at which it must be quiet, something nobody wrote down
    "bring": -16,  # a machine she has to bring, before a room that has it
    "speaks_of": 8,  # its own words speak of her need, and clearly
    "focus": 6,  # made for her need, rather than for ten at once
    "trade": 14,  # made for what she makes
    "same_topic": 5,  # its words speak of just what she makes
    "kin_trade": -16,  # leather, for somebody who sews
    "mentions_a_trade": -4,  # its file names no trade, its words another one than hers
    "any_trade": 6,  # for everybody
    "any_but_first": -12,  # for everybody, and for trades it names before hers
    "stage": 8,  # made for where she is with it
    "next_stage": -8,  # one step off: might do
    "far_stage": -18,  # made for somebody else
    "near": 8,  # at her door; fades to nothing with distance
    "far_without_car": -10,  # a bus ride each time
    "elsewhere": -16,  # it serves other places than hers
    "language": 7,  # in the language she named first
    "second_language": 4,  # in another one she speaks
    "foreign": -60,  # taught or told in a language she does not speak
    "foreign_paper": -10,  # the same for a room or a form, where somebody can help once
    "free": 5,  # costs nothing, or brings money
    "low": 3,
    "paid": -1,
    "modest_free": 6,  # the same for somebody with little money, or nothing sold yet
    "modest_paid": -8,
    "modest_loan": -4,  # a debt before the first sale
    "fresh": 2,  # somebody confirmed it within half a year
    "stale": -3,  # nobody did for a year; on the way there it falls month by month
    "closing": 3,  # a closing date within a month: now or never
    "soon": 6,  # an event in the next days; fades over two months
    "unsure": -18,  # a missing answer may still exclude her
    "for_her": 10,  # kept for a group she belongs to, or for incomes like hers
    "goes_along": 8,  # a person who goes along with her helps with whatever comes
    "reserved": -30,  # kept for a group she has not said she belongs to: true for few, a disappointment for the rest
    # The list as a whole:
    "new_need": 30,  # the first thing for a need that nothing above it meets
    "new_kind": 3,  # the first of its kind: a course, a room, money, a person
    "same_organization": -0.1,  # each one from the same organization above it: settles ties
    "same_kind": -5,  # each one of the same kind above it, from the third on
}
PERFECT = (
    "need", "main_need", "speaks_of", "right_kind", "focus", "trade", "stage", "near", "language", "modest_free",
    "fresh",
)  # fmt: skip
BEST = sum(WEIGHTS[name] for name in PERFECT)  # what one thing can have for one need: a score of 1
FLOOR = 0  # fewer points than this is noise

PAPERS = frozenset({"permits_general", "permits_home_food", "permits_food_product", "permits_truck", "legal"})
KINDS_FOR: Mapping[str, frozenset[str]] = {
    "training": PAPERS
    | {"training_business", "skill", "language", "mentor", "sell_online", "quality_growth", "gov_contracts"},
    "space": frozenset({"workspace", "storefront"}),
    "incentive": frozenset({"grant", "money_small", "money_large"}),
    "peer": frozenset({"peers"}),
    "event": frozenset({"events", "sell_local"}),
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
    "permits_home_food": frozenset({"permits_food_product", "permits_general"}),
    "permits_food_product": frozenset({"permits_home_food", "permits_general"}),
    "permits_truck": frozenset({"permits_food_product", "permits_general"}),
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
OWN_ROOMS: Sequence[frozenset[str]] = (frozenset({"ceramics", "glass"}),)  # kin, but neither works in the other's room

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
TELLING_FEATURES: Mapping[str, frozenset[str]] = {  # what a room has tells whose it is, where nothing else does
    "licensed_kitchen": frozenset({"food", "drink"}),
    "sewing_machines": frozenset({"textiles"}),
    "kiln": frozenset({"ceramics"}),
    "darkroom": frozenset({"photo"}),
    "wood_machines": frozenset({"wood"}),
    "metal_machines": frozenset({"metal"}),
}

NEAR_FADES = 15_000  # metres
TOO_FAR = 80_000
TOO_FAR_WITHOUT_CAR = 40_000
AHEAD = timedelta(days=60)  # events further off are not news yet
CLOSING = timedelta(days=30)
SOON = timedelta(days=90)  # what opens later is not nearly open
FRESH, STALE = timedelta(days=183), timedelta(days=365)

# Words (words.py, finding.py): how surely a thing is what a text of it says, by where the text stands.
STATED = 1.0  # its file names it
DERIVED = 0.45  # its kind and its words make it so
ALSO_FOR = 0.65  # ... as a need after the first one it names
MANY_TRADES = 0.1  # ... among so many trades: each counts the number of them to the power of minus this
SAID_IN: Mapping[str, float] = {
    "name": 1.0,
    "tag": 0.9,
    "subtype": 0.8,
    "makes": 0.8,  # a peer's
    "offers": 0.6,
    "description": 0.55,
    "eligibility": 0.25,  # says whom it is for rather than what it is
    "organization": 0.25,
    "other": 0.25,
}
BM25_WORDS, BM25_LENGTH = 1.2, 0.6  # k1 and b

# What a thing is for, by its words (deriving.py): each kind does some things rather than others, so that a course
# that mentions its studio is no place to rent. What a kind is not listed with counts UNLIKELY.
LIKELY: Mapping[str, Mapping[str, float]] = {
    "training": {
        "training_business": 1, "skill": 1, "mentor": 1, "language": 1, "legal": 1, "sell_online": 1,
        "quality_growth": 0.9, "gov_contracts": 1, "permits_home_food": 1, "permits_food_product": 1,
        "permits_truck": 1, "permits_general": 0.9, "sell_local": 0.7, "peers": 0.7, "money_large": 0.5,
        "money_small": 0.5, "grant": 0.5,
    },
    "space": {"workspace": 1, "storefront": 1, "sell_local": 0.8},
    "incentive": {
        "grant": 1, "money_small": 1, "money_large": 1, "permits_general": 0.9, "permits_home_food": 0.9,
        "permits_food_product": 0.9, "permits_truck": 0.9, "legal": 0.9, "gov_contracts": 0.9, "storefront": 0.7,
        "quality_growth": 0.7, "sell_local": 0.7, "sell_online": 0.7, "workspace": 0.5,
    },
    "event": {
        "sell_local": 1, "peers": 1, "training_business": 0.8, "skill": 0.8, "mentor": 0.8, "legal": 0.8,
        "language": 0.8, "sell_online": 0.8, "permits_general": 0.7, "permits_home_food": 0.7,
        "permits_food_product": 0.7, "permits_truck": 0.7, "gov_contracts": 0.8, "grant": 0.7, "money_small": 0.7,
        "storefront": 0.6,
    },
}  # fmt: skip
UNLIKELY = 0.4
SAID_CLEARLY, CLEARLY = 0.38, 0.6  # at least so surely, and at least so near to the surest
MOST_DERIVED = 3

# What somebody asks for in her own words (finding.py): shares of a score between 0 and 1.
FIND: Mapping[str, float] = {
    "concepts": 0.72,  # how much of what was asked for it has
    "words": 0.18,  # the same words in it
    "fit": 0.10,  # how well it fits the maker otherwise: settles ties
    "half_words": 4.0,  # so many points of BM25 are half of the share of words
    "named": 0.9,  # called by its name, or its organization's: at least so much
    "common": 0.2,  # what a concept counts that everything has; one that hardly anything has counts 1
    "own_trade": 0.15,  # her trade, where she did not name one
    "kin_need": 0.4,  # next door to what was asked for
    "need_of_topic": 0.25,  # meets the need that the topic she speaks of is part of
    "any_trade": 0.45,  # for everybody
    "near_trade": 0.3,  # for a trade beside hers
    "kin_trade": 0.75,  # what is left of something made for a trade beside hers
    "other_trade": 0.4,  # ... and for quite another one
    "mentions_a_trade": 0.85,  # ... and where only its words speak of another trade, by the way
    "one_trade": 0.85,  # ... and for one trade, where she named none
    "other_need": 0.95,  # ... and for none of the needs she named: a topic or a word may still be just right
    "other_room": 0.8,  # ... and for being a room that does nothing of what she asked for
    "other_amount": 0.6,  # ... and for a sum far from the one she named
    "other_kind": 0.9,  # ... and for being a room, where she asked for a class or a person
    "clear_kind": 0.15,  # from so much weight on, a kind was asked for
    "far_event": 0.8,  # ... and for an event more than two months off
    "reserved": 0.75,  # ... and of something kept for veterans, women ... where she did not say that she is one
    "for_her": 1.6,  # ... and what it gains where she is just the one it is kept for
    "same_kind": 0.05,  # what each loses for every one of its kind above it
    "unwanted": 0.6,  # what it loses by having what she does not want
    "least": 0.12,  # less than this is noise
    "beside_best": 0.3,  # less than this share of the best, too
}
