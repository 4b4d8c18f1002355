"""Moments that follow from the wall and the zone: derived anew when either changes, with the zone data of today."""

from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from sqlmodel import col, or_, select

from models.db import Session
from models.events.recurrence import to_utc
from models.events.tables import Event


@cache
def zone_data() -> str:
    """Which release of the zone data this process reads: the system's where it has one, else the package's."""
    for folder in TZPATH:
        listing = Path(folder) / "tzdata.zi"
        if listing.is_file():
            with listing.open(encoding="ascii") as lines:
                return lines.readline().removeprefix("# version ").strip()
    return version("tzdata")


def derive(event: Event, now: datetime) -> bool:
    """Set its moments; whether its first one is another than before."""
    was = event.starts_at
    event.starts_at = to_utc(event.starts_local, ZoneInfo(event.timezone), event.fold)
    event.next_at = event.series.next_start(now)
    event.tzdata = zone_data()
    return event.starts_at != was


async def derive_all(session: Session, now: datetime) -> int:
    """Those whose next time has gone by, and after a new release of the zone data all of them; how many moved."""
    moved = 0
    stale = or_(col(Event.tzdata).is_(None), col(Event.tzdata) != zone_data(), col(Event.next_at) <= now)
    for event in (await session.exec(select(Event).where(stale))).all():
        moved += derive(event, now)
        session.add(event)
    return moved
