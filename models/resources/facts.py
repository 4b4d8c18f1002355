"""What the town has, ready to be matched and shown: resources, peers and events as facts of one shape.

Pure and immutable: a fact is built once from its row and then only read, by many people at the same time.
"""

import base64
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property, lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from models.resources.rules import Rule

if TYPE_CHECKING:
    from models.resources.facets import Facets
    from models.resources.words import Index

NOTHING: frozenset[str] = frozenset()
LARGE = 800  # things from which on numpy is worth its loading


@lru_cache(16_384)
def _first_of_its_kind(ids: frozenset[str]) -> frozenset[str]:
    return ids


def ids_of(ids: Iterable[str]) -> frozenset[str]:
    """These ids as a set that all things with the same ones share: each of its own would take 200 bytes and more."""
    return _first_of_its_kind(frozenset(ids))


_EMPTY: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """One empty mapping for all: a hundred thousand of their own would take 20 MB."""
    return _EMPTY


class Words(NamedTuple):
    """A text and the language it really is in (None when nobody said), which may not be the one asked for."""

    text: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a maker can be shown. Sets decide, words inform; money is in minor units of `currency`."""

    id: str  # the source id: stays the same from one import to the next
    kind: str  # training, space, incentive, peer, event
    name: str
    subtype: str | None = None
    status: str = "active"

    trades: frozenset[str] = NOTHING
    stages: frozenset[str] = NOTHING
    needs: frozenset[str] = NOTHING
    about: str | None = None  # the need its file names first: what it is for, before what it also does
    speaks_of: frozenset[str] = NOTHING  # the needs its own words speak of clearly
    topics: frozenset[str] = NOTHING  # what its own words speak of: bread, a loan, a kiln
    derived: frozenset[str] = NOTHING  # "needs:workspace": what its own words say, where its file names nothing
    languages: frozenset[str] = NOTHING
    interpreters: frozenset[str] = NOTHING
    attributes: frozenset[str] = NOTHING
    tags: tuple[str, ...] = ()
    features: frozenset[str] = NOTHING
    requires: str | None = None
    rule: Rule | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    assured_on: date | None = None
    dates: tuple[datetime, ...] = ()  # an event's coming starts, in order

    point: tuple[float, float] | None = None  # latitude, longitude
    reach_km: float | None = None
    address: str | None = None
    venue: str | None = None
    neighborhood: str | None = None
    postcode: str | None = None
    city: str | None = None
    county: str | None = None
    service_area: tuple[str, ...] = ()

    cost: str | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    rent_month: int | None = None
    currency: str | None = None
    area_m2: float | None = None
    noise_until: str | None = None
    street_level: bool | None = None
    available_from: date | None = None
    lead_time_days: int | None = None
    capacity: int | None = None

    first_name: str | None = None
    organization: str | None = None
    url: str | None = None
    apply_url: str | None = None
    online_url: str | None = None
    phone: str | None = None
    email: str | None = None
    telegram: str | None = None
    timezone: str | None = None
    length: float | None = None  # an event's, in seconds

    language: str | None = None  # of `texts`
    texts: Mapping[str, str] = field(default_factory=_nothing)  # description, cost_detail, eligibility, makes, offers …
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)  # documents
    translations: Mapping[str, Mapping[str, object]] = field(default_factory=_nothing)

    def words(self, text: str, language: str) -> Words | None:
        """A text ("name", "description", "next_step" …) in this language, or else as it was written."""
        translated = self.translations.get(language, {}).get(text)
        if isinstance(translated, str) and translated:
            return Words(translated, language)
        original = self.name if text == "name" else self.texts.get(text)
        return Words(original, self.language) if original else None

    def listed(self, text: str, language: str) -> tuple[str, ...]:
        """A list of texts ("documents") in this language, or else as it was written."""
        translated = self.translations.get(language, {}).get(text)
        return tuple(map(str, translated)) if isinstance(translated, list) and translated else self.lists.get(text, ())

    def next_start(self, now: datetime) -> datetime | None:
        """An event's first start from now on."""
        place = bisect_left(self.dates, now)
        return self.dates[place] if place < len(self.dates) else None


_FIELDS = tuple(one.name for one in fields(Fact))


def changed(fact: Fact, **values: object) -> Fact:
    """The fact with some values of its own: `dataclasses.replace`, ten times as quick for so many fields."""
    other = object.__new__(Fact)
    for name in _FIELDS:
        object.__setattr__(other, name, values[name] if name in values else getattr(fact, name))
    return other


def handle(source_id: str) -> str:
    """Eight characters that stand for an id where there is room for no more: in a button. Ids may be of any length."""
    return base64.urlsafe_b64encode(blake2b(source_id.encode(), digest_size=6).digest()).decode()


class Facts(tuple[Fact, ...]):  # noqa: SLOT001  (it keeps its columns beside it)
    """All facts of a catalogue, in their order, and the same in columns for whoever goes through very many."""

    @cached_property
    def facets(self) -> "Facets":
        """Made once, when a large town is read."""
        from models.resources.facets import Facets  # noqa: PLC0415  (numpy: a small town does without)

        return Facets(self)


class Catalogue:
    """Everything the town has at one moment. A change makes a new one; nobody sees half of it."""

    def __init__(self, facts: Iterable[Fact] = (), index: "Index | None" = None) -> None:
        """`index`: the same by their words, for whoever searches."""
        self.facts = facts if isinstance(facts, Facts) else Facts(facts)
        self.index = index
        self._by_id = {fact.id: fact for fact in self.facts}
        self._by_handle = {handle(fact.id): fact for fact in self.facts}

    def get(self, source_id: str) -> Fact | None:
        """Also what is closed or past: saved things stay readable."""
        return self._by_id.get(source_id)

    def by_handle(self, handle: str) -> Fact | None:
        """The fact a button names."""
        return self._by_handle.get(handle)

    def several(self, source_ids: Iterable[str]) -> list[Fact]:
        """The facts of these ids in their order; ids that are gone are left out."""
        return [self._by_id[source_id] for source_id in source_ids if source_id in self._by_id]


SPACE_NEEDS = frozenset({"workspace"})
STREET_NEEDS = frozenset({"workspace", "storefront"})
GRANT_NEEDS = frozenset({"grant", "money_small"})
SMALL_LOAN, LARGE_LOAN = 1_000_000, 5_000_000  # in minor units: a loan that begins, or goes, as far as this
Amounts = tuple[int | None, int | None]  # the least and the most, in minor units
LOAN_NEEDS = frozenset({"money_small", "money_large"})


def needs_of(
    kind: str, needs: Collection[str], cost: str | None, *, street: bool = False, amounts: Amounts = (None, None)
) -> frozenset[str]:
    """The needs a thing meets: those its file names, or where it names none, those its kind makes plain."""
    if kind == "event":
        return ids_of({*needs, "events"})
    if kind == "peer":
        return ids_of({*needs, "peers"})
    if needs:
        return ids_of(needs)
    if kind == "space":
        return STREET_NEEDS if street else SPACE_NEEDS
    if kind == "incentive" and cost in {"grant", "loan"}:
        return GRANT_NEEDS if cost == "grant" else loan_needs(*amounts)
    return NOTHING


def loan_needs(least: int | None, most: int | None) -> frozenset[str]:
    """A loan of how much: where nobody says, both."""
    small = least is None or least <= SMALL_LOAN
    large = most is None or most >= LARGE_LOAN
    return frozenset({name for name, fits in (("money_small", small), ("money_large", large)) if fits}) or LOAN_NEEDS
