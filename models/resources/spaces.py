"""Whether a room is one somebody can make her things in: fits, fits if …, fails on …

Pure. What she does in it is asked as features of the room; which process asks for what stands in the vocabulary. A room
about which nothing is known fails on nothing: it fits if it has what she needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from models.resources.codes import Reason
from models.resources.currencies import decimals
from models.resources.facts import NOTHING, Fact
from models.resources.rules import Answers

LET_WHOLE = frozenset({None, "unit", "studio", "storefront", "popup", "storage"})  # the others are shared: no own area
BROUGHT = frozenset(  # machines people bring with them, where the building can carry them
    {
        "kiln", "laser_cutter", "printer_3d", "dust_extraction", "sewing_machines", "wood_machines", "metal_machines",
        "darkroom",
    }
)  # fmt: skip
COMES_WITH: Mapping[str, frozenset[str]] = {  # what is there although nobody wrote it down
    "licensed_kitchen": frozenset({"vent_hood", "water", "three_phase"}),
    "spray_booth": frozenset({"vent_hood"}),
    "kiln": frozenset({"three_phase", "vent_hood"}),
    "wood_machines": frozenset({"three_phase", "dust_extraction"}),
    "metal_machines": frozenset({"three_phase"}),
    "street_window": frozenset({"street_level"}),
}
NIGHT = "22:00"  # a house that says nothing is closed after that
ANSWERS = ("features", "features_wished", "loud", "works_until", "area_min", "area_max", "rent_max")


@dataclass(frozen=True)
class Fit:
    """How a room stands to what is asked of it. `has` are needed features it has, `helps` are the welcome ones."""

    has: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    conditions: tuple[Reason, ...] = ()
    fails: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> str:
        return "fails" if self.fails else "fits_if" if self.conditions else "fits"


@dataclass(frozen=True)
class Wishes:
    """What a maker asks of a room, read from her answers once."""

    features: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    loud: bool = False
    works_until: str | None = None
    area_min: float | None = None
    area_max: float | None = None
    rent_max: float | None = None

    @classmethod
    def of(cls, answers: Answers) -> "Wishes":
        until = answers.get("works_until")
        return cls(
            features=_texts(answers.get("features")),
            wished=_texts(answers.get("features_wished")),
            loud=answers.get("loud") is True,
            works_until=until if isinstance(until, str) else None,
            area_min=_amount(answers.get("area_min")),
            area_max=_amount(answers.get("area_max")),
            rent_max=_amount(answers.get("rent_max")),
        )

    @cached_property
    def any(self) -> bool:
        return self != Wishes()

    def fit(self, fact: Fact, today: date) -> Fit:
        """How this room stands to them."""
        there = _there(fact)
        missing = [one for one in self.features if one not in there]
        silent = all(f"features:{one}" in fact.derived for one in fact.features)  # nobody wrote down what it has
        lacks = [one for one in missing if not silent and not _can_come(one, there)]
        conditions = [Reason("bring" if one in BROUGHT else "if_has", one) for one in missing if one not in lacks]
        return Fit(
            has=tuple(one for one in self.features if one in there),
            helps=tuple(one for one in self.wished if one in there),
            conditions=(*conditions, *self._hours(fact, there)),
            fails=(*(Reason("lacks", one) for one in lacks), *self._measures(fact), *_later(fact, today)),
        )

    def _measures(self, fact: Fact) -> list[Reason]:
        fails = []
        rent = rent_of(fact)
        if self.rent_max is not None and rent is not None and rent > self.rent_max:
            fails.append(Reason("rent", rent))
        if fact.area_m2 is not None and fact.subtype in LET_WHOLE:
            if self.area_min is not None and fact.area_m2 < self.area_min:
                fails.append(Reason("too_small", fact.area_m2))
            if self.area_max is not None and fact.area_m2 > self.area_max:
                fails.append(Reason("too_big", fact.area_m2))
        return fails

    def _hours(self, fact: Fact, there: frozenset[str]) -> list[Reason]:
        """Loud work ends when the house must be quiet; work at night asks for a key."""
        if self.works_until is None:
            return []
        quiet_from = fact.noise_until
        if self.loud and quiet_from and self.works_until > quiet_from and "noise_ok" not in there:
            return [Reason("quiet_after", time.fromisoformat(quiet_from))]
        if self.works_until > max(NIGHT, quiet_from or "") and "night_hours" not in there:
            return [Reason("if_has", "night_hours")]
        return []


def rent_of(fact: Fact) -> float | None:
    """A month's rent in whole units of its currency, as makers say what they could pay."""
    if fact.rent_month is None:
        return None
    rent = fact.rent_month / 10 ** decimals(fact.currency)
    return int(rent) if float(rent).is_integer() else rent


def _there(fact: Fact) -> frozenset[str]:
    """What the room has, with what goes without saying."""
    street = frozenset({"street_level"}) if fact.street_level else NOTHING
    return fact.features.union(street, *(COMES_WITH[one] for one in fact.features if one in COMES_WITH))


def _can_come(feature: str, there: frozenset[str]) -> bool:
    """A machine she can bring, if the current it needs is there."""
    return feature in BROUGHT and (feature != "kiln" or "three_phase" in there or "gas" in there)


def _later(fact: Fact, today: date) -> list[Reason]:
    return [Reason("from", fact.available_from)] if fact.available_from and fact.available_from > today else []


def _texts(answer: object) -> tuple[str, ...]:
    return tuple(map(str, answer)) if isinstance(answer, list | tuple) else ()


def _amount(answer: object) -> float | None:
    return float(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else None
