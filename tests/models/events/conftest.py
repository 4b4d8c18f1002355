"""What the tests of events share."""

import pytest

from tests.models.events.fair import Fair


@pytest.fixture
def fair(database, now):
    return Fair(database, now)
