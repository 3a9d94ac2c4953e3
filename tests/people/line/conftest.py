"""An account in LINE, and people who joined it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from people.line import actions
from people.models import Channel, MessageChoices
from tests.makers import at

from .line_server import NOK_IN_LINE, line_server

NOW = at("2026-11-25 10:00")  # a Wednesday


@pytest.fixture(autouse=True)
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def line(settings):
    settings.LETTERS_AT_ONCE = False
    with line_server(settings) as server:
        yield server


@pytest.fixture
def joined(nok, db):
    """Nok joined LINE, and wants to hear by LINE of moves, and of nothing else there."""
    join(nok)
    return nok


def join(person, user=NOK_IN_LINE, said_at=NOW - timedelta(days=1), topic="waits"):
    code = actions.new_line_code(account=person.account, now=NOW)
    assert actions.join_line(typed=code, user=user, said_at=said_at, now=NOW)
    MessageChoices.objects.update_or_create(
        person=person, defaults={"channels": {topic: [Channel.LINE]}}
    )
