"""Who an announcement is for: a choice of people as data, the rows it means, and how many of them it can reach.

The number shown before sending is the number that can be reached; everybody else is counted under the first reason
that holds, so that all together make the choice.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, String, case, cast, exists, false, func, literal, or_, true
from sqlalchemy import select as rows_of  # sqlmodel's own goes up to four columns
from sqlmodel import col, select

from models.db import Session, UtcDateTime
from models.events.attendance_tables import Attendance, Gathering, Going
from models.intake.tables import Answer
from models.outbox.judging import DIGEST_KIND, WEEK
from models.outbox.planning import People
from models.outbox.states import is_state
from models.outbox.tables import Delivery, Lane, Mute, Preference, State
from models.people.tables import Person, Role

KIND = "announcement"
SAMPLE = 12  # names shown before sending


class Audience(BaseModel):
    """Within one part any of its values will do; the parts must all hold. Empty: everybody."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # what a row names and nobody knows any more is left out

    trades: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    neighborhoods: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()  # said yes to one of these
    sources: tuple[str, ...] = ()  # came with one of these links
    seen_within: int = 0  # days; 0: whenever
    not_seen_for: int = 0  # days
    staff: bool = False  # only those who coordinate

    @property
    def data(self) -> dict[str, Any]:
        """As a row holds it."""
        return self.model_dump(mode="json", exclude_defaults=True)


def _answered(question: str, ids: Collection[str], field: str = "") -> ColumnElement[bool]:
    """Her answer names one of these. JSON is looked at as text, alike on both databases: names stand in quotes."""
    said, before = cast(col(Answer.value), String), f'"{field}": ' if field else ""
    named = [said.contains(f"{before}{json.dumps(one)}", autoescape=True) for one in ids]
    mine = (col(Answer.person_id) == col(Person.id), col(Answer.question) == question, col(Answer.skipped).is_(False))
    return exists().where(*mine, or_(*named))


def _coming(events: Collection[str]) -> ColumnElement[bool]:
    """She said yes to a time of one of these."""
    those = select(col(Gathering.id)).where(col(Gathering.source_id).in_(events))
    mine = (col(Attendance.person_id) == col(Person.id), col(Attendance.state) == Going.YES.value)
    return exists().where(*mine, col(Attendance.gathering_id).in_(those))


def chosen(audience: Audience, now: datetime, guests: Collection[int] | None = None) -> list[ColumnElement[bool]]:
    """What must hold for a person. `guests`: before the town goes live, only these chats and those who coordinate."""
    parts: list[ColumnElement[bool]] = []
    answers = (("trade", audience.trades, ""), ("stage", audience.stages, ""), ("needs", audience.needs, ""))
    parts += [_answered(question, ids, field) for question, ids, field in answers if ids]
    if audience.neighborhoods:
        parts.append(_answered("place", audience.neighborhoods, "neighborhood"))
    if audience.languages:
        parts.append(col(Person.language).in_(audience.languages))
    if audience.sources:
        parts.append(col(Person.source).in_(audience.sources))
    if audience.events:
        parts.append(_coming(audience.events))
    if audience.seen_within:
        parts.append(col(Person.seen_at) >= now - timedelta(days=audience.seen_within))
    if audience.not_seen_for:
        parts.append(col(Person.seen_at) < now - timedelta(days=audience.not_seen_for))
    staff = col(Person.role) != Role.MAKER.value
    if audience.staff:
        parts.append(staff)
    if guests is not None:
        parts.append(or_(staff, col(Person.chat_id).in_(list(guests))))
    return parts or [true()]


def people(audience: Audience, now: datetime, guests: Collection[int] | None = None) -> People:
    """Those it is for, as a SELECT of their ids; the outbox leaves out whoever cannot be reached."""
    return select(col(Person.id)).where(*chosen(audience, now, guests))


