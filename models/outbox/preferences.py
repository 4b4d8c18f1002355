"""What a person lets us send, and when: the settings she can change at any moment, and the consents she gave."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select

from models.db import Session, insert
from models.outbox.quiet import Quiet
from models.outbox.tables import Mute, Preference

Switch = Literal["reminders", "announcements", "nudges"]
CONSENTS: Mapping[str, Switch] = {"consent_reminders": "reminders", "consent_announcements": "announcements"}


async def of(session: Session, person_id: UUID) -> Preference:
    """Her settings; the usual ones, not yet written, for somebody who never changed any."""
    return await session.get(Preference, person_id, populate_existing=True) or Preference(person_id=person_id)


async def _change(session: Session, person_id: UUID, **values: object) -> None:
    row = insert(session, Preference).values({**Preference(person_id=person_id).model_dump(), **values})
    await session.exec(row.on_conflict_do_update(index_elements=["person_id"], set_=values))


async def turn(session: Session, person_id: UUID, switch: Switch, on: bool) -> None:
    await _change(session, person_id, **{switch: on})


async def agree(session: Session, person_id: UUID, consents: Mapping[str, bool]) -> None:
    """Take over what she said yes or no to in the intake. The last word counts, wherever she said it."""
    said = {CONSENTS[key]: yes for key, yes in consents.items() if key in CONSENTS}
    if said:
        await _change(session, person_id, **said)


async def pause(session: Session, person_id: UUID, until: datetime | None) -> None:
    """Nothing but urgent news until then; None ends the pause."""
    await _change(session, person_id, paused_until=until)


async def keep_quiet(session: Session, person_id: UUID, hours: Quiet | None) -> None:
    """Her own quiet hours; None is the town's again. The same time twice means never quiet."""
    start, end = (hours.start, hours.end) if hours else (None, None)
    await _change(session, person_id, quiet_from=start, quiet_until=end)


async def live_in(session: Session, person_id: UUID, zone: str | None) -> None:
    """The clock she lives by, as an IANA name; None is the town's."""
    await _change(session, person_id, zone=zone)


async def mute(
    session: Session, person_id: UUID, *, kind: str = "", about: str = "", until: datetime | None = None
) -> None:
    """No more of a kind, about a matter, or both; at least one of the two. Muting again changes until when."""
    if not (kind or about):
        raise ValueError("muting needs a kind or a matter; for everything there is the pause")
    row = insert(session, Mute).values(Mute(person_id=person_id, kind=kind, about=about, until=until).model_dump())
    await session.exec(row.on_conflict_do_update(index_elements=["person_id", "kind", "about"], set_={"until": until}))


async def unmute(session: Session, person_id: UUID, mute_id: UUID) -> None:
    """Hers only: the number may come from somebody else's button."""
    await session.exec(delete(Mute).where(col(Mute.id) == mute_id, col(Mute.person_id) == person_id))


async def muted(session: Session, person_id: UUID, now: datetime) -> Sequence[Mute]:
    """What she has muted and still is."""
    query = select(Mute).where(Mute.person_id == person_id).order_by(col(Mute.kind), col(Mute.about))
    return [one for one in await session.exec(query) if one.until is None or one.until > now]
