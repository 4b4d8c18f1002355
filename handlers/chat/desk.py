"""/ask: a person answers. What somebody writes goes to the staff, in whatever form, and the bot keeps out of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from handlers.deps import Sent, Visit
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
    contacts = visit.house.town.contacts
    text = visit.text(
        "chat/ask",
        programme=visit.programme,
        phone=contacts.phone,
        email=contacts.email,
        office_hours=visit.said(contacts.office_hours),
    )
    return Screen(text)


async def words(visit: Visit) -> Replies:
    """A message to the staff, whatever is in it."""
    sent = visit.sent
    visit.person.asked = None
    if sent is None or sent.kind == "service":
        return []
    before = await talking.of_person(visit.session, visit.person.id, lock=True)
    if before and await talking.too_much(visit.session, before, visit.now, sent.album):
        return await _too_much(visit, before)
    fresh = not talking.with_staff(visit.person, visit.now)
    conversation = await talking.asked(visit.session, visit.person, visit.now, quiet(visit))
    await _pass_on(visit, conversation, sent)
    return [Say(_passed_on(visit, conversation))] if fresh else []


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
        await relaying.relay(session, conversation, By.MAKER, origin, staff.chat_id, now)
    if conversation.answered_in:
        if await inbox.last_in(session, conversation.answered_in) != conversation.id:
            await relaying.note(session, conversation, conversation.answered_in, "from", now)
        await relaying.relay(session, conversation, By.MAKER, origin, conversation.answered_in, now)
    elif not staff:
        await relaying.remember(session, conversation, By.MAKER, origin, now)
        await inbox.tell(session, conversation, now, visit.house.manners)


def _passed_on(visit: Visit, conversation: Conversation) -> Screen:
    return Screen(visit.text("chat/desk/passed_on", programme=visit.programme), ways(visit, conversation))


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
    if conversation is None:
        return [Popup(visit.label("old_button"))]
    match visit.button:
        case ("close", *_):
            await talking.close(visit.session, conversation, visit.person)
            staff = await group.current(visit.session, visit.house.staff_chat)
            if staff:
                await relaying.note(visit.session, conversation, staff.chat_id, "she_closed", visit.now)
            again = Button(visit.label("ask_again"), ("asked", "again"))
            return [Replace(Screen(visit.text("chat/desk/closed"), ((again,),)))]
        case ("again", *_):
            return await ask(visit)
        case _:
            return [Popup(visit.label("old_button"))]


PRESSES: Mapping[str, Door] = {"asked": press}
