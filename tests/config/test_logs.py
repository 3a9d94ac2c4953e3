"""Log lines: what an operator needs, and no link that opens something."""

from logging.config import DictConfigurator

import pytest
from django.conf import settings

from people import invitations
from people.models import Job, Role
from tests.makers import NOW


@pytest.fixture
def lines(caplog):
    """What was logged, as the product writes it."""
    form = dict(settings.LOGGING["formatters"]["line"])
    formatter = DictConfigurator({"version": 1}).configure_formatter(form)
    return lambda: "\n".join(formatter.format(record) for record in caplog.records)


def test_a_mailed_link_is_not_in_the_log(client, chiang_mai, ploy, lines):
    invited = invitations.invite(
        unit=chiang_mai,
        email="mali@example.org",
        role=Role.WORKER,
        job=Job.CASEWORKER,
        hours=40,
        invited_by=ploy,
        now=NOW,
    )
    token = invitations.claim(invitation=invited, now=NOW)
    for path in (f"/invitation/{token}/", f"/password/reset/key/1-{token}/more/"):
        client.post(path, {"username": ""})

    written = lines()
    assert "/invitation/…/" in written
    assert "/password/reset/key/…/more/" in written
    assert token not in written
