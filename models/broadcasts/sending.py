"""An announcement on its way: confirmed once whoever presses, planned for a frozen list of people, stopped, repeated.

The outbox carries it; here it is decided what is put in line for whom. Never commits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import update
from sqlmodel import col, select

from models.broadcasts.audience import KIND, Audience, people
from models.broadcasts.tables import Broadcast, Repeat, Stage, When
from models.db import Session
from models.outbox import batches
from models.outbox.batches import changed
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane, Message, Policy, Preference
from models.people.tables import Person, Role

MORNING = time(9)
ASKED = "announcement_asked"  # template and kind: it waits for a second person
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Town:
    """What a town decides about announcements."""

    manners: Manners
    guests: Collection[int] | None = None  # not live yet: only these chats and those who coordinate
    second_person: bool = False  # somebody else than the writer has to agree
    language: str = "en"  # what people read whose own language an announcement does not speak


def batch_of(broadcast: Broadcast) -> str:
    """The name of its deliveries."""
    return f"broadcast:{broadcast.id}"


async def draft(session: Session, person_id: UUID, now: datetime) -> Broadcast:
    """A new one, empty."""
    new = Broadcast(created_by=person_id, created_at=now)
    session.add(new)
    await session.flush()
    return new


async def of(session: Session, number: int, *, lock: bool = False) -> Broadcast | None:
    """The announcement of this number; `lock` where it is about to be changed."""
    query = select(Broadcast).where(Broadcast.id == number).execution_options(populate_existing=True)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def latest(session: Session, limit: int = 10) -> Sequence[Broadcast]:
    """The newest, drafts too."""
    return (await session.exec(select(Broadcast).order_by(col(Broadcast.id).desc()).limit(limit))).all()


async def ask(session: Session, broadcast: Broadcast, person_id: UUID) -> bool:
    """Hand it to somebody else to agree to. False where it is no draft any more."""
    asked = update(Broadcast).where(col(Broadcast.id) == broadcast.id, col(Broadcast.stage) == Stage.DRAFT)
    return await changed(session, asked.values(stage=Stage.ASKED.value, asked_by=person_id)) == 1


async def tell_others(session: Session, broadcast: Broadcast, person_id: UUID, now: datetime, town: Town) -> int:
    """Everybody else who coordinates hears that this one waits for somebody to agree; how many do."""
    draft = Draft(
        key=f"{batch_of(broadcast)}:{ASKED}",
        kind=ASKED,
        about=batch_of(broadcast),
        lane=Lane.URGENT,
        due_at=now,
        message=Message(template=ASKED, values={"broadcast": broadcast.id}),
    )
    coordinate = col(Person.role).in_([Role.COORDINATOR.value, Role.ADMINISTRATOR.value])
    return await plan(
        session, draft, select(col(Person.id)).where(coordinate, Person.id != person_id), now, town.manners
    )


def may_confirm(broadcast: Broadcast, person_id: UUID, town: Town) -> bool:
    """Whether this person's word is the one that sends it."""
    return not town.second_person or (broadcast.stage == Stage.ASKED and person_id != broadcast.asked_by)


async def confirm(session: Session, broadcast: Broadcast, person_id: UUID, now: datetime, town: Town) -> int | None:
    """Freeze the list of people and put a copy for each in line; how many. None: it was confirmed before.

    Pressed five times, or by two people in two processes, it is confirmed once: whoever changes the row sends it.
    """
    taken = (
        update(Broadcast)
        .where(col(Broadcast.id) == broadcast.id, col(Broadcast.stage).in_([Stage.DRAFT, Stage.ASKED]))
        .values(stage=Stage.CONFIRMED.value, confirmed_by=person_id, confirmed_at=now)
    )
    if await changed(session, taken) != 1:
        return None
    await session.refresh(broadcast)
    return await _plan(session, broadcast, now, town)


async def _plan(session: Session, broadcast: Broadcast, now: datetime, town: Town) -> int:
    whom = people(Audience.model_validate(broadcast.audience), now, town.guests)
    if broadcast.leaves != When.MORNING:
        moment = broadcast.starts_at if broadcast.leaves == When.AT and broadcast.starts_at else now
        return await plan(session, draft_of(broadcast, moment), whom, now, town.manners)
    planned = 0
    for zone in [None, *await _zones(session)]:
        lives = col(Preference.zone).is_(None) if zone is None else col(Preference.zone) == zone
        elsewhere = select(col(Preference.person_id)).where(col(Preference.zone).is_not(None))
        there = select(col(Preference.person_id)).where(lives)
        whose = col(Person.id).in_(there) if zone else col(Person.id).not_in(elsewhere)
        moment = morning(broadcast.starts_at or now, zone or town.manners.quiet.zone, now)
        planned += await plan(session, draft_of(broadcast, moment), whom.where(whose), now, town.manners)
    return planned


async def _zones(session: Session) -> list[str]:
    """The clocks people chose to live by; everybody else lives by the town's."""
    zones = select(col(Preference.zone)).where(col(Preference.zone).is_not(None)).distinct()
    return sorted(zone for zone in await session.exec(zones) if zone)


def morning(day: datetime, zone: str, now: datetime) -> datetime:
    """Nine o'clock in this zone on that day; where that has passed, the next one."""
    local = day.astimezone(ZoneInfo(zone)).date()
    moment = datetime.combine(local, MORNING, ZoneInfo(zone)).astimezone(UTC)
    return moment if moment >= now else datetime.combine(local + DAY, MORNING, ZoneInfo(zone)).astimezone(UTC)


def draft_of(broadcast: Broadcast, moment: datetime) -> Draft:
    """A copy as the outbox plans it. Twice is worse than once too few: nobody trusts a bot that repeats itself."""
    return Draft(
        key=f"{batch_of(broadcast)}:v{broadcast.version}",
        kind=KIND,
        about=batch_of(broadcast),
        lane=Lane.ANNOUNCEMENT,
        due_at=moment,
        message=message_of(broadcast),
        expires_at=broadcast.valid_until,
        policy=Policy.NEVER_TWICE,
        batch=batch_of(broadcast),
        paid=broadcast.paid,
    )


def spoken(broadcast: Broadcast) -> dict[str, Any]:
    """What it says, by language."""
    return {**broadcast.texts, **broadcast.copies}


def instead(broadcast: Broadcast, language: str) -> str:
    """Whose words everybody else gets: the town's first language, else the first it speaks."""
    said = spoken(broadcast)
    return language if language in said else next(iter(said))


def message_of(broadcast: Broadcast) -> Message:
    """What is said: the texts, or the messages to copy, and the buttons under them."""
    message = Message(values={"broadcast": broadcast.id})
    if broadcast.texts:
        message["texts"] = broadcast.texts
    if broadcast.copies:
        message["copies"] = broadcast.copies
    if broadcast.buttons:
        message["buttons"] = broadcast.buttons
    return message


async def cancel(session: Session, broadcast: Broadcast, now: datetime) -> int:
    """For good: what still waits never leaves, and nothing repeats it; how many were still waiting."""
    broadcast.stage, broadcast.repeat = Stage.CANCELLED.value, Repeat.NEVER.value
    session.add(broadcast)
    return await batches.cancel(session, batch_of(broadcast), "cancelled", now)


async def plan_for(session: Session, draft: Draft, chats: Collection[int], now: datetime, town: Town) -> int:
    """A message for these chats only: a look at it for colleagues before it leaves."""
    those = select(col(Person.id)).where(col(Person.chat_id).in_(list(chats)))
    return await plan(session, draft, those, now, town.manners)


async def watched(session: Session) -> Sequence[Broadcast]:
    """Those whose progress somebody looks at."""
    left = (Broadcast.stage != Stage.DRAFT, Broadcast.stage != Stage.ASKED, col(Broadcast.board_message).is_not(None))
    return (await session.exec(select(Broadcast).where(*left).order_by(col(Broadcast.id)))).all()


def digest_of(text: str) -> str:
    """What stands on a board, in few letters."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


async def drawn(session: Session, number: int, text: str, *, last: bool) -> None:
    """What stands on the board now; after the `last` drawing nothing changes any more."""
    values: dict[str, object] = {"board_shown": digest_of(text), **({"board_message": None} if last else {})}
    await changed(session, update(Broadcast).where(col(Broadcast.id) == number).values(**values))


# --- again and again


STEPS = {
    Repeat.DAILY: relativedelta(days=1),
    Repeat.WEEKLY: relativedelta(weeks=1),
    Repeat.MONTHLY: relativedelta(months=1),
}


def next_time(broadcast: Broadcast, zone: str) -> datetime | None:
    """When its next repetition begins: the same hour on the wall, whatever the clocks do; None where it has none."""
    if broadcast.repeat not in STEPS or broadcast.confirmed_at is None:
        return None
    began = (broadcast.starts_at or broadcast.confirmed_at).astimezone(ZoneInfo(zone))
    wall = began.replace(tzinfo=None) + STEPS[Repeat(broadcast.repeat)]
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def repeat(session: Session, now: datetime, town: Town) -> list[Broadcast]:
    """Put the next of each repeated announcement in line; the list of people is made anew each time. Those begun."""
    query = select(Broadcast).where(col(Broadcast.repeat) != "", Broadcast.stage == Stage.CONFIRMED)
    begun = []
    for last in await session.exec(query.with_for_update(skip_locked=True)):
        moment = next_time(last, town.manners.quiet.zone)
        if moment and moment <= now:
            begun.append(await _again(session, last, moment, now, town))
    return begun


async def _again(session: Session, last: Broadcast, moment: datetime, now: datetime, town: Town) -> Broadcast:
    """A new announcement that goes on repeating in the place of the last one. One that was missed is not caught up."""
    kept = {"texts", "copies", "buttons", "audience", "paid", "created_by", "confirmed_by", "repeat"}
    new = Broadcast(
        **last.model_dump(include=kept),
        created_at=now,
        leaves=When.MORNING if last.leaves == When.MORNING else When.AT,
        starts_at=moment,
        stage=Stage.CONFIRMED,
        confirmed_at=now,
        repeats=last.repeats or last.id,
    )
    last.repeat = Repeat.NEVER.value
    session.add_all([new, last])
    await session.flush()
    await _plan(session, new, now, town)
    return new
