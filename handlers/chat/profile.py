"""/profile: everything she told, in words, and a button to change or remove each answer."""

from collections.abc import Mapping

from handlers.chat import questions
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.intake import progress
from models.intake.flow import State

PAGE = 5  # answers on one screen: the ways to other pages and to the open questions fit beside them


async def show(visit: Visit) -> Replies:
    stands = await progress.standing(visit.session, visit.person.id)
    if stands is None:
        state = await progress.begin(visit.session, visit.house.intake.flow, visit.person.id, visit.now)
        return [Say(questions.screen(visit, state))]
    return [Say(screen(visit, stands.state))]


def screen(
    visit: Visit, state: State, page: int = 0, *, about: str | None = None, noted: bool = False, unlocked: int = 0
) -> Screen:
    """A page of answers, from 0, or the one `about` a question; `noted` says that its answer was changed."""
    flow, asking = visit.house.intake.flow, visit.house.asking
    asked, live = flow.applicable(state.answers), flow.live(state.answers)
    if about:
        page = next((place // PAGE for place, question in enumerate(asked) if question.key == about), 0)
    pages = max(1, -(-len(asked) // PAGE))
    page = page if 0 <= page < pages else 0
    shown = asked[page * PAGE : (page + 1) * PAGE]
    answers = [
        (
            asking.asked(question, visit.language).name,
            asking.answer(question, live[question.key], visit.language, live) if question.key in live else "",
        )
        for question in shown
    ]
    text = visit.text(
        "chat/intake/profile", answers=answers, page=page + 1, pages=pages, noted=noted, unlocked=unlocked
    )
    buttons = [
        Button(f"✎ {name}", ("change", question.key)) for question, (name, _) in zip(shown, answers, strict=True)
    ]
    rest = () if flow.finished(state) else ((Button(visit.label("answer_more"), ("resume",)),),)
    return Screen(text, (*questions.in_rows(buttons), *_turns(visit, page, pages), *rest))


def _turns(visit: Visit, page: int, pages: int) -> Rows:
    row = []
    if page > 0:
        row.append(Button(visit.label("page_back"), ("profile", str(page - 1))))
    if page < pages - 1:
        row.append(Button(visit.label("more_choices"), ("profile", str(page + 1))))
    return (tuple(row),) if row else ()


async def turn(visit: Visit) -> Replies:
    """Another page of answers."""
    stands = await progress.standing(visit.session, visit.person.id)
    match visit.button:
        case (page,) if stands and page.isdecimal():
            return [Replace(screen(visit, stands.state, int(page)))]
        case _:
            return [Popup(visit.label("old_button"))]


async def change(visit: Visit) -> Replies:
    """Open one question out of the order."""
    flow = visit.house.intake.flow
    match visit.button:
        case (key,):
            step = await progress.take(
                visit.session, flow, visit.person.id, visit.now, lambda state: flow.change(state, key)
            )
            return (
                [Popup(visit.label("old_button"))] if step.refused else [Replace(questions.screen(visit, step.after))]
            )
        case _:
            return [Popup(visit.label("old_button"))]


PRESSES: Mapping[str, Door] = {"profile": turn, "change": change}
