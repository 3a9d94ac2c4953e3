"""A program of Nok's own, on this machine."""

import pytest
import time_machine
from django.core.cache import cache

from people.models import Channel, MessageChoices
from people.webhooks import actions
from tests.makers import at
from tests.people.messages.hosts import local_host

NOW = at("2026-11-25 10:00")  # a Wednesday


@pytest.fixture(autouse=True)
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def program(settings):
    settings.LETTERS_AT_ONCE = False
    with local_host() as host:
        settings.LOCAL_CALLS = [host.address]
        host.status = 204
        yield host


@pytest.fixture
def secret(nok, program):
    """Nok gave the address of the program, and wants to hear there of moves."""
    choices = {"channels": {"waits": [Channel.PROGRAM]}}
    MessageChoices.objects.create(person=nok, **choices)
    address = f"{program.address}/in?key=canary-path-8c1f"
    _place, secret = actions.set_address(person=nok, address=address, now=NOW)
    return secret
