"""What happens when a door fails: nothing half done, an apology in her language, a number that finds the log line."""

import secrets
from typing import TYPE_CHECKING

import structlog
from telegram import Update
from telegram.error import TelegramError

from handlers.telegram import Chat

if TYPE_CHECKING:
    from handlers.door import Context

log = structlog.get_logger()

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that sound or look like another: it is read out on the telephone


def new_reference() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(6))


async def apologise(update: object, context: "Context") -> None:
    """PTB calls this with whatever a door raised. It never raises itself."""
    reference = new_reference()
    fault = context.error
    number = update.update_id if isinstance(update, Update) else None
    log.error("a door failed", reference=reference, update_id=number, exc_info=fault)
    if not isinstance(update, Update) or update.effective_user is None or isinstance(fault, TelegramError):
        return  # nobody to tell, or the way to them is what is broken
    house, user = context.house, update.effective_user
    language = context.language or house.texts.nearest(user.language_code)
    text = house.texts.render("chat/apology", language, reference=reference, contact=house.town.contacts.email)
    try:
        await Chat(context.bot, user.id, house.buttons, update.callback_query).apologise(text)
    except TelegramError:
        log.warning("the apology did not arrive", reference=reference)
