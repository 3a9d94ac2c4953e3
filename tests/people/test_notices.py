"""A message goes out at most once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from people.models import SentOnce
from people.notices import forget_old, send_once
from tests.makers import NOW


class Refusing(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionError("down")


class Dying(BaseEmailBackend):
    """The worker is killed while it sends: no clean-up runs."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


def tell(person, key="2026-W47", kind="week"):
    return send_once(recipient=person, kind=kind, key=key, subject="A week", body="Hello")


def test_twice_gives_one_message(nok):
    assert [tell(nok), tell(nok)] == [True, False]
    assert [message.to for message in mail.outbox] == [["nok@example.org"]]


def test_another_person_key_or_kind_is_another_message(nok, wipa):
    assert [tell(nok), tell(wipa), tell(nok, "2026-W48"), tell(nok, kind="flag")] == [True] * 4
    assert len(mail.outbox) == 4


def test_a_failing_mail_server_frees_the_key(nok, settings):
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "tests.people.test_notices.Refusing"}}
    with pytest.raises(ConnectionError):
        tell(nok)
    assert not SentOnce.objects.exists()
    settings.MAILERS = working
    assert tell(nok)
    assert len(mail.outbox) == 1


def test_killed_after_the_row_nothing_more_goes_out(nok, settings):
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "tests.people.test_notices.Dying"}}
    with pytest.raises(KeyboardInterrupt):
        tell(nok)
    settings.MAILERS = working
    assert tell(nok) is False
    assert mail.outbox == []


@pytest.mark.parametrize(("days", "left"), [(365, 1), (366, 0)])
def test_that_a_message_went_out_is_known_for_a_year(nok, days, left):
    tell(nok)
    SentOnce.objects.update(at=NOW)
    forget_old(now=NOW + timedelta(days=days))
    assert SentOnce.objects.count() == left
