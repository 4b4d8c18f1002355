"""The room that listens: every door, in order.

A new command is one line in COMMANDS and a label `command_<name>` for the menu; a new button, one line in PRESSES;
each with its row in the table of rights (handlers/access.py).
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from handlers import errors, groups
from handlers.access import RIGHTS, forged, guarded
from handlers.chat import (
    aiming,
    announced,
    announcing,
    arriving,
    assisting,
    calendar,
    demand,
    desk,
    desk_staff,
    event_answers,
    event_list,
    find,
    inbox,
    intake,
    inviting,
    language,
    listings,
    lists,
    making,
    making_file,
    mydata,
    owners,
    plan,
    profile,
    reports,
    settings,
    sharing,
    start,
    stats,
    talk,
    why,
)
from handlers.chat import help as helping
from handlers.deps import Visit
from handlers.door import AnyApplication, Context, Door, blocked_or_back, enter, pressed_action, search
from handlers.screens import Popup, Replies
from models.people.tables import Role

COMMANDS: Mapping[str, Door] = {
    "start": arriving.arrive,
    "next": lists.door_to("recommended"),
    "events": event_list.show,
    "find": find.command,
    "people": lists.door_to("people"),
    "saved": lists.door_to("saved"),
    "profile": profile.show,
    "ask": desk.ask,
    "settings": settings.show,
    "language": language.ask,
    "mydata": mydata.show,
    "privacy": helping.privacy,
    "forget": start.forget,
    "stop": start.stop,
    "help": helping.show,
    "inbox": inbox.show,
    "event": making.show,
    "broadcast": announcing.show,
    "stats": stats.show,
    "demand": demand.show,
    "stale": listings.show,
    "import": making_file.ask,
    "invite": inviting.show,
    "assist": assisting.show,
}


async def go(visit: Visit) -> Replies:
    """A button of a menu does what the command does; her rights are asked again. An announcement's is counted."""
    name = "".join(visit.button[:1])
    await announced.count_press(visit)
    return await (guarded(f"/{name}", COMMANDS[name]) if name in COMMANDS else unknown_button)(visit)


async def unknown_button(visit: Visit) -> Replies:
    return [Popup(visit.label("old_button"))]


PRESSES: Mapping[str, Door] = {
    "go": go,
    "lang": language.choose,
    "forget": start.forget_pressed,
    **{name: assisting.for_somebody(door) for name, door in {**intake.PRESSES, **profile.PRESSES}.items()},
    **assisting.PRESSES,
    **inviting.PRESSES,
    **lists.PRESSES,
    **event_answers.PRESSES,
    **plan.PRESSES,
    **aiming.PRESSES,
    **calendar.PRESSES,
    **reports.PRESSES,
    **listings.PRESSES,
    **owners.PRESSES,
    **making.PRESSES,
    **settings.PRESSES,
    **desk.PRESSES,
    **inbox.PRESSES,
    **announcing.PRESSES,
    **why.PRESSES,
}


def commands() -> dict[str, Role]:
    """Every slash command and who may use it, in the order of the menu."""
    return {name: RIGHTS[f"/{name}"] for name in COMMANDS}


def install(application: AnyApplication) -> None:
    """Hang the doors. Order matters: a command is no conversation, and whatever fits nowhere is still answered."""
    private = filters.ChatType.PRIVATE & ~filters.VIA_BOT  # a card shared into her own chat asks for nothing
    edited = private & filters.UpdateType.EDITED_MESSAGE
    private &= filters.UpdateType.MESSAGE
    for name, door in COMMANDS.items():
        application.add_handler(CommandHandler(name, through(elsewhere(guarded(f"/{name}", door))), filters=private))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(InlineQueryHandler(offer_cards))
    application.add_handler(
        MessageHandler(private & filters.TEXT & ~filters.COMMAND, through(assisting.for_somebody(talk.words)))
    )
    application.add_handler(
        MessageHandler(private & (filters.LOCATION | filters.VENUE), through(assisting.for_somebody(talk.place)))
    )
    application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, through(talk.anything)))
    application.add_handler(MessageHandler(edited, through(desk.edited)))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, groups.migrated))
    application.add_handler(MessageHandler(filters.ChatType.GROUPS & ~filters.StatusUpdate.ALL, in_group))
    application.add_handler(MessageReactionHandler(signed))
    application.add_handler(ChatMemberHandler(came_or_went, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(errors.apologise)


def elsewhere(door: Door) -> Door:
    """The same door, for somebody who does something else than answer in words what she was asked for last."""

    async def turned(visit: Visit) -> Replies:
        if visit.person.asked:  # writing nothing over nothing would still send her row to the database
            visit.person.asked = None
        return await door(visit)

    return turned


def through(door: Door) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """PTB's callback for a door."""

    async def callback(update: Update, context: Context) -> None:
        await enter(door, start.where_she_stands, update, context)

    return callback


async def offer_cards(update: Update, context: Context) -> None:
    """What the town has, for whoever types @bot in any chat."""
    await search(sharing.found, update, context)


async def in_group(update: Update, context: Context) -> None:
    """What the staff writes, and puts right."""
    await groups.enter(desk_staff.edited if update.edited_message else desk_staff.said, update, context)


async def signed(update: Update, context: Context) -> None:
    """A sign under a message in her own chat; those in a group are among colleagues."""
    if not groups.is_group(update.effective_chat):
        await through(announced.reacted)(update, context)


async def came_or_went(update: Update, context: Context) -> None:
    """Somebody blocked the bot, or a group let it in or out."""
    await (groups.membership if groups.is_group(update.effective_chat) else blocked_or_back)(update, context)


async def press(update: Update, context: Context) -> None:
    """A button: its action names the door. One we did not make for this chat, or no longer know, harms nothing."""
    if groups.is_group(update.effective_chat):
        await groups.enter(desk_staff.pressed, update, context)
        return
    action = pressed_action(update, context.house)
    await enter(elsewhere(_behind(action)), start.where_she_stands, update, context)


def _behind(action: str | None) -> Door:
    if action is None:
        return forged
    return guarded(action, PRESSES[action]) if action in PRESSES else unknown_button
