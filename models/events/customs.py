"""How the town goes about its events."""

from dataclasses import dataclass, field
from datetime import timedelta

from models.events.offsets import Hours
from models.outbox.planning import Manners


@dataclass(frozen=True)
class Customs:
    """Its way with people's time, when it reminds, and how long it holds a seat for somebody."""

    manners: Manners
    offsets: tuple[str, ...] = ("day", "hour")
    hours: Hours = field(default_factory=Hours)
    offer: timedelta = timedelta(hours=12)
