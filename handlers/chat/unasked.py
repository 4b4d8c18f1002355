"""What an unasked message says, put into words when it leaves: in her language and with the facts of that moment.

Whoever plans a message names a template and the values it needs; a template that needs more than these (what fits her,
what a digest tells) has its writer in WRITERS. What has lost its sense meanwhile is not said at all.
"""

import html
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from content.texts import Texts
from handlers.chat import announced, desk_words, event_messages, lists, owners
from handlers.chat.cards import cards
from handlers.deps import House, Visit
from handlers.screens import Button, Rows, Screen
from models.broadcasts import sending
from models.db import Session
from models.desk import inbox, talking
from models.desk.tables import Stage
from models.intake import progress
from models.nudges import going_on
from models.outbox import budget, judging, preferences
from models.outbox.health import Health
from models.outbox.recheck import Ready
from models.outbox.tables import Batch, Delivery, Lane, Message, State
from models.people.tables import Person, Role
from models.resources.facts import Fact, handle
from models.resources.freshness import owners as freshness_owners
from models.resources.matching import seen_by

Spoken = TypeVar("Spoken")
Writer = Callable[[Visit, Ready], Awaitable[Screen | None]]

LONGEST = 3_500  # characters of a digest; what is over is told by its first line
FIRST_NAME = "{first_name}"  # what a coordinator writes where the reader's own name shall stand
MOST_ROWS = 6  # of buttons under a digest


async def write(house: House, one: Ready) -> Screen | None:
    """The message as it leaves; None where there is nothing left to say. Reads the database only where it must."""
    language = one.language or house.texts.languages[0]
    template, change = one.message.get("template", ""), one.message.get("change")
    if change:
        return await _changed(house, one, change, language)
    if template in desk_words.WRITERS:
        return await desk_words.write(house, one)
    if template in WRITERS:
        async with house.database.reading() as session:
            visit = await _visit(house, session, one)
            screen = await WRITERS[template](visit, one) if visit else None
    else:
        screen = planned(house.texts, one.message, language, one.first_name)
    return with_why(house.texts, screen, one, language) if screen else None


async def _visit(house: House, session: Session, one: Ready) -> Visit | None:
    """The moment of writing, as the doors' screens know moments; None for somebody who has gone."""
    person = await session.get(Person, one.row.person_id) if one.row.person_id else None
    return Visit(house, session, person, house.clock()) if person else None


def with_why(texts: Texts, screen: Screen, one: Ready, language: str) -> Screen:
    """Under everything nobody asked for stands why it came. A group has no settings of its own."""
    if one.row.person_id is None or one.row.kind in {inbox.NEW, inbox.BACK}:
        return screen
    why = Button(texts.label("why_this", language), ("why", str(one.row.id)))
    return replace(screen, rows=(*screen.rows, (why,)))


# --- messages that need nothing but what was planned


def planned(texts: Texts, message: Message, language: str, first_name: str = "") -> Screen:
    """The finished text in her language (else in the town's, else in any there is), or the template with its values."""
    rows = rows_of(texts, message.get("buttons", []), language)
    said: dict[str, Any] = {**message.get("texts", {}), **message.get("copies", {})}
    copied = _spoken(said, language, texts) if said else None
    if isinstance(copied, str):
        return Screen(copied.replace(FIRST_NAME, html.escape(first_name)), rows)
    if copied:
        is_album = len(copied["message_ids"]) > 1
        words = texts.label("above_this", language) if is_album else copied.get("caption", "")
        return Screen(words, rows, copied=(copied["chat_id"], tuple(copied["message_ids"])))
    values = {"first_name": first_name, **message.get("values", {})}
    return Screen(texts.render(f"chat/unasked/{message['template']}", language, **values), rows)


def rows_of(texts: Texts, rows: Sequence[Sequence[Mapping[str, object]]], language: str) -> Rows:
    """Buttons as they were planned. A label is a key of labels.toml, words by language, or words."""
    return tuple(tuple(_button(texts, button, language) for button in row) for row in rows)


def _button(texts: Texts, button: Mapping[str, object], language: str) -> Button:
    label, press = button["label"], button.get("press")
    if isinstance(label, Mapping):
        words = _spoken({str(code): str(said) for code, said in label.items()}, language, texts)
    else:
        words = texts.label(str(label), language) if label in texts.labels else str(label)
    if isinstance(press, Sequence):
        return Button(words, press=tuple(map(str, press)))
    return Button(words, url=str(button["url"]))


