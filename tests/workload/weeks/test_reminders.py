"""Reminders and notices: to the right people, at most once, naming nobody."""

import re
import uuid
from contextlib import suppress
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import override_settings
from django_q.models import OrmQ

from people.weeks import WorkingDays
from tests.makers import (
    NOW,
    WEEK,
    at,
    change_account,
    deliver,
    make_week,
    make_worker,
    make_workers,
    said_in,
)
from workload.flags import actions as flags
from workload.flags import notice_tasks
from workload.weeks import actions as weeks
from workload.weeks import reminders
from workload.weeks import tasks as weeks_tasks


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20 13:59", []),
        ("2026-11-20 14:00", ["friday"]),
        ("2026-11-20 19:59", ["friday"]),
        ("2026-11-20 20:00", []),
        ("2026-11-21 15:00", []),
        ("2026-11-23 07:59", []),
        ("2026-11-23 08:00", ["monday"]),
        ("2026-11-25 09:00", []),
    ],
)
def test_rounds_are_kept_in_the_hour_before_their_mail(now, expected):
    assert reminders.rounds_at(at(now), WorkingDays()) == expected


def remind_at(now):
    """Keep the lines of a round, and send the mails if it is their hour."""
    with time_machine.travel(at(now), tick=False):
        weeks_tasks.remind_weeks.call()
    deliver(at(now))


def test_who_sent_the_week_or_is_away_is_left_alone(chiang_mai, nok):
    sent, away, back = (make_worker(chiang_mai) for _ in range(3))
    make_week(sent)
    make_week(back, WEEK - 1, leave_days=1)
    make_week(away, WEEK - 1, leave_days=5, capacity="0")
    # Leave of earlier, and a week of rests: Nok is here.
    make_week(nok, WEEK - 2, leave_days=5, capacity="0")
    make_week(nok, WEEK - 1, rest_days=5, capacity="0")
    assert reminders.waiting(NOW) == {nok.pk, back.pk}


def test_everybody_who_belongs_is_reminded_also_without_contracted_hours(nok, siriporn, volunteer):
    assert reminders.waiting(NOW) == {nok.pk, siriporn.pk, volunteer.pk}


def test_a_round_is_for_the_people_of_its_organisations(nok, noi):
    rounds = {"friday": [nok.organisation_id], "monday": [noi.organisation_id]}
    assert reminders.by_round(NOW, rounds) == {"friday": {nok.pk}, "monday": {noi.pk}}


def test_nobody_waits_while_no_week_is_open(nok):
    assert reminders.waiting(at("2026-11-25 12:00")) == set()


def test_reminders_leave_on_friday_at_three_and_on_monday_at_nine_once_each(nok):
    told = []
    for now in (
        ("2026-11-20 14:00"),
        ("2026-11-20 14:59"),
        ("2026-11-20 15:00"),
        ("2026-11-20 16:00"),
        ("2026-11-23 08:59"),
        ("2026-11-23 09:00"),
        ("2026-11-23 10:00"),
    ):
        remind_at(now)
        told.append(len(mail.outbox))
    assert told == [0, 0, 1, 1, 1, 2, 2]


def test_who_sends_the_week_in_the_hour_between_is_not_reminded(nok):
    remind_at("2026-11-20 14:10")
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        sent = weeks.Sent(key=uuid.uuid4(), hours=Decimal(40))
        weeks.record(person=nok, week=WEEK, sent=sent, now=at("2026-11-20 14:30"))
    deliver()
    assert mail.outbox == []


@pytest.mark.parametrize("crew", [1, 20])
def test_reminding_takes_the_same_statements_for_any_number(
    crew, chiang_mai, django_assert_max_num_queries
):
    make_workers(crew, chiang_mai)
    with (
        time_machine.travel(at("2026-11-20 14:00"), tick=False),
        django_assert_max_num_queries(8),  # the organisations, and the policy of one
    ):
        weeks_tasks.remind_weeks.call()


def test_a_reminder_is_neutral_and_in_the_persons_language(nok):
    change_account(nok, language="th")
    remind_at("2026-11-20 15:00")
    letter = mail.outbox[0]
    assert "http://localhost:8000/my-week/" in letter.body
    assert re.search("[ก-๙]", letter.subject)
    assert re.search("[ก-๙]", letter.body)
    assert not re.search(r"\d", (letter.subject + letter.body).replace("localhost:8000", ""))


def test_a_flag_is_told_to_the_person_and_their_supervisor_on_the_same_day_and_once(
    nok, wipa, orathai, noi
):
    with time_machine.travel(NOW):
        flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
        step = flag.steps.get()
    with time_machine.travel(NOW):
        notice_tasks.tell_supervisors.call(step.pk)  # the cluster delivers at least once
    assert mail.outbox == []
    deliver()
    assert sorted(letter.to[0] for letter in mail.outbox) == [nok.email, wipa.email]
    said = " ".join(letter.subject + said_in(letter) for letter in mail.outbox)
    assert not re.search(r"Kanokwan|Nok|Srisuk|128|33|%", said)
    assert "http://localhost:8000/team/" in said


def test_who_is_invited_to_look_hears_of_it_at_once(nok, wipa, orathai):
    """Somebody asked for it: at night too, beside the mail of the day."""
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    night = at("2026-11-21 02:00")
    with time_machine.travel(night, tick=False):
        flags.invite(flag, by=nok, contact=orathai, now=night)
    assert sorted(letter.to[0] for letter in mail.outbox) == [nok.email, orathai.email]


def test_a_flag_that_falls_is_told_to_nobody(nok, wipa):
    weeks = [make_week(nok, WEEK - 2, points="33"), make_week(nok, WEEK - 1, points="27")]
    with time_machine.travel(NOW):
        flags.assess(person=nok, weeks=weeks[:1], now=NOW)
    deliver()
    mail.outbox.clear()
    flags.assess(person=nok, weeks=weeks, now=NOW)
    deliver(at("2026-11-23 09:00"))
    assert mail.outbox == []


def test_a_flag_that_is_not_kept_is_told_to_nobody(nok, wipa):
    """The notice is a row of the queue in the flag's own transaction."""
    backend = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    with override_settings(TASKS=backend), suppress(RuntimeError), transaction.atomic():
        flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
        assert OrmQ.objects.count() == 1
        raise RuntimeError
    assert OrmQ.objects.count() == 0
