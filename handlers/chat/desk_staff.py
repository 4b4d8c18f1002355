"""The staff's group: what is written in a person's topic, or as an answer to her, goes to her."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from handlers.chat import desk, desk_canned, desk_subjects, desk_words
from handlers.deps import AtDesk, House
from handlers.screens import Button, Popup, Replace, Replies, Rows, Screen
from models.audit import log
from models.audit.log import Act
from models.audit.tables import Outcome
from models.desk import relaying, talking
from models.desk.relaying import Origin
from models.desk.tables import By, Conversation, Stage
from models.people.tables import Person

Choices = Callable[[House, Conversation, str, str], Rows]
Doing = Callable[[AtDesk, Conversation, Person], Awaitable[None]]


async def said(at: AtDesk) -> Replies:
    """An answer, a note that stays here, a word on what becomes of the conversation, or talk among colleagues."""
    found = await _meant(at)
    if found is None or at.sent is None or at.sent.kind == "service":
        return []
    conversation, person = found
    words = at.words.strip()
    if words.startswith(at.house.town.desk.note_prefix):
        return []
    if words.startswith("/"):
        doing = DOINGS.get(words[1:].split()[0].partition("@")[0] if words[1:].strip() else "")
        if doing:
            await _done(at, conversation, words[1:].split()[0].partition("@")[0])
            await doing(at, conversation, person)
        return []
    await answer(at, conversation, person)
    return []


async def _meant(at: AtDesk) -> tuple[Conversation, Person] | None:
    """Whose conversation this belongs to: by its topic, else by what it answers."""
    if at.sent is None:
        return None
    conversation = await talking.in_thread(at.session, at.sent.thread, lock=True) if at.sent.thread else None
    if conversation is None and at.sent.answers:
        link = await relaying.at(at.session, at.chat_id, at.sent.answers)
        conversation = await talking.numbered(at.session, link.conversation_id, lock=True) if link else None
    person = await at.session.get(Person, conversation.person_id) if conversation else None
    return (conversation, person) if conversation and person else None


async def answer(at: AtDesk, conversation: Conversation, person: Person) -> None:
    assert at.sent is not None  # noqa: S101 asked before
    await _done(at, conversation, "answer")
    if at.house.town.desk.staff_names and conversation.speaker != at.user_id:
        conversation.speaker = at.user_id
        await relaying.note(at.session, conversation, person.chat_id, "who", at.now, by=at.name)
    origin = Origin(at.sent.chat_id, at.sent.message_id, at.sent.album, at.sent.answers)
    await relaying.relay(at.session, conversation, By.STAFF, origin, person.chat_id, at.now)
    until = at.now + timedelta(hours=at.house.town.desk.quiet_hours)
    await talking.answered(at.session, conversation, person, at.now, until)


async def edited(at: AtDesk) -> Replies:
    """A mistake put right in the group is put right in her chat."""
    return await desk.amended(at.session, at.sent) if at.sent else []


async def pressed(at: AtDesk) -> Replies:
    """A button of a card."""
    match at.button:
        case ("at", act, number, *more) if act in {*DOINGS, *CHOICES} and number.isdecimal():
            conversation = await talking.numbered(at.session, int(number), lock=True)
            person = await at.session.get(Person, conversation.person_id) if conversation else None
            if conversation is None or person is None:
                return [Popup(at.label("old_button"))]
            if act in CHOICES and not more:
                return await _choice(at, conversation, person, CHOICES[act])
            await _done(at, conversation, act)
            await {**DOINGS, "canned": _canned, "snooze": _snooze, "subject": _subject}[act](at, conversation, person)
            text = await desk_words.card_text(at.house, at.session, person, conversation)
            return [Replace(Screen(text, desk_words.group_ways(at.house, conversation)))]
        case ():
            await log.write_refusal(at.session, _act(at, "button", "", Outcome.FORGED), at.now)
            return [Popup(at.label("old_button"))]
        case _:
            return [Popup(at.label("old_button"))]


async def _choice(at: AtDesk, conversation: Conversation, person: Person, choices: Choices) -> Replies:
    """Which of the ready answers, until when, about what: under the card, in its place."""
    rows = choices(at.house, conversation, "at", at.language)
    back = (Button(at.label("back"), ("at", "card", str(conversation.id))),)
    text = await desk_words.card_text(at.house, at.session, person, conversation)
    return [Replace(Screen(text, (*rows, back)))]


async def _canned(at: AtDesk, conversation: Conversation, person: Person) -> None:
    name = at.button[3]
    if name not in desk_canned.names(at.house):
        return
    await desk_canned.send(at.house, at.session, conversation, person, name, at.now)
    title = desk_canned.title(at.house, name, at.language)
    await relaying.note(at.session, conversation, at.chat_id, "canned_sent", at.now, by=at.name, title=title)


async def _snooze(at: AtDesk, conversation: Conversation, _person: Person) -> None:
    until = desk_words.moments(at.house, at.now).get(at.button[3])
    if until is not None:
        await talking.snooze(at.session, conversation, until)
        shown = at.house.texts.formats(at.language).moment(until)
        await relaying.note(at.session, conversation, at.chat_id, "snoozed", at.now, by=at.name, title=shown)


async def _subject(at: AtDesk, conversation: Conversation, _person: Person) -> None:
    if at.button[3] in at.house.town.desk.choices:
        await desk_subjects.settle(at.house, at.session, conversation, at.button[3])


async def _card(_at: AtDesk, _conversation: Conversation, _person: Person) -> None:
    """Back to what the card says."""


async def _mine(at: AtDesk, conversation: Conversation, _person: Person) -> None:
    """Whoever takes it is named; one who has never met the bot in private has no name there."""
    conversation.assignee = at.person.id if at.person else None
    at.session.add(conversation)
    await relaying.note(at.session, conversation, at.chat_id, "taken", at.now, by=at.name)


async def _close(at: AtDesk, conversation: Conversation, person: Person) -> None:
    if conversation.stage == Stage.CLOSED:
        return
    await talking.close(at.session, conversation, person)
    await relaying.note(at.session, conversation, at.chat_id, "closed_here", at.now, by=at.name)
    await relaying.note(at.session, conversation, person.chat_id, "closed", at.now)


async def _reopen(at: AtDesk, conversation: Conversation, _person: Person) -> None:
    if conversation.stage == Stage.CLOSED:
        await talking.reopen(at.session, conversation, at.now)
        await relaying.note(at.session, conversation, at.chat_id, "reopened", at.now, by=at.name)


async def _done(at: AtDesk, conversation: Conversation, act: str) -> None:
    await log.write(at.session, _act(at, f"desk:{act}", talking.about(conversation.id)), at.now)


def _act(at: AtDesk, name: str, about: str, outcome: Outcome = Outcome.DONE) -> Act:
    """Whoever is in the group is staff; where we know her from her own chat, by her name and role there."""
    actor = at.person
    return Act(actor.id if actor else None, actor.role if actor else "staff", name, about, outcome)


DOINGS: Mapping[str, Doing] = {"card": _card, "mine": _mine, "close": _close, "reopen": _reopen}
CHOICES: Mapping[str, Choices] = {
    "canned": desk_canned.choice,
    "snooze": desk_words.later_ways,
    "subject": desk_subjects.staff_choice,
}
