"""The intake's doors: a question shown, answered by button, words or location, skipped, gone back from, resumed.

Every answer is in the database before its reply leaves. A press on a question that is no longer open changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.chat import lists, menu, profile, questions
from handlers.chat.lists import Listing, Shelf
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.intake import progress
from models.intake.flow import State
from models.intake.progress import Standing, Step
from models.intake.questions import Kind, Question, Reason, Refused
from models.outbox import preferences
from models.resources import marks
from models.resources.matching import unlocked

TYPED_STEPS = {"skip": "skip", "none": "skip", "prefer_not_to_say": "skip", "back": "back", "done": "done"}


async def take(visit: Visit, step: Callable[[State], State | Refused], stands: Standing | None = None) -> Step:
    """Take a step. What she agrees to in it holds at once, and is the same that /settings shows.

    `stands`: where she stands, from whoever has read it already.
    """
    flow = visit.house.intake.flow
    taken = await progress.take(visit.session, flow, visit.person.id, visit.now, step, stands)
    before, after = flow.consents(taken.before.answers), flow.consents(taken.after.answers)
    if before != after:
        removed = dict.fromkeys(before.keys() - after.keys(), False)
        await preferences.agree(visit.session, visit.person.id, {**after, **removed})
    return taken


async def note_consent(visit: Visit, key: str, yes: bool) -> None:
    """She said it in /settings: then it is her answer here. While that very question is open, it is left to her."""
    flow, stands = visit.house.intake.flow, await progress.standing(visit.session, visit.person.id)
    if stands and key in flow and stands.state.open != key:
        await take(visit, lambda state: _put(visit, state, flow[key], yes))


# --- where she stands


async def begin(visit: Visit) -> Replies:
    """The first question, for somebody new."""
    state = await progress.begin(visit.session, visit.house.intake.flow, visit.person.id, visit.now)
    return [Say(questions.screen(visit, state))]


async def underway(visit: Visit) -> bool:
    """Begun, and something is left to ask."""
    stands = await progress.standing(visit.session, visit.person.id)
    return stands is not None and not visit.house.intake.flow.finished(stands.state)


async def begun(visit: Visit) -> bool:
    return await progress.standing(visit.session, visit.person.id) is not None


async def finished(visit: Visit) -> bool:
    stands = await progress.standing(visit.session, visit.person.id)
    return stands is not None and visit.house.intake.flow.finished(stands.state)


async def open_screen(visit: Visit) -> Screen | None:
    """The question that waits for an answer, as it would be shown now."""
    state = await _open_state(visit)
    return questions.screen(visit, state) if state else None


async def _open_state(visit: Visit) -> State | None:
    return _open_of(visit, await progress.standing(visit.session, visit.person.id))


def _open_of(visit: Visit, stands: Standing | None) -> State | None:
    state = visit.house.intake.flow.mend(stands.state) if stands else None
    return state if state and state.open else None


# --- pressed


async def answer(visit: Visit) -> Replies:
    """A choice of the open question."""
    match visit.button:
        case (key, choice) if key in visit.house.intake.flow:
            raw = _pressed(visit, visit.house.intake.flow[key], choice)
            flow = visit.house.intake.flow
            return await _after_press(visit, await take(visit, lambda state: flow.answer(state, key, raw)))
        case _:
            return _old_button(visit)


def _pressed(visit: Visit, question: Question, choice: str) -> object | None:
    """What the flow wants to hear for this button."""
    if question.kind is Kind.PLACE:
        return visit.house.understanding.place_answer(choice)
    if question.kind is Kind.WORDS:
        return {"choices": [choice]}  # a button is never her own words, not even one of an older house
    return visit.house.understanding.tier(choice) if question.kind is Kind.INCOME else choice


async def tick(visit: Visit) -> Replies:
    return await _ticked(visit, on=True)


async def untick(visit: Visit) -> Replies:
    return await _ticked(visit, on=False)


async def _ticked(visit: Visit, *, on: bool) -> Replies:
    match visit.button:
        case (key, choice, page):
            step = await take(visit, lambda state: visit.house.intake.flow.tick(state, key, choice, on))
            if step.refused or step.after == step.before:
                return _not_taken(visit, step)
            return [Replace(questions.screen(visit, step.after, _page(page)))]
        case _:
            return _old_button(visit)


async def turn(visit: Visit) -> Replies:
    """More choices of the open question; nothing is noted."""
    state = await _open_state(visit)
    match visit.button:
        case (key, page) if state and state.open == key:
            return [Replace(questions.screen(visit, state, _page(page)))]
        case _:
            return _old_button(visit)


def _page(number: str) -> int:
    return int(number) if number.isdecimal() else 0


def _step(name: str) -> Door:
    """The door for a step that needs nothing but the question's key."""

    async def door(visit: Visit) -> Replies:
        match visit.button:
            case (key,):
                return await _after_press(visit, await take(visit, lambda state: _named(visit, name, state, key)))
            case _:
                return _old_button(visit)

    return door


def _named(visit: Visit, name: str, state: State, key: str) -> State | Refused:
    flow = visit.house.intake.flow
    steps = {"skip": flow.skip, "keep": flow.keep, "back": flow.back, "done": flow.done}
    return steps[name](state, key)


async def resume(visit: Visit) -> Replies:
    """Go on where she left; what stands above (a list, a welcome) stays readable."""
    step = await take(visit, visit.house.intake.flow.resume)
    if step.refused:
        return await begin(visit)
    return [Say(questions.screen(visit, step.after))] if step.after.open else await menu.menu(visit)


async def restart(visit: Visit) -> Replies:
    """Start over, after asking once; the button carries when this intake began, so that it works for no later one."""
    stands = await progress.standing(visit.session, visit.person.id)
    if stands is None:
        return await begin(visit)
    began = str(int(stands.started_at.timestamp()))
    if stands.state.answers and visit.button == ():
        row = (Button(visit.label("start_over"), ("restart", began)), Button(visit.label("continue"), ("resume",)))
        return [Replace(Screen(visit.text("chat/intake/restart", count=len(stands.state.answers)), (row,)))]
    if visit.button not in {(), (began,)}:
        return _old_button(visit)
    state = await progress.restart(visit.session, visit.house.intake.flow, visit.person.id, visit.now)
    return [Replace(questions.screen(visit, state))]


# --- typed and sent


async def words(visit: Visit) -> Replies:
    """Words typed while a question is open. Nothing for words that do not answer it, or that no question waits for."""
    stands = await progress.standing(visit.session, visit.person.id)
    state = _open_of(visit, stands)
    if state is None:
        return []
    key, flow = str(state.open), visit.house.intake.flow
    typed = _typed_step(visit, state, flow[key])
    if typed:
        return await _after_words(visit, await take(visit, lambda now: _named(visit, typed, now, key), stands))
    raw = visit.house.understanding.answer(flow[key], visit.words, visit.language, flow.live(state.answers))
    if raw is None:
        return []
    if isinstance(raw, list):
        raw = [*dict.fromkeys([*state.chosen, *raw])][: flow[key].most]
    step = await take(visit, lambda now: flow.answer(now, key, raw), stands)
    return await _after_words(visit, step, _understood(visit, flow[key], raw))


async def not_clear(visit: Visit) -> Replies:
    """The open question again, for words that did not answer it. Nothing where none is open."""
    state = await _open_state(visit)
    if state is None:
        return []
    kind = visit.house.intake.flow[str(state.open)].kind
    note = visit.label("not_clear_words" if kind is Kind.WORDS else "not_clear")
    return [Say(questions.screen(visit, state, note=note))]


def _typed_step(visit: Visit, state: State, question: Question) -> str | None:
    """The step her words name; "no" where nobody asked yes or no is "no, thanks"."""
    typed = visit.house.vocabulary.typed(visit.words, visit.language)
    declines = typed == "no" and question.kind not in {Kind.YES_NO, Kind.CONSENT}
    if declines or (typed == "done" and not state.chosen):
        return "skip"
    return TYPED_STEPS.get(typed or "")


def _understood(visit: Visit, question: Question, raw: object) -> str:
    """What her own words were taken for, so that she can put it right."""
    if question.kind is not Kind.WORDS or not question.choices or not isinstance(raw, dict):
        return ""
    named = [visit.house.asking.choice(question, choice, visit.language, {}) for choice in raw["choices"]]
    if not named:
        return visit.label("kept_in_her_words")
    return visit.label("understood_as", choices=visit.house.texts.formats(visit.language).listing(named))


async def where(visit: Visit) -> Replies:
    """The telephone's own way to share where it is."""
    labels = (visit.label("share_location"), visit.label("no_location"))
    return [Say(Screen(visit.text("chat/intake/where"), ask_location=labels))]


