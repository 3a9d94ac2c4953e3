"""Pages read the clock: here it is the Friday of week 47, and the week is open."""

import pytest
import time_machine

from tests.makers import NOW


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock
