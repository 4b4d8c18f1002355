"""What somebody looked for and did not find, read from her answers and from the list she was shown. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

ROOMS = frozenset({"workspace", "storefront"})  # needs of which features, area and rent mean something


@dataclass(frozen=True)
class Wish:
    """One need that was not met, and what belongs to it."""

    need: str
    trade: str | None = None
    features: tuple[str, ...] = ()
    area_min: float | None = None
    area_max: float | None = None
    rent_max: float | None = None
    neighborhood: str | None = None


Thing = tuple[str, frozenset[str]]
"""The kind of something that was shown, and the needs it meets."""


def unmet(
    answers: Mapping[str, object], asked: Collection[str], found: Iterable[Thing], features: Sequence[str] = ()
) -> list[Wish]:
    """A wish for each need that nothing in the list meets. Who looks for a room is not helped by a talk on rooms."""
    met = frozenset[str]().union(*(needs if kind == "space" else needs - ROOMS for kind, needs in found))
    return [wish(answers, need, features) for need in asked if need not in met]


def wish(answers: Mapping[str, object], need: str, features: Sequence[str] = ()) -> Wish:
    """What her answers say about this need; `features` are what her work asks of a room."""
    place = answers.get("neighborhood")
    trade = answers.get("trade")
    told = Wish(need, _first(trade), neighborhood=place if isinstance(place, str) and place else None)
    if need not in ROOMS:
        return told
    return Wish(
        need,
        told.trade,
        tuple(sorted(set(features))),
        _amount(answers.get("area_min")),
        _amount(answers.get("area_max")),
        _amount(answers.get("rent_max")),
        told.neighborhood,
    )


def _first(answer: object) -> str | None:
    if isinstance(answer, list | tuple):
        answer = answer[0] if answer else None
    return answer if isinstance(answer, str) and answer else None


def _amount(answer: object) -> float | None:
    return float(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else None
