"""An announcement that leaves: looked at first, confirmed once, watched while it runs, stopped, put right, taken back.

The right to send is asked for apart from the right to write (`bcs` in the table of rights).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from handlers.chat import announced, unasked
from handlers.deps import House, Visit
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.broadcasts import echoes, righting, sending
from models.broadcasts.sending import Town, batch_of
from models.broadcasts.tables import Broadcast, Repeat, Stage
from models.db import Session
from models.outbox import batches
from models.outbox.outcomes import UNREACHABLE
from models.outbox.tables import Batch, BatchState, State
from models.people import meeting

PLACEHOLDER = re.compile(r"\{[^{}\n]{0,30}\}")
FIRST_NAME = "{first_name}"
WIDTH = 10  # signs of the progress bar
WAITING = (State.PENDING, State.HELD, State.LEASED, State.SENDING)
FRESH = timedelta(seconds=30)  # what is counted for the speed


def customs(visit: Visit) -> Town:
    """How this town sends announcements."""
    return customs_of(visit.house)


def customs_of(house: House) -> Town:
    town = house.town.announcements
    guests = frozenset(town.guests) if town.guests_only else None
    return Town(house.manners, guests, town.second_person, house.texts.languages[0])


async def press(visit: Visit) -> Replies:
    """A button that sends, stops or changes what was sent."""
    match visit.button:
        case (what, number, *more) if what in ACTS and number.isdecimal():
            broadcast = await sending.of(visit.session, int(number), lock=True)
            return await ACTS[what](visit, broadcast, more) if broadcast else [Popup(visit.label("old_button"))]
        case _:
            return [Popup(visit.label("old_button"))]


# --- before it leaves


async def test(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """What people would get, to the writer herself; and, by name, to colleagues."""
    if more == ["others"]:
        visit.person.asked = f"bc:testers:{broadcast.id}:"
        text = visit.text("chat/announce/ask", what="testers", note="", language="")
        return [Replace(Screen(text, (_board(visit, broadcast),)))]
    if not (broadcast.texts or broadcast.copies):
        return [Popup(visit.label("bc_no_words"), alert=True)]
    screens = [
        unasked.planned(visit.house.texts, sending.message_of(broadcast), code, visit.person.first_name)
        for code in dict.fromkeys([*broadcast.texts, *broadcast.copies])
    ]
    row = (
        Button(visit.label("bc_test_others"), ("bc", "test", str(broadcast.id), "others")),
        _board(visit, broadcast)[0],
    )
    return [*map(Say, screens), Say(Screen(visit.label("bc_tested"), (row,)))]


def _board(visit: Visit, broadcast: Broadcast) -> tuple[Button, ...]:
    return (Button(visit.label("bc_back"), ("bc", "open", str(broadcast.id))),)


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is not filled in: {name} would reach everybody as it stands."""
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name != FIRST_NAME]


def unknown_names(broadcast: Broadcast) -> list[str]:
    return unknown_in("\n".join(broadcast.texts.values()))


def unfilled(broadcast: Broadcast) -> list[str]:
    """Names in what is copied as it stands: nothing is filled in there."""
    return list(dict.fromkeys(name for copied in broadcast.copies.values() for name in copied.get("names", ())))


def _not_ready(visit: Visit, broadcast: Broadcast) -> str:
    """Why it cannot leave yet; "" where it can."""
    if not (broadcast.texts or broadcast.copies):
        return visit.label("bc_no_words")
    wrong = [*unknown_names(broadcast), *unfilled(broadcast)]
    return visit.label("bc_wrong_names", names=", ".join(wrong)) if wrong else ""


