"""The demo: a town that can be left and come back to."""

from bot.demo import _town_of_phones
from bot.simulator import actions


def first_number(world):
    return actions.say(world, world.town.people[1001], "/start")


async def test_a_second_demo_on_the_same_folder_is_not_taken_for_a_repeat(monkeypatch):
    """A number seen before has no second effect: a town that counted from the beginning again would meet silence."""
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    earlier = first_number(_town_of_phones())
    monkeypatch.setattr("time.time", lambda: 1_800_000_060.0)
    later = first_number(_town_of_phones())
    assert (earlier, later) == (1_800_000_000, 1_800_000_060)
