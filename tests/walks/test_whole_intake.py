"""From the first word to the last question, asked or called, and with a new process between every two steps."""

import pytest

from tests.conftest import NOON
from tests.stage import free_port, set_up
from tests.walks.fingers import choices, steps_to_the_end, walk_to_the_end

PEOPLE = [("Amina", "en"), ("Louise", "fr"), ("Diego", "es")]
ASKED = [
    "trade", "stage", "needs", "place", "getting_around", "languages", "household_size", "income", "attributes", "goal",
    "consent_reminders", "consent_announcements",
]  # fmt: skip


def settled(steps):
    return [step.split(":")[1] for step in steps if step.startswith(("answer:", "done:", "skip:"))]


@pytest.mark.parametrize(("name", "language"), PEOPLE)
async def test_every_question_is_asked_once_and_in_order(stage, name, language):
    phone = stage.phone(name, language)
    assert settled(await walk_to_the_end(phone)) == ASKED
    assert choices(phone)[:2] == ["go:next", "go:events"], "the menu"


async def test_a_new_process_between_every_two_steps_changes_nothing(stage):
    """Three people beside each other, one in each language; after every step of theirs nothing in memory is left."""
    steady = [stage.phone(name, language) for name, language in PEOPLE]
    shaken = [stage.phone(name, language) for name, language in PEOPLE]
    for phone in steady:
        await walk_to_the_end(phone)
    walks = [steps_to_the_end(phone) for phone in shaken]
    while [step for walk in walks if (step := await anext(walk, None))]:
        await stage.rebuild()
    assert [phone.transcript() for phone in shaken] == [phone.transcript() for phone in steady]


async def test_called_by_telegram_it_goes_the_same_way(town_address):
    async with set_up(town_address, NOON, port=free_port()) as stage:
        phone = stage.phone("Amina")
        assert settled(await walk_to_the_end(phone)) == ASKED


async def test_two_processes_take_turns_with_one_person(town_address):
    async with set_up(town_address, NOON, processes=2) as stage:
        phone = stage.phone("Amina")
        assert settled(await walk_to_the_end(phone)) == ASKED
        assert choices(phone)[:2] == ["go:next", "go:events"], "the menu"
