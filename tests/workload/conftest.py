"""Pages read the clock: here it is the Friday of week 47, and the week is open."""

import pytest
import time_machine

from tests.makers import NOW, enter


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def as_nok(client, nok, friday):
    enter(client, nok)
    return client


@pytest.fixture
def as_wipa(client, wipa, friday):
    enter(client, wipa)
    return client
