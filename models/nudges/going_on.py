"""The one word to somebody who left in the middle of the questions: two days later, and never a second time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from models.db import Session
from models.intake.tables import Intake
from models.nudges.audience import wants
from models.outbox.planning import Draft, Manners, plan
from models.outbox.tables import Lane, Policy, Preference
from models.people.tables import Person

KIND = "intake_nudge"
QUIET_FOR = timedelta(days=2)  # since she did anything at all
TOO_LONG_AGO = timedelta(days=14)  # after that it would come out of the blue


async def plan_nudges(session: Session, now: datetime, manners: Manners) -> int:
    """Put the nudge in line for everybody who left two days ago; how many. Whoever had it once gets it never again."""
    left = (
        select(col(Intake.person_id))
        .join(Person, col(Person.id) == col(Intake.person_id))
        .outerjoin(Preference, col(Preference.person_id) == col(Intake.person_id))
        .where(col(Intake.finished_at).is_(None), col(Intake.nudged_at).is_(None))
        .where(col(Intake.changed_at).between(now - TOO_LONG_AGO, now - QUIET_FOR))
        .where(col(Person.seen_at) <= now - QUIET_FOR, wants(KIND, "nudges", now))
    )
    nudged = update(Intake).where(col(Intake.person_id).in_(left)).values(nudged_at=now)
    marked = (await session.exec(nudged.execution_options(synchronize_session=False))).rowcount
    if not marked:
        return 0
    chosen = select(col(Intake.person_id)).where(col(Intake.nudged_at) == now)
    return await plan(session, _draft(now), chosen, now, manners)


def _draft(now: datetime) -> Draft:
    # The key is kept for good: also an intake begun anew, with a new row, is nudged no second time.
    return Draft(
        key=KIND,
        kind=KIND,
        about="intake",
        lane=Lane.NUDGE,
        due_at=now,
        message={"template": KIND},
        expires_at=now + QUIET_FOR,
        policy=Policy.NEVER_TWICE,
        once=True,
    )


async def still_away(session: Session, person_id: UUID) -> bool:
    """Asked when the nudge is about to leave: since it was planned she has neither written nor finished."""
    query = (
        select(Intake, Person)
        .join(Person, col(Person.id) == col(Intake.person_id))
        .where(Intake.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return False
    intake, person = found
    planned = intake.nudged_at
    return planned is not None and not intake.finished_at and max(intake.changed_at, person.seen_at) <= planned
