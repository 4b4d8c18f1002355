"""A question of the intake as a screen: its words, its choices a page at a time, and the ways on."""

from collections.abc import Mapping, Sequence

from handlers.deps import Visit
from handlers.screens import Button, Rows, Screen
from models.intake.flow import State
from models.intake.questions import Kind, Question, Value

MOST_BUTTONS = 8  # of one screen, the ways on included
WIDTH = 34  # letters that fit beside each other on a narrow telephone
MOST_IN_ROW = 4


def screen(visit: Visit, state: State, page: int = 0, *, note: str = "", unlocked: int = 0) -> Screen:
    """The open question of this state; `note` is said above it, `unlocked` things are new since the last answer."""
    flow, asking = visit.house.intake.flow, visit.house.asking
    question, live = flow[str(state.open)], flow.live(state.answers)
    given = live.get(question.key)
    text = visit.text(
        "chat/intake/question",
        asked=asking.asked(question, visit.language),
        note=note,
        unlocked=unlocked,
        most=question.most if question.kind is Kind.SEVERAL else 0,
        all=question.kind is Kind.SEVERAL and question.most >= len(question.choices),
        chosen=[asking.choice(question, choice, visit.language, live) for choice in state.chosen],
        given="" if given is None or state.chosen else asking.answer(question, given, visit.language, live),
    )
    return Screen(text, _rows(visit, state, question, live, page))


def _rows(visit: Visit, state: State, question: Question, live: Mapping[str, Value], page: int) -> Rows:
    choices, ways = _choices(visit, question, live), _ways_on(visit, state, question, live)
    room = MOST_BUTTONS - len(ways)
    if len(choices) <= room:
        return (*in_rows([_choice(question, state, 0, *one) for one in choices]), *in_rows(ways))
    room -= 1  # for the way to the next page
    pages = -(-len(choices) // room)
    page = page if 0 <= page < pages else 0
    shown = [_choice(question, state, page, *one) for one in choices[page * room : (page + 1) * room]]
    more = Button(visit.label("more_choices"), ("page", question.key, str((page + 1) % pages)))
    return (*in_rows(shown), *in_rows([*ways[:-1], more, *ways[-1:]]))


def _choices(visit: Visit, question: Question, live: Mapping[str, Value]) -> list[tuple[str, str]]:
    if question.kind is Kind.PLACE:
        return [(name, place.name) for name, place in visit.house.understanding.places.items()]
    return visit.house.asking.buttons(question, visit.language, live)


def _choice(question: Question, state: State, page: int, choice: str, label: str) -> Button:
    if question.kind is not Kind.SEVERAL:
        return Button(label, ("answer", question.key, choice))
    ticked = choice in state.chosen
    return Button(f"✓ {label}" if ticked else label, ("untick" if ticked else "tick", question.key, choice, str(page)))


def _ways_on(visit: Visit, state: State, question: Question, live: Mapping[str, Value]) -> list[Button]:
    """Back, the place on the telephone, keep, skip, done: those that make sense here, the way forward last."""
    key, several, given = question.key, question.kind is Kind.SEVERAL, question.key in live
    asked = visit.house.asking.asked(question, visit.language)
    ways = []
    if state.aside:
        ways.append(Button(visit.label("cancel"), ("back", key)))
    elif visit.house.intake.flow.applicable(state.answers)[0] != question:
        ways.append(Button(visit.label("page_back"), ("back", key)))
    if question.kind is Kind.PLACE:
        ways.append(Button(visit.label("share_location"), ("where", key)))
    if state.aside and given:
        ways.append(Button(visit.label("remove_answer"), ("skip", key)))
    elif not state.chosen:
        ways.append(Button(asked.skip or visit.label("skip"), ("skip", key)))
    if several and state.chosen:
        ways.append(Button(visit.label("done"), ("done", key)))
    elif given and not several and not state.aside:
        ways.append(Button(visit.label("keep"), ("keep", key)))
    return ways


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Short ones beside each other, as many as keep their words on a telephone; all in a row are equally wide."""
    rows: list[list[Button]] = []
    for button in buttons:
        row = [*rows[-1], button] if rows else []
        if row and len(row) <= MOST_IN_ROW and max(len(one.label) for one in row) * len(row) <= WIDTH:
            rows[-1] = row
        else:
            rows.append([button])
    return tuple(map(tuple, rows))
