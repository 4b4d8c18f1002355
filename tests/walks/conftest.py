"""What several walks stand on."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import NOON
from tests.stage import Stage, set_up
from tests.walks.desk_bed import STAFF


@pytest.fixture
async def desk(town_address, logs) -> AsyncIterator[Stage]:
    """The house with a staff's group set."""
    async with set_up(town_address, NOON, staff=STAFF) as stage:
        yield stage
    assert "a door failed" not in logs.getvalue()
    assert "could not be put into words" not in logs.getvalue()
