"""What a coordinator sends where her announcement asked for something: words in any form, an hour, a name."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from handlers.chat import announcing
from handlers.chat import announcing_buttons as buttons
from handlers.chat import announcing_run as running
from handlers.deps import Sent, Visit
from handlers.screens import Replies, Say, Screen
from models.broadcasts import choices, righting, sending
from models.broadcasts.tables import Broadcast, Stage, When
from models.outbox.planning import Draft
from models.outbox.tables import Lane, Policy

ADDRESS = re.compile(r"https?://\S+$")
SEPARATORS = " –—-:·"
LONGEST = 3_500  # characters of a text: "Why this?" and a name must still fit
LONGEST_CAPTION = 1_000  # the same under a picture
LONGEST_LABEL = 40
MORNING = time(9)
Reader = Callable[[Visit, Broadcast, str], Awaitable[Replies]]


async def take(visit: Visit) -> Replies:
    """Her next message, whatever is in it, answers what stands in her row: `bc:<what>:<number>:<more>`."""
    _, what, number, more = (visit.person.asked or "bc:::").split(":", 3)
    broadcast = await sending.of(visit.session, int(number), lock=True) if number.isdecimal() else None
    if broadcast is None or what not in READERS:
        visit.person.asked = None
        return await announcing.show(visit)
    if what != "right" and broadcast.stage not in announcing.OPEN:
        visit.person.asked = None
        return [Say(await running.progress(visit, broadcast))]
    return await READERS[what](visit, broadcast, more)


async def open_question(visit: Visit) -> Screen | None:
    """What her next message would answer, as it would be asked now."""
    _, what, _, more = (visit.person.asked or "bc:::").split(":", 3)
    if what not in READERS:
        return None
    language = running.language_name(visit, more) if what == "words" else ""
    return Screen(visit.text("chat/announce/ask", what=what, note="", language=language))


async def _done(visit: Visit, broadcast: Broadcast, note: str = "") -> Replies:
    visit.person.asked = None
    visit.session.add(broadcast)
    return [Say(await announcing.board(visit, broadcast, note))]


def _again(visit: Visit, what: str, note: str, language: str = "", **values: str) -> Replies:
    """The question stays open."""
    said = visit.label(note, **values)
    return [Say(Screen(visit.text("chat/announce/ask", what=what, note=said, language=language)))]


async def _words(visit: Visit, broadcast: Broadcast, code: str) -> Replies:
    sent = visit.sent
    if sent is None or sent.kind == "service":
        return _again(visit, "words", "bc_not_that", running.language_name(visit, code))
    if sent.kind == "text":
        said = sent.html()
        if len(said) > LONGEST:
            return _again(visit, "words", "bc_too_long", running.language_name(visit, code))
        broadcast.texts = {**broadcast.texts, code: said}
        broadcast.copies = {key: copied for key, copied in broadcast.copies.items() if key != code}
        return await _done(visit, broadcast)
    before = broadcast.copies.get(code)
    broadcast.copies = {**broadcast.copies, code: _copied(sent, before)}
    broadcast.texts = {key: text for key, text in broadcast.texts.items() if key != code}
    if sent.album:  # its other pictures come as messages of their own
        visit.session.add(broadcast)
        first = before is None or before.get("album") != sent.album
        return [Say(await announcing.board(visit, broadcast))] if first else []
    return await _done(visit, broadcast)


def _copied(sent: Sent, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The message to copy; one more of the same album joins those before it. `names` is what would not be filled in."""
    album = before if sent.album and before and before.get("album") == sent.album else {}
    numbers = sorted({*album.get("message_ids", ()), sent.message_id})
    names = [*album.get("names", ()), *running.PLACEHOLDER.findall(sent.html())]
    return {
        "chat_id": sent.chat_id, "message_ids": numbers, "kind": kind_of(sent), "album": sent.album, "names": names,
    }  # fmt: skip


def kind_of(sent: Sent) -> str:
    known = {"photo", "document", "poll", "venue", "location", "video", "voice", "audio"}
    return "album" if sent.album else sent.kind if sent.kind in known else "other"