async def confirm(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """Once more before it leaves; then it leaves once, whoever presses how often."""
    if broadcast.stage not in {Stage.DRAFT, Stage.ASKED}:
        return [Popup(visit.label("bc_left")), Replace(await progress(visit, broadcast))]
    if not_ready := _not_ready(visit, broadcast):
        return [Popup(not_ready, alert=True)]
    if not sending.may_confirm(broadcast, visit.person.id, customs(visit)):
        asked = await sending.ask(visit.session, broadcast, visit.person.id)
        if asked:
            await sending.tell_others(visit.session, broadcast, visit.person.id, visit.now, customs(visit))
        return [Popup(visit.label("bc_asked" if asked else "bc_another"), alert=True)]
    if more != ["yes"]:
        number = str(broadcast.id)
        sure = Button(visit.label("bc_sure"), ("bcs", "confirm", number, "yes"))
        return [Replace(Screen(visit.label("bc_really"), ((sure,), _board(visit, broadcast))))]
    planned = await sending.confirm(visit.session, broadcast, visit.person.id, visit.now, customs(visit))
    if planned is None:
        return [Popup(visit.label("bc_left"))]
    return await fresh(visit, broadcast, [])


# --- while it runs


async def stage_of(session: Session, broadcast: Broadcast, waiting: int, begun: int) -> str:
    """How far it is, in one word."""
    if broadcast.stage != Stage.CONFIRMED:
        return broadcast.stage
    batch = await session.get(Batch, batch_of(broadcast), populate_existing=True)
    if batch and batch.state == BatchState.PAUSED:
        return "paused"
    if not waiting:
        return "done"
    return "scheduled" if broadcast.starts_at and not begun else "running"


async def stage_word(visit: Visit, broadcast: Broadcast) -> str:
    counts = await batches.progress(visit.session, batch_of(broadcast))
    waiting = sum(counts.get(state, 0) for state in WAITING)
    begun = sum(counts.values()) - waiting
    return visit.label(f"bc_stage_{await stage_of(visit.session, broadcast, waiting, begun)}")


async def progress(visit: Visit, broadcast: Broadcast) -> Screen:
    text, stage = await progress_text(visit.house, visit.session, broadcast, visit.language, visit)
    return Screen(text, ways(visit.house, broadcast, stage, visit.language))


async def progress_text(
    house: House, session: Session, broadcast: Broadcast, language: str, visit: Visit | None = None
) -> tuple[str, str]:
    """The numbers that add up, and the stage; also for the board that is redrawn by the clock."""
    batch = await session.get(Batch, batch_of(broadcast), populate_existing=True)
    counts = await batches.progress(session, batch_of(broadcast))
    reasons = await batches.reasons(session, batch_of(broadcast))
    waiting = sum(counts.get(state, 0) for state in WAITING)
    everybody = sum(counts.values())
    unreachable = sum(n for (state, why), n in reasons.items() if state == State.FAILED and why in UNREACHABLE)
    stage = await stage_of(session, broadcast, waiting, everybody - waiting)
    now = visit.now if visit else house.clock()
    speed = await echoes.speed(session, batch_of(broadcast), now, FRESH) if stage == "running" else 0.0
    done = everybody - waiting
    text = house.texts.render(
        "chat/announce/progress",
        language,
        number=broadcast.id,
        stage=stage,
        bar=bar(done, everybody),
        done=done,
        all=everybody,
        sent=counts.get(State.SENT, 0),
        waiting=waiting,
        digest=counts.get(State.DIGEST, 0) + counts.get(State.MERGED, 0),
        unreachable=unreachable,
        failed=counts.get(State.FAILED, 0) - unreachable,
        doubtful=counts.get(State.UNCERTAIN, 0),
        rate=round(speed) if speed >= 1 else 0,
        minutes=int(waiting / speed / 60) + 1 if speed >= 1 else 0,
        reason=_stopped(house, language, batch.reason) if batch and batch.reason and stage == "paused" else "",
        echoes=[
            (announced.echo_label(house, what, language), count)
            for what, count in await echoes.counted(session, broadcast.id)
        ],
        again=sending.next_time(broadcast, house.manners.quiet.zone) if broadcast.stage == Stage.CONFIRMED else None,
        why=[{"count": n, "what": _why(house, language, why)} for (_, why), n in sorted(reasons.items(), key=str)],
        changed=await righting.changed_copies(session, broadcast),
    )
    return text, stage


def bar(done: int, everybody: int) -> str:
    """▓▓▓▓░░░░░░"""
    full = WIDTH if not everybody else done * WIDTH // everybody
    return "▓" * full + "░" * (WIDTH - full)


def _stopped(house: House, language: str, reason: str) -> str:
    """Why it stands still, and what to do."""
    key = f"bc_stopped_{reason}"
    known = key in house.texts.labels
    return house.texts.label(key, language) if known else house.texts.label("bc_stopped_other", language, reason=reason)


def _why(house: House, language: str, reason: str) -> str:
    key = f"bc_why_{reason}"
    return house.texts.label(key, language) if key in house.texts.labels else reason


def kind_label(visit: Visit, kind: str) -> str:
    key = f"kind_{kind}"
    return visit.label(key if key in visit.house.texts.labels else "kind_other")


WAYS: Mapping[str, tuple[str, ...]] = {
    "scheduled": ("cancel", "correct", "people", "fresh"),
    "running": ("pause", "cancel", "correct", "fresh"),
    "paused": ("resume", "cancel", "correct", "fresh"),
    "done": ("correct", "recall", "retry", "people", "fresh"),
}


def ways(house: House, broadcast: Broadcast, stage: str, language: str) -> Rows:
    """What can be done with it now."""
    number = str(broadcast.id)

    def button(way: str) -> Button:
        return Button(house.texts.label(f"bc_{way}", language), ("bcs", way, number))

    buttons = [button(way) for way in WAYS.get(stage, ("people", "fresh"))]
    if broadcast.repeat and stage in WAYS:
        buttons.append(button("enough"))
    pairs = tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))
    return (*pairs, (Button(house.texts.label("bc_all", language), ("bc", "list")),))


