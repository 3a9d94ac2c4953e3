"""Consent that is withdrawn while a week is sent: what holds last decides what is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from people.models import Person
from tests.makers import NOW, WEEK, make_checkin
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.models import CheckIn
from wellbeing.rules.pulse import PulseAnswers

needs_two_connections = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="in SQLite one transaction writes at a time"
)
OLD, NEW = PulseAnswers(1, 2, 2, 2, 2), PulseAnswers(4, 4, 4, 4, 4)


def read_anew(person) -> Person:
    """The same person, as another request reads them."""
    return Person.objects.get(pk=person.pk)


def send(person, note="Slept badly"):
    return checkins.record(person=person, unit=person.base.unit, week=WEEK, answers=NEW, note=note)


@pytest.mark.django_db
def test_who_withdraws_after_the_request_was_read_keeps_the_note_alone(nok):
    before = read_anew(nok)
    consent.withdraw(person=nok, now=NOW)
    send(before)
    row = CheckIn.objects.get()
    assert (row.answers.any, row.scored, row.note) == (False, False, "Slept badly")


@pytest.mark.django_db
def test_earlier_answers_stay_as_they_were_and_the_note_is_of_that_week(nok):
    for week in (WEEK - 1, WEEK):
        make_checkin(nok, week, worn=1)
    before = read_anew(nok)
    consent.withdraw(person=nok, now=NOW)
    send(before)
    kept = [(one.answers, one.note) for one in CheckIn.objects.order_by("week")]
    assert kept == [(OLD, ""), (OLD, "Slept badly")]


@pytest.mark.django_db
def test_a_closed_week_is_not_corrected_after_it(nok):
    make_checkin(nok, WEEK - 4, worn=1)
    before = read_anew(nok)
    consent.withdraw(person=nok, now=NOW)
    with pytest.raises(ValidationError) as refused:
        checkins.correct(person=before, week=WEEK - 4, answers=NEW, note="", now=NOW)
    assert refused.value.code == "withdrawn"
    assert CheckIn.objects.get().answers == OLD


@pytest.mark.django_db
def test_who_agrees_again_meanwhile_agrees_for_the_next_sending(nok):
    """The page that was sent asked nothing."""
    make_checkin(nok, WEEK, worn=1)
    consent.withdraw(person=nok, now=NOW)
    before = read_anew(nok)
    consent.agree_again(person=nok)
    send(before)
    assert CheckIn.objects.get().answers == OLD
    send(read_anew(nok))
    assert CheckIn.objects.get().answers == NEW


def withdraw_elsewhere(person) -> str:
    """Withdraw on another connection, that waits a moment for a lock."""

    def withdraw():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '300ms'")
                consent.withdraw(person=read_anew(person), now=NOW)
            return "withdrew"
        except OperationalError:
            return "had to wait"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(withdraw).result()


@needs_two_connections
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["send", "correct"])
def test_a_withdrawal_waits_for_what_is_being_written(nok, act):
    week = WEEK if act == "send" else WEEK - 4
    make_checkin(nok, week, worn=1)
    with transaction.atomic():
        if act == "send":
            send(nok)
        else:
            checkins.correct(person=nok, week=week, answers=NEW, note="", now=NOW)
        assert withdraw_elsewhere(nok) == "had to wait"
    assert withdraw_elsewhere(nok) == "withdrew"
    assert CheckIn.objects.get().answers == NEW


@needs_two_connections
@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_on_another_connection_a_sending_knows_at_once(nok):
    with time_machine.travel(NOW, tick=False):
        before = read_anew(nok)
        assert withdraw_elsewhere(nok) == "withdrew"
        send(before)
    assert not CheckIn.objects.get().answers.any
