"""Reminders and notices: to the right people, at most once, naming nobody."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import override_settings
from django_q.models import OrmQ

from tests.makers import NOW, WEEK, at, make_week, make_worker
from workload import flags, reminders, tasks


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20 08:59", ""),
        ("2026-11-20 09:00", "friday"),
        ("2026-11-20 17:59", "friday"),
        ("2026-11-20 18:00", ""),
        ("2026-11-21 09:00", ""),
        ("2026-11-23 09:00", "monday"),
        ("2026-11-25 09:00", ""),
    ],
)
def test_rounds_are_on_friday_and_monday_by_day(now, expected):
    assert reminders.round_at(at(now)) == expected


def test_who_sent_the_week_is_away_or_has_no_hours_is_left_alone(chiang_mai, nok, siriporn):
    sent, away = make_worker(chiang_mai), make_worker(chiang_mai)
    make_week(sent)
    make_week(away, WEEK - 1, leave_days=5, capacity="0")
    assert reminders.waiting(NOW) == {nok.pk}


def test_nobody_waits_while_no_week_is_open(nok):
    assert reminders.waiting(at("2026-11-25 12:00")) == set()


def test_a_reminder_goes_once_a_round_and_never_after_sending(nok):
    friday, monday = NOW, at("2026-11-23 10:00")
    for now in (friday, friday + timedelta(hours=1), monday, monday + timedelta(hours=1)):
        with time_machine.travel(now, tick=False):
            tasks.remind_weeks.call()
    assert [letter.to for letter in mail.outbox] == [[nok.email]] * 2
    make_week(nok)
    with time_machine.travel(monday, tick=False):
        tasks.remind.call(nok.pk, str(WEEK), "third")
    assert len(mail.outbox) == 2


def test_a_reminder_is_neutral_and_in_the_persons_language(nok):
    nok.language = "th"
    nok.save()
    with time_machine.travel(NOW, tick=False):
        tasks.remind_weeks.call()
    letter = mail.outbox[0]
    assert "http://localhost:8000/my-week/" in letter.body
    assert re.search("[ก-๙]", letter.subject + letter.body)
    assert not re.search(r"\d", (letter.subject + letter.body).replace("localhost:8000", ""))


def test_a_flag_is_told_to_the_person_and_their_supervisor_at_once_and_once(
    nok, wipa, orathai, noi
):
    with time_machine.travel(NOW):
        flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
        step = flag.steps.get()
    with time_machine.travel(NOW):
        tasks.tell_supervisors.call(step.pk)  # the cluster delivers at least once
    assert sorted(letter.to[0] for letter in mail.outbox) == [nok.email, wipa.email]
    said = " ".join(letter.subject + letter.body for letter in mail.outbox)
    assert not re.search(r"Kanokwan|Nok|Srisuk|128|33|%", said)
    assert "http://localhost:8000/team/" in said


def test_a_flag_that_falls_is_told_to_nobody(nok, wipa):
    weeks = [make_week(nok, WEEK - 2, points="33"), make_week(nok, WEEK - 1, points="27")]
    with time_machine.travel(NOW):
        flags.assess(person=nok, weeks=weeks[:1], now=NOW)
        mail.outbox.clear()
        flags.assess(person=nok, weeks=weeks, now=NOW)
    assert mail.outbox == []


def test_a_flag_that_is_not_kept_is_told_to_nobody(nok, wipa):
    """The notice is a row of the queue in the flag's own transaction."""
    backend = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    with override_settings(TASKS=backend), suppress(RuntimeError), transaction.atomic():
        flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
        assert OrmQ.objects.count() == 1
        raise RuntimeError
    assert OrmQ.objects.count() == 0