async def pause(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    await batches.pause(visit.session, batch_of(broadcast), "coordinator")
    return [Replace(await progress(visit, broadcast))]


async def resume(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    await batches.resume(visit.session, batch_of(broadcast), visit.now)
    return [Replace(await progress(visit, broadcast))]


async def cancel(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    if more != ["yes"]:
        return _sure(visit, broadcast, "cancel")
    await sending.cancel(visit.session, broadcast, visit.now)
    return [Replace(await progress(visit, broadcast))]


async def retry(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    """Only those that failed, and of these not whoever cannot be reached."""
    again = await batches.retry(visit.session, batch_of(broadcast), visit.now)
    return [Popup(visit.label("bc_again", n=again)), Replace(await progress(visit, broadcast))]


async def recall(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    if more != ["yes"]:
        return _sure(visit, broadcast, "recall")
    righted = await righting.recall(visit.session, broadcast, visit.now)
    said = visit.label("bc_recalled", n=righted.changed)
    late = f" {visit.label('bc_late', n=righted.late)}" if righted.late else ""
    return [Popup(f"{said}{late}", alert=True), Replace(await progress(visit, broadcast))]


async def correct(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """Ask for the right words; where it has several texts, in which language first."""
    languages = righting.correctable(broadcast)
    if not languages:
        return [Popup(visit.label("bc_only_words"), alert=True)]
    code = more[0] if more and more[0] in languages else languages[0]
    if not more and len(languages) > 1:
        rows = tuple(
            (Button(language_name(visit, one), ("bcs", "correct", str(broadcast.id), one)),) for one in languages
        )
        return [Replace(Screen(visit.label("bc_which_language"), (*rows, _board(visit, broadcast))))]
    visit.person.asked = f"bc:right:{broadcast.id}:{code}"
    return [
        Replace(
            Screen(visit.text("chat/announce/ask", what="right", note="", language=""), (_board(visit, broadcast),))
        )
    ]


def language_name(visit: Visit, code: str) -> str:
    vocabulary = visit.house.vocabulary
    return vocabulary.label("languages", code, visit.language) if vocabulary.has("languages", code) else code


async def enough(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    """It does not come again; what has left stays."""
    broadcast.repeat = Repeat.NEVER.value
    visit.session.add(broadcast)
    return [Replace(await progress(visit, broadcast))]


async def fresh(visit: Visit, broadcast: Broadcast, _more: list[str]) -> Replies:
    """The numbers of this moment, and from now on in this message."""
    screen = await progress(visit, broadcast)
    broadcast.board_chat, broadcast.board_message = visit.person.chat_id, visit.pressed
    broadcast.board_shown = sending.digest_of(screen.text)
    visit.session.add(broadcast)
    return [Replace(screen)]


async def people(visit: Visit, broadcast: Broadcast, more: list[str]) -> Replies:
    """Who got it and who did not, with the reason, a page at a time."""
    page = int(more[0]) if more and more[0].isdecimal() else 0
    lines, pages = await echoes.people(visit.session, batch_of(broadcast), page)
    house, language = visit.house, visit.language
    said = [
        {"name": name, "state": visit.label(f"bc_state_{state}"), "why": _why(house, language, why) if why else ""}
        for name, state, why in lines
    ]
    text = visit.text("chat/announce/people", number=broadcast.id, lines=said, page=page + 1, pages=pages)
    number, following = str(broadcast.id), str((page + 1) % pages)
    ways = [Button(visit.label("page_more"), ("bcs", "people", number, following))] if pages > 1 else []
    ways.append(Button(visit.label("bc_back"), ("bcs", "fresh", number)))
    return [Replace(Screen(text, (tuple(ways),)))]


def _sure(visit: Visit, broadcast: Broadcast, what: str) -> Replies:
    number = str(broadcast.id)
    row = (Button(visit.label(f"bc_{what}"), ("bcs", what, number, "yes")),)
    back = (Button(visit.label("bc_back"), ("bcs", "fresh", number)),)
    return [Replace(Screen(visit.label(f"bc_{what}_really"), (row, back)))]


async def testers(visit: Visit, names: str) -> tuple[list[int], list[str]]:
    """The chats of those named among people with a role, and the names nobody has."""
    staff = await meeting.with_roles(visit.session)
    found, missing = [], []
    for name in (part.strip() for part in names.split(",") if part.strip()):
        chats = [one.chat_id for one in staff if name.casefold() in {one.first_name.casefold(), str(one.chat_id)}]
        (found.extend(chats) if chats else missing.append(name))
    return found, missing


Act = Callable[[Visit, Broadcast, list[str]], Awaitable[Replies]]
ACTS: Mapping[str, Act] = {
    "confirm": confirm,
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
    "retry": retry,
    "recall": recall,
    "correct": correct,
    "enough": enough,
    "fresh": fresh,
    "people": people,
}
