"""A week's measure of messages nobody asked for. What is over it is told together, in one digest: nothing gets lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import case, func, literal, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.db import Session, UtcDateTime
from models.outbox.batches import changed
from models.outbox.judging import DIGEST_KIND, WEEK
from models.outbox.planning import Draft, Manners, plan
from models.outbox.states import is_state
from models.outbox.tables import Delivery, Lane, State


def digest(now: datetime) -> Draft:
    """The digest of this week: its key allows one a person and week."""
    year, week, _ = now.isocalendar()
    key = f"digest:{year}-{week:02}"
    return Draft(key, DIGEST_KIND, "digest", Lane.NUDGE, now, {"template": "digest"})


async def plan_digests(session: Session, now: datetime, manners: Manners) -> int:
    """A digest for everybody who has something waiting for one and got none this week; how many."""
    stale = (is_state(State.DIGEST), col(Delivery.expires_at) <= now)
    ended = {"state": State.EXPIRED.value, "reason": "too_late", "ended_at": now}
    await changed(session, update(Delivery).where(*stale).values(**ended))
    waiting = select(col(Delivery.person_id)).where(is_state(State.DIGEST)).distinct()
    draft = replace(digest(now), expires_at=now + WEEK)
    planned = await plan(session, draft, waiting, now, manners)
    await _put_in(session, draft, now)
    return planned


async def _put_in(session: Session, draft: Draft, now: datetime) -> None:
    """Only into a digest that has not left: what came later waits for the next one."""
    whole = aliased(Delivery)
    of_hers = (
        select(col(whole.id))
        .where(col(whole.dedupe_key).startswith(f"{draft.key}:"), col(whole.state) == State.PENDING)
        .where(col(whole.person_id) == col(Delivery.person_id))
        .scalar_subquery()
    )
    told = {"state": State.MERGED.value, "digest_id": of_hers, "ended_at": now}
    await changed(session, update(Delivery).where(is_state(State.DIGEST), of_hers.is_not(None)).values(**told))


async def told_in(session: Session, digest_id: int) -> Sequence[Delivery]:
    """What a digest tells, in the order it would have been sent."""
    query = select(Delivery).where(Delivery.digest_id == digest_id).order_by(col(Delivery.due_at), col(Delivery.id))
    return (await session.exec(query)).all()


async def spent(session: Session, chat_id: int, now: datetime) -> int:
    """How much of the week's budget is used: what a composer shows before another one is sent."""
    unasked = case((col(Delivery.lane).in_([Lane.ANNOUNCEMENT, Lane.NUDGE]), 1), else_=0)
    query = select(func.coalesce(func.sum(unasked), 0)).where(is_state(State.SENT), Delivery.kind != DIGEST_KIND)
    week = literal(now - WEEK, UtcDateTime)
    return int((await session.exec(query.where(Delivery.chat_id == chat_id, col(Delivery.ended_at) > week))).one())
