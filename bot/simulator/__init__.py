"""A Bot API on this machine, over real HTTP: for the demo, the tests and the benches. It knows nothing of the house.

`python -m bot.simulator --port 8081` serves it with a page of phones; tests say `async with Simulator.serving()`.
"""

from bot.simulator.phone import Phone, Simulator
from bot.simulator.screen import NoSuchButton
from bot.simulator.settling import NotSettled
from bot.simulator.world import World

__all__ = ["NoSuchButton", "NotSettled", "Phone", "Simulator", "World"]
