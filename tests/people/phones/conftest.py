"""A push service on this machine, and phones that are joined at it."""

import pytest

from people.phones import actions
from tests.makers import NOW
from tests.people.messages.hosts import local_host


@pytest.fixture
def service(settings):
    """A push service that takes everything."""
    with local_host() as host:
        host.status = 201
        settings.LOCAL_CALLS, settings.PUSH_HOSTS = [host.address], ["127.0.0.1"]
        yield host


@pytest.fixture
def other_service(service, settings):
    """A second push service, on another port."""
    with local_host() as host:
        host.status = 201
        settings.LOCAL_CALLS = [service.address, host.address]
        yield host


def join(person, service, phone="a", **about):
    """Join a phone of a person at a push service."""
    return actions.join_phone(
        account=person.account, endpoint=f"{service.address}/{phone}", day=NOW.date(), **about
    )
