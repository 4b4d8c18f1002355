"""A small intake with one question of each kind, for the tests of this room."""

from models.intake.flow import Flow
from models.intake.questions import Condition, Kind, Question


def where(question, *values):
    return Condition(question, frozenset(values) or None)


TRADE = Question("trade", Kind.WORDS, choices=("food", "wood", "textiles"), longest=40)
STAGE = Question("stage", Kind.ONE, choices=("idea", "selling"))
NEEDS = Question("needs", Kind.SEVERAL, choices=("workspace", "grant", "mentor"), most=2, milestone=True)
PLACE = Question("place", Kind.PLACE)
PROCESSES = Question(
    "processes",
    Kind.SEVERAL,
    choices=("bake", "weld", "saw"),
    most=3,
    when=(where("needs", "workspace"),),
    likely={"trade": {"wood": ("saw",)}},
)
AREA = Question(
    "area", Kind.NUMBER, least=1, largest=5000, when=(where("processes"),), scale={"area_min": 0.7, "area_max": 2}
)
GETTING_AROUND = Question(
    "getting_around",
    Kind.SEVERAL,
    choices=("bus", "car"),
    most=2,
    tells={"bus": {"has_car": False}, "car": {"has_car": True}},
)
HOUSEHOLD = Question("household_size", Kind.NUMBER, choices=("1", "2"), least=1, largest=20)
INCOME = Question(
    "income",
    Kind.INCOME,
    choices=("30", "50", "80", "over80"),
    when=(where("household_size"),),
    depends_on="household_size",
    sensitive=True,
)
REGISTERED = Question("registered", Kind.YES_NO, when=(where("stage", "selling"),))
GOAL = Question("goal", Kind.WORDS, longest=100, when=(where("registered", True),))
REMINDERS = Question("reminders", Kind.CONSENT)

EVERY_KIND = (
    TRADE,
    STAGE,
    NEEDS,
    PLACE,
    PROCESSES,
    AREA,
    GETTING_AROUND,
    HOUSEHOLD,
    INCOME,
    REGISTERED,
    GOAL,
    REMINDERS,
)
FLOW = Flow(EVERY_KIND)
