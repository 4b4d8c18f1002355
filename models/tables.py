"""Every table of the house in one list, for migrations and for nothing else."""

from models.audit import tables as audit
from models.broadcasts import tables as broadcasts
from models.db import metadata
from models.demand import tables as demand
from models.desk import tables as desk
from models.events import address_tables as addresses
from models.events import attendance_tables as attendance
from models.events import draft_tables as drafts
from models.events import tables as events
from models.intake import tables as intake
from models.invitations import tables as invitations
from models.nudges import tables as nudges
from models.outbox import tables as outbox
from models.peers import tables as peers
from models.people import tables as people
from models.plan import tables as plan
from models.resources import tables as resources
from models.resources.freshness import tables as freshness
from models.resources.importing import tables as importing

__all__ = [
    "addresses",
    "attendance",
    "audit",
    "broadcasts",
    "demand",
    "desk",
    "drafts",
    "events",
    "freshness",
    "importing",
    "intake",
    "invitations",
    "metadata",
    "nudges",
    "outbox",
    "peers",
    "people",
    "plan",
    "resources",
]