def _moment(visit: Visit) -> datetime | None:
    """The day and the hour she wrote, on the town's clock; at nine where she named only the day."""
    zone = visit.house.town.zone
    today = visit.now.astimezone(zone).date()
    day, hour = visit.house.moments.day_and_hour(visit.words, visit.language, today)
    if day is None and hour is None:
        return None
    moment = datetime.combine(day or today, hour or MORNING, zone).astimezone(UTC)
    return moment if day or moment > visit.now else moment + timedelta(days=1)


async def _at(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    moment = _moment(visit)
    if moment is None or moment <= visit.now:
        return _again(visit, "at", "bc_no_hour" if moment is None else "bc_past")
    broadcast.leaves, broadcast.starts_at = When.AT, moment
    return await _done(visit, broadcast)


async def _until(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    moment = _moment(visit)
    if moment is None or moment <= (broadcast.starts_at or visit.now):
        return _again(visit, "until", "bc_no_hour" if moment is None else "bc_past")
    broadcast.valid_until = moment
    return await _done(visit, broadcast)


async def _button(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    found = ADDRESS.search(visit.words.strip())
    label = visit.words.strip()[: found.start()].strip(SEPARATORS) if found else ""
    if not found or not label or len(label) > LONGEST_LABEL:
        return _again(visit, "button", "bc_no_button")
    broadcast.buttons = [*broadcast.buttons, [{"label": {visit.language: label}, "url": found[0]}]]
    return await _done(visit, broadcast)


async def _thing(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    """A thing of the town by its name or by what it is; the question stays open until one is chosen."""
    rows = await buttons.found(visit, broadcast)
    if not rows:
        return _again(visit, "thing", "bc_no_thing")
    text = visit.text("chat/announce/ask", what="thing", note="", language="")
    return [Say(Screen(text, (*rows, buttons.back(visit, broadcast))))]


async def _name(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    name = visit.words.strip()[:LONGEST_LABEL]
    if not name:
        return _again(visit, "name", "bc_not_that")
    await choices.keep(visit.session, name, broadcast.audience, visit.person.id, visit.now)
    return await _done(visit, broadcast, visit.label("bc_kept", name=name))


async def _testers(visit: Visit, broadcast: Broadcast, _more: str) -> Replies:
    """To colleagues through the outbox, at once; only those with a role can be named."""
    chats, missing = await running.testers(visit, visit.words)
    if missing or not chats:
        return _again(visit, "testers", "bc_no_tester")
    moment = int(visit.now.timestamp())
    draft = Draft(
        key=f"{sending.batch_of(broadcast)}:test:{moment}",
        kind="announcement_test",
        about=sending.batch_of(broadcast),
        lane=Lane.URGENT,
        due_at=visit.now,
        message=sending.message_of(broadcast),
        policy=Policy.NEVER_TWICE,
    )
    await sending.plan_for(visit.session, draft, chats, visit.now, running.customs(visit))
    return await _done(visit, broadcast, visit.label("bc_tested"))


async def _right(visit: Visit, broadcast: Broadcast, code: str) -> Replies:
    """The right words in one of its languages."""
    if visit.sent is None or visit.sent.kind != "text" or broadcast.stage != Stage.CONFIRMED:
        return _again(visit, "right", "bc_not_that")
    said = visit.sent.html()
    is_caption = code in broadcast.copies
    if len(said) > (LONGEST_CAPTION if is_caption else LONGEST):
        return _again(visit, "right", "bc_too_long")
    if wrong := running.PLACEHOLDER.findall(said) if is_caption else running.unknown_in(said):
        return _again(visit, "right", "bc_wrong_names", names=", ".join(wrong))
    visit.person.asked = None
    await righting.correct(visit.session, broadcast, {code: said}, visit.now, running.customs(visit))
    return [Say(await running.progress(visit, broadcast))]


READERS: Mapping[str, Reader] = {
    "words": _words,
    "at": _at,
    "until": _until,
    "button": _button,
    "thing": _thing,
    "name": _name,
    "testers": _testers,
    "right": _right,
}
