"""Who may be thought of at all: reachable, agreed, neither pausing nor tired of this kind. As SQL, for many at once.

The outbox looks again before each message leaves; asked here too, nobody's one nudge is used up while she is away.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_
from sqlmodel import col

from models.db import UtcDateTime
from models.outbox.planning import reachable
from models.outbox.preferences import Switch
from models.outbox.tables import Mute, Preference
from models.people.tables import Person


def wants(kind: str, switch: Switch, now: datetime) -> ColumnElement[bool]:
    """For a query of people with their preferences (outer join): what they never chose is the usual."""
    said = {
        "reminders": (col(Preference.reminders), Preference.model_fields["reminders"].default),
        "announcements": (col(Preference.announcements), Preference.model_fields["announcements"].default),
        "nudges": (col(Preference.nudges), Preference.model_fields["nudges"].default),
    }
    chosen, usual = said[switch]
    moment = literal(now, UtcDateTime)
    muted = exists().where(
        col(Mute.person_id) == col(Person.id),
        col(Mute.kind) == kind,
        col(Mute.about) == "",
        or_(col(Mute.until).is_(None), col(Mute.until) > moment),
    )
    awake = or_(col(Preference.paused_until).is_(None), col(Preference.paused_until) <= moment)
    return and_(reachable(), func.coalesce(chosen, usual), awake, ~muted)
