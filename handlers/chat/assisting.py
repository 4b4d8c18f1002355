"""/assist: somebody who helps fills in for a person at the desk, and hands over; she sees and changes every value.

While it lasts, the intake's doors work on her row instead of the helper's; every other door is the helper's own.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from content import qr
from handlers.chat import intake, profile, questions
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Picture, Popup, Replace, Replies, Reply, Rows, Say, Screen
from models.intake import progress
from models.invitations import walk_ins
from models.people.tables import Role


async def show(visit: Visit) -> Replies:
    """Begin, or go on with whom is at the desk."""
    person = await walk_ins.filling_in_for(visit.session, visit.person.id)
    if person is None:
        return [
            Say(
                Screen(visit.text("chat/invite/assist"), ((Button(visit.label("assist_begin"), ("assist", "begin")),),))
            )
        ]
    stands = await progress.standing(visit.session, person.id)
    hers = replace(visit, person=person)
    if stands and stands.state.open:
        return [Say(_with_ways(visit, questions.screen(hers, stands.state)))]
    return [_reply_with_ways(visit, reply) for reply in await profile.show(hers)]


async def press(visit: Visit) -> Replies:
    match visit.button:
        case ("begin",):
            person = await walk_ins.begin(visit.session, visit.person, visit.now)
            hers = replace(visit, person=person)
            return [_reply_with_ways(visit, reply) for reply in await intake.begin(hers)]
        case ("hand",):
            return await _hand_over(visit)
        case ("drop",):
            dropped = await walk_ins.give_up(visit.session, visit.person.id)
            return [Popup(visit.label("assist_gone" if dropped else "old_button")), *await show(visit)]
        case _:
            return [Popup(visit.label("old_button"))]


async def _hand_over(visit: Visit) -> Replies:
    code = await walk_ins.hand_over(visit.session, visit.person.id, visit.now)
    if code is None:
        return [Popup(visit.label("old_button"))]
    link = visit.house.links.to_answers(code)
    said = visit.text(
        "chat/invite/handed", link=link, code=code, bot=visit.house.links.username, days=walk_ins.KEPT.days
    )
    return [Picture(partial(qr.picture, link), said)]


def for_somebody(door: Door) -> Door:
    """The door on the row of whom a helper fills in for; the helper's own where she fills in for nobody."""

    async def turned(visit: Visit) -> Replies:
        if visit.person.asked or not visit.may(Role.HELPER):
            return await door(visit)
        person = await walk_ins.filling_in_for(visit.session, visit.person.id)
        if person is None:
            return await door(visit)
        return [_reply_with_ways(visit, reply) for reply in await door(replace(visit, person=person))]

    return turned


def _reply_with_ways(visit: Visit, reply: Reply) -> Reply:
    return replace(reply, screen=_with_ways(visit, reply.screen)) if isinstance(reply, Say | Replace) else reply


def _with_ways(visit: Visit, screen: Screen) -> Screen:
    """Under everything about her: hand it over, or throw it away."""
    ways: Rows = (
        (
            Button(visit.label("assist_hand"), ("assist", "hand")),
            Button(visit.label("assist_drop"), ("assist", "drop")),
        ),
    )
    return replace(screen, rows=(*screen.rows, *ways), ask_location=None)


# --- the person it is about


async def arrive(visit: Visit) -> Replies:
    """By the code: what was filled in is hers. Where she has told something herself, she is asked first."""
    code = visit.words[2:]
    stands = await progress.standing(visit.session, visit.person.id)
    if stands and stands.state.answers:
        row = (Button(visit.label("claim_yes"), ("claim", code)), Button(visit.label("claim_no"), ("resume",)))
        return [Say(Screen(visit.text("chat/invite/claim"), (row,)))]
    return await _claimed(visit, code)


async def claim(visit: Visit) -> Replies:
    match visit.button:
        case (code,):
            return await _claimed(visit, code)
        case _:
            return [Popup(visit.label("old_button"))]


async def _claimed(visit: Visit, code: str) -> Replies:
    if not await walk_ins.claim(visit.session, code, visit.person, visit.now):
        return [Say(Screen(visit.text("chat/invite/used")))]
    return [Say(Screen(visit.text("chat/invite/claimed"))), *await profile.show(visit)]


PRESSES: Mapping[str, Door] = {"assist": press, "claim": claim}