def _spoken(said: Mapping[str, Spoken], language: str, texts: Texts) -> Spoken:
    return said.get(language) or said.get(texts.languages[0]) or next(iter(said.values()))


# --- a copy that is put right or taken back


class NotYet(Exception):
    """The copy that is to be changed is on its way at this moment: a little later its number is known."""


async def _changed(house: House, one: Ready, change: str, language: str) -> Screen | None:
    """The right words in place of the wrong ones, or nothing in their place; None where no copy arrived."""
    async with house.database.reading() as session:
        copy = await session.get(Delivery, one.row.target) if one.row.target else None
    if copy is None or (copy.message_id is None and copy.state != State.SENDING):
        return None
    if copy.message_id is None:
        raise NotYet
    if change == "delete":
        return Screen("", change=("delete", copy.message_id))
    screen = planned(house.texts, one.message, language, one.first_name)
    why = replace(one, row=replace(one.row, id=copy.id))
    return replace(with_why(house.texts, screen, why, language), change=("edit", copy.message_id))


# --- the word to go on


async def _going_on(visit: Visit, _one: Ready) -> Screen | None:
    if not await going_on.still_away(visit.session, visit.person.id):
        return None
    stands = await progress.standing(visit.session, visit.person.id)
    row = (Button(visit.label("continue"), ("resume",)), Button(visit.label("not_now"), ("not_now",)))
    shown = bool(stands and stands.milestone_at)
    return Screen(visit.text("chat/unasked/intake_nudge", name=visit.person.first_name, shown=shown), (row,))


# --- something new fits her


async def _new_fit(visit: Visit, one: Ready) -> Screen | None:
    """What still stands of it: something may have closed since, or she has hidden it."""
    values = one.message.get("values", {})
    planned_ids = values.get("fits")
    fits = [str(source_id) for source_id in planned_ids] if isinstance(planned_ids, list) else []
    shelf = await lists.shelf(visit)
    now = visit.now.astimezone(visit.house.town.zone)
    wanted = [fact for fact in shelf.catalogue.several(fits) if fact.id not in shelf.hidden]
    seen = [seen_by(shelf.answers, fact, now) for fact in wanted]
    matches = [match for match in seen if match.score > 0]
    if not matches:
        return None
    shown, icon = cards(visit, matches), visit.house.vocabulary.icon
    text = visit.text("chat/unasked/new_fit", cards=shown, more=values.get("more", 0))
    openers = tuple(
        Button(
            f"{card.number} {icon('kinds', card.fact.kind)}",
            ("card", lists.Listing("recommended").code, "0", handle(card.fact.id)),
        )
        for card in shown
    )
    return Screen(text, (openers,))


# --- is what is listed still right?


async def _still_right(visit: Visit, one: Ready) -> Screen | None:
    """To its owner; not to somebody who is none any more, and not about a thing that is gone."""
    fact = await _listed(visit, one)
    if fact is None or not await freshness_owners.owns(visit.session, visit.person.id, fact.id):
        return None
    return owners.question(visit, fact, asked=True)


async def _desk(visit: Visit, one: Ready) -> Screen | None:
    """To a coordinator: the thing that waits for a look."""
    fact = await _listed(visit, one)
    if fact is None or not visit.may(Role.COORDINATOR):
        return None
    words = fact.words("name", visit.language)
    cause = one.message.get("values", {}).get("cause")
    text = visit.text("chat/unasked/desk", cause=cause, name=words.text if words else fact.name)
    return Screen(text, ((Button(visit.label("desk_look"), ("desk", handle(fact.id))),),))


async def _listed(visit: Visit, one: Ready) -> Fact | None:
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    return catalogue.get(str(one.message.get("values", {}).get("source_id", "")))


# --- what was over the week's budget


