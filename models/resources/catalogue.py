"""The catalogue in memory, rebuilt when the stamp in the database is not the one it was built from.

Features above this one bring their own shelf (peers, events): the keeper is given the shelves, it does not know them.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select

from models.db import Session
from models.resources import words
from models.resources.deriving import derived
from models.resources.facts import LARGE, Catalogue, Fact, ids_of, needs_of
from models.resources.freshness.reports import hidden
from models.resources.rule_text import parse
from models.resources.stamp import bump, stamp
from models.resources.tables import Resource
from models.resources.words import NOBODY_READS, Index, Reader, Told

__all__ = ["CatalogueKeeper", "Shelf", "bump", "fact_of", "point_of", "shelf", "stamp", "texts_of"]

Texts = tuple[tuple[str, str, str | None], ...]  # where each stands, what it says, in which language
Shelf = Callable[[Session, datetime], Awaitable[list[Fact]]]
REMEMBERED = 20_000  # things; of more, what each says would fill the memory, and all are read again
TEXTS = ("description", "next_step", "cost_detail", "eligibility", "schedule")


class CatalogueKeeper:
    """Holds the newest catalogue. One per process; asking it costs one small query."""

    def __init__(self, *shelves: Shelf, read: Reader = NOBODY_READS) -> None:
        """`read` understands the texts: with it, things can be searched, and tell what their files leave out."""
        self.shelves, self.read = shelves or (shelf,), read
        self._catalogue = Catalogue()
        self._read: dict[tuple[str, str], tuple[Texts, Told]] = {}  # what each thing says, as long as it says the same
        self._of: tuple[UUID | None, date] | None = None
        self._turn = asyncio.Lock()

    async def current(self, session: Session, now: datetime) -> Catalogue:
        """What the town has now. Built anew after a change, and once a day because events come nearer."""
        wanted = (await stamp(session), now.date())
        if self._of == wanted:
            return self._catalogue
        async with self._turn:  # a change is read by one visitor; those behind her find it done
            if self._of != wanted:
                facts = [fact for shelf in self.shelves for fact in await shelf(session, now)]
                self._catalogue = await asyncio.to_thread(self._compiled, facts)  # visits go on meanwhile
                self._of = wanted
        return self._catalogue

    def understood(self, fact: Fact) -> Fact:
        """A thing that is not there yet, told what it is for as it will be."""
        return derived(fact, words.told_by(fact, self.read))

    def _compiled(self, facts: list[Fact]) -> Catalogue:
        """Every thing read, told what it is for, and found by its words."""
        with collector_at_rest():
            index = Index((derived(fact, told), told) for fact, told in self._told(facts))
            if len(facts) > LARGE:
                _ = index.facts.facets  # what a large town's lists begin with
        return Catalogue(index.facts, index)

    def _told(self, facts: list[Fact]) -> Iterator[tuple[Fact, Told]]:
        """Each fact with what it says. Only what changed is read, where there is room to remember the rest."""
        before, self._read = self._read, {}
        keeps = len(facts) <= REMEMBERED
        for fact in facts:
            known, texts = before.get((fact.kind, fact.id)), tuple(words.texts_of(fact))
            told = known[1] if known is not None and known[0] == texts else words.told_by(fact, self.read)
            if keeps:
                self._read[fact.kind, fact.id] = (texts, told)
            yield fact, told


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """While much is built that stays, looking for garbage costs a third of the time and finds none."""
    was_on, keeps_aside = gc.isenabled(), gc.get_freeze_count() > 0
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what stays is set aside, where the process does so (bot/memory.py); else it is at least counted
        if not keeps_aside:  # as old: it would all be gone through at once, and visits would wait
            gc.unfreeze()
        if was_on:
            gc.enable()


async def shelf(session: Session, _now: datetime) -> list[Fact]:
    """Every resource as a fact, closed ones and those that are kept back too."""
    rows: Sequence[Resource] = (await session.exec(select(Resource).order_by(Resource.source_id))).all()
    facts = await asyncio.to_thread(lambda: [fact_of(row) for row in rows])  # other people's visits go on meanwhile
    kept_back = await hidden(session)
    return [replace(fact, status=kept_back.get(fact.id, fact.status)) for fact in facts] if kept_back else facts


def point_of(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def texts_of(row: object, names: Sequence[str]) -> dict[str, str]:
    return {name: value for name in names if isinstance(value := getattr(row, name), str) and value}


def fact_of(row: Resource) -> Fact:
    return Fact(
        id=row.source_id,
        kind=row.kind,
        name=row.name,
        subtype=row.subtype,
        status=row.status,
        trades=ids_of(row.trades),
        stages=ids_of(row.stages),
        needs=needs_of(
            row.kind,
            row.needs,
            row.cost,
            street="street_window" in row.features,
            amounts=(row.amount_min, row.amount_max),
        ),
        about=row.needs[0] if row.needs else None,
        languages=ids_of(row.languages),
        interpreters=ids_of(row.interpreters),
        tags=tuple(row.tags),
        features=ids_of(row.features),
        requires=row.requires,
        rule=parse(row.requires) if row.requires else None,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        assured_on=row.assured_on,
        point=point_of(row.latitude, row.longitude),
        reach_km=row.reach_km,
        address=row.address,
        neighborhood=row.neighborhood,
        postcode=row.postcode,
        city=row.city,
        county=row.county,
        service_area=tuple(row.service_area),
        cost=row.cost,
        amount_min=row.amount_min,
        amount_max=row.amount_max,
        rent_month=row.rent_month,
        currency=row.currency,
        area_m2=row.area_m2,
        noise_until=row.noise_until,
        street_level=row.street_level,
        available_from=row.available_from,
        lead_time_days=row.lead_time_days,
        organization=row.organization,
        url=row.url,
        apply_url=row.apply_url,
        phone=row.phone,
        email=row.email,
        telegram=row.telegram,
        language=row.description_language,
        texts=texts_of(row, TEXTS),
        lists={"documents": tuple(row.documents)},
        translations=row.translations,
    )