@dataclass(frozen=True)
class Reach:
    """How many it is for and how many of them it reaches. `others` by reason; all together are `chosen`."""

    chosen: int
    reachable: int
    others: Mapping[str, int]
    languages: Mapping[str, int]  # of the reachable ones
    names: Sequence[str]  # a dozen of them

    def minutes(self, per_second: float) -> int:
        """How long it takes at the town's pace, rounded up."""
        return ceil(self.reachable / per_second / 60)


def _muted(now: datetime) -> ColumnElement[bool]:
    running = or_(col(Mute.until).is_(None), col(Mute.until) > literal(now, UtcDateTime))
    any_matter = (col(Mute.kind).in_(["", KIND]), col(Mute.about) == "")
    return exists().where(col(Mute.person_id) == col(Person.id), *any_matter, running)


def _unasked(now: datetime) -> ColumnElement[int]:
    """Messages of this week that she had not asked for."""
    mine = (is_state(State.SENT), col(Delivery.chat_id) == col(Person.chat_id), Delivery.kind != DIGEST_KIND)
    week = (col(Delivery.lane).in_([Lane.ANNOUNCEMENT, Lane.NUDGE]), col(Delivery.ended_at) > now - WEEK)
    return select(func.count()).select_from(Delivery).where(*mine, *week).scalar_subquery()


def _why_not(now: datetime, a_week: int) -> ColumnElement[str]:
    """The first reason that keeps it from her, in the order the last look before sending has; empty: it reaches her."""
    agreed = func.coalesce(col(Preference.announcements), false())
    return case(
        (col(Person.blocked_at).is_not(None), "unreachable"),
        (col(Person.stopped_at).is_not(None), "stopped"),
        (~agreed, "no_consent"),
        (_muted(now), "muted"),
        (col(Preference.paused_until) > literal(now, UtcDateTime), "paused"),
        (_unasked(now) >= a_week, "budget"),
        else_="",
    )


async def reach(
    session: Session, audience: Audience, now: datetime, a_week: int, guests: Collection[int] | None = None
) -> Reach:
    """The true number, with the reasons for the rest, and a dozen names."""
    reason = _why_not(now, a_week).label("reason")
    seen = (
        rows_of(reason, col(Person.language).label("language"), col(Person.first_name).label("name"))
        .select_from(Person)
        .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
        .where(*chosen(audience, now, guests))
        .subquery()
    )
    connection = await session.connection()
    counted = rows_of(seen.c.reason, seen.c.language, func.count()).group_by(seen.c.reason, seen.c.language)
    rows = (await connection.execute(counted)).all()
    named = rows_of(seen.c.name).where(seen.c.reason == "").order_by(seen.c.name).limit(SAMPLE)
    names = [name for (name,) in await connection.execute(named)]
    others: dict[str, int] = {}
    languages: dict[str, int] = {}
    for why, language, count in rows:
        into, key = (others, why) if why else (languages, language)
        into[key] = into.get(key, 0) + count
    return Reach(sum(count for *_, count in rows), sum(languages.values()), others, languages, names)


@dataclass(frozen=True)
class Collision:
    """Something else that waits for some of the same people."""

    kind: str
    about: str
    people: int
    first: datetime


async def collisions(
    session: Session,
    audience: Audience,
    now: datetime,
    until: datetime,
    a_week: int,
    guests: Collection[int] | None = None,
) -> list[Collision]:
    """What else is planned until then for those whom it reaches, the largest first."""
    reached = (
        select(col(Person.id))
        .outerjoin(Preference, col(Preference.person_id) == col(Person.id))
        .where(*chosen(audience, now, guests), _why_not(now, a_week) == "")
    )
    waiting = (is_state(State.PENDING, State.HELD), col(Delivery.due_at) < until)
    query = (
        rows_of(col(Delivery.kind), col(Delivery.about), func.count(), func.min(col(Delivery.due_at)))
        .where(*waiting, col(Delivery.person_id).in_(reached))
        .group_by(col(Delivery.kind), col(Delivery.about))
        .order_by(func.count().desc(), col(Delivery.about))
        .limit(5)
    )
    return [Collision(*row) for row in await (await session.connection()).execute(query)]