async def _digest(visit: Visit, one: Ready) -> Screen | None:
    """Everything she still wants of it, whole where there is room; of the rest the first line each."""
    pieces = [
        screen
        for delivery in await wanted_of(visit, one.row.id)
        if (screen := await _piece(visit, one, delivery)) and screen.text
    ]
    if not pieces:
        return None
    room, whole, short = LONGEST, list[str](), list[str]()
    for piece in pieces:
        room -= len(piece.text)
        (whole if room >= 0 else short).append(piece.text if room >= 0 else first_line(piece.text))
    text = visit.text("chat/unasked/digest", whole=whole, short=short)
    rows = tuple(row for piece in pieces for row in piece.rows)[:MOST_ROWS]
    return Screen(text, rows)


async def wanted_of(visit: Visit, digest_id: int) -> list[Delivery]:
    """What a digest tells, without what she has turned off or muted since."""
    said = await preferences.of(visit.session, visit.person.id)
    muted = await preferences.muted(visit.session, visit.person.id, visit.now)
    agreed = {Lane.ANNOUNCEMENT: said.announcements, Lane.NUDGE: said.nudges}
    return [
        told
        for told in await budget.told_in(visit.session, digest_id)
        if agreed.get(Lane(told.lane), True)
        and not any(judging.mutes(mute, told.kind, told.about, visit.now) for mute in muted)
    ]


async def _piece(visit: Visit, digest: Ready, delivery: Delivery) -> Screen | None:
    message = delivery.message
    if message is None and delivery.batch:
        batch = await visit.session.get(Batch, delivery.batch)
        message = batch.message if batch else None
    if message is None:
        return None
    writer = WRITERS.get(message.get("template", ""))
    if writer and writer is not _digest:
        return await writer(visit, replace(digest, message=message))
    return planned(visit.house.texts, message, visit.language, visit.person.first_name)


def first_line(text: str) -> str:
    """A message's first line; a tag that is opened in it and closed further down is closed here."""
    line = text.strip().partition("\n")[0]
    return line + "".join(f"</{name}>" for name in _open_tags(line))


def _open_tags(line: str) -> list[str]:
    opened: list[str] = []
    for tag in line.split("<")[1:]:
        name = tag.partition(">")[0].partition(" ")[0]
        if name.startswith("/"):
            opened.pop()
        else:
            opened.append(name)
    return opened[::-1]


# --- somebody asks the staff


async def _desk_new(visit: Visit, one: Ready) -> Screen | None:
    """To a coordinator where there is no group; nothing where somebody has answered meanwhile."""
    conversation = await talking.numbered(visit.session, int(str(one.message.get("values", {})["conversation"])))
    asking = await visit.session.get(Person, conversation.person_id) if conversation else None
    if conversation is None or asking is None or conversation.waiting_since is None or not visit.may(Role.COORDINATOR):
        return None
    text = visit.text("chat/unasked/desk_new", name=asking.first_name, urgent=conversation.urgent)
    return Screen(text, ((Button(visit.label("desk_look"), ("inbox", "open", str(conversation.id))),),))


async def _desk_back(visit: Visit, one: Ready) -> Screen | None:
    """The bot answers again; nothing where she talks with somebody once more, or has closed it."""
    conversation = await talking.numbered(visit.session, int(str(one.message.get("values", {})["conversation"])))
    if conversation is None or conversation.stage == Stage.CLOSED or talking.with_staff(visit.person, visit.now):
        return None
    again = Button(visit.label("ask_again"), ("asked", "again"))
    waits = conversation.waiting_since is not None
    return Screen(visit.text("chat/unasked/desk_back", programme=visit.programme, waits=waits), ((again,),))


WRITERS: Mapping[str, Writer] = {
    inbox.NEW: _desk_new,
    inbox.BACK: _desk_back,
    sending.ASKED: announced.waiting,
    "intake_nudge": _going_on,
    "new_fit": _new_fit,
    "digest": _digest,
    **event_messages.WRITERS,
    "still_right": _still_right,
    "desk": _desk,
}


# --- to administrators


def alarm(house: House, language: str, health: Health, paused: Sequence[str], now: datetime) -> str:
    """What an administrator is told when the line stands still or too much fails; past the line, at once."""
    waiting, oldest = sum(health.waiting.values()), min(health.oldest.values(), default=now)
    minutes = int((now - oldest).total_seconds() // 60)
    return house.texts.render(
        "chat/unasked/alarm",
        language,
        stalled=health.stalled,
        failing=round(health.failing * 100),
        paused=list(paused),
        waiting=waiting,
        minutes=minutes,
    )
