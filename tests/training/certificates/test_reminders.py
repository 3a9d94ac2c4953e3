"""Reminders of certificates that will end: at their steps, to both, once, naming nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from people.messages.delivery import Deliverer
from people.models import Membership, SentOnce
from tests.makers import FRIDAY_AFTERNOON, NOW, change_account, deliver, make_worker
from tests.training.conftest import make_certificate, make_certificate_type
from training.certificates import reminders
from training.certificates import tasks as certificates_tasks
from training.certificates.reminders import Reminder
from training.models import Certificate
from training.requirements import actions as requirements

FRIDAY = date(2026, 11, 20)
KILLED = "tests.people.messages.test_outbox.Dying"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def ending(person, kind, siriporn, left):
    return make_certificate(person, kind, by=siriporn, expires_on=FRIDAY + timedelta(days=left))


def sent(*, now=NOW + timedelta(hours=6)):
    """Who was mailed, once the mails of the day went out."""
    deliver(now)
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)


def test_the_person_and_their_supervisor_are_told_once_at_each_step(nok, wipa, siriporn, interview):
    ending(nok, interview, siriporn, 90)
    for days in range(95):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            certificates_tasks.remind_expiring.call()
        found = sent(now=NOW + timedelta(days=days, hours=6))
    assert found == ["nok"] * 4 + ["wipa"] * 4


def test_running_twice_on_a_day_tells_nobody_twice(nok, wipa, siriporn, interview):
    ending(nok, interview, siriporn, 30)
    certificates_tasks.remind_expiring.call()
    certificates_tasks.remind_expiring.call()
    certificates_tasks.remind_renewal.call(nok.pk, (FRIDAY + timedelta(days=30)).isoformat(), 30)
    assert sent() == ["nok", "wipa"]


def test_what_ends_on_one_day_is_one_message_to_each(
    nok, wipa, siriporn, interview, saphan, chiang_mai
):
    first_aid = make_certificate_type(saphan, "First aid")
    for person in (nok, make_worker(chiang_mai, "montri")):
        ending(person, interview, siriporn, 30)
        ending(person, first_aid, siriporn, 30)
    certificates_tasks.remind_expiring.call()
    assert sent() == ["montri", "nok", "wipa"]


@pytest.mark.parametrize("before", [0, 1])
def test_killed_at_any_point_it_goes_on_and_repeats_nothing(
    before, nok, wipa, siriporn, interview, settings
):
    """The worker dies before it keeps any line, or after Wipa's; then while it writes the mail."""
    ending(nok, interview, siriporn, 30)
    if before:
        SentOnce.objects.create(
            recipient=wipa, kind="renew-30", key=(FRIDAY + timedelta(days=30)).isoformat()
        )
    certificates_tasks.remind_expiring.call()
    settings.LETTERS_AT_ONCE = False
    assert sent() == []
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": KILLED}}
    with time_machine.travel(FRIDAY_AFTERNOON, tick=False), pytest.raises(KeyboardInterrupt):
        Deliverer().round(FRIDAY_AFTERNOON)
    settings.MAILERS = working
    for _ in range(2):
        certificates_tasks.remind_expiring.call()
    assert sent() == []
    with time_machine.travel(FRIDAY_AFTERNOON, tick=False):
        Deliverer().round(FRIDAY_AFTERNOON)
    assert sent() == ([] if before else ["wipa"])
    assert reminders.waiting(FRIDAY) == set()


def test_a_renewed_certificate_is_not_reminded_of(nok, siriporn, interview):
    old = ending(nok, interview, siriporn, 30)
    Certificate.objects.filter(pk=old.pk).update(current=False)
    certificates_tasks.remind_renewal.call(nok.pk, old.expires_on.isoformat(), 30)
    certificates_tasks.remind_expiring.call()
    assert sent() == []


def test_who_is_exempt_closed_or_gone_is_left_alone(nok, siriporn, interview, chiang_mai, saphan):
    gone, closed = make_worker(chiang_mai), make_worker(chiang_mai, is_active=False)
    Membership.objects.filter(person=gone).update(ends=FRIDAY - timedelta(days=1))
    for person in (nok, gone, closed):
        ending(person, interview, siriporn, 30)
    requirements.exempt(
        person=nok, kind=interview, reason="Studies", until=FRIDAY, by=siriporn, now=NOW
    )
    other = make_certificate_type(saphan, "First aid")
    ending(nok, other, siriporn, 7)
    assert reminders.waiting(FRIDAY) == {Reminder(nok.pk, FRIDAY + timedelta(days=7), 7)}


def test_a_reminder_names_nobody_and_no_certificate(nok, wipa, siriporn, interview):
    ending(nok, interview, siriporn, 30)
    change_account(nok, language="th")
    certificates_tasks.remind_expiring.call()
    sent()
    to_nok, to_wipa = mail.outbox
    assert "/training/requirements/" in to_wipa.body
    assert "/training/mine/" in to_nok.body
    assert "ใบรับรอง" in to_nok.body
    for letter in mail.outbox:
        text = letter.subject + letter.body
        assert not any(name in text for name in ("Kanokwan", "Victim", "กนกวรรณ", "30", "2026"))


def test_finding_whom_to_remind_takes_two_statements(
    chiang_mai, siriporn, interview, django_assert_num_queries
):
    for left in range(20):
        ending(make_worker(chiang_mai), interview, siriporn, left)
    with django_assert_num_queries(2):
        assert len(reminders.waiting(FRIDAY)) == 20
