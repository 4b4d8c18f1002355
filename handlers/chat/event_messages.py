"""What is said unasked about events, when it leaves: with the facts of that moment, or not at all."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from handlers.chat.event_card import press
from handlers.chat.event_times import her_zone, until, when
from handlers.deps import Visit
from handlers.screens import Button, Rows, Screen
from models.events import asking, notices, offers, reminders
from models.events.attendance_tables import Going, Happening
from models.events.reminders import Spoken
from models.events.tables import Event
from models.outbox.recheck import Ready

Writer = Callable[[Visit, Ready], Awaitable[Screen | None]]


async def _spoken(visit: Visit, one: Ready) -> Spoken | None:
    gathering = UUID(str(one.message.get("values", {})["gathering"]))
    return await reminders.spoken(visit.session, gathering, visit.person.id)


async def _screen(visit: Visit, template: str, about: Spoken, rows: Rows, **more: object) -> Screen:
    event, gathering = about.event, about.gathering
    zone = await her_zone(visit)
    occurrence = event.series.find(gathering.key)
    override = occurrence.override if occurrence else {}
    text = visit.text(
        f"chat/unasked/{template}",
        name=override.get("title") or name_of(event, visit.language),
        when=when(visit, zone, event, gathering.starts_at, occurrence.ends_at if occurrence else None),
        venue=override.get("venue") or event.venue,
        address=override.get("address") or event.address,
        link=override.get("online_url") or event.online_url,
        guests=about.mine.guests,
        going=about.mine.state,
        until=until(visit, zone, about.mine.offered_until) if about.mine.offered_until else "",
        **more,
    )
    return Screen(text, rows)


def name_of(event: Event, language: str) -> str:
    return str(event.translations.get(language, {}).get("title") or event.title)


def _button(visit: Visit, about: Spoken, label: str, verb: str, *more: str) -> Button:
    return Button(visit.label(label), press(verb, about.event.source_id, about.gathering.key, *more))


async def _reminder(visit: Visit, one: Ready) -> Screen | None:
    values = one.message.get("values", {})
    about = await reminders.still_wanted(visit.session, values, visit.person.id, visit.house.customs)
    if about is None:
        return None
    words = (
        [("going_yes", "yes"), ("cannot_come", "no")] if about.mine.state == Going.MAYBE else [("cannot_come", "no")]
    )
    row = (*(_button(visit, about, *pair) for pair in words), _button(visit, about, "details", "open"))
    return await _screen(visit, reminders.KIND, about, (row,))


async def _moved(visit: Visit, one: Ready) -> Screen | None:
    values = one.message.get("values", {})
    about = await _spoken(visit, one)
    if about is None or about.gathering.version != values["version"] or about.mine.state not in notices.TOLD:
        return None
    words = [("still_fits", "open"), ("cannot_come", "no")]
    before = when(visit, await her_zone(visit), about.event, datetime.fromisoformat(str(values["was"])), None)
    row = tuple(_button(visit, about, *pair) for pair in words)
    return await _screen(visit, notices.MOVED, about, (row,), was=before)


async def _cancelled(visit: Visit, one: Ready) -> Screen | None:
    about = await _spoken(visit, one)
    if about is None or about.gathering.state == Happening.ACTIVE:
        return None
    row = (Button(visit.label("all_events"), ("ev", "list", "all", "0")),)
    return await _screen(visit, notices.CANCELLED, about, (row,), note=one.message.get("values", {}).get("note", ""))


async def _offer(visit: Visit, one: Ready) -> Screen | None:
    """Only while the seat is held for her."""
    about = await _spoken(visit, one)
    if about is None or about.mine.state != Going.OFFERED or about.mine.offers != one.message["values"]["offer"]:
        return None
    row = (_button(visit, about, "take_seat", "yes"), _button(visit, about, "leave_seat", "no"))
    return await _screen(visit, offers.OFFER, about, (row,))


async def _missed(visit: Visit, one: Ready) -> Screen | None:
    about = await _spoken(visit, one)
    if about is None or about.mine.state != Going.MISSED:
        return None
    return await _screen(visit, offers.MISSED, about, ((_button(visit, about, "details", "open"),),))


async def _still(visit: Visit, one: Ready) -> Screen | None:
    about = await _spoken(visit, one)
    if about is None or about.mine.state != Going.YES or about.gathering.state != Happening.ACTIVE:
        return None
    row = (_button(visit, about, "still_yes", "still", "yes"), _button(visit, about, "cannot_come", "still", "no"))
    return await _screen(visit, asking.STILL, about, (row,))


async def _after(visit: Visit, one: Ready) -> Screen | None:
    about = await _spoken(visit, one)
    if about is None or about.mine.state != Going.YES or about.mine.was_useful:
        return None
    words = (("was_useful", "yes"), ("was_not_useful", "no"), ("was_absent", "absent"))
    rows = tuple((_button(visit, about, label, "was", word),) for label, word in words)
    return await _screen(visit, asking.AFTER, about, rows)


WRITERS: Mapping[str, Writer] = {
    reminders.KIND: _reminder,
    notices.MOVED: _moved,
    notices.CANCELLED: _cancelled,
    offers.OFFER: _offer,
    offers.MISSED: _missed,
    asking.STILL: _still,
    asking.AFTER: _after,
}
