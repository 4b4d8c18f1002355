"""What comes back from an announcement: presses and signs are counted, and who answers it is heard by the staff."""

from content.splitting import visible
from handlers.deps import House, Visit
from handlers.screens import Button, Replies, Screen
from models.broadcasts import echoes, sending
from models.broadcasts.tables import Broadcast, Stage
from models.db import Session
from models.outbox.recheck import Ready
from models.people.tables import Role

EXCERPT = 140  # characters of the words on the board
TITLE = 60  # where it is only named


async def count_press(visit: Visit) -> None:
    """A button under an announcement carries its number behind what it does."""
    match visit.button:
        case (place, mark):
            await count(visit, mark, place)


async def count(visit: Visit, mark: str, what: str) -> None:
    """She pressed a button of the announcement this mark names; twice counts once."""
    if mark.startswith("b") and mark[1:].isdecimal():
        await echoes.note(visit.session, int(mark[1:]), visit.person.id, "press", what, visit.now)


def echo_label(house: House, what: str, language: str) -> str:
    """A command's button by its words; a thing's name and a sign as they are."""
    key = f"menu_{what}"
    return house.texts.label(key, language) if key in house.texts.labels else what


async def reacted(visit: Visit) -> Replies:
    """A sign put under a copy is counted; one put under anything else is nobody's business."""
    if visit.reaction:
        number, signs = visit.reaction
        broadcast = await echoes.announcement_at(visit.session, visit.person.chat_id, number)
        if broadcast is None:
            return []
        for sign in signs:
            await echoes.note(visit.session, broadcast.id, visit.person.id, "reaction", sign, visit.now)
    return []


async def answered(session: Session, chat_id: int, answers: int | None) -> Broadcast | None:
    """The announcement that a message in her chat replies to."""
    return await echoes.announcement_at(session, chat_id, answers) if answers else None


async def meant(visit: Visit) -> bool:
    """Whether what she sends answers an announcement."""
    sent = visit.sent
    return sent is not None and await answered(visit.session, sent.chat_id, sent.answers) is not None


async def waiting(visit: Visit, one: Ready) -> Screen | None:
    """To a coordinator: one waits for a second person; nothing where somebody has agreed or it was thrown away."""
    number = int(str(one.message.get("values", {})["broadcast"]))
    broadcast = await sending.of(visit.session, number)
    if broadcast is None or broadcast.stage != Stage.ASKED or not visit.may(Role.COORDINATOR):
        return None
    said = title(visit.house, broadcast, visit.language)
    text = visit.text("chat/unasked/announcement_asked", number=number, title=said)
    return Screen(text, ((Button(visit.label("desk_look"), ("bc", "open", str(number))),),))


def title(house: House, broadcast: Broadcast, language: str) -> str:
    """By what a coordinator knows it."""
    said = excerpt(house, broadcast, language)
    return said if len(said) <= TITLE else f"{said[: TITLE - 1].rstrip()}…"


def excerpt(house: House, broadcast: Broadcast, language: str, code: str = "") -> str:
    """How the words begin, without formatting; what is no text is named. With a `code`, its words in that language."""
    wanted = code or language
    said = broadcast.texts.get(wanted) or ("" if code else next(iter(broadcast.texts.values()), ""))
    if said:
        words = visible(said)
        return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"
    copied = broadcast.copies.get(wanted) or ({} if code else next(iter(broadcast.copies.values()), {}))
    return house.texts.label(f"bc_kind_{copied['kind']}" if copied else "bc_empty", language)
