"""The methods that are carried out for real, by name. The others get a valid answer from `plain`."""

from collections.abc import Callable
from typing import Any

from bot.simulator.methods import answering, chats, copying, delivery, editing, plain, profile, sending
from bot.simulator.shapes import Call
from bot.simulator.world import World

Carry = Callable[[World, Call], Any]

CARRIED: dict[str, Carry] = {
    **delivery.METHODS, **sending.METHODS, **copying.METHODS, **editing.METHODS,
    **answering.METHODS, **profile.METHODS, **chats.METHODS,
}  # fmt: skip


def carry_out(world: World, call: Call) -> Any:
    """Do what a checked call asks for and give its result. Raises Refusal."""
    return CARRIED.get(call.method, plain.answer)(world, call)


__all__ = ["CARRIED", "carry_out"]
