"""Who may pass: one table of who may do what, asked in one place before a door opens.

A new command or button has its row here, or a test fails. What asks for more than a maker's role is written into the
audit log, done or refused.
"""

from collections.abc import Mapping

from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Popup, Replies, Say, Screen
from models.audit import log
from models.audit.log import Act
from models.audit.tables import Outcome
from models.people.tables import Role

MAKER, HELPER, COORDINATOR, ADMINISTRATOR = Role

# The least role for each command (with its slash) and for each action a button carries.
RIGHTS: Mapping[str, Role] = {
    "/start": MAKER,
    "/next": MAKER,
    "/events": MAKER,
    "/find": MAKER,
    "/people": MAKER,
    "/saved": MAKER,
    "/profile": MAKER,
    "/ask": MAKER,
    "/settings": MAKER,
    "/language": MAKER,
    "/privacy": MAKER,
    "/mydata": MAKER,
    "/forget": MAKER,
    "/stop": MAKER,
    "/help": MAKER,
    "/assist": HELPER,
    "/invite": COORDINATOR,
    "/broadcast": HELPER,
    "/stats": COORDINATOR,
    "/stale": COORDINATOR,
    "/demand": COORDINATOR,
    "/event": COORDINATOR,
    "/import": COORDINATOR,
    "/inbox": COORDINATOR,
    "go": MAKER,  # leads to a command, which is asked for itself
    "lang": MAKER,
    "forget": MAKER,
    # the intake
    "answer": MAKER,
    "tick": MAKER,
    "untick": MAKER,
    "page": MAKER,
    "done": MAKER,
    "skip": MAKER,
    "keep": MAKER,
    "back": MAKER,
    "where": MAKER,
    "resume": MAKER,
    "restart": MAKER,
    "profile": MAKER,
    "change": MAKER,
    # what the town has
    "list": MAKER,
    "card": MAKER,
    "mark": MAKER,
    "steps": MAKER,
    "step": MAKER,
    "aim": MAKER,
    "rep": MAKER,
    "own": MAKER,  # asked again: only the owner of the thing
    "stale": COORDINATOR,
    "desk": COORDINATOR,
    "ev": MAKER,  # an event: her own word about it
    "cal": MAKER,
    # how people come, and who helps them
    "inv": COORDINATOR,
    "inv_role": ADMINISTRATOR,
    "assist": HELPER,
    "claim": MAKER,
    "inbox": COORDINATOR,
    "asked": MAKER,  # her own talk with the staff
    # announcements: the right to write one, and the right to send, stop and change what was sent
    "bc": HELPER,
    "bcs": COORDINATOR,
    "see": MAKER,  # a thing an announcement speaks of
    "make": COORDINATOR,  # an event: written, changed, cancelled
    # what is sent unasked
    "set": MAKER,
    "why": MAKER,
    "hush": MAKER,
    "not_now": MAKER,
}


def guarded(act: str, door: Door) -> Door:
    """The door for those who may do this act; everybody else hears kindly that it is not for them."""
    needed = RIGHTS[act]
    if needed == MAKER:
        return door

    async def asked(visit: Visit) -> Replies:
        if not visit.may(needed):
            await log.write_refusal(visit.session, act_of(visit, act, Outcome.REFUSED), visit.now)
            return [Say(Screen(visit.text("chat/refused", needed=needed.value)))]
        await log.write(visit.session, act_of(visit, act, Outcome.DONE), visit.now)
        return await door(visit)

    return asked


async def forged(visit: Visit) -> Replies:
    """A button we did not make for this chat: nothing happens but a line in the log."""
    await log.write_refusal(visit.session, act_of(visit, "button", Outcome.FORGED), visit.now)
    return [Popup(visit.label("old_button"))]


def act_of(visit: Visit, act: str, outcome: Outcome) -> Act:
    """The act with what its button names; words that were typed are nobody's business here."""
    about = ":".join(visit.button) if outcome is not Outcome.FORGED else ""
    return Act(visit.person.id, visit.person.role, act, about, outcome)
