"""The bot's own card: commands, name, descriptions, menu button, default rights, and files by id."""

from collections.abc import Callable

from bot.simulator.methods.plain import minimal_object
from bot.simulator.profile import check_language, scope_key
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.world import World

WORDS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


def set_my_commands(world: World, call: Call) -> bool:
    """Publish commands for a scope and a language."""
    _check_scope(world, call.params.get("scope"))
    world.profile.set_commands(call.params["commands"], call.params.get("scope"), call.params.get("language_code", ""))
    world.live.tell("commands")
    return True


def _check_scope(world: World, scope: Json | None) -> None:
    if scope and "chat_id" in scope:
        world.town.chat(scope["chat_id"])


def get_my_commands(world: World, call: Call) -> list[Json]:
    """The commands of exactly this scope and language."""
    key = scope_key(call.params.get("scope")), call.params.get("language_code", "")
    return world.profile.commands.get(key, [])


def delete_my_commands(world: World, call: Call) -> bool:
    """Wider commands shine through again."""
    check_language(call.params.get("language_code", ""))
    world.profile.commands.pop((scope_key(call.params.get("scope")), call.params.get("language_code", "")), None)
    world.live.tell("commands")
    return True


def _set_words(what: str) -> Callable[[World, Call], bool]:
    def say(world: World, call: Call) -> bool:
        world.profile.say(what, call.params.get(what, ""), call.params.get("language_code", ""))
        if what == "name" and not call.params.get("language_code"):
            world.me["first_name"] = call.params.get("name") or world.me["first_name"]
        world.live.tell("people")
        return True

    return say


def _get_words(what: str) -> Callable[[World, Call], Json]:
    def said(world: World, call: Call) -> Json:
        text = world.profile.said(what, call.params.get("language_code", ""))
        return {what: text or (world.me["first_name"] if what == "name" else "")}

    return said


def set_menu_button(world: World, call: Call) -> bool:
    """The button beside the input, for one chat or for all."""
    world.profile.menu_buttons[call.params.get("chat_id", 0)] = call.params.get("menu_button", {"type": "default"})
    return True


def get_menu_button(world: World, call: Call) -> Json:
    """The button beside the input."""
    buttons = world.profile.menu_buttons
    return buttons.get(call.params.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}


def set_rights(world: World, call: Call) -> bool:
    """What the bot would like to be allowed in groups."""
    world.profile.rights[bool(call.params.get("for_channels"))] = call.params.get("rights", {})
    return True


def get_rights(world: World, call: Call) -> Json:
    """What the bot asked for."""
    rights = minimal_object("ChatAdministratorRights")
    return rights | world.profile.rights.get(bool(call.params.get("for_channels")), {})


def get_file(world: World, call: Call) -> Json:
    """Where a file may be fetched."""
    found = world.files.find(call.params["file_id"])
    if not found:
        raise bad_request("invalid file_id")
    return found.as_file()


METHODS = {
    "setMyCommands": set_my_commands, "getMyCommands": get_my_commands, "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_menu_button, "getChatMenuButton": get_menu_button, "getFile": get_file,
    "setMyDefaultAdministratorRights": set_rights, "getMyDefaultAdministratorRights": get_rights,
    **{f"setMy{name}": _set_words(what) for name, what in WORDS.items()},
    **{f"getMy{name}": _get_words(what) for name, what in WORDS.items()},
}  # fmt: skip