async def location(visit: Visit) -> Replies:
    """A location sent: the answer to the question that asks for a place, whether it is open just now or not."""
    flow, stands = visit.house.intake.flow, await progress.standing(visit.session, visit.person.id)
    asked = flow.applicable(stands.state.answers) if stands else []
    question = next((one for one in asked if one.kind is Kind.PLACE), None)
    if visit.location is None or question is None:
        return await menu.not_understood(visit)
    raw = visit.house.understanding.located(*visit.location)
    thanks = Screen(visit.text("chat/intake/located", place=raw.get("neighborhood", "")), clear_keyboard=True)
    return [Say(thanks), *await _after_words(visit, await take(visit, lambda state: _put(visit, state, question, raw)))]


def _put(visit: Visit, state: State, question: Question, raw: object) -> State | Refused:
    """Answer this question; where it was not its turn, what was open stays open."""
    flow, is_open = visit.house.intake.flow, state.open == question.key
    opened = state if is_open else flow.change(state, question.key)
    after = opened if isinstance(opened, Refused) else flow.answer(opened, question.key, raw)
    if is_open or isinstance(after, Refused):
        return after
    return flow.mend(replace(after, open=state.open, chosen=state.chosen, aside=state.aside))


# --- what a step leads to


async def _after_press(visit: Visit, step: Step) -> Replies:
    if step.refused:
        return _not_taken(visit, step)
    return [Replace(await _next_screen(visit, step))]


async def _after_words(visit: Visit, step: Step, understood: str = "") -> Replies:
    if step.refused and step.after.open:
        return [Say(questions.screen(visit, step.after, note=_reason(visit, step)))]
    return [Say(await _next_screen(visit, step, understood))]


async def _next_screen(visit: Visit, step: Step, note: str = "") -> Screen:
    """The recommendations at the milestone, the profile one came from, the next question, or the end."""
    if step.milestone:
        return await lists.page(visit, Listing("recommended"), 0, last=_continue(visit, step))
    new = await _unlocked(visit, step)
    if step.before.aside:
        noted = step.before.answers != step.after.answers
        return profile.screen(visit, step.after, about=step.before.open, noted=noted, unlocked=new)
    if step.after.open:
        return questions.screen(visit, step.after, note=note, unlocked=new)
    if visit.house.intake.flow.finished(step.after):
        return Screen(visit.text("chat/intake/end", programme=visit.programme, unlocked=new), menu.rows(visit))
    return Screen(visit.text("chat/intake/paused", unlocked=new), _continue(visit, step))


def _continue(visit: Visit, step: Step) -> Rows:
    if visit.house.intake.flow.finished(step.after):
        return ()
    return ((Button(visit.label("answer_more"), ("resume",)),),)


async def _unlocked(visit: Visit, step: Step) -> int:
    """How many things this step brought into her list; 0 before she was shown one."""
    flow = visit.house.intake.flow
    before, after = flow.facts(step.before.answers), flow.facts(step.after.answers)
    if before == after or not step.shown:
        return 0
    catalogue = await visit.house.catalogue.current(visit.session, visit.now)
    marked = await marks.marks_of(visit.session, visit.person.id)
    seen = [lists.matches(visit, Listing("recommended"), Shelf(catalogue, facts, marked)) for facts in (before, after)]
    return len(unlocked(*seen))


def _not_taken(visit: Visit, step: Step) -> Replies:
    return [Popup(_reason(visit, step))]


def _reason(visit: Visit, step: Step) -> str:
    reason = step.refused or Reason.NOT_OPEN  # a second tap on a tick: nothing was refused, nothing is to be done
    flow, key = visit.house.intake.flow, step.before.open
    question = flow[key] if key and key in flow else None
    limits = {"most": question.most, "longest": question.longest} if question else {"most": 0, "longest": 0}
    return visit.label("old_button") if reason is Reason.NOT_OPEN else visit.label(f"refused_{reason}", **limits)


def _old_button(visit: Visit) -> Replies:
    return [Popup(visit.label("old_button"))]


PRESSES: Mapping[str, Door] = {
    "answer": answer,
    "tick": tick,
    "untick": untick,
    "page": turn,
    "done": _step("done"),
    "skip": _step("skip"),
    "keep": _step("keep"),
    "back": _step("back"),
    "where": where,
    "resume": resume,
    "restart": restart,
}
