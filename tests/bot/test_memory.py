"""What stays is set aside from the garbage collector, and what was let go of is found once a day."""

import gc
import weakref

import pytest

from bot import memory
from models.resources.catalogue import collector_at_rest


class Ring:
    """Holds itself: counting alone never lets it go."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def as_before():
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


def test_what_is_built_later_is_set_aside_too():
    memory.settle()
    before = gc.get_freeze_count()
    with collector_at_rest():
        built = [Ring() for _ in range(1000)]
    assert gc.get_freeze_count() >= before + len(built)
    assert gc.isenabled()


def test_a_process_that_sets_nothing_aside_keeps_it_so():
    gc.unfreeze()
    with collector_at_rest():
        Ring()
    assert gc.get_freeze_count() == 0


async def test_once_a_day_what_was_set_aside_and_let_go_is_cleared_out():
    ring = Ring()
    gone = weakref.ref(ring)
    memory.settle()
    del ring
    gc.collect()
    assert gone() is not None
    await memory.clear_out()
    assert gone() is None
    assert gc.get_freeze_count() > 0
