"""/ask: a person answers. What somebody writes goes to the staff, in whatever form, and the bot keeps out of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from content.opening import opens_next
from handlers.chat import announced, desk_subjects
from handlers.deps import House, Sent, Visit
from handlers.door import Door
from handlers.screens import Amend, Button, Popup, Replace, Replies, Rows, Say, Screen
from models.db import Session
from models.desk import group, inbox, relaying, talking
from models.desk.relaying import Origin
from models.desk.tables import By, Conversation

WORDLESS = {"location", "venue", "poll", "sticker", "contact", "video_note"}  # an edit changes no words of theirs
ASKED = "ask"  # her next message is the question


async def ask(visit: Visit) -> Replies:
    """/ask WORDS asks at once; without words, the ways to a person, the shortest of them the next message."""
    if visit.words.strip() and visit.sent:
        return await words(visit)
    visit.person.asked = ASKED
    screen = await open_question(visit)
    return [Say(screen)] if screen else []


async def ask_without_words(visit: Visit) -> Replies:
    """She has said that she wants to ask somebody, and not yet what."""
    return await ask(replace(visit, words=""))


def takes_over(visit: Visit) -> bool:
    """She talks with a person: what she writes is not for the bot, unless the bot has just asked her something."""
    return not visit.person.asked and talking.with_staff(visit.person, visit.now)


async def open_question(visit: Visit) -> Screen | None:
    contacts, subject = visit.house.town.contacts, _subject(visit)
    text = visit.text(
        "chat/ask",
        programme=visit.programme,
        phone=contacts.phone,
        email=contacts.email,
        office_hours=visit.said(contacts.office_hours),
        subject=desk_subjects.name(visit.house, subject, visit.language),
        **await when(visit),
    )
    return Screen(text, () if subject else desk_subjects.choice(visit.house, visit.language, "asked", "about"))


def _subject(visit: Visit) -> str | None:
    """What she said it is about, before her question."""
    room, _, subject = (visit.person.asked or "").partition(":")
    return subject if room == ASKED and subject in visit.house.town.desk.choices else None


async def when(visit: Visit) -> dict[str, object]:
    """How long people have waited lately, and when somebody is there again."""
    usual = await talking.usual_wait(visit.session)
    here = visit.now.astimezone(visit.house.town.zone)
    said = visit.house.texts.formats(visit.language).span(usual) if usual else ""
    return {"usual": said, "back_at": opens_next(visit.house.town.desk.opening, here)}


async def words(visit: Visit) -> Replies:
    """A message to the staff, whatever is in it."""
    sent = visit.sent
    chosen = _subject(visit)
    visit.person.asked = None
    if sent is None or sent.kind == "service":
        return []
    before = await talking.of_person(visit.session, visit.person.id, lock=True)
    if before and await talking.too_much(visit.session, before, visit.now, sent.album):
        return await _too_much(visit, before)
    fresh = not talking.with_staff(visit.person, visit.now)
    conversation = await talking.asked(visit.session, visit.person, visit.now, quiet(visit))
    await _about(visit, conversation, chosen or (desk_subjects.heard(visit) if fresh else None))
    await _pass_on(visit, conversation, sent)
    return [Say(await _passed_on(visit, conversation))] if fresh else []


async def _about(visit: Visit, conversation: Conversation, subject: str | None) -> None:
    """What it is about now; a card that stands already says nothing of it."""
    if subject is None or subject == conversation.subject:
        return
    await desk_subjects.settle(visit.house, visit.session, conversation, subject)
    if conversation.carded:
        title = desk_subjects.name(visit.house, subject, visit.house.texts.languages[0])
        by = await desk_subjects.taken_by(visit.session, conversation)
        await _tell_group(visit, conversation, "about", title=title, by=by or "")


async def in_difficulty(visit: Visit) -> Conversation | None:
    """What she wrote is nothing for a bot: a person gets it, marked. None where there was no message to pass on."""
    sent = visit.sent
    before = await talking.of_person(visit.session, visit.person.id, lock=True)
    if sent is None or (before and await talking.too_much(visit.session, before, visit.now, sent.album)):
        return None
    conversation = await talking.asked(visit.session, visit.person, visit.now, quiet(visit), urgent=True)
    known = conversation.carded
    await _pass_on(visit, conversation, sent)
    if known:  # the card stands already, and says nothing of it
        await _tell_group(visit, conversation, "urgent")
    return conversation


def quiet(visit: Visit) -> timedelta:
    """So long after the last word the bot keeps silent."""
    return timedelta(hours=visit.house.town.desk.quiet_hours)


async def _pass_on(visit: Visit, conversation: Conversation, sent: Sent) -> None:
    """To the group, and to whoever answers her from a chat of her own; where there is neither, it waits in /inbox."""
    session, now = visit.session, visit.now
    staff = await group.current(session, visit.house.staff_chat)
    origin = Origin(sent.chat_id, sent.message_id, sent.album, sent.answers)
    if staff:
        if not conversation.carded:
            await relaying.card(session, conversation, staff.chat_id, now)
        await name(visit.house, session, conversation, origin, staff.chat_id, now)
        await relaying.relay(session, conversation, By.MAKER, origin, staff.chat_id, now)
    if conversation.answered_in:
        if await inbox.last_in(session, conversation.answered_in) != conversation.id:
            await relaying.note(session, conversation, conversation.answered_in, "from", now)
        await name(visit.house, session, conversation, origin, conversation.answered_in, now)
        await relaying.relay(session, conversation, By.MAKER, origin, conversation.answered_in, now)
    elif not staff:
        await relaying.remember(session, conversation, By.MAKER, origin, now)
        await inbox.tell(session, conversation, now, visit.house.manners)


async def name(house: House, session: Session, conversation: Conversation, one: Origin, to: int, now: datetime) -> None:
    """Before a message that answers an announcement: which one that is, once for an album."""
    announcement = await announced.answered(session, one.chat_id, one.answers)
    if announcement:
        title = announced.title(house, announcement, house.texts.languages[0])
        values = {"number": announcement.id, "title": title}
        await relaying.note(session, conversation, to, "announcement", now, one.album or str(one.message_id), **values)


async def _passed_on(visit: Visit, conversation: Conversation) -> Screen:
    text = visit.text("chat/desk/passed_on", programme=visit.programme, **await when(visit))
    return Screen(text, ways(visit, conversation))


async def _tell_group(visit: Visit, conversation: Conversation, what: str, **values: str) -> None:
    staff = await group.current(visit.session, visit.house.staff_chat)
    if staff:
        await relaying.note(visit.session, conversation, staff.chat_id, what, visit.now, **values)


def ways(visit: Visit, conversation: Conversation) -> Rows:
    return ((Button(visit.label("ask_close"), ("asked", "close", str(conversation.id))),),)


async def _too_much(visit: Visit, conversation: Conversation) -> Replies:
    """Told once; what she writes meanwhile is not passed on, and the bot says so."""
    if conversation.capped_at and visit.now - conversation.capped_at < talking.WITHIN:
        return []
    conversation.capped_at = visit.now
    visit.session.add(conversation)
    return [Say(Screen(visit.text("chat/desk/too_much", most=talking.AT_ONCE)))]


async def edited(visit: Visit) -> Replies:
    """She has put something right in what she sent: every copy of it follows."""
    return await amended(visit.session, visit.sent) if visit.sent else []


async def amended(session: Session, sent: Sent) -> Replies:
    if sent.kind in WORDLESS:
        return []
    copies = await relaying.copies_of(session, sent.chat_id, sent.message_id)
    return [
        Amend(one.copy_chat, one.copy_id, sent.html(), caption=sent.kind != "text") for one in copies if one.copy_id
    ]


async def press(visit: Visit) -> Replies:
    """Her own conversation, closed by herself or taken up again."""
    conversation = await talking.of_person(visit.session, visit.person.id, lock=True)
    if visit.button[:1] == ("about",):
        visit.person.asked = f"{ASKED}:{''.join(visit.button[1:2])}"
        screen = await open_question(visit)
        return [Replace(screen)] if screen else []
    if conversation is None:
        return [Popup(visit.label("old_button"))]
    match visit.button:
        case ("close", *_):
            await talking.close(visit.session, conversation, visit.person)
            await _tell_group(visit, conversation, "she_closed")
            again = Button(visit.label("ask_again"), ("asked", "again"))
            return [Replace(Screen(visit.text("chat/desk/closed"), ((again,),)))]
        case ("again", *_):
            return await ask(visit)
        case _:
            return [Popup(visit.label("old_button"))]


PRESSES: Mapping[str, Door] = {"asked": press}
