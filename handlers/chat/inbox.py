"""/inbox: who waits for an answer, the longest first; answered, put off and closed from a coordinator's own chat."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from handlers.chat import desk, desk_canned, desk_subjects, desk_words
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.audit import log
from models.audit.log import Act
from models.desk import group, inbox, relaying, talking
from models.desk.relaying import Origin
from models.desk.tables import By, Conversation, Stage
from models.people.tables import Person

A_PAGE, MOST_SUBJECTS = 6, 7
Doing = Callable[[Visit, Conversation, Person], Awaitable[Replies]]


async def show(visit: Visit) -> Replies:
    return [Say(await _list(visit, 0))]


async def _list(visit: Visit, page: int, subject: str | None = None) -> Screen:
    """Those who wait, all or those who ask about one subject."""
    everything = await inbox.count(visit.session, visit.now, subject)
    lines = await inbox.lines(visit.session, visit.now, page * A_PAGE, A_PAGE, subject)
    said = [
        {
            "number": one.conversation.id,
            "name": one.name,
            "urgent": one.conversation.urgent,
            "waits": waits(visit, one.conversation),
            "taken_by": one.taken_by,
            "subject": "" if subject else desk_subjects.name(visit.house, one.conversation.subject, visit.language),
        }
        for one in lines
    ]
    about = desk_subjects.name(visit.house, subject, visit.language)
    text = visit.text("chat/desk/inbox", lines=said, everything=everything, subject=about)
    buttons = tuple(Button(f"{one.conversation.id}", ("inbox", "open", str(one.conversation.id))) for one in lines)
    more = everything > (page + 1) * A_PAGE
    onward = (Button(visit.label("page_more"), ("inbox", "list", str(page + 1), *([subject] if subject else []))),)
    return Screen(
        text, (*((buttons,) if buttons else ()), *((onward,) if more else ()), *await _by_subject(visit, subject))
    )


async def _by_subject(visit: Visit, subject: str | None) -> Rows:
    """The way to those about one subject, where any are, and back to all."""
    if subject:
        return ((Button(visit.label("desk_list"), ("inbox", "list", "0")),),)
    if not await inbox.subjects(visit.session, visit.now):
        return ()
    return ((Button(visit.label("desk_by_subject"), ("inbox", "subjects")),),)


async def _subjects(visit: Visit) -> Screen:
    """The subjects somebody waits with, and how many do."""
    waiting = await inbox.subjects(visit.session, visit.now)
    known = [one for one in visit.house.town.desk.choices if one in waiting]
    rows = [
        (
            Button(
                f"{desk_subjects.name(visit.house, one, visit.language)} · {waiting[one]}", ("inbox", "list", "0", one)
            ),
        )
        for one in known[:MOST_SUBJECTS]
    ]
    return Screen(
        visit.label("desk_which_subject"), (*rows, (Button(visit.label("desk_list"), ("inbox", "list", "0")),))
    )


def waits(visit: Visit, conversation: Conversation) -> str:
    """How long she has waited, in words; nothing where she was answered."""
    if conversation.waiting_since is None:
        return ""
    return visit.house.texts.formats(visit.language).span(visit.now - conversation.waiting_since)


async def press(visit: Visit) -> Replies:
    """A button of the list or of a conversation."""
    match visit.button:
        case ("list", page, *subject) if page.isdecimal():
            return [Replace(await _list(visit, int(page), subject[0] if subject else None))]
        case ("subjects",):
            return [Replace(await _subjects(visit))]
        case (act, number, *_) if act in DOINGS and number.isdecimal():
            conversation = await talking.numbered(visit.session, int(number), lock=True)
            person = await visit.session.get(Person, conversation.person_id) if conversation else None
            if conversation is None or person is None:
                return [Popup(visit.label("old_button"))]
            return await DOINGS[act](visit, conversation, person)
        case _:
            return [Popup(visit.label("old_button"))]


async def _open(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    return [Replace(await _card(visit, conversation, person))]


async def _card(visit: Visit, conversation: Conversation, person: Person) -> Screen:
    text = visit.text(
        "chat/desk/conversation",
        **desk_words.facts(visit.house, person, conversation, visit.language),
        waits=waits(visit, conversation),
        until=conversation.snoozed_until if conversation.stage == Stage.SNOOZED else None,
        taken_by=await desk_subjects.taken_by(visit.session, conversation),
    )
    return Screen(text, _ways(visit, conversation))


def _ways(visit: Visit, conversation: Conversation) -> Rows:
    def way(act: str) -> Button:
        return Button(visit.label(f"desk_{act}"), ("inbox", act, str(conversation.id)))

    back = (Button(visit.label("desk_list"), ("inbox", "list", "0")),)
    if conversation.stage == Stage.CLOSED:
        return ((way("reopen"),), back)
    return (
        (way("answer"), way("canned")),
        (way("at"), way("mine")),
        (way("snooze"), way("close")),
        (way("subject"), *back),
    )


async def _mine(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    conversation.assignee = visit.person.id
    visit.session.add(conversation)
    await _tell_group(visit, conversation, "taken")
    return await _open(visit, conversation, person)


async def _subject(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    """What it is about, said by whoever reads it."""
    match visit.button:
        case (_, _, subject) if subject in visit.house.town.desk.choices:
            await desk_subjects.settle(visit.house, visit.session, conversation, subject)
            title = desk_subjects.name(visit.house, subject, visit.house.texts.languages[0])
            await _tell_group(visit, conversation, "sorted", title=title)
            return await _open(visit, conversation, person)
        case _:
            rows = desk_subjects.staff_choice(visit.house, conversation, "inbox", visit.language)
            return _choice(visit, conversation, "desk_which_subject", rows)


def _choice(visit: Visit, conversation: Conversation, question: str, rows: Rows) -> Replies:
    """One of these, or back to the conversation."""
    back = (Button(visit.label("back"), ("inbox", "open", str(conversation.id))),)
    return [Replace(Screen(visit.label(question), (*rows, back)))]


async def _close(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    if conversation.stage != Stage.CLOSED:
        await talking.close(visit.session, conversation, person)
        await relaying.note(visit.session, conversation, person.chat_id, "closed", visit.now)
        await _tell_group(visit, conversation, "closed_here")
    return await _open(visit, conversation, person)


async def _reopen(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    if conversation.stage == Stage.CLOSED:
        await talking.reopen(visit.session, conversation, visit.now)
        await _tell_group(visit, conversation, "reopened")
    return await _open(visit, conversation, person)


async def _snooze(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    """For an hour, till tomorrow, for three days, for a week; a new word of hers ends it."""
    until = desk_words.moments(visit.house, visit.now).get(visit.button[2] if len(visit.button) > 2 else "")
    if until is None:
        rows = desk_words.later_ways(visit.house, conversation, "inbox", visit.language)
        return _choice(visit, conversation, "desk_until_when", rows)
    await talking.snooze(visit.session, conversation, until)
    return await _open(visit, conversation, person)


async def _tell_group(visit: Visit, conversation: Conversation, what: str, **values: str) -> None:
    staff = await group.current(visit.session, visit.house.staff_chat)
    if staff:
        await relaying.note(
            visit.session, conversation, staff.chat_id, what, visit.now, by=visit.person.first_name, **values
        )


async def _canned(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    """A ready answer: chosen, read in her language, sent."""
    match visit.button:
        case (_, number, name, *sure) if name in desk_canned.names(visit.house):
            said = desk_canned.text(visit.house, name, person.language, person.first_name)
            if sure != ["yes"]:
                row = (
                    Button(visit.label("desk_send"), ("inbox", "canned", number, name, "yes")),
                    Button(visit.label("back"), ("inbox", "canned", number)),
                )
                return [Replace(Screen(said, (row,)))]
            await desk_canned.send(visit.house, visit.session, conversation, person, name, visit.now)
            title = desk_canned.title(visit.house, name, visit.house.texts.languages[0])
            await _tell_group(visit, conversation, "canned_sent", title=title)
            return await _open(visit, conversation, person)
        case _:
            rows = desk_canned.choice(visit.house, conversation, "inbox", visit.language)
            return _choice(visit, conversation, "desk_canned_which", rows)


# --- answered from her own chat


async def _answer(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    """From now on what the coordinator writes goes to her, and what she writes comes here too; her last words first."""
    visit.person.asked = f"inbox:{conversation.id}"
    if conversation.answered_in != visit.person.chat_id:
        conversation.answered_in = visit.person.chat_id
        conversation.assignee = conversation.assignee or visit.person.id
        visit.session.add(conversation)
        for one in await inbox.last_words(visit.session, conversation.id):
            if one.message_id:
                origin, here = Origin(one.chat_id, one.message_id, one.album, one.answers), visit.person.chat_id
                await desk.name(visit.house, visit.session, conversation, origin, here, visit.now)
                await relaying.relay(visit.session, conversation, By.MAKER, origin, here, visit.now)
    return [Replace(_answering(visit, person))]


def _answering(visit: Visit, person: Person) -> Screen:
    done = (Button(visit.label("done"), ("inbox", "list", "0")),)
    return Screen(visit.text("chat/desk/answering", name=person.first_name), (done,))


async def _at(visit: Visit, conversation: Conversation, _person: Person) -> Replies:
    """An answer that leaves later: first when, then what."""
    visit.person.asked = f"inbox:{conversation.id}:when"
    return [Replace(_when(visit, conversation, ""))]


def _when(visit: Visit, conversation: Conversation, note: str) -> Screen:
    back = (Button(visit.label("cancel"), ("inbox", "open", str(conversation.id))),)
    return Screen(visit.text("chat/desk/when_to_send", note=note, at=None, name=""), (back,))


def _time(visit: Visit, conversation: Conversation, person: Person) -> Replies:
    """The day and hour she names; what she writes then waits for it."""
    here = visit.now.astimezone(visit.house.town.zone)
    said = visit.house.whens.read(visit.words, visit.language, here.date())
    moment = datetime.combine(said.day, said.start, visit.house.town.zone) if said else None
    if moment is None or moment <= visit.now:
        return [Say(_when(visit, conversation, "unclear" if moment is None else "past"))]
    visit.person.asked = f"inbox:{conversation.id}:{int(moment.timestamp())}"
    back = (Button(visit.label("cancel"), ("inbox", "open", str(conversation.id))),)
    text = visit.text("chat/desk/when_to_send", note="", at=moment, name=person.first_name)
    return [Say(Screen(text, (back,)))]


async def _later(visit: Visit, conversation: Conversation, person: Person, stamp: str) -> Replies:
    """It leaves at its time; until then she is put off, and does not stand among those who wait."""
    due = datetime.fromtimestamp(int(stamp), visit.now.tzinfo)
    assert visit.sent is not None  # noqa: S101 asked before
    origin = Origin(visit.sent.chat_id, visit.sent.message_id, visit.sent.album, visit.sent.answers)
    await relaying.relay(visit.session, conversation, By.STAFF, origin, person.chat_id, visit.now, due)
    await talking.snooze(visit.session, conversation, due)
    await _tell_group(visit, conversation, "answer_later")
    visit.person.asked = None
    return [Say(await _card(visit, conversation, person))]


async def words(visit: Visit) -> Replies:
    """What a coordinator writes to the person whose conversation she has open."""
    found = await _meant(visit)
    if found is None or visit.sent is None or visit.sent.kind == "service":
        visit.person.asked = None
        return await show(visit)
    conversation, person = found
    when = (visit.person.asked or "").split(":")[2:]
    if when == ["when"]:
        return _time(visit, conversation, person)
    if when:
        return await _later(visit, conversation, person, when[0])
    await log.write(
        visit.session, Act(visit.person.id, visit.person.role, "desk:answer", talking.about(conversation.id)), visit.now
    )
    sent = visit.sent
    origin = Origin(sent.chat_id, sent.message_id, sent.album, sent.answers)
    if visit.house.town.desk.staff_names and conversation.speaker != visit.person.chat_id:
        conversation.speaker = visit.person.chat_id
        name = visit.person.first_name
        await relaying.note(visit.session, conversation, person.chat_id, "who", visit.now, by=name)
    await relaying.relay(visit.session, conversation, By.STAFF, origin, person.chat_id, visit.now)
    staff = await group.current(visit.session, visit.house.staff_chat)
    if staff:
        await _tell_group(visit, conversation, "answered_by")
        await relaying.relay(visit.session, conversation, By.STAFF, origin, staff.chat_id, visit.now)
    await talking.answered(visit.session, conversation, person, visit.now, visit.now + desk.quiet(visit))
    return []


async def _meant(visit: Visit) -> tuple[Conversation, Person] | None:
    _, number, *_ = f"{visit.person.asked or ''}:".split(":")
    if visit.sent and visit.sent.answers:
        link = await relaying.at(visit.session, visit.person.chat_id, visit.sent.answers)
        number = str(link.conversation_id) if link else number
    conversation = await talking.numbered(visit.session, int(number), lock=True) if number.isdecimal() else None
    person = await visit.session.get(Person, conversation.person_id) if conversation else None
    return (conversation, person) if conversation and person else None


async def open_question(visit: Visit) -> Screen | None:
    found = await _meant(visit)
    return _answering(visit, found[1]) if found else None


DOINGS: Mapping[str, Doing] = {
    "open": _open,
    "mine": _mine,
    "answer": _answer,
    "canned": _canned,
    "at": _at,
    "snooze": _snooze,
    "subject": _subject,
    "close": _close,
    "reopen": _reopen,
}
PRESSES: Mapping[str, Door] = {"inbox": press}
